"""The index on PostgreSQL: of each passage an array of its terms' CRC-32, under GIN; a table for each printed year.

GIN has no order. Asked for the newest passages of a term it gives all of them, and a new one is put into lists as long
as the archive is large. With a table a year a search reads the newest years first and stops when it has enough, and a
write goes into the lists of its year.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final

from sqlalchemy import ARRAY, BigInteger, Column, Connection, Integer, MetaData, Table, text

from storage.fulltext.passages import DAY, day_of

fulltext = Table("fulltext", MetaData(), Column("id", BigInteger, primary_key=True), Column("terms", ARRAY(Integer)))
"""Not among the tables of the archive: it is no content of its own."""

_TABLE: Final = "CREATE TABLE fulltext (id bigint PRIMARY KEY, terms integer[] NOT NULL) PARTITION BY RANGE (id)"
_GIN: Final = "CREATE INDEX ix_fulltext_terms ON fulltext USING gin (terms)"
# What was written is pending at first; put into the lists of all its terms together, it takes two thirds of the time
# that it takes passage by passage. Left pending, it would make every search slower and now and then a write very slow.
_SETTLED: Final = text(
    "SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
    " JOIN pg_am AS a ON a.oid = c.relam WHERE i.indrelid = ANY(CAST(:tables AS regclass[])) AND a.amname = 'gin'"
    " AND pg_has_role(c.relowner, 'USAGE')"  # anybody else's is left to the autovacuum
)
# What stands there of a passage that is gone (somebody may have deleted it with a database tool) gives way. An array as
# the driver writes it, a class for each of its numbers, takes longer than all terms.
_INDEXED: Final = text(
    "INSERT INTO fulltext (id, terms) VALUES (:id, CAST(:terms AS integer[]))"
    " ON CONFLICT (id) DO UPDATE SET terms = excluded.terms"
)
_HASHES: Final = 200_000
"""Terms whose integers are remembered between two passages; some 30 MB."""


def create(connection: Connection) -> None:
    """Make the empty index."""
    connection.execute(text(_TABLE))
    connection.execute(text(_GIN))


def put(connection: Connection, found: Sequence[tuple[int, list[str]]]) -> None:
    """Index passages by their ids and terms. The caller holds off others that write passages."""
    years = sorted({day_of(number).year for number, _ in found})
    for year in years:
        _have(connection, year)
    listed = [{"id": number, "terms": f"{{{str(hashed(terms))[1:-1]}}}"} for number, terms in found]
    connection.execute(_INDEXED, listed)
    connection.execute(_SETTLED, {"tables": list(map(_table_of, years))})


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Take passages out."""
    connection.execute(text("DELETE FROM fulltext WHERE id = ANY(CAST(:ids AS bigint[]))"), {"ids": list(ids)})


def empty(connection: Connection) -> None:
    """Take all passages out."""
    connection.execute(text("TRUNCATE fulltext"))


@contextmanager
def in_bulk(connection: Connection) -> Iterator[None]:
    """Let many passages in at once: without the index, until they are there."""
    connection.execute(text("DROP INDEX ix_fulltext_terms"))
    yield
    connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    connection.execute(text(_GIN))


def spans(oldest: int, newest: int) -> list[tuple[int, int]]:
    """Cut the ids from one to another in two: the newest year with the one before it, and all older ones.

    Each span is its first id and the one behind its last. More of them would help no frequent word, and a rare one is
    asked for in each.
    """
    if newest < oldest:
        return []
    middle = max(oldest, _first_of(max(date.min.year, day_of(newest).year - 1)))
    return [(middle, newest + 1), *([(oldest, middle)] if oldest < middle else [])]


def within(first: int | None, behind: int | None) -> str:
    """Return the condition of ids from one to before another, None for no bound; begins with AND.

    By whole years, which leaves tables out, and then exactly, by what no index has: of a year that is cut the planner
    would else read the terms of each passage for the sake of a rare word.
    """
    told = ""
    if first is not None:
        told += f" AND id >= {_first_of(day_of(first).year)} AND id + 0 >= {first}"
    if behind is not None:
        told += f" AND id < {_first_of(day_of(behind - 1).year + 1)} AND id + 0 < {behind}"
    return told


def _have(connection: Connection, year: int) -> None:
    """Make a year's table where there is none yet; attached, not created in its place, so that no search waits."""
    name = _table_of(year)
    if connection.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is not None:
        return
    bounds = f"FROM ({_first_of(year)}) TO ({_first_of(year + 1)})"
    connection.execute(text(f"CREATE TABLE {name} (LIKE fulltext)"))
    connection.execute(text(f"ALTER TABLE fulltext ATTACH PARTITION {name} FOR VALUES {bounds}"))
    # Its index is made after the one of the whole, which an earlier version may have made without pending entries.
    connection.execute(text(f"ALTER INDEX IF EXISTS {name}_terms_idx SET (fastupdate = on)"))


def _table_of(year: int) -> str:
    return f"fulltext_{year}"


def _first_of(year: int) -> int:
    """Return the first id of a year."""
    last = date.max.toordinal() + 1
    return (date(year, 1, 1).toordinal() if year <= date.max.year else last) * DAY


def hashed(terms: Iterable[str]) -> list[int]:
    """Return terms as they are kept: sorted, each once, as signed integers of 32 bits."""
    if len(_hashes) > _HASHES:
        _hashes.clear()
    return sorted({_hashes[term] for term in terms})


class _Hashes(dict[str, int]):
    """Terms with their integers. Most terms of a text stand in others, too."""

    def __missing__(self, term: str) -> int:
        self[term] = found = zlib.crc32(term.encode()) - (1 << 31)
        return found


_hashes: Final = _Hashes()
