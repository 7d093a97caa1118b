"""The index on PostgreSQL: of each passage an array of its terms' CRC-32, under GIN; a table for each printed year.

fulltext      a table for each printed year
fulltext_new  what was written last, `MOST_NEW` passages at most; then they go to their years together

GIN has no order. Asked for the newest passages of a term it gives all of them, and a new one is put into lists as long
as the archive is large: each passage would touch hundreds of pages of its year. With a table a year a search reads the
newest years first and stops when it has enough; and a write goes into the short lists of what is new, whatever the
archive's size, until so much is new that every page which it touches in a year serves many passages.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import ARRAY, BigInteger, Column, Connection, Integer, MetaData, Table, select, text, union_all

from storage.fulltext.passages import day_of
from storage.fulltext.terms import Indexed
from storage.fulltext.years import first_of

MOST_NEW: Final = 1000
"""Passages that stand apart at most."""

TABLES: Final = ("fulltext", "fulltext_new")

_PARTS: Final = [
    Table(name, MetaData(), Column("id", BigInteger, primary_key=True), Column("terms", ARRAY(Integer)))
    for name in TABLES
]
fulltext: Final = union_all(*map(select, _PARTS)).subquery("fulltext")
"""All that is indexed. Not among the tables of the archive: it is no content of its own."""

_COLUMNS: Final = "(id bigint PRIMARY KEY, terms integer[] NOT NULL)"
_TABLE: Final = f"CREATE TABLE IF NOT EXISTS fulltext {_COLUMNS} PARTITION BY RANGE (id)"
_TABLE_OF_NEW: Final = f"CREATE TABLE IF NOT EXISTS fulltext_new {_COLUMNS}"
_GIN: Final = "CREATE INDEX IF NOT EXISTS ix_fulltext_terms ON fulltext USING gin (terms)"
_GIN_OF_NEW: Final = "CREATE INDEX IF NOT EXISTS ix_fulltext_new_terms ON fulltext_new USING gin (terms)"
# What was written is pending at first; put into the lists of all its terms together, it takes two thirds of the time
# that it takes passage by passage. Left pending, it would make every search slower and now and then a write very slow.
_SETTLED: Final = text(
    "SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
    " JOIN pg_am AS a ON a.oid = c.relam WHERE i.indrelid = ANY(CAST(:tables AS regclass[])) AND a.amname = 'gin'"
    " AND pg_has_role(c.relowner, 'USAGE')"  # anybody else's is left to the autovacuum
)
# An array as the driver writes it, a class for each of its numbers, takes longer than all terms.
_VALUES: Final = "VALUES (:id, CAST(:terms AS integer[]))"
_INDEXED: Final = text(f"INSERT INTO fulltext_new (id, terms) {_VALUES}")
_INDEXED_IN_YEARS: Final = text(f"INSERT INTO fulltext (id, terms) {_VALUES}")
_FORGOTTEN: Final = text(
    "WITH new AS (DELETE FROM fulltext_new WHERE id = ANY(CAST(:ids AS bigint[])))"
    " DELETE FROM fulltext WHERE id = ANY(CAST(:ids AS bigint[]))"
)
_MOVED: Final = text(
    "WITH new AS (DELETE FROM fulltext_new RETURNING id, terms) INSERT INTO fulltext SELECT id, terms FROM new"
)
_GATHERED: Final = "256MB"
"""What PostgreSQL may gather before it puts it into the lists of a year."""
_HASHES: Final = 200_000
"""Terms whose integers are remembered between two passages; some 30 MB."""


def create(connection: Connection) -> None:
    """Make the index where it is not there, empty."""
    for each in (_TABLE, _GIN, _TABLE_OF_NEW, _GIN_OF_NEW):
        connection.execute(text(each))


def put(connection: Connection, found: Sequence[Indexed]) -> None:
    """Index passages by their ids and terms. The caller holds off others that write passages."""
    # What stands there of a passage that is gone (somebody may have deleted it with a database tool) gives way.
    forget(connection, [number for number, _ in found])
    connection.execute(_INDEXED, _listed(found))
    connection.execute(_SETTLED, {"tables": ["fulltext_new"]})
    if connection.execute(text("SELECT count(*) FROM fulltext_new")).scalar_one() > MOST_NEW:
        _move(connection)


def _move(connection: Connection) -> None:
    """Put what is new into the tables of its years."""
    years = _have_years(connection, connection.scalars(text("SELECT id FROM fulltext_new")))
    for name in ("gin_pending_list_limit", "maintenance_work_mem"):
        connection.execute(text(f"SET LOCAL {name} = '{_GATHERED}'"))
    connection.execute(_MOVED)
    connection.execute(_SETTLED, {"tables": list(map(_table_of, years))})


def _put_in_years(connection: Connection, found: Sequence[Indexed]) -> None:
    _have_years(connection, (number for number, _ in found))
    connection.execute(_INDEXED_IN_YEARS, _listed(found))


def _listed(found: Sequence[Indexed]) -> list[dict[str, object]]:
    return [{"id": number, "terms": f"{{{str(hashed(terms))[1:-1]}}}"} for number, terms in found]


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Take passages out."""
    connection.execute(_FORGOTTEN, {"ids": list(ids)})


def empty(connection: Connection) -> None:
    """Take all passages out."""
    connection.execute(text("TRUNCATE fulltext, fulltext_new"))


@contextmanager
def in_bulk(connection: Connection) -> Iterator[Callable[[Connection, Sequence[Indexed]], None]]:
    """Let many passages into the empty index by what it gives: without GIN, until they are there."""
    connection.execute(text("DROP INDEX ix_fulltext_terms"))
    yield _put_in_years
    connection.execute(text(f"SET LOCAL maintenance_work_mem = '{_GATHERED}'"))
    connection.execute(text(_GIN))


def _have_years(connection: Connection, ids: Iterable[int]) -> list[int]:
    """Make the tables of the years of passages where there are none yet; return these years."""
    years = sorted({day_of(number).year for number in ids})
    for year in years:
        _have(connection, year)
    return years


def _have(connection: Connection, year: int) -> None:
    """Make a year's table where there is none yet; attached, not created in its place, so that no search waits."""
    name = _table_of(year)
    if connection.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is not None:
        return
    bounds = f"FROM ({first_of(year)}) TO ({first_of(year + 1)})"
    connection.execute(text(f"CREATE TABLE {name} (LIKE fulltext)"))
    connection.execute(text(f"ALTER TABLE fulltext ATTACH PARTITION {name} FOR VALUES {bounds}"))
    # Its index is made after the one of the whole, which an earlier version may have made without pending entries.
    connection.execute(text(f"ALTER INDEX IF EXISTS {name}_terms_idx SET (fastupdate = on)"))


def _table_of(year: int) -> str:
    return f"fulltext_{year}"


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
