"""Opening a SQLite file, also one in a folder that this process cannot write.

A file with a write-ahead log needs two others beside it, for readers, too. Where they cannot be made and none is there,
nobody writes, and the file is read as it stands; each question opens it anew, for somebody else may write the next
minute. Where a log is left that was not taken in, the file alone is not the archive.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from storage.errors import LogLeft

_BESIDE: Final = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""What SQLite says, by its primary code, where it cannot make the files beside."""
_WRITE_FORMAT: Final = 18
"""Place of the byte in a file's head that is 2 where it has a write-ahead log."""


class AsItStands(sqlite3.Connection):
    """A connection to a file that is taken to change no more."""


def connect(path: Path, where: str, *, read_only: bool, patience: float) -> sqlite3.Connection:
    """Open a file. `patience` is how many seconds to wait for another's lock. Raises LogLeft; sqlite3.Error."""
    if not read_only:
        return _opened(path, "rwc", patience)
    try:
        return _opened(path, "ro", patience)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _BESIDE or not _has_log(path):
            raise
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise LogLeft(where, str(log)) from error
    return _opened(path, "ro&immutable=1", patience, AsItStands)


def open_anew(engine: Engine) -> None:
    """Have an engine use each connection to a file as it stands for one question only."""

    def once(connection: sqlite3.Connection, record: Any, _: object) -> None:
        if isinstance(connection, AsItStands) and record.info.setdefault("asked", 0):
            raise DisconnectionError  # SQLAlchemy's way to ask for a new one
        record.info["asked"] = 1

    event.listen(engine, "checkout", once)


def _lower(text: str | None) -> str | None:
    """SQLite's own knows the letters of ASCII only, and would answer otherwise than PostgreSQL."""
    return text and text.lower()


def _opened(
    path: Path, mode: str, patience: float, factory: type[sqlite3.Connection] = sqlite3.Connection
) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,  # transactions begin where we say, not where the driver guesses
        check_same_thread=False,
        factory=factory,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -32000")
        connection.create_function("lower", 1, _lower, deterministic=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _has_log(path: Path) -> bool:
    """Say whether a file is there for us to read and has a write-ahead log."""
    try:
        with path.open("rb") as file:
            return file.read(_WRITE_FORMAT + 1)[_WRITE_FORMAT:] == b"\x02"
    except OSError:
        return False
