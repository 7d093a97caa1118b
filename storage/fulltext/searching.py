"""Search: one row a section, ranked or by date, with what is shown of it; and what the matches have in common.

query = parse("营商环境 org:财政局", Filter(series="qingdao-reform"))
with archive.database.reading() as connection:
    page = search(connection, query, limit=20, offset=40)
    common = facets(connection, query)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from storage.fulltext.matching import Found
from storage.fulltext.query import Order, Query
from storage.fulltext.ranking import ranked
from storage.fulltext.snippets import Snippet, snippet
from storage.fulltext.terms import HEADLINE, TITLE
from storage.schema.fulltext_tables import passages
from storage.tables import articles, sections

LEVELS = {TITLE: "title", HEADLINE: "headline"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that matches.

    id            the instalment's; with copies asked for, the copy's where the section stands in one
    section       its position in the instalment, as `sections.position`; 1 also for a text without sections
    page          label of its newspaper page; None where no marker speaks for it
    organisation  as normalised; None where the page names none
    headline      its headline stack, one line each; empty where it has none
    printed_on    the newspaper's day; None where nothing printed says it (`dated_on` always has one)
    lines         first and last line of the body that belong to it, 1-based, the page marker beside it included
    matched       the highest place that has all words: title, headline or text
    count         how often: of several words the rarest, six at most; 0 where no word was asked for
    snippet       the surroundings of all hits in title and text
    """

    id: int
    series: str
    title: str
    section: int
    page: str | None
    organisation: str | None
    headline: tuple[str, ...]
    printed_on: date | None
    dated_on: date
    copy_of: int | None
    lines: tuple[int, int]
    matched: str
    count: int
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of an answer. `more`: others follow."""

    rows: tuple[Hit, ...]
    more: bool


def search(
    connection: Connection, query: Query, order: Order = Order.RANK, *, limit: int = 20, offset: int = 0
) -> Hits:
    """Return hits from `offset` on, best first by the rule of `storage.fulltext.ranking`, or the newest first."""
    found = ranked(connection, query, order, offset + limit + 1)
    shown = found[offset : offset + limit]
    return Hits(tuple(_hits(connection, shown, query)), more=len(found) > offset + limit)


def _hits(connection: Connection, found: Sequence[Found], query: Query) -> list[Hit]:
    rows = _rows(connection, [each.id for each in found])
    bodies = {row.article_id: row.body.split("\n") for row in rows.values() if row.body is not None}
    return [_hit(each, rows[each.id], bodies[each.article_id], query) for each in found]


def _rows(connection: Connection, ids: Sequence[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """Return what is shown of passages: their own columns, their section's, their article's; its body with one of them.

    One question, because on PostgreSQL each costs some milliseconds; a long body is sent once however often it matches.
    """
    p, s, a = passages.c, sections.c, articles.c
    first = func.row_number().over(partition_by=p.article_id, order_by=p.id) == 1
    asked = (
        select(p.id, p.article_id, p.first_line, p.last_line, p.leads, p.page, s.organisation, s.headline, a.series,
               a.title, a.printed_on, a.dated_on, a.copy_of, case((first, a.body)).label("body"))
        .join(articles, a.id == p.article_id)
        .outerjoin(sections, (s.article_id == p.article_id) & (s.position == p.position))
        .where(p.id.in_(ids))
    )  # fmt: skip
    return {row.id: row for row in connection.execute(asked)}


def _hit(found: Found, row: Row[*tuple[Any, ...]], lines: Sequence[str], query: Query) -> Hit:
    own = lines[row.first_line - 1 : row.last_line]
    return Hit(
        id=row.article_id, series=row.series, title=row.title, section=found.position, page=row.page,
        organisation=row.organisation, headline=tuple(row.headline.split("\n")) if row.headline else (),
        printed_on=row.printed_on, dated_on=row.dated_on, copy_of=row.copy_of,
        lines=(row.first_line, row.last_line), matched=LEVELS.get(found.level, "text"), count=found.hits,
        snippet=snippet([row.title, *own] if row.leads and query.words else own, query.words),
    )  # fmt: skip
