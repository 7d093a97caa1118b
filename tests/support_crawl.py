"""Crawls for tests: a configuration for a local newspaper, a run in this process or one of its own, and what it left.

Everything is real: HTTP over loopback, the database, the command line.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from support_databases import begin

from crawler import logs
from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.run import work
from demo import Newspaper, Piece
from scheduler.cli import main
from scheduler.cli.common import APP
from storage import Archive, Instalment, Run, open_archive
from storage.config import Config
from storage.configfile import parse_config
from storage.values import Verdict

ROOT = Path(__file__).resolve().parents[1]
SERIES = "reform"
NOBODY = "http://127.0.0.1:9"
"""A port that nobody listens on."""


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    """A newspaper that serves and has printed nothing yet."""
    with Newspaper() as newspaper:
        yield newspaper


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of an absent database."""
    return f"sqlite:///{tmp_path / 'archive.db'}"


def website(paper: Newspaper, **more: Any) -> dict[str, Any]:
    return {"kind": "website", "base_url": paper.website, "mobile_url": paper.mobile, **more}


def settings(
    paper: Newspaper | None, database: str, crawl: Mapping[str, Any] | None = None, **series: Any
) -> dict[str, Any]:
    """Return the values of a configuration: the newspaper's website, no delay, every day wanted."""
    if paper is not None:
        series.setdefault("source", [website(paper)])
    followed = {"name": SERIES, "title": "青岛改革巡礼", "match": ["改革巡礼"], **series}
    return {"database": database, "crawl": {"delay": 0, **(crawl or {})}, "series": [followed]}


def config_of(paper: Newspaper | None, database: str, crawl: Mapping[str, Any] | None = None, **series: Any) -> Config:
    return parse_config(settings(paper, database, crawl, **series))


def crawl(config: Config, wishes: Wishes | None = None, at: datetime | None = None) -> Run:
    """Run the first series once in this process; `at` is what the archive takes the time to be."""
    logs.set_up("ERROR")
    clock = {} if at is None else {"clock": lambda: at}
    begin(config.database)
    with open_archive(config.database, **clock) as archive:
        archive.upgrade()
        job = open_job(config, config.series[0], wishes or Wishes(), archive)
        assert isinstance(job, Job)
        run = work(job)
    if job.life.bug is not None:
        raise job.life.bug
    return run


# --- what a run left -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit as the database has it."""

    url: str
    verdict: Verdict
    reason: str
    status: int | None


def rows(config: Config, query: str, **values: Any) -> Sequence[Any]:
    """Return what a query of people's SQL gives."""
    with open_archive(config.database, read_only=True) as archive, archive.database.reading() as connection:
        return connection.execute(text(query), values).all()


def change(config: Config, statement: str, **values: Any) -> None:
    """Change rows by hand."""
    with open_archive(config.database) as archive, archive.database.writing() as connection:
        connection.execute(text(statement), values)


def visits(config: Config, run: Run) -> list[Seen]:
    found = rows(config, "SELECT url, verdict, reason, status FROM visits WHERE run_id = :run", run=run.id)
    return [Seen(row.url, Verdict(row.verdict), row.reason, row.status) for row in found]


def visit_of(config: Config, run: Run, url: str) -> Seen:
    """Return the visit to an address; fails unless there is exactly one."""
    [seen] = [visit for visit in visits(config, run) if visit.url == url]
    return seen


def tally(run: Run) -> dict[str, int]:
    """Return verdict → visits without the zeroes and the lists."""
    return {verdict.value: count for verdict, count in run.tally.items() if count and verdict is not Verdict.INDEX}


def instalments(config: Config) -> list[Instalment]:
    with open_archive(config.database, read_only=True) as archive:
        return list(archive.instalments())


def titles(config: Config) -> list[str]:
    return sorted(one.title for one in instalments(config))


def body(config: Config, title: str) -> str:
    [found] = rows(config, "SELECT body FROM instalments WHERE title = :title", title=title)
    text_: str = found.body
    return text_


def assert_sound(config: Config) -> None:
    """Check that the archive is whole: no text twice, none empty, visits one an address and adding up to the runs."""
    assert rows(config, "SELECT url FROM instalments WHERE length(trim(body)) = 0 OR trim(title) = ''") == []
    assert rows(config, "SELECT fingerprint FROM instalments GROUP BY series, fingerprint HAVING count(*) > 1") == []
    assert rows(config, "SELECT url FROM visits GROUP BY run_id, url HAVING count(*) > 1") == []
    with open_archive(config.database, read_only=True) as archive:
        for run in archive.runs(limit=None):
            assert sum(run.tally.values()) == len(visits(config, run))
        if archive.database.is_sqlite:
            assert rows(config, "PRAGMA integrity_check") == [("ok",)]
            assert rows(config, "PRAGMA foreign_key_check") == []


def desktop(paper: Newspaper, piece: Piece) -> str:
    return f"{paper.website}/p/{piece.id}.html"


def mobile(paper: Newspaper, piece: Piece) -> str:
    return f"{paper.mobile}/p/{piece.id}.html"


def path(piece: Piece) -> str:
    return f"/p/{piece.id}.html"


def text_of(piece: Piece) -> str:
    """Return a printed piece's true body with all white space left out."""
    return squeezed("".join(piece.truth.body))


def squeezed(text_: str) -> str:
    return "".join(text_.split())


# --- the command line ------------------------------------------------------------------------------------------------


def toml(values: Mapping[str, Any]) -> str:
    """Return plain values as TOML."""
    return "".join(f"{key} = {_inline(value)}\n" for key, value in values.items())


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)


def write_config(folder: Path, values: Mapping[str, Any]) -> Path:
    path_ = folder / "xunli.toml"
    path_.write_text(toml(values), encoding="utf-8")
    return path_


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which no configuration is named and this checkout is the one imported."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XUNLI_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "XUNLI_LANG": "zh", **more}


def almost_full(room: int) -> dict[str, Any]:
    """Return how a process is started whose files may have so many bytes, as on a disk that is nearly full.

    It keeps no compiled modules: of one that does not fit Python leaves a half, over which all later processes fall.
    """
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room))
    return {"env": environment(PYTHONDONTWRITEBYTECODE="1"), "preexec_fn": limit}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "scheduler.cli", *map(str, arguments)]


def xunli(folder: Path, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, in a folder."""
    return subprocess.run(
        command(*arguments), cwd=folder, env=environment(**env), capture_output=True, text=True, encoding="utf-8"
    )


def start(folder: Path, *arguments: str | Path, **env: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own, in a folder."""
    return subprocess.Popen(
        command(*arguments), cwd=folder, env=environment(**env), encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def json_lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def open_for(config: Config, at: datetime) -> Archive:
    """Open the archive at a time of the test's choice."""
    return open_archive(config.database, clock=lambda: at)


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said in this process, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def tell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """A command of xunli in this process, in the test's own folder: quicker than a process for each sentence."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("XUNLI_")]:
        monkeypatch.delenv(name)

    def told(*arguments: str | Path) -> Told:
        APP.__dict__.pop("config", None)  # read anew, as a process of its own would
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = ended.value.code
        return Told(code if isinstance(code, int) else 0, printed.out, printed.err)

    return told
