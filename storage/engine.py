"""Connections: how SQLite and PostgreSQL are opened, read and written.

Writers take their lock at the start of a transaction (BEGIN IMMEDIATE; an advisory lock a series), so that two of
them wait for each other and never deadlock. Readers never wait.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Date, Engine, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.sql.schema import Table

from storage import sqlitefile
from storage.errors import CANCELLED, CannotOpen, Garbled, NoDriver, NotUnicode, TooLong, translate
from storage.language import say
from storage.masking import masked
from storage.schema.columns import NotAValue, SqliteDay, read_json

BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another one's transaction."""

CHUNK: Final = 500
"""Values in one IN list; far below what either database takes."""

AGAIN_SECONDS: Final = 0.5
"""Between two attempts at a server that was there and is away."""

STEPS: Final = 20_000
"""Steps of SQLite between two looks at the clock; some milliseconds."""

LOCK_SPACE: Final = 0x78756E
"""Keeps our advisory locks apart from other programs' on one server."""

_SETTINGS: Final = (
    f"SELECT set_config('timezone', 'UTC', false), set_config('lock_timeout', '{int(BUSY_SECONDS * 1000)}', false)"
)
"""Said when a connection stands, because poolers refuse one that brings settings of its own (`options`). The second
bounds the wait of every statement, the upgrade's and the series' locks included."""

_LIMITS: Final = ("statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout")

T = TypeVar("T")


class Database:
    """One database, with the two ways to use it: `reading()` and `writing()`.

    `patience` is how many seconds a server that has answered once is waited for when it is away: it may be restarted.
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        parsed = _parse(url)
        self.read_only = read_only
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.where = _where(parsed)
        self.path = _file(parsed)
        self.engine = _sqlite_engine(parsed, read_only) if self.is_sqlite else _postgres_engine(parsed, read_only)
        self.patience = 0.0
        self._was_there = False
        if not self.is_sqlite:
            event.listen(self.engine, "do_connect", self._connect)
        self._writer = self.engine.execution_options(writes=True)

    @contextmanager
    def reading(self, seconds: float | None = None) -> Iterator[Connection]:
        """A transaction that sees one state of the archive throughout.

        `seconds` is how long it may take on SQLite, and each of its statements on PostgreSQL; raises TooLong.
        """
        with self.translating(), self.engine.begin() as connection, self._bounded(connection, seconds):
            yield connection

    @contextmanager
    def writing(self, lock: str | None = None) -> Iterator[Connection]:
        """A transaction that writes; all of it is kept or nothing.

        `lock` names what two writers must not do at once (a series). SQLite has one writer at any time anyway.
        """
        with self.translating(), self._writer.begin() as connection:
            if lock is not None and not self.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, zlib.crc32(lock.encode()) >> 1)))
            yield connection

    @contextmanager
    def autocommit(self) -> Iterator[Connection]:
        """A connection without a transaction, for the few statements that cannot stand in one."""
        with self.engine.connect().execution_options(writes=None) as connection:
            yield connection

    @contextmanager
    def _bounded(self, connection: Connection, seconds: float | None) -> Iterator[None]:
        if seconds is None:
            yield
        elif not self.is_sqlite:
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
            try:
                yield
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) == CANCELLED:
                    raise TooLong(self.where, str(error.orig)) from error
                raise
        else:
            driver: Any = connection.connection.driver_connection
            until = monotonic() + seconds
            driver.set_progress_handler(lambda: monotonic() > until, STEPS)
            try:
                yield
            finally:
                driver.set_progress_handler(None, 0)

    def as_archive_error(self, error: DBAPIError) -> Exception:
        """Return what a driver's error means to people, or the error itself where it is a bug."""
        return translate(error, self.where) or error

    def _connect(self, dialect: Any, record: object, arguments: Sequence[Any], options: dict[str, Any]) -> Any:
        until = monotonic() + (self.patience if self._was_there else 0.0)
        while True:
            try:
                driver = dialect.connect(*arguments, **options)
            except dialect.loaded_dbapi.OperationalError:
                if monotonic() >= until:
                    raise
                sleep(AGAIN_SECONDS)
            except (dialect.loaded_dbapi.ProgrammingError, TypeError) as error:
                raise CannotOpen(self.where, str(error)) from error  # a setting in the address that the driver lacks
            else:
                self._was_there = True
                return driver

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Tell what goes wrong inside as this database's; of two that are in use the innermost is named."""
        try:
            yield
        except DBAPIError as error:
            known = self.as_archive_error(error)
            if known is error:
                raise
            raise known from error
        except NotAValue as error:
            raise Garbled(self.where, str(error)) from error

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy does not."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a list so that each part fits an IN list."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def without_limits(connection: Connection) -> None:
    """Lift the server's own limits of time for this transaction: what takes long by its nature ends, as pg_dump does.

    Older servers lack one of them, so they are asked for by name.
    """
    if connection.dialect.name != "sqlite":
        lifted = "SELECT set_config(name, '0', true) FROM pg_catalog.pg_settings WHERE name IN ({})"
        connection.exec_driver_sql(lifted.format(", ".join(f"'{name}'" for name in _LIMITS)))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise CannotOpen(masked(url), "sqlite:///… / postgresql://…") from error
    if parsed.host and "@" in parsed.host:
        raise CannotOpen(masked(url), say("密码里的 @ 请写成 %40", "an @ in the password is written %40"))
    if backend not in {"sqlite", "postgresql"} or (backend == "sqlite" and parsed.database in {None, "", ":memory:"}):
        raise CannotOpen(masked(url), "sqlite:///… / postgresql://…")
    return parsed


def address_of(path: Path) -> str:
    """Return the address of a SQLite file: SQLAlchemy reads %20 in one as a space, and all behind ? as settings."""
    return f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3F')}"


def file_of(url: str) -> Path | None:
    """Return the file of an address, None where it is a server's. Raises CannotOpen."""
    return _file(_parse(url))


def _file(url: URL) -> Path | None:
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _where(url: URL) -> str:
    """Return an address as people write it: without its password, and a file's name in Chinese as it is."""
    path = _file(url)
    return masked(url.render_as_string(hide_password=False)) if path is None else address_of(path)


def _readable_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _sqlite_engine(url: URL, read_only: bool) -> Engine:
    path = Path(url.database or "").absolute()

    def connect() -> sqlite3.Connection:
        return sqlitefile.connect(path, _where(url), read_only=read_only, patience=BUSY_SECONDS)

    engine = create_engine(
        url.set(drivername="sqlite"),
        creator=connect,
        json_serializer=_readable_json,
        json_deserializer=read_json,
        hide_parameters=True,
    )
    engine.dialect.colspecs = {**engine.dialect.colspecs, Date: SqliteDay}
    event.listen(engine, "begin", _begin_sqlite)
    sqlitefile.open_anew(engine)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if writes is not None:  # None: no transaction at all
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _for_the_driver(url: URL) -> tuple[URL, dict[str, Any]]:
    """Take out of an address what is psycopg's and no server's, and return it as its types.

    prepare_threshold  after how many uses a statement is prepared; `none` is never, as some poolers want it

    Raises CannotOpen.
    """
    given = url.query.get("prepare_threshold")
    if given is None:
        return url, {}
    if not isinstance(given, str) or not (given.isdecimal() or given.lower() == "none"):
        raise CannotOpen(_where(url), say("prepare_threshold 写数字或 none", "prepare_threshold is a number or none"))
    return url.difference_update_query(["prepare_threshold"]), {
        "prepare_threshold": int(given) if given.isdecimal() else None
    }


def _postgres_engine(url: URL, read_only: bool) -> Engine:
    url, own = _for_the_driver(url)
    logging.getLogger("psycopg").setLevel("ERROR")  # it warns of what broke a pipeline, which is raised besides
    try:
        engine = create_engine(
            url,
            json_serializer=_readable_json,
            hide_parameters=True,  # an error message is no place for whole articles
            pool_pre_ping=True,  # a restarted server is none of the reader's business
            connect_args={"application_name": "xunli", "client_encoding": "UTF8"} | own,
            **({"isolation_level": "REPEATABLE READ"} if read_only else {}),
            execution_options={"postgresql_readonly": True} if read_only else {},
        )
    except (ImportError, NoSuchModuleError) as error:
        raise NoDriver(_where(url)) from error

    def look(driver: Any, record: object) -> None:
        if (encoding := driver.info.parameter_status("server_encoding")) != "UTF8":
            raise NotUnicode(_where(url), encoding)
        driver.execute(_SETTINGS, prepare=False)
        driver.commit()

    event.listen(engine, "connect", look)
    return engine
