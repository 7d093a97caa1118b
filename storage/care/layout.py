"""What an archive is made of, against what is there: a restore that met an error leaves keys and columns out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import JSON, Connection, Date, Table, Text, UniqueConstraint, inspect, select, type_coerce

from storage.care.contents import ours
from storage.language import say
from storage.schema.columns import UtcTime

_READ: Final[dict[type, Callable[[str], Any]]] = {
    Date: date.fromisoformat,
    UtcTime: datetime.fromisoformat,
    JSON: json.loads,
}
_KINDS: Final = {"table": ("表", "table"), "column": ("列", "column"), "key": ("键", "key"), "index": ("索引", "index")}


class Lack(NamedTuple):
    """Something that is not there, by its name. `again` where a move makes it again: the rows are all there."""

    kind: str
    name: str
    again: bool

    @property
    def told(self) -> str:
        """What is missing and what to do, in words."""
        zh, en = _KINDS[self.kind]
        told = say(f"缺少{zh} {self.name}；", f"The {en} {self.name} is missing. ")
        if not self.again:
            return told + say("请从备份恢复。", "Restore a backup.")
        return told + say(
            "用 xunli db copy 搬进新的空库，就建全了。", "xunli db copy into an empty database makes it again."
        )


def lacking(connection: Connection) -> Iterator[Lack]:
    """Yield the tables, columns, keys and indexes that are missing; of a table that is, nothing more."""
    reflected = inspect(connection)
    names = set(reflected.get_table_names())
    for table in ours():
        if table.name not in names:
            yield Lack("table", table.name, again=False)
            continue
        there = {column["name"] for column in reflected.get_columns(table.name)}
        yield from (
            Lack("column", f"{table.name}.{column.name}", again=False)
            for column in table.columns
            if column.name not in there
        )
        yield from _keys(connection, table, reflected)


def garbled(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield where a value is none of its column's kind, and the value; PostgreSQL takes none in."""
    if connection.dialect.name != "sqlite":
        return
    lacks = {lack.name for lack in lacking(connection)}
    for table in ours():
        key = [type_coerce(column, Text()) for column in table.primary_key]
        for column in table.columns:
            read = _READ.get(type(column.type))
            if read is None or lacks & {table.name, f"{table.name}.{column.name}"}:
                continue
            for *row, value in connection.execute(select(*key, type_coerce(column, Text())).where(column.is_not(None))):
                try:
                    read(str(value))
                except ValueError:
                    yield f"{table.name}({', '.join(map(str, row))}).{column.name}", str(value)


def _keys(connection: Connection, table: Table, reflected: Any) -> Iterator[Lack]:
    if set(reflected.get_pk_constraint(table.name)["constrained_columns"]) != {c.name for c in table.primary_key}:
        yield Lack("key", f"{table.name}({', '.join(c.name for c in table.primary_key)})", again=True)
    alone = {tuple(each["column_names"]) for each in reflected.get_unique_constraints(table.name)}
    for constraint in table.constraints:
        columns = tuple(constraint.columns.keys()) if isinstance(constraint, UniqueConstraint) else ()
        if columns and columns not in alone:
            yield Lack("key", f"{table.name}({', '.join(columns)})", again=True)
    indexes = {each["name"] for each in reflected.get_indexes(table.name)}
    for index in table.indexes:
        meant = index._ddl_if is None or index._ddl_if.dialect == connection.dialect.name
        if meant and index.name not in indexes:
            yield Lack("index", str(index.name), again=True)
