"""What the matches of a search have in common: how many there are of each organisation, month, page and person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from storage.fulltext.matching import Matching, joined
from storage.fulltext.passages import DAY
from storage.fulltext.query import Query

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


_COUNTED: Final = "id > (SELECT id FROM uncounted)"
_ASKED: Final = f"""
, uncounted AS MATERIALIZED (SELECT coalesce((SELECT min(id) FROM found HAVING count(*) > :most), -1) AS id)
SELECT 'matches' AS kind, '' AS value, NULL AS editor, CAST(NULL AS bigint) AS day, count(*) AS number FROM found
UNION ALL SELECT 'page', page, NULL, NULL, count(*) FROM found WHERE {_COUNTED} AND page <> '' GROUP BY page
UNION ALL SELECT 'organisation', s.organisation, NULL, NULL, count(*) FROM found {{sections}}
    ON s.article_id = found.article_id AND s.position = found.position
    WHERE found.{_COUNTED} AND s.organisation <> '' GROUP BY 2
UNION ALL SELECT 'article', CAST(a.people AS TEXT), a.editor, each.day, each.number
    FROM (SELECT article_id, min(id) / {DAY} AS day, count(*) AS number FROM found WHERE {_COUNTED} GROUP BY 1) AS each
    {{articles}} ON a.id = each.article_id
"""
"""The database adds up: ten thousand rows cost more on their way than all else. An article is of one day."""


def facets(connection: Connection, query: Query) -> Facets:
    """Count the matches of a query by what they have in common."""
    total, values = 0, dict[str, dict[str, int]](page={}, organisation={})
    people, days = Counter[tuple[str, str | None]](), Counter[int]()
    matching = Matching(connection, query, ranked=False)
    asked = _ASKED.format(articles=matching.articles, sections=joined(connection, "sections", "s"))
    for kind, value, editor, day, number in matching.among_newest(COUNTED, asked):
        if kind == "matches":
            total = number
        elif kind == "article":
            people[value, editor] += number
            days[day] += number
        else:
            values[kind][value] = number
    months = _summed((date.fromordinal(day).isoformat()[:7], number) for day, number in days.items())
    return Facets(
        total=min(total, COUNTED),
        exact=total <= COUNTED,
        organisations=_most(values["organisation"]),
        years=_latest(_summed((month[:4], number) for month, number in months.items())),
        months=_latest(months),
        pages=_most(values["page"]),
        people=_most(_named(people)),
    )


def _named(people: Mapping[tuple[str, str | None], int]) -> Counter[str]:
    """Return how many sections name each person. Instalments name the same people, as JSON, again and again."""
    return _summed(
        (name, number)
        for (told, editor), number in people.items()
        for name in {person["name"] for person in json.loads(told)}
        if name not in (editor or "")
    )


def _summed(numbers: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, number in numbers:
        found[value] += number
    return found


def _most(counts: Mapping[str, int]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _latest(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), reverse=True))
