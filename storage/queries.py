"""What readers ask the archive: lists, one article whole, counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, cast, func, select

from storage.answers import Address, Article, Counts, Filter, Instalment, Revision
from storage.outline.markers import read_marker
from storage.standing import BELONGS, OWN
from storage.tables import addresses, articles, blobs, documents, dropped, links, revisions, runs, sections
from storage.values import Cause, Person, Related, Relation, Surface

STREAMED: Final = 500
"""Rows fetched at once; a list of any length takes the same memory."""

_a = articles.c
_copy = articles.alias("copy")


def _count(table: Any, condition: ColumnElement[bool], name: str) -> ColumnElement[Any]:
    return select(func.count()).select_from(table).where(condition).correlate(articles).scalar_subquery().label(name)


_COUNTS: Final = (
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
    query: Select[Any] = (
        select(*_LIST, *_COUNTS)
        .where(*conditions(asked))
        .order_by(_a.dated_on.desc(), _a.published_at.desc().nulls_last(), _a.id.desc())
        .limit(asked.limit)
        .offset(asked.offset or None)
    )
    for row in connection.execution_options(yield_per=STREAMED).execute(query):
        yield _instalment(row)


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
        wanted.append(select(sections.c.id).where(*_of_sections(asked)).correlate(articles).exists())
    if not asked.copies:
        wanted.append(_a.copy_of.is_(None))
    return wanted


def article(connection: Connection, article_id: int) -> Article | None:
    """Return one article whole, None where there is no such one; the id of a copy answers with the copy."""
    row = connection.execute(select(articles, *_COUNTS).where(_a.id == article_id)).one_or_none()
    if row is None:
        return None
    return Article(
        row=_instalment(row), body=row.body, kicker=row.kicker, subtitle=row.subtitle, page=row.page,
        people=tuple(Person(person["name"], person["role"]) for person in row.people),
        addresses=_addresses(connection, row.copy_of or row.id),
        revision_list=tuple(revision_list(connection, article_id)),
        links=_links(connection, article_id),
        fingerprint=row.fingerprint, layout=row.layout, extractor=row.extractor, snapshot_id=row.snapshot_id,
    )  # fmt: skip


def revision_list(connection: Connection, article_id: int) -> Sequence[Revision]:
    """Return the revisions of an article, the first first."""
    c = revisions.c
    rows = connection.execute(select(revisions).where(c.article_id == article_id).order_by(c.number))
    return [
        Revision(
            article_id=row.article_id, number=row.number, title=row.title, body=row.body, byline=row.byline,
            editor=row.editor, captured_at=row.captured_at, cause=Cause(row.cause), snapshot_id=row.snapshot_id,
            extractor=row.extractor,
        )
        for row in rows
    ]  # fmt: skip


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
        runs=number(select(func.count()).select_from(runs)),
        newest=connection.scalar(select(func.max(_a.dated_on)).where(leading)),
    )


def _of_sections(asked: Filter) -> list[ColumnElement[bool]]:
    c = sections.c
    wanted: list[ColumnElement[bool]] = [c.article_id == _a.id]
    if asked.page:
        # 特1, 特1版 and 第01版 are one page; labels always end in 版.
        wanted.append(c.page == page_label(asked.page))
    if asked.organisation:
        part = asked.organisation
        wanted.append(
            c.organisation.icontains(part, autoescape=True) | c.organisation_printed.icontains(part, autoescape=True)
        )
    return wanted


def page_label(asked: str) -> str:
    """Return the label of a page as people write it: 特1 is 特1版, 01 is 1版."""
    marker = read_marker(asked if asked.endswith("版") else f"{asked}版")
    return (marker.label if marker else None) or asked


def _signed_by(name: str) -> ColumnElement[bool]:
    """Named by the byline, or anywhere in the text; the responsible editor is no author."""
    named = cast(_a.people, Text).icontains(name, autoescape=True)
    edited = func.coalesce(_a.editor, "").icontains(name, autoescape=True)
    return _a.byline.icontains(name, autoescape=True) | (named & ~edited)


def _addresses(connection: Connection, leading_id: int) -> tuple[Address, ...]:
    """Return where an instalment stands: what leads first, then its copies, then what belongs to them."""
    d = addresses.c
    query: Select[Any] = (
        select(d.url, d.kind, d.gone_at, d.first_seen_at, d.article_id, _a.surface, _a.relation, _a.similarity)
        .join_from(addresses, articles, d.article_id == _a.id)
        .where((_a.id == leading_id) | (_a.copy_of == leading_id))
        .order_by(_a.copy_of.is_not(None), _a.id, d.kind != OWN, d.key)
    )
    return tuple(_address(row) for row in connection.execute(query))


def _address(row: Row[Any]) -> Address:
    return Address(
        url=row.url, surface=Surface(row.surface), article_id=row.article_id,
        relation=_relation(row), similarity=row.similarity,
        gone_at=row.gone_at, first_seen_at=row.first_seen_at, own=row.kind == OWN,
    )  # fmt: skip


def _relation(row: Row[Any]) -> Relation | None:
    """A story's address holds a part of the text, whatever the text's own relation is; None: it leads."""
    if row.kind == BELONGS:
        return Relation.PART
    return Relation(row.relation) if row.relation else None


def _links(connection: Connection, article_id: int) -> tuple[Related, ...]:
    c = links.c
    rows = connection.execute(select(c.kind, c.url).where(c.article_id == article_id).order_by(c.kind, c.url))
    return tuple(Related(row.kind, row.url) for row in rows)


def _instalment(row: Row[Any]) -> Instalment:
    return Instalment(
        id=row.id, series=row.series, title=row.title, url=row.url, surface=Surface(row.surface),
        printed_on=row.printed_on, dated_on=row.dated_on, published_at=row.published_at, source=row.source,
        byline=row.byline, editor=row.editor, characters=row.characters, sections=row.sections, copies=row.copies,
        revisions=row.revisions, gone_at=row.gone_at, first_seen_at=row.first_seen_at, last_seen_at=row.last_seen_at,
        copy_of=row.copy_of, relation=Relation(row.relation) if row.relation else None,
    )  # fmt: skip
