"""How fast kept snapshots are read again, with one worker and with two: the same archive, in one run, taking turns.

Each contender is `xunli reextract` in a process tree of its own. On a machine that others use, too, the clock says
little: what all processors spent tells whether two workers cost more work than one.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from bench.measured import Cost, cost
from bench.paper import printing
from crawler.extract import extract, join_parts
from storage import Archive, open_archive
from storage.answers import Reading
from storage.outline import outline
from storage.values import Document, Surface

GOAL: Final = 1.7
WORKERS: Final = (1, 2)
BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Result:
    """What each number of workers took, the median of its runs."""

    snapshots: int
    repeats: int
    costs: Mapping[int, Cost]

    @property
    def ratio(self) -> float:
        """Return how many times faster two workers are, by the clock."""
        return self.costs[1].wall / self.costs[2].wall

    @property
    def work(self) -> float:
        """Return how much more processor time two workers spend: 1 is none."""
        return self.costs[2].cpu / self.costs[1].cpu

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON's values."""
        costs = {str(count): {"seconds": round(each.wall, 2), "cpu_seconds": round(each.cpu, 2)}
                 for count, each in self.costs.items()}  # fmt: skip
        return {"snapshots": self.snapshots, "repeats": self.repeats, "workers": costs,
                "ratio": round(self.ratio, 3), "cpu_ratio": round(self.work, 3), "goal": GOAL}  # fmt: skip


def measure(snapshots: int, repeats: int) -> Result:
    """Read an archive of so many snapshots again, with one worker and with two in turn."""
    with tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder:
        config = _filled(Path(folder), snapshots)
        taken: dict[int, list[Cost]] = {count: [] for count in WORKERS}
        for _ in range(repeats):
            for count, costs in taken.items():
                costs.append(_run(config, count))
    return Result(snapshots, repeats, {count: _median(costs) for count, costs in taken.items()})


def _run(config: Path, workers: int) -> Cost:
    command = ["-m", "scheduler.cli", "--config", str(config), "reextract", "--json", "--workers", str(workers)]
    return cost([sys.executable, *command], "")


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(each.wall for each in costs), statistics.median(each.cpu for each in costs))


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
    for heading in ("份/秒 snapshots/s", "秒 seconds", "CPU 秒 seconds"):
        table.add_column(heading, justify="right")
    for count, each in result.costs.items():
        table.add_row(str(count), f"{result.snapshots / each.wall:.0f}", f"{each.wall:.1f}", f"{each.cpu:.1f}")
    console.print(table)
    met = "达到" if result.ratio >= GOAL else "未达到"
    console.print(f"{met} 两个进程 two workers = {result.ratio:.2f} × 一个 one（目标 goal ≥ {GOAL}）")
    console.print(f"CPU：两个进程用的是一个的 {result.work:.2f} 倍 / two workers spend {result.work:.2f} × of one")
