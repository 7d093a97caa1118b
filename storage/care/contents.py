"""What a table holds, as a count and a hash that are the same on SQLite and PostgreSQL.

The hash is a sum over the rows, so that no order is needed (databases sort text differently) and memory stays constant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, LargeBinary, Row, Select, Table, inspect, select

from storage.tables import metadata

ROWS: Final = 500
"""Rows in memory at a time."""
BIG_ROWS: Final = 20
"""The same of tables that hold whole documents."""

_SPACE: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Contents:
    """What one table holds: `sha256` is 64 hex digits, the sum of its rows' hashes."""

    table: str
    rows: int
    sha256: str


class Tally:
    """Counts and hashes the rows of one table as they come by, in any order."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._rows = 0
        self._sum = 0

    def add(self, rows: Sequence[Row[Any]]) -> None:
        """Take rows in."""
        for row in rows:
            told = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True, default=_told)
            self._sum += int.from_bytes(sha256(told.encode("utf-8", "surrogatepass")).digest())
        self._rows += len(rows)
        self._sum %= _SPACE

    @property
    def contents(self) -> Contents:
        """What was taken in until now."""
        return Contents(self._table, self._rows, f"{self._sum:064x}")


def contents(connection: Connection, table: Table) -> Contents:
    """Return what a table holds."""
    tally = Tally(table.name)
    for rows in batches(connection, table, select(table)):
        tally.add(rows)
    return tally.contents


def all_contents(connection: Connection) -> list[Contents]:
    """Return what every table of ours holds that the database has; an older layout lacks some."""
    return [contents(connection, table) for table in present(connection)]


def present(connection: Connection) -> list[Table]:
    """Return our tables as this database has them: a table after those that it refers to, columns as they are there."""
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    return [_as_there(table, inspector.get_columns(table.name)) for table in ours() if table.name in names]


def ours() -> list[Table]:
    """Return all tables of the archive, each after those that it refers to."""
    return list(metadata.sorted_tables)


def batches(connection: Connection, table: Table, query: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
    """Yield the rows of a query in lists that memory holds easily, as the database sends them."""
    size = BIG_ROWS if any(isinstance(column.type, LargeBinary) for column in table.columns) else ROWS
    with connection.execute(query, execution_options={"yield_per": size}) as result:
        yield from result.partitions(size)


def _as_there(table: Table, columns: Sequence[Any]) -> Table:
    there = {column["name"] for column in columns}
    if there >= set(table.columns.keys()):
        return table
    kept = [column._copy() for column in table.columns if column.name in there]
    return Table(table.name, type(metadata)(), *kept)


def _plain(value: Any) -> Any:
    """Return a number as both databases give it: JSONB writes 1e16 without its exponent."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _told(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a table holds a {type(value).__name__}, which has no spelling here")
