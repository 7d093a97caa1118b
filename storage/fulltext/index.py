"""Keeping passages and their index with the articles, in the transaction that changes them.

articles, sections → passages_of → rows of `passages` → terms_of → `fulltext`

What `fulltext` is on a database is told by storage.fulltext.fts5 (SQLite) and storage.fulltext.gin (PostgreSQL). On
PostgreSQL two terms may share an integer; a search reads the text, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select

from storage.engine import LOCK_SPACE, chunks
from storage.fulltext import fts5, gin
from storage.fulltext.passages import DAY, Passage, day_of, passages_of
from storage.fulltext.terms import Indexed, terms_of
from storage.schema.fulltext_tables import passages
from storage.tables import articles, sections

Keep = Callable[[Connection, Sequence[Indexed]], None]
"""What puts passages into the index."""

BATCH: Final = 200
"""Articles in memory at a time where the whole index is built."""

_LOCK: Final = 0x69647866
_FIELDS: Final = tuple(field.name for field in fields(Passage) if field.name != "day")
_ROWS: Final = select(passages).where(passages.c.id > bindparam("last")).order_by(passages.c.id).limit(BATCH)


def put(connection: Connection, article_ids: Sequence[int]) -> None:
    """Index articles as they are now, in place of what was indexed of them."""
    remove(connection, article_ids)
    for ids in chunks(sorted(article_ids)):
        _insert(connection, derived(connection, ids), _kept(connection).put)


def remove(connection: Connection, article_ids: Sequence[int]) -> None:
    """Take articles out of the index; before their rows are deleted, because their passages go with them."""
    for ids in chunks(article_ids):
        _forget(connection, connection.execute(select(passages).where(passages.c.article_id.in_(ids))).all())
        connection.execute(delete(passages).where(passages.c.article_id.in_(ids)))


def rebuild(connection: Connection) -> None:
    """Compute passages and index of the whole archive again."""
    _kept(connection).empty(connection)
    connection.execute(delete(passages))
    with _kept(connection).in_bulk(connection) as keep:
        ids = connection.scalars(select(articles.c.id).order_by(articles.c.id)).all()
        for start in range(0, len(ids), BATCH):
            _insert(connection, derived(connection, ids[start : start + BATCH]), keep)


def refill(connection: Connection) -> None:
    """Compute the index again from passages that are there."""
    _kept(connection).empty(connection)
    last = -1
    with _kept(connection).in_bulk(connection) as keep:
        while rows := connection.execute(_ROWS, {"last": last}).all():
            last = rows[-1].id
            keep(connection, [(row.id, terms_of(stored(row))) for row in rows])


def create(connection: Connection) -> None:
    """Make the empty index; `passages` is there."""
    _kept(connection).create(connection)


def derived(connection: Connection, article_ids: Sequence[int]) -> Iterator[Passage]:
    """Yield the passages that articles have by their text and sections now."""
    a, s = articles.c, sections.c
    asked = select(a.id, a.series, a.title, a.body, a.dated_on, a.byline, a.editor, a.people)
    rows = connection.execute(
        select(s.article_id, s.position, s.page, s.organisation, s.organisation_printed, s.headline, s.first_line,
               s.last_line).where(s.article_id.in_(article_ids)).order_by(s.article_id)
    )  # fmt: skip
    by_article = {key: list(group) for key, group in groupby(rows, key=lambda row: row.article_id)}
    for article in connection.execute(asked.where(a.id.in_(article_ids)).order_by(a.id)):
        yield from passages_of(article, by_article.get(article.id, []))


def stored(row: Any) -> Passage:
    """Return a row of `passages` as the passage that it was."""
    return Passage(**{name: getattr(row, name) for name in _FIELDS}, day=day_of(row.id))


# --- rows -----------------------------------------------------------------------------------------------------------


def _insert(connection: Connection, found: Iterable[Passage], keep: Keep) -> None:
    numbered = _numbered(connection, list(found))
    if not numbered:
        return
    rows = [{"id": number} | {name: getattr(each, name) for name in _FIELDS} for number, each in numbered]
    connection.execute(passages.insert(), rows)
    keep(connection, [(number, terms_of(each)) for number, each in numbered])


def _numbered(connection: Connection, found: Sequence[Passage]) -> list[tuple[int, Passage]]:
    """Give each passage the next free number of its day."""
    if found and not _is_sqlite(connection):  # crawls of two series may write of one day
        connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, _LOCK)))
    free: dict[int, int] = {}
    numbered = []
    for each in found:
        day = each.day.toordinal()
        if day not in free:
            c = passages.c.id
            last = connection.scalar(select(func.max(c)).where(c >= day * DAY, c < (day + 1) * DAY))
            free[day] = day * DAY if last is None else last + 1
        numbered.append((free[day], each))
        free[day] += 1
    return numbered


def _forget(connection: Connection, rows: Sequence[Any]) -> None:
    if _is_sqlite(connection) and rows:
        fts5.forget(connection, [(row.id, terms_of(stored(row))) for row in rows])
    elif rows:
        gin.forget(connection, [row.id for row in rows])


def _kept(connection: Connection) -> ModuleType:
    return fts5 if _is_sqlite(connection) else gin


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
