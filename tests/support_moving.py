"""Lived-in archives in as many empty databases as a test asks for, and the `xunli db` command."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url
from support_databases import MORNING, Clock, administer, create, prose, reading

from storage import Run, open_archive
from storage.archive import Archive
from storage.care import contents
from storage.care.contents import all_contents
from storage.engine import Database
from storage.running.errands import Named
from storage.running.notes import Owed, write
from storage.running.sweeps import Found, Sweep
from storage.tables import articles
from storage.values import Outcome, Surface, Verdict

SERIES = "qingdao-reform"
ROOT = Path(__file__).resolve().parents[1]
KINDS = ("sqlite", "postgresql")
NewUrl = Callable[[str], str]


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewUrl]:
    """Gives the address of an empty database of a kind, as often as asked."""
    made: list[str] = []

    def make(kind: str) -> str:
        name = f"xunli_{uuid4().hex}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        server: str = request.getfixturevalue("postgres_server")
        made.append(name)
        create(server, name)
        return make_url(server).set(database=name).render_as_string(hide_password=False)

    yield make
    for name in made:
        administer(request.getfixturevalue("postgres_server"), f"DROP DATABASE {name} WITH (FORCE)")


def fill(url: str, pieces: int = 12) -> None:
    """A lived-in archive: copies that came before what they copy, a revision, a dropped piece, runs, memories.

    It is always the same one, made once a test process and copied to where nothing is yet.
    """
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        Path(made.database or "").write_bytes(_filled_file(pieces))
        return
    server = made.set(database="postgres").render_as_string(hide_password=False)
    administer(server, f"DROP DATABASE {made.database}")
    create(server, str(made.database), _filled_template(server, pieces))


def damage(file: Path, name: str) -> None:
    """Make the first page of a table or an index of a SQLite file unreadable."""
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sizes = "SELECT rootpage, (SELECT page_size FROM pragma_page_size()) FROM sqlite_master WHERE name = ?"
        page, size = raw.execute(sizes, (name,)).fetchone()
    raw.close()
    damaged = bytearray(file.read_bytes())
    damaged[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(damaged)


@cache
def _filled_file(pieces: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        _live(f"sqlite:///{path}", pieces)
        return path.read_bytes()


@cache
def _filled_template(server: str, pieces: int) -> str:
    name = f"xunli_filled_{uuid4().hex}"
    create(server, name)
    _live(make_url(server).set(database=name).render_as_string(hide_password=False), pieces)
    return name


def _live(url: str, pieces: int) -> None:
    with open_archive(url, clock=Clock()) as archive:
        archive.upgrade()
        run = archive.begin_run(SERIES)
        assert isinstance(run, Run)
        site = "http://www.example.cn/p"
        wave = [reading("http://m.example.cn/p/1.html", prose(1), surface=Surface.REPRINT)]
        wave += [
            reading(f"{site}/{number}.html", prose(number), printed_on=date(2024, 3, 1) + timedelta(days=number))
            for number in range(1, pieces + 1)
        ]
        archive.record_many(run.id, SERIES, wave)
        archive.record_many(run.id, SERIES, [reading(f"{site}/2.html", prose(2) + "\n更正：数字有误。")])
        archive.record_many(run.id, SERIES, [reading(f"{site}/90.html", "“视频”　😀 é e\u0301 ﷽", title="视频")])
        archive.agenda.note_sweeps(
            [Sweep(SERIES, "epaper x", date(2024, 3, 4), Found.NOTHING, "http://e.cn", 200, "没有", run.id, MORNING)]
        )
        archive.agenda.remember(SERIES, "usual", {"share": 1.0, "large": 1e16, "nested": [{"文": None, "yes": True}]})
        write(archive.database, 0, SERIES, [Owed([Named(f"{site}/77.html")])], MORNING)
        archive.visit(run.id, f"{site}/77.html", Verdict.FAILED, "超时")
        archive.end_run(run.id, Outcome.DONE, requests=14, seconds=1.25)
        archive.begin_run(SERIES)
        archive.drop(newest(archive))


def newest(archive: Archive) -> int:
    with archive.database.reading() as connection:
        found = connection.scalar(select(articles.c.id).order_by(articles.c.id.desc()).limit(1))
    assert found is not None
    return int(found)


def held(url: str) -> list[contents.Contents]:
    database = Database(url, read_only=True)
    with database.reading() as connection:
        found = all_contents(connection)
    database.close()
    return found


def run_cli(url: str, *words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"XUNLI_DATABASE": url, "XUNLI_LANG": "en", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scheduler.cli", "db", *words]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=100)
