"""How long the reader's pages take and how large they are, asked over HTTP of a server in a process of its own.

Filling an archive of 10,000 instalments takes some ten minutes; `--database FILE` keeps it for the next time.
"""

from __future__ import annotations

import http.client
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Any, Final
from urllib.parse import quote

import psutil
from rich.console import Console
from rich.table import Table

from bench.shelf import SERIES, fill
from storage import open_archive
from storage.configfile import parse_config

GOAL_MS: Final = 100.0
GOAL_BYTES: Final = 150_000
PAGES: Final = (
    ("首页", "/"),
    ("首页，中间一年", "/?year=2010"),
    ("各期", "/instalments"),
    ("各期，第 9000 起", "/instalments?offset=9000"),
    ("各期，部门", "/instalments?organisation=财政局"),
    ("各期，无此部门", "/instalments?organisation=无此部门"),
    ("各期，版", "/instalments?page=特1"),
    ("各期，记者", "/instalments?byline=刘"),
    ("一期", "/instalments/5000"),
    ("改动", "/instalments/11/diff"),
    ("快照", "/snapshots/5000"),
    ("快照原样", "/snapshots/5000/view"),
    ("一天", "/days/2020-05-05"),
    ("部门图", "/chart"),
    ("运行", "/runs"),
    ("一次运行", "/runs/200"),
    ("搜索，常见词", "/search?q=改革"),
    ("搜索，一个字", "/search?q=的"),
    ("搜索，少见词", "/search?q=雨污管网 验收"),
    ("搜索，部门", "/search?q=org:财政局"),
    ("搜索，没有", "/search?q=無此一說"),
    ("分面，常见词", "/search/facets?q=改革"),
    ("API 各期", "/api/instalments?limit=200"),
    ("API 搜索", "/api/search?q=改革&limit=20"),
    ("API 覆盖一年", "/api/coverage?from=2020-01-01&to=2020-12-31"),
    ("Atom", "/feed.atom"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as many requests had it: milliseconds by the clock, of the server's processor on average, and bytes."""

    name: str
    path: str
    p50: float
    p95: float
    cpu: float
    size: int


def measure(instalments: int, repeats: int, database: Path) -> list[Page]:
    """Ask every page of an archive of that size, which is filled where it is not there. Raises OSError."""
    url = f"sqlite:///{database}"
    there = database.exists()
    with open_archive(url) as archive:
        archive.upgrade()
        if not there:
            fill(archive, instalments)
    with serving(url) as (port, server):
        return [_asked(port, server, name, path, repeats) for name, path in PAGES]


def _asked(port: int, server: psutil.Process, name: str, path: str, repeats: int) -> Page:
    took, size, before = [], 0, 0.0
    for number in range(repeats + 2):
        if number == 2:
            before = _spent(server)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        begun = time.perf_counter()
        connection.request("GET", quote(path, safe="/?&=:"))
        answer = connection.getresponse()
        size = len(answer.read())
        if number >= 2:  # the first ones load templates and fill caches
            took.append(1000 * (time.perf_counter() - begun))
        connection.close()
        if answer.status != 200:
            raise OSError(f"{path}: HTTP {answer.status}")
    cuts = quantiles(took, n=20, method="inclusive")
    return Page(name, path, cuts[9], cuts[18], 1000 * (_spent(server) - before) / repeats, size)


def _spent(server: psutil.Process) -> float:
    used = server.cpu_times()
    return float(used.user + used.system)


@contextmanager
def serving(url: str) -> Iterator[tuple[int, psutil.Process]]:
    """Serve an archive as the service does, in a process of its own, and give its port and the process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(url, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv(), psutil.Process(process.pid)
    finally:
        process.terminate()
        process.join()


def _serve(url: str, told: Connection) -> None:
    import uvicorn

    from web.app import create_app, keep_loaded
    from web.service import Service

    source = {"kind": "website", "base_url": "https://www.example.cn"}
    series = {"name": SERIES, "title": "青岛改革巡礼", "match": ["改革巡礼"], "since": "1990-01-01", "source": [source]}
    config = parse_config({"database": url, "series": [series]})
    with open_archive(url, read_only=True) as archive:
        app = create_app(Service(archive, lambda: config))
        server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", ws="none", log_config=None))
        listening = server.config.bind_socket()
        listening.listen()
        keep_loaded()
        told.send(listening.getsockname()[1])
        server.run(sockets=[listening])


def to_json(pages: Sequence[Page]) -> list[dict[str, Any]]:
    """Return the result as JSON's values."""
    return [asdict(page) for page in pages]


def show(pages: Sequence[Page], console: Console) -> None:
    """Print the pages as a table; what misses a goal is marked."""
    table = Table(title=f"阅读页面 / the reader's pages（目标 {GOAL_MS:.0f} ms, {GOAL_BYTES // 1000} kB）")
    table.add_column("页面")
    for heading in ("p50 ms", "p95 ms", "CPU ms", "kB", ""):
        table.add_column(heading, justify="right")
    for page in pages:
        figures = (f"{page.p50:.0f}", f"{page.p95:.0f}", f"{page.cpu:.0f}", f"{page.size / 1000:.0f}")
        missed = page.p95 > GOAL_MS or page.size > GOAL_BYTES
        table.add_row(page.name, *figures, "✗" if missed else "")
    console.print(table)
