"""What an archive is made of, against what is there: a restore that met an error leaves keys and columns out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, UniqueConstraint, inspect

from storage.care.contents import ours


class Lack(NamedTuple):
    """Something that is not there, by its name. `again` where a move makes it again: the rows are all there."""

    kind: str
    name: str
    again: bool


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
