"""Articles whole: the row of a list with its text, people, addresses, revisions and links; one, or a stream of them.

A stream takes the same memory whatever its length: a batch of rows, then one question a kind of what belongs to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, Select, func, select

from storage.answers import Address, Article, Filter, Revision
from storage.asking.queries import COUNTS, as_instalment, conditions, in_order
from storage.standing import BELONGS, OWN
from storage.tables import addresses, articles, links, revisions
from storage.values import Cause, Person, Related, Relation, Surface

BATCH: Final = 100
"""Articles in memory at a time; an instalment of five newspaper pages is some 100 kB with its revisions."""

_a = articles.c

T = TypeVar("T")


def article(connection: Connection, article_id: int) -> Article | None:
    """Return one article whole, None where there is no such one; the id of a copy answers with the copy."""
    row = connection.execute(select(articles, *COUNTS).where(_a.id == article_id)).one_or_none()
    return None if row is None else next(_whole(connection, [row]))


def stream(connection: Connection, asked: Filter, *, oldest_first: bool = False) -> Iterator[Article]:
    """Yield the articles that a filter finds, in the order of a list.

    `oldest_first` turns the order of what a limit leaves: the newest ten, as a book reads them.
    """
    found = in_order(select(_a.id).where(*conditions(asked))).limit(asked.limit).offset(asked.offset or None)
    if oldest_first:
        limited = found if asked.limit is not None or asked.offset else found.order_by(None)
        query = in_order(select(articles, *COUNTS).where(_a.id.in_(limited)), oldest_first=True)
    else:
        query = found.with_only_columns(articles, *COUNTS)
    with connection.execute(query, execution_options={"yield_per": BATCH}) as result:
        for rows in result.partitions(BATCH):
            yield from _whole(connection, rows)


def revision_list(connection: Connection, article_id: int) -> Sequence[Revision]:
    """Return the revisions of an article, the first first."""
    return _revisions(connection, [article_id]).get(article_id, ())


def _whole(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Article]:
    ids = [row.id for row in rows]
    stood = _addresses(connection, sorted({row.copy_of or row.id for row in rows}))
    seen, linked = _revisions(connection, ids), _links(connection, ids)
    for row in rows:
        yield Article(
            row=as_instalment(row), body=row.body, kicker=row.kicker, subtitle=row.subtitle, page=row.page,
            people=tuple(Person(person["name"], person["role"]) for person in row.people),
            addresses=stood.get(row.copy_of or row.id, ()), revision_list=seen.get(row.id, ()),
            links=linked.get(row.id, ()),
            fingerprint=row.fingerprint, layout=row.layout, extractor=row.extractor, snapshot_id=row.snapshot_id,
        )  # fmt: skip


def _revisions(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Revision, ...]]:
    c = revisions.c
    query = select(revisions).where(c.article_id.in_(ids)).order_by(c.article_id, c.number)
    return _grouped(connection, query, lambda row: row.article_id, _revision)


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        article_id=row.article_id, number=row.number, title=row.title, body=row.body, byline=row.byline,
        editor=row.editor, captured_at=row.captured_at, cause=Cause(row.cause), snapshot_id=row.snapshot_id,
        extractor=row.extractor,
    )  # fmt: skip


def _addresses(connection: Connection, leading: Sequence[int]) -> dict[int, tuple[Address, ...]]:
    """Return where instalments stand: what leads first, then its copies, then what belongs to them."""
    d = addresses.c
    query: Select[Any] = (
        select(
            d.url, d.kind, d.gone_at, d.first_seen_at, d.article_id, _a.surface, _a.relation, _a.similarity,
            func.coalesce(_a.copy_of, _a.id).label("leading_id"),
        )
        .join_from(addresses, articles, d.article_id == _a.id)
        .where(_a.id.in_(leading) | _a.copy_of.in_(leading))
        .order_by(_a.copy_of.is_not(None), _a.id, d.kind != OWN, d.key)
    )  # fmt: skip
    return _grouped(connection, query, lambda row: row.leading_id, _address)


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


def _links(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Related, ...]]:
    c = links.c
    query = select(links).where(c.article_id.in_(ids)).order_by(c.article_id, c.kind, c.url)
    return _grouped(connection, query, lambda row: row.article_id, lambda row: Related(row.kind, row.url))


def _grouped(
    connection: Connection, query: Select[Any], key: Callable[[Row[Any]], int], value: Callable[[Row[Any]], T]
) -> dict[int, tuple[T, ...]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for row in connection.execute(query):
        found[key(row)].append(value(row))
    return {number: tuple(values) for number, values in found.items()}
