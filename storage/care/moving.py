"""Moving an archive into an empty database of either kind: in batches, of one state, verified before it counts.

source, one snapshot → table by table → target, one transaction → read back → same counts and hashes? → commit
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, and_, func, literal, not_, select, text, true
from sqlalchemy.exc import DataError, IntegrityError

from storage import upgrade
from storage.care.contents import Contents, Tally, batches, contents, ours
from storage.engine import Database, without_limits
from storage.errors import ArchiveError
from storage.fulltext import index


class NotEmpty(ArchiveError):
    """The target of a move holds something already."""

    chinese = "目标数据库 {where} 不是空的（{detail}），请换一个空库；已有内容没有动。"
    english = "the target {where} is not empty ({detail}): name an empty database; what it holds was not touched."


class SameDatabase(ArchiveError):
    """Source and target are one."""

    chinese = "{where} 就是现在用的数据库，请写另一个地址。"
    english = "{where} is the database in use: name another one."


class NotMovable(ArchiveError):
    """The target refuses a value that the source holds."""

    chinese = "{where} 存不下其中的内容（{detail}），什么也没有写入；请先运行 xunli db check。"
    english = "{where} does not take what is there ({detail}); nothing was written. Run xunli db check first."


class Different(ArchiveError):
    """What was read back is not what was written."""

    chinese = "写进 {where} 的内容读回来不一样（{detail}），已经撤销；请检查磁盘后再试。"
    english = "what was written to {where} reads back differently ({detail}) and was undone: check the disk, try again."


@dataclass(frozen=True, slots=True)
class Moved:
    """One table of a finished move: the same contents in source and target."""

    source: Contents
    target: Contents


Progress = Callable[[str, int], None]
"""Told the table and the number of its rows that have been moved."""


def _silent(table: str, rows: int) -> None:
    """Tell nobody."""


def copy(source_url: str, target_url: str, progress: Progress = _silent) -> list[Moved]:
    """Copy an archive into an empty database, which is created as needed, and verify it. Raises ArchiveError.

    All of it arrives or nothing. What is written to the source meanwhile stays behind.
    """
    with closing(Database(source_url, read_only=True)) as source, closing(Database(target_url)) as target:
        if _is_same(source, target):
            raise SameDatabase(target.where)
        upgrade.check(source)
        upgrade.check(target)
        upgrade.upgrade(target)
        return _copy(source, target, progress)


def _copy(source: Database, target: Database, progress: Progress) -> list[Moved]:
    # A reader of PostgreSQL is in REPEATABLE READ, one of SQLite in one transaction: both see one state.
    with source.reading() as reader, target.writing() as writer:
        for connection in (reader, writer):
            without_limits(connection)
        _lock(writer)
        _refuse_contents(writer, target.where)
        moved = []
        for table in ours():
            sent = _send(_in_order(source, reader, table), writer, table, target.where, progress)
            with source.translating():
                last = _last(reader, table)
            _count_from(writer, table, last)
            moved.append(Moved(sent, contents(writer, table)))
        _refuse_difference(moved, target.where)
        index.refill(writer)
        return moved


def _is_same(source: Database, target: Database) -> bool:
    if source.path is not None and target.path is not None:
        return source.path.absolute().resolve() == target.path.absolute().resolve()
    here, there = source.engine.url, target.engine.url
    place = [(url.get_backend_name(), url.host, url.port, url.database, dict(url.query)) for url in (here, there)]
    return place[0] == place[1]


def _lock(writer: Connection) -> None:
    """Keep other writers out of the target; SQLite has one writer anyway."""
    if writer.dialect.name != "sqlite":
        names = ", ".join(writer.dialect.identifier_preparer.format_table(table) for table in ours())
        writer.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _refuse_contents(writer: Connection, where: str) -> None:
    for table in ours():
        if writer.scalar(select(literal(1)).select_from(table).limit(1)) is not None:
            raise NotEmpty(where, table.name)


def _refuse_difference(moved: list[Moved], where: str) -> None:
    wrong = [each.source.table for each in moved if each.source != each.target]
    if wrong:
        raise Different(where, ", ".join(wrong))


def _send(
    read: Iterator[Sequence[Row[Any]]], writer: Connection, table: Table, where: str, progress: Progress
) -> Contents:
    tally = Tally(table.name)
    for rows in read:
        try:
            writer.execute(table.insert(), [dict(row._mapping) for row in rows])
        except (DataError, IntegrityError) as error:
            raise NotMovable(where, f"{table.name}: {error.orig}") from error
        tally.add(rows)
        progress(table.name, tally.contents.rows)
    return tally.contents


def _in_order(source: Database, reader: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """Yield a table's rows; a row that names another of its table after those that name none, without sorting."""
    # Numbers all of them; + 0 keeps the database from an index, which may be what is damaged while the table is whole.
    named = [column + 0 for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    free = and_(true(), *(column.is_(None) for column in named))
    for wanted in (free, not_(free)) if named else (free,):
        with source.translating():
            yield from batches(reader, table, select(table).where(wanted))


# --- counters: an id that people cite is never given out again ------------------------------------------------------


def _last(reader: Connection, table: Table) -> int:
    """Return the last number that a table gave out, also where its last rows have been deleted; 0 without a counter."""
    column = table.autoincrement_column
    if column is None:
        return 0
    return max(_counted(reader, table, column), reader.scalar(select(func.max(column))) or 0)


def _counted(connection: Connection, table: Table, column: Column[Any]) -> int:
    if connection.dialect.name == "sqlite":
        found = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.scalar(found, {"name": table.name}) or 0
    sequence = _sequence(connection, table, column)
    if sequence is None:
        return 0
    used: int = connection.scalar(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")) or 0
    return used


def _count_from(connection: Connection, table: Table, last: int) -> None:
    """Let a table count on from there."""
    column = table.autoincrement_column
    if column is None or not last:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        put = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
        connection.execute(put, {"name": table.name, "last": last})
        return
    sequence = _sequence(connection, table, column)
    if sequence is not None:
        connection.execute(select(func.setval(sequence, last)))


def _sequence(connection: Connection, table: Table, column: Column[Any]) -> str | None:
    name: str | None = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    return name
