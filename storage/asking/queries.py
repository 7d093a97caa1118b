"""What readers ask the archive: lists and counts. Articles whole are in `storage.asking.whole`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from storage.answers import Counts, Filter, Instalment, Place
from storage.asking.naming import author_names
from storage.outline.markers import read_marker
from storage.tables import articles, blobs, documents, dropped, revisions, sections, sweeps
from storage.values import Relation, Surface

STREAMED: Final = 500
"""Rows fetched at once; a list of any length takes the same memory."""

_a = articles.c
_copy = articles.alias("copy")


def _count(table: Any, condition: ColumnElement[bool], name: str) -> ColumnElement[Any]:
    return select(func.count()).select_from(table).where(condition).correlate(articles).scalar_subquery().label(name)


COUNTS: Final = (
    _count(_copy, _copy.c.copy_of == _a.id, "copies"),
    _count(sections, sections.c.article_id == _a.id, "sections"),
    _count(revisions, revisions.c.article_id == _a.id, "revisions"),
)
_LIST: Final = (
    _a.id, _a.series, _a.title, _a.url, _a.surface, _a.printed_on, _a.dated_on, _a.published_at, _a.source, _a.byline,
    _a.editor, _a.characters, _a.gone_at, _a.first_seen_at, _a.last_seen_at, _a.copy_of, _a.relation,
)  # fmt: skip


def instalments(connection: Connection, asked: Filter) -> Iterator[Instalment]:
    """Yield instalments, the newest day first, within a day the latest put up, then the latest recorded."""
    query = in_order(select(*_LIST, *COUNTS).where(*conditions(asked))).limit(asked.limit).offset(asked.offset or None)
    for row in connection.execute(query, execution_options={"yield_per": STREAMED}):
        yield as_instalment(row)


def shelf(connection: Connection, asked: Filter) -> tuple[list[Instalment], int]:
    """Return one page of a list, and how many there are in all.

    The ids are found first: a database sorts whole rows with their texts otherwise, of all that it leaves out, too.
    """
    found = in_order(select(_a.id).where(*conditions(asked)))
    if asked.page or asked.organisation or asked.byline:
        # Looking for words is what costs: one look tells both.
        ids = list(connection.scalars(found))
        total, chosen = len(ids), ids[asked.offset :][: asked.limit]
    else:
        total = connection.scalar(select(func.count()).select_from(articles).where(*conditions(asked))) or 0
        chosen = list(connection.scalars(found.limit(asked.limit).offset(asked.offset or None)))
    rows = connection.execute(in_order(select(*_LIST, *COUNTS).where(_a.id.in_(chosen))))
    return [as_instalment(row) for row in rows], total


def in_order(query: Select[Any], *, oldest_first: bool = False) -> Select[Any]:
    """Sort articles as `instalments` does, or the other way round."""
    if oldest_first:
        return query.order_by(_a.dated_on, _a.published_at.asc().nulls_first(), _a.id)
    return query.order_by(_a.dated_on.desc(), _a.published_at.desc().nulls_last(), _a.id.desc())


def conditions(asked: Filter) -> list[ColumnElement[bool]]:
    """Return a filter as conditions on `articles`."""
    wanted: list[ColumnElement[bool]] = []
    if asked.series:
        wanted.append(_a.series == asked.series)
    if asked.from_:
        wanted.append(_a.dated_on >= asked.from_)
    if asked.to:
        wanted.append(_a.dated_on <= asked.to)
    if asked.byline:
        wanted.append(_signed_by(asked.byline))
    if asked.page or asked.organisation:
        wanted.append(_a.id.in_(select(sections.c.article_id).where(*_of_sections(asked))))
    if not asked.copies:
        wanted.append(_a.copy_of.is_(None))
    if asked.after:
        wanted.append(behind(asked.after))
    return wanted


def behind(place: Place) -> ColumnElement[bool]:
    """Stands behind a place in the order of `in_order`."""
    later = _a.id < place.id
    if place.published_at is None:
        same_day = _a.published_at.is_(None) & later
    else:
        at = _a.published_at
        same_day = (at < place.published_at) | at.is_(None) | ((at == place.published_at) & later)
    return (_a.dated_on < place.dated_on) | ((_a.dated_on == place.dated_on) & same_day)


def counts(connection: Connection) -> Counts:
    """Return what the archive holds."""
    leading = _a.copy_of.is_(None)

    def number(query: Select[Any]) -> int:
        return int(connection.scalar(query) or 0)

    return Counts(
        instalments=number(select(func.count()).select_from(articles).where(leading)),
        copies=number(select(func.count()).select_from(articles).where(~leading)),
        revisions=number(select(func.count()).select_from(revisions)),
        snapshots=number(select(func.count()).select_from(documents)),
        snapshot_bytes=number(select(func.sum(func.length(blobs.c.body)))),
        dropped=number(select(func.count()).select_from(dropped)),
        newest=connection.scalar(select(func.max(_a.dated_on)).where(leading)),
    )


def span(connection: Connection, series: str) -> tuple[date, date] | None:
    """Return the first and last day that the archive has an instalment of a series or looked at, None without any."""
    days: list[date] = []
    for day, here in (
        (_a.dated_on, (_a.series == series, _a.copy_of.is_(None))),
        (sweeps.c.day, (sweeps.c.series == series,)),
    ):
        for order in (day, day.desc()):  # of articles one step in an index, each; both ends at once would read it whole
            days += connection.scalars(select(day).where(*here).order_by(order).limit(1)).all()
    return (min(days), max(days)) if days else None


def _of_sections(asked: Filter) -> list[ColumnElement[bool]]:
    c = sections.c
    wanted: list[ColumnElement[bool]] = []
    if asked.page:
        # 特1, 特1版 and 第01版 are one page; labels always end in 版.
        wanted.append(c.page == page_label(asked.page))
    if asked.organisation:
        part = asked.organisation
        wanted.append(_holds(c.organisation, part) | _holds(c.organisation_printed, part))
    return wanted


def page_label(asked: str) -> str:
    """Return the label of a page as people write it: 特1 is 特1版, 01 is 1版."""
    marker = read_marker(asked if asked.endswith("版") else f"{asked}版")
    return (marker.label if marker else None) or asked


def _holds(column: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Contains a text, whatever its case; of what has no case, as Chinese, that costs half."""
    if part.lower() == part.upper():
        return column.contains(part, autoescape=True)
    return column.icontains(part, autoescape=True)


def _signed_by(name: str) -> ColumnElement[bool]:
    """Named by the byline, or anywhere in the text; who only edited it is no author."""
    return _holds(_a.byline, name) | _holds(author_names(_a.people), "".join(name.split()))


def as_instalment(row: Row[Any]) -> Instalment:
    """Return a row of `articles` with its counts as what a list tells."""
    return Instalment(
        id=row.id, series=row.series, title=row.title, url=row.url, surface=Surface(row.surface),
        printed_on=row.printed_on, dated_on=row.dated_on, published_at=row.published_at, source=row.source,
        byline=row.byline, editor=row.editor, characters=row.characters, sections=row.sections, copies=row.copies,
        revisions=row.revisions, gone_at=row.gone_at, first_seen_at=row.first_seen_at, last_seen_at=row.last_seen_at,
        copy_of=row.copy_of, relation=Relation(row.relation) if row.relation else None,
    )  # fmt: skip


def new_since(connection: Connection, series: str, since: datetime) -> set[int]:
    """Return the ids of the instalments whose text was first seen since a moment."""
    a = articles.c
    return set(
        connection.scalars(select(a.id).where(a.series == series, a.copy_of.is_(None), a.first_seen_at >= since))
    )
