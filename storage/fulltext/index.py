"""Keeping passages and their index with the articles, in the transaction that changes them.

articles, sections → passages_of → rows of `passages` → terms_of → `fulltext`

On SQLite `fulltext` is an FTS5 table that keeps terms and no text: to take a row out, its terms are handed in again.
On PostgreSQL it is a table of integer arrays (CRC-32 of each term) under a GIN index. Two terms may share an integer;
a search reads the text, too.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    bindparam,
    delete,
    func,
    select,
    text,
)

from storage.engine import LOCK_SPACE, chunks
from storage.fulltext.passages import Passage, passages_of
from storage.fulltext.terms import terms_of
from storage.fulltext_tables import passages
from storage.tables import articles, sections

DAY: Final = 1 << 20
"""Passages of one printed day that have room. An id is day × DAY + number, so that the order of ids is that of days."""

BATCH: Final = 200
"""Articles in memory at a time where the whole index is built."""

_LOCK: Final = 0x69647866
_FIELDS: Final = tuple(field.name for field in fields(Passage) if field.name != "day")

# A list of pending entries would make every search slower and now and then a write very slow.
_GIN: Final = "CREATE INDEX ix_fulltext_terms ON fulltext USING gin (terms) WITH (fastupdate = off)"
_ROWS: Final = select(passages).where(passages.c.id > bindparam("last")).order_by(passages.c.id).limit(BATCH)
_MEMORY: Final = {"usual": 4 << 20, "bulk": 64 << 20}
"""Bytes of new terms that FTS5 gathers before it writes them. A batch of twenty articles has three million; with its
own one million FTS5 would write four pieces, and merge them again, for a sixth of all that indexing costs."""

_HASHES: Final = 200_000
"""Terms whose integers are remembered between two passages; some 30 MB."""
# An array as the driver writes it, a class for each of its numbers, takes longer than all terms.
_INDEXED: Final = text("INSERT INTO fulltext (id, terms) VALUES (:id, CAST(:terms AS integer[]))")

fulltext = Table("fulltext", MetaData(), Column("id", BigInteger, primary_key=True), Column("terms", ARRAY(Integer)))
"""The index on PostgreSQL. Not among the tables of the archive: it is no content of its own."""


def put(connection: Connection, article_ids: Sequence[int]) -> None:
    """Index articles as they are now, in place of what was indexed of them."""
    remove(connection, article_ids)
    for ids in chunks(sorted(article_ids)):
        _insert(connection, derived(connection, ids))


def remove(connection: Connection, article_ids: Sequence[int]) -> None:
    """Take articles out of the index; before their rows are deleted, because their passages go with them."""
    for ids in chunks(article_ids):
        _forget(connection, connection.execute(select(passages).where(passages.c.article_id.in_(ids))).all())
        connection.execute(delete(passages).where(passages.c.article_id.in_(ids)))


def rebuild(connection: Connection) -> None:
    """Compute passages and index of the whole archive again."""
    _empty(connection)
    connection.execute(delete(passages))
    with _in_bulk(connection):
        ids = connection.scalars(select(articles.c.id).order_by(articles.c.id)).all()
        for start in range(0, len(ids), BATCH):
            _insert(connection, derived(connection, ids[start : start + BATCH]))


def refill(connection: Connection) -> None:
    """Compute the index again from passages that are there."""
    _empty(connection)
    last = -1
    with _in_bulk(connection):
        while rows := connection.execute(_ROWS, {"last": last}).all():
            last = rows[-1].id
            _index(connection, [(row.id, terms_of(stored(row))) for row in rows])


def create(connection: Connection) -> None:
    """Make the empty index; `passages` is there."""
    if connection.dialect.name == "sqlite":
        # Term frequencies and positions are no use to us: without them the index is a fraction.
        columns = "terms, content='', columnsize=0, detail=none, tokenize='ascii'"
        connection.execute(text(f"CREATE VIRTUAL TABLE fulltext USING fts5({columns})"))
        _gather(connection, _MEMORY["usual"])
        return
    connection.execute(
        text(
            "CREATE TABLE fulltext (id bigint PRIMARY KEY REFERENCES passages ON DELETE CASCADE,"
            " terms integer[] NOT NULL)"
        )
    )
    connection.execute(text(_GIN))


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


def day_of(passage_id: int) -> date:
    """Return the printed day that an id tells."""
    return date.fromordinal(passage_id // DAY)


def hashed(terms: Iterable[str]) -> list[int]:
    """Return terms as PostgreSQL keeps them: sorted, each once, as signed integers of 32 bits."""
    if len(_hashes) > _HASHES:
        _hashes.clear()
    return sorted({_hashes[term] for term in terms})


class _Hashes(dict[str, int]):
    """Terms with their integers. Most terms of a text stand in others, too."""

    def __missing__(self, term: str) -> int:
        self[term] = found = zlib.crc32(term.encode()) - (1 << 31)
        return found


_hashes: Final = _Hashes()


# --- rows -----------------------------------------------------------------------------------------------------------


def _insert(connection: Connection, found: Iterable[Passage]) -> None:
    numbered = _numbered(connection, list(found))
    if not numbered:
        return
    rows = [{"id": number} | {name: getattr(each, name) for name in _FIELDS} for number, each in numbered]
    connection.execute(passages.insert(), rows)
    _index(connection, [(number, terms_of(each)) for number, each in numbered])


def _numbered(connection: Connection, found: Sequence[Passage]) -> list[tuple[int, Passage]]:
    """Give each passage the next free number of its day."""
    if found and connection.dialect.name != "sqlite":  # crawls of two series may write of one day
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


def _index(connection: Connection, found: Sequence[tuple[int, list[str]]]) -> None:
    if connection.dialect.name == "sqlite":
        coded = [(number, " ".join(terms)) for number, terms in found]
        connection.exec_driver_sql("INSERT INTO fulltext (rowid, terms) VALUES (?, ?)", coded)
    else:
        listed = [{"id": number, "terms": f"{{{str(hashed(terms))[1:-1]}}}"} for number, terms in found]
        connection.execute(_INDEXED, listed)


def _forget(connection: Connection, rows: Sequence[Any]) -> None:
    if rows and connection.dialect.name == "sqlite":
        told = [("delete", row.id, " ".join(terms_of(stored(row)))) for row in rows]
        connection.exec_driver_sql("INSERT INTO fulltext (fulltext, rowid, terms) VALUES (?, ?, ?)", told)


def _empty(connection: Connection) -> None:
    emptied = "INSERT INTO fulltext (fulltext) VALUES ('delete-all')"
    connection.execute(text(emptied if connection.dialect.name == "sqlite" else "TRUNCATE fulltext"))


@contextmanager
def _in_bulk(connection: Connection) -> Iterator[None]:
    """Let many rows in at once: FTS5 with more memory, PostgreSQL without its index until they are there."""
    if connection.dialect.name == "sqlite":
        _gather(connection, _MEMORY["bulk"])
        yield
        _gather(connection, _MEMORY["usual"])
    else:
        connection.execute(text("DROP INDEX ix_fulltext_terms"))
        yield
        connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
        connection.execute(text(_GIN))


def _gather(connection: Connection, size: int) -> None:
    connection.execute(text("INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', :size)"), {"size": size})
