"""What the service costs while it waits: memory of its process tree a minute after start, CPU over ten minutes.

    python bench/idle.py [--minutes 10] [--database URL]

Starts `xunli serve` on a new archive with the demo's series, due far from now, asks /healthz as a monitor does every
half minute, and prints one JSON object. Exit code 1 where a bound is not kept (120 MB, 0.2 %).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil

MEGABYTES = 120.0
PERCENT = 0.2
ZONE = ZoneInfo("Asia/Shanghai")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--database", default="")
    parser.add_argument("--port", type=int, default=18080)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = _config(Path(folder), asked.database, asked.port)
        service = subprocess.Popen(
            [sys.executable, "-m", "scheduler.cli", "--config", str(config), "serve"], stdout=sys.stderr
        )
        try:
            found = _measure(psutil.Process(service.pid), asked.port, asked.minutes)
        finally:
            service.terminate()
            service.wait(20)
    print(json.dumps(found))
    return 0 if found["megabytes"] < MEGABYTES and found["percent"] < PERCENT else 1


def _config(folder: Path, database: str, port: int) -> Path:
    """Write a configuration whose series is due twelve hours from now."""
    later = datetime.now(ZONE) + timedelta(hours=12)
    path, url = folder / "xunli.toml", database or f"sqlite:///{folder / 'xunli.db'}"
    path.write_text(
        f'database = "{url}"\n'
        f'[service]\nport = {port}\ntoken = "idle"\n'
        '[[series]]\nname = "idle"\ntitle = "改革"\nmatch = ["改革"]\n'
        f'schedule = "{later.minute} {later.hour} * * *"\n'
        '[[series.source]]\nkind = "website"\nbase_url = "http://127.0.0.1:9"\n',
        encoding="utf-8",
    )
    return path


def _measure(service: psutil.Process, port: int, minutes: float) -> dict[str, float]:
    _wait_until_ready(port)
    time.sleep(60)
    megabytes, before, began = _memory(service), _cpu(service), time.monotonic()
    while time.monotonic() - began < minutes * 60:
        time.sleep(30)
        _ask(port)
    percent = (_cpu(service) - before) / (time.monotonic() - began) * 100
    return {"megabytes": round(megabytes, 1), "percent": round(percent, 3), "after": round(_memory(service), 1)}


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 60
    while not _ask(port, "?ready=1"):
        if time.monotonic() > deadline:
            sys.exit("the service did not become ready")
        time.sleep(0.2)


def _ask(port: int, query: str = "") -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz{query}", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def _tree(service: psutil.Process) -> list[psutil.Process]:
    return [service, *service.children(recursive=True)]


def _memory(service: psutil.Process) -> float:
    return sum(process.memory_info().rss for process in _tree(service)) / 1e6


def _cpu(service: psutil.Process) -> float:
    times = [process.cpu_times() for process in _tree(service)]
    return sum(each.user + each.system for each in times)


if __name__ == "__main__":
    sys.exit(main())
