"""`xunli serve` as a real process for tests: started, asked over HTTP, told by signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from storage import open_archive
from storage.schedule.slot_rows import set_horizon

T = TypeVar("T")
TOKEN = "open-sesame"
PATIENCE = 60.0


def wait_for(question: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Ask until the answer is true, and return it."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.1)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_config(
    folder: Path,
    database: str,
    website: str,
    *,
    schedule: str = "30 7 * * *",
    crawl: str = "",
    name: str = "s",
) -> Path:
    path = folder / "xunli.toml"
    path.write_text(
        f'database = "{database}"\n[crawl]\ndelay = 0\n{crawl}\n[service]\ntoken = "{TOKEN}"\n'
        f'[[series]]\nname = "{name}"\ntitle = "青岛改革巡礼"\nmatch = ["改革巡礼"]\nschedule = "{schedule}"\n'
        f'[[series.source]]\nkind = "website"\nbase_url = "{website}"\n',
        encoding="utf-8",
    )
    return path


def owe_slots(database: str, series: str = "s", days: int = 3) -> None:
    """Make an archive whose series was last looked at some days ago, as after an absence."""
    with open_archive(database) as archive:
        archive.upgrade()
        now = datetime.now(UTC)
        with archive.database.writing() as connection:
            set_horizon(connection, series, now - timedelta(days=days), now)


@dataclass
class Served:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        """Return status and JSON (or text) of an answer."""
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, _read(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _read(error.read())

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        try:
            return self.ask("/healthz?ready=1")[0] == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def runs(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.ask("/api/runs")[1]
        return rows

    def tell(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.tell(number)
        return self.process.wait(20)

    def said(self, word: str) -> bool:
        return word in self.log.read_text(encoding="utf-8")


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode()


def xunli(config: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "scheduler.cli", "--config", str(config), *arguments]


@contextmanager
def serving(config: Path, *, name: str = "one", ready: bool = True, **environ: str) -> Iterator[Served]:
    """Run `xunli serve`; whatever it and its runs leave behind is ended."""
    port, log = free_port(), config.parent / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            xunli(config, "serve", "--port", str(port)), stdout=out, stderr=out, env=os.environ | environ
        )
    served = Served(process, port, log)
    try:
        if ready:
            wait_for(served.is_ready, "the service to be ready")
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def runs_of(database: str) -> list[Any]:
    with open_archive(database) as archive:
        return archive.runs(limit=None)


def pid_of(owner: str) -> int:
    return int(owner.rpartition(":")[2])
