"""What the matches of a search have in common: how many there are of each organisation, month, page and person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from storage.engine import chunks
from storage.fulltext.query import Query
from storage.fulltext.ranking import newest
from storage.fulltext_tables import passages
from storage.tables import articles, sections

COUNTED: Final = 10_000
"""Matches that are counted exactly."""

Counts = tuple[tuple[str, int], ...]
"""Values with the number of matching sections, the most frequent first, then by the value."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What the matches of a query have in common.

    total          sections that match, `COUNTED` at most
    exact          False where there are more: then all counts are of the newest `COUNTED` matches
    organisations  as normalised; sections without one are left out
    years, months  of printing, `2021` and `2021-10`, the newest first
    pages          labels of newspaper pages; sections without one are left out
    people         named by the instalment's byline or text, its editor left out
    """

    total: int
    exact: bool
    organisations: Counts
    years: Counts
    months: Counts
    pages: Counts
    people: Counts

    @property
    def told(self) -> str:
        """The total as people read it: `10000+` where there are more."""
        return f"{self.total}" if self.exact else f"{self.total}+"


def facets(connection: Connection, query: Query) -> Facets:
    """Count the matches of a query by what they have in common."""
    found = newest(connection, query, COUNTED + 1)
    counted = found[:COUNTED]
    rows = [row for ids in chunks([each.id for each in counted]) for row in _rows(connection, ids)]
    days = Counter(each.day for each in counted)
    return Facets(
        total=len(counted),
        exact=len(found) <= COUNTED,
        organisations=_most(Counter(row.organisation for row in rows if row.organisation)),
        years=_latest(_in_spans(days, "%Y")),
        months=_latest(_in_spans(days, "%Y-%m")),
        pages=_most(Counter(row.page for row in rows if row.page)),
        people=_most(_people(connection, Counter(each.article_id for each in counted))),
    )


def _rows(connection: Connection, ids: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    p, s = passages.c, sections.c
    asked = select(p.page, s.organisation).outerjoin_from(
        passages, sections, (s.article_id == p.article_id) & (s.position == p.position)
    )
    return connection.execute(asked.where(p.id.in_(ids))).all()


def _in_spans(days: Counter[int], form: str) -> Counter[str]:
    """Return days, as ordinals, added up by how a form writes them."""
    spans: Counter[str] = Counter()
    for day, number in days.items():
        spans[date.fromordinal(day).strftime(form)] += number
    return spans


def _people(connection: Connection, sections_of: Counter[int]) -> Counter[str]:
    a = articles.c
    counts: Counter[str] = Counter()
    for ids in chunks(sorted(sections_of)):
        for row in connection.execute(select(a.id, a.people, a.editor).where(a.id.in_(ids))):
            names = {person["name"] for person in row.people if person["name"] not in (row.editor or "")}
            counts.update(dict.fromkeys(names, sections_of[row.id]))
    return counts


def _most(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _latest(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), reverse=True))
