"""How fast kept snapshots are read again, with one worker and with two: the same archive, in one run, taking turns.

Each contender is `xunli reextract` in a process tree of its own. On a machine that others use, too, the clock says
little: so what its processes waited for a processor is taken off, too (Linux keeps account of it).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from bench.paper import printing
from crawler.extract import extract, join_parts
from storage import Archive, open_archive
from storage.outline import outline
from storage.readings import Reading
from storage.values import Document, Surface

GOAL: Final = 1.7
WORKERS: Final = (1, 2)
BATCH: Final = 64
LOOK: Final = 0.2
"""Seconds between two looks at what processes have used."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run took, in seconds: by the clock, of all processors, and how long its slowest process waited for one."""

    wall: float
    cpu: float
    waited: float

    @property
    def alone(self) -> float:
        """What it would take by the clock on processors of its own."""
        return self.wall - self.waited


@dataclass(frozen=True, slots=True)
class Result:
    """What each number of workers took, the median of its runs."""

    snapshots: int
    repeats: int
    spent: Mapping[int, Spent]

    @property
    def ratio(self) -> float:
        """Return how many times faster two workers are, by the clock."""
        return self.spent[1].wall / self.spent[2].wall

    @property
    def alone(self) -> float:
        """Return the same without what processes waited for a processor."""
        return self.spent[1].alone / self.spent[2].alone

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON's values."""
        told = {
            str(count): {"seconds": round(each.wall, 2), "cpu_seconds": round(each.cpu, 2),
                         "waited_seconds": round(each.waited, 2)}
            for count, each in self.spent.items()
        }  # fmt: skip
        return {"snapshots": self.snapshots, "repeats": self.repeats, "workers": told,
                "ratio": round(self.ratio, 3), "ratio_alone": round(self.alone, 3), "goal": GOAL}  # fmt: skip


def measure(snapshots: int, repeats: int) -> Result:
    """Read an archive of so many snapshots again, with one worker and with two in turn."""
    with tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder:
        config = _filled(Path(folder), snapshots)
        taken: dict[int, list[Spent]] = {count: [] for count in WORKERS}
        for _ in range(repeats):
            for count, spent in taken.items():
                spent.append(_run(config, count))
    return Result(snapshots, repeats, {count: _median(spent) for count, spent in taken.items()})


def _run(config: Path, workers: int) -> Spent:
    command = ["-m", "scheduler.cli", "--config", str(config), "reextract", "--json", "--workers", str(workers)]
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL) as process:
        spent: dict[int, tuple[float, float]] = {}
        while process.poll() is None:
            spent |= {each: told for each in _tree(process.pid) if (told := _account(each)) is not None}
            time.sleep(LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    busiest = sorted(spent.values(), reverse=True)[:workers]
    waited = max((waiting for _, waiting in busiest), default=0.0)
    return Spent(time.perf_counter() - began, sum(busy for busy, _ in spent.values()), waited)


def _tree(process: int) -> Iterator[int]:
    """Yield a process and all that it started; only itself where the system does not tell."""
    yield process
    told = Path(f"/proc/{process}/task/{process}/children")
    with suppress(OSError):
        for child in told.read_text().split():
            yield from _tree(int(child))


def _account(process: int) -> tuple[float, float] | None:
    """Return how long a process was on a processor and how long it waited for one, None where nobody tells."""
    with suppress(OSError, ValueError):
        busy, waited, _ = map(int, Path(f"/proc/{process}/schedstat").read_text().split())
        return busy / 1e9, waited / 1e9
    return None


def _median(several: Sequence[Spent]) -> Spent:
    return Spent(*(statistics.median(values) for values in zip(*map(astuple, several), strict=True)))


def _filled(folder: Path, snapshots: int) -> Path:
    """Make an archive of so many articles of one snapshot each, and return its configuration."""
    url = f"sqlite:///{folder / 'archive.db'}"
    with printing(snapshots) as paper, open_archive(url) as archive:
        archive.upgrade()
        for batch in _batches(paper.urls):
            _record(archive, [_document(each) for each in batch])
        source = {"kind": "website", "base_url": paper.website, "mobile_url": paper.mobile}
    config = folder / "xunli.toml"
    told = ", ".join(f"{name} = {json.dumps(value)}" for name, value in source.items())
    config.write_text(
        f'database = "{url}"\n[[series]]\nname = "reform"\ntitle = "改革巡礼"\n'
        f'match = ["改革巡礼"]\nsource = [{{ {told} }}]\n',
        encoding="utf-8",
    )
    return config


def _batches(urls: Sequence[str]) -> Iterator[Sequence[str]]:
    return (urls[start : start + BATCH] for start in range(0, len(urls), BATCH))


def _document(url: str) -> Document:
    with urlopen(url) as response:
        return Document(url, 200, {"content-type": "text/html"}, response.read(), datetime.now(UTC), url)


def _record(archive: Archive, several: Sequence[Document]) -> None:
    readings = []
    for document in several:
        found = join_parts([extract(document)])
        shape = outline(found.body, title=found.title)
        readings.append(Reading(document, found, Surface.WEBSITE, outline=shape))
    archive.record_many(None, "reform", readings)


def show(result: Result, console: Console) -> None:
    """Print a result as a table, and whether the goal is met."""
    table = Table(title=f"重新抽取 / re-extraction：{result.snapshots} 份快照，{result.repeats} 次的中位数")
    table.add_column("进程 workers")
    for heading in ("份/秒 snapshots/s", "秒 seconds", "CPU 秒 seconds", "等 CPU 秒 waited"):
        table.add_column(heading, justify="right")
    for count, each in result.spent.items():
        rate = f"{result.snapshots / each.wall:.0f}"
        table.add_row(str(count), rate, f"{each.wall:.1f}", f"{each.cpu:.1f}", f"{each.waited:.1f}")
    console.print(table)
    met = "达到" if result.ratio >= GOAL else "未达到"
    console.print(f"{met} 两个进程 two workers = {result.ratio:.2f} × 一个 one（目标 goal ≥ {GOAL}）")
    console.print(f"不算等 CPU 的时间 without waiting for a processor：{result.alone:.2f} ×")
