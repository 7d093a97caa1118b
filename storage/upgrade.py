"""Creating the archive and bringing it up to date, under a lock: two programs may start at once on an absent one."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from storage.engine import BUSY_SECONDS, Database, without_limits
from storage.errors import CannotOpen, NewerThanProgram, NotCreated, NotOurs, Outdated
from storage.language import listed, say
from storage.migrations import REVISIONS

HEAD: Final = REVISIONS[-1]
OURS: Final = "articles"
"""A table of every archive: where it is missing, what names a layout is another program's."""
SHOWN: Final = 5
_LOCK: Final = 0x78756E6C69
_PAUSE: Final = 0.02


def upgrade(database: Database) -> str | None:
    """Create or upgrade the archive; whoever comes second waits and finds it done.

    Returns the revision that its layout had before, None where there was no archive.
    """
    if _is_current(database):
        return HEAD
    if database.is_sqlite:
        _use_write_ahead_log(database)
    with database.writing() as connection:
        if not database.is_sqlite:
            without_limits(connection)
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        before = _checked(connection, database.where)
        if before != HEAD:
            _migrate(connection)
    return before


def check(database: Database) -> None:
    """Raise where the archive cannot be used as it is; a writer may still have to create or upgrade it."""
    if database.path is not None:
        _check_path(database, database.path)
        if not database.path.exists():
            return
    with database.reading() as connection:
        revision = _checked(connection, database.where)
    if database.read_only and revision is None:
        raise NotCreated(database.where)
    if database.read_only and revision != HEAD:
        raise Outdated(database.where, f"{revision} < {HEAD}")


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the archive's layout, None where there is no archive yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _is_current(database: Database) -> bool:
    if database.path is not None and not database.path.exists():
        return False
    with database.reading() as connection:
        return _checked(connection, database.where) == HEAD


def _checked(connection: Connection, where: str) -> str | None:
    """Return the revision of the archive's layout, None where there is none yet. Raises where it is not ours to use.

    A file belongs to the program that made it; a server's database may hold tables of others, as of its extensions.
    """
    revision = revision_of(connection)
    if revision in REVISIONS:
        return revision
    tables = inspect(connection).get_table_names()
    if revision is not None and OURS in tables:
        raise NewerThanProgram(where, revision)
    if revision is not None or (tables and connection.dialect.name == "sqlite"):
        raise NotOurs(where, listed(tables[:SHOWN]))
    return None


def _check_path(database: Database, path: Path) -> None:
    if path.is_dir():
        raise CannotOpen(database.where, say(f"{path} 是目录", f"{path} is a folder"))
    folder = path.absolute().parent
    if not folder.is_dir():
        raise CannotOpen(database.where, say(f"没有目录 {folder}", f"no folder {folder}"))
    if database.read_only and not path.exists():
        raise NotCreated(database.where)


def _use_write_ahead_log(database: Database) -> None:
    """Switch to WAL, which the file remembers. SQLite does not wait for a lock here, so we do."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with database.autocommit() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                return
        except DBAPIError as error:
            busy = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise database.as_archive_error(error) from error
        time.sleep(_PAUSE)


def _migrate(connection: Connection) -> None:
    from alembic import command  # a third of a second of imports that only an upgrade needs
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
