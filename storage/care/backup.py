"""A backup while the archive is written to: one SQLite file, verified before it gets its name.

SQLite is copied page by page by its online backup, PostgreSQL row by row by our own move: either way the backup opens
with this program alone, whatever the server's version, and `xunli db copy` brings it back into a server.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from storage import upgrade
from storage.beside import beside
from storage.care import moving
from storage.care.contents import Contents, all_contents
from storage.engine import Database, address_of
from storage.errors import ArchiveError, Exists, Outdated
from storage.osreasons import os_reason


class OwnFile(Exists):
    """That file is the archive itself, which nothing replaces."""

    chinese = moving.SameDatabase.chinese
    english = moving.SameDatabase.english


class CannotWrite(ArchiveError):
    """The backup's file cannot be made there."""

    chinese = "备份写不进 {where}（{detail}），请检查目录、权限和磁盘空间。"
    english = "the backup cannot be written to {where} ({detail}): check the folder, the permissions and the space."


class Damaged(ArchiveError):
    """The archive itself is damaged: a copy of its pages would be, too."""

    chinese = "{where} 损坏了（{detail}），没有备份出来；请运行 xunli db check。"
    english = "{where} is damaged ({detail}) and was not backed up: run xunli db check."


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: its file, its size in bytes, and what it holds, table by table."""

    path: Path
    size: int
    contents: tuple[Contents, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(each.rows for each in self.contents)


def backup(url: str, path: Path, *, replace: bool = False, progress: moving.Progress | None = None) -> Backup:
    """Write the archive at `url` into the new file `path` and verify it. Raises ArchiveError.

    `replace` lets the file take another one's place, once it is whole; never the archive's own. An archive with an
    older layout is taken as it is, so that there can be a backup before the upgrade.
    """
    with closing(Database(url, read_only=True)) as source:
        try:
            _refuse(source, path, replace)
            _check(source)
            with beside(path) as part:
                held = _write(source, url, part, progress)
                size = part.stat().st_size
                _refuse(source, path, replace)
                part.replace(path)
        except OSError as error:
            raise CannotWrite(str(path), os_reason(error)) from error
    return Backup(path, size, tuple(held))


def _refuse(source: Database, path: Path, replace: bool) -> None:
    if not path.exists():
        return
    if source.path is not None and path.samefile(source.path):
        raise OwnFile(str(path))
    if not replace:
        raise Exists(str(path))


def _check(source: Database) -> None:
    try:
        upgrade.check(source)
    except Outdated:
        if not source.is_sqlite:  # its rows are moved into today's layout, so it has to have it
            raise


def _write(source: Database, url: str, part: Path, progress: moving.Progress | None) -> list[Contents]:
    if source.is_sqlite:
        return _copy_pages(source, part)
    moved = moving.copy(url, address_of(part), *([progress] if progress else []))
    return [each.target for each in moved]


def _copy_pages(source: Database, part: Path) -> list[Contents]:
    with source.reading() as connection:
        held = all_contents(connection)  # and from here on the transaction sees this state, the pages included
        try:
            with closing(sqlite3.connect(part)) as target:
                _driver(connection).backup(target)
        except sqlite3.Error as error:
            raise CannotWrite(str(part.parent.parent), str(error)) from error
    _verify(source, part, held)
    return held


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _verify(source: Database, part: Path, held: list[Contents]) -> None:
    with closing(Database(address_of(part), read_only=True)) as written, written.reading() as connection:
        sound = _soundness(connection)
        if sound != "ok":
            with source.reading() as original:
                if (damage := _soundness(original)) != "ok":
                    raise Damaged(source.where, damage)
            raise moving.Different(str(part.parent.parent), sound)
        wrong = [each.table for each, before in zip(all_contents(connection), held, strict=True) if each != before]
        if wrong:
            raise moving.Different(str(part.parent.parent), ", ".join(wrong))


def _soundness(connection: Connection) -> str:
    return str(connection.scalar(text("PRAGMA quick_check(1)")))
