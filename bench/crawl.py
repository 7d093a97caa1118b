"""How fast articles are fetched, extracted and kept, beside Scrapy that only downloads and Scrapy the ordinary way.

Each contender runs in a process of its own against the same newspaper, taking turns. What a crawl of one page costs is
start-up and is taken off, by the clock and of the processors' time alike.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.contenders import Task
from bench.measured import Cost, cost
from bench.paper import Paper, printing

NAMES: Mapping[str, str] = {
    "bare": "Scrapy，只下载（基准）",
    "bare-asyncio": "Scrapy，只下载，无 reactor",
    "ordinary": "Scrapy + trafilatura + SQLite",
    "xunli": "xunli：抓取 + 提取 + 入库",
}
GOALS: Mapping[str, float] = {"of_bare": 0.5, "of_ordinary": 3.0, "cpu_of_bare": 3.0}


@dataclass(frozen=True, slots=True)
class Speed:
    """The median of a contender's runs: articles a second, and milliseconds of all processors an article."""

    pages_per_second: float
    cpu_ms_per_page: float


@dataclass(frozen=True, slots=True)
class Result:
    """Speeds by contender, and what the goals are about."""

    pages: int
    repeats: int
    speeds: Mapping[str, Speed]

    @property
    def ratios(self) -> Mapping[str, float]:
        """Return xunli's speed as a share of the others', and its processor time as a multiple of bare Scrapy's."""
        bare, ordinary, ours = (self.speeds[name] for name in ("bare", "ordinary", "xunli"))
        return {
            "of_bare": ours.pages_per_second / bare.pages_per_second,
            "of_ordinary": ours.pages_per_second / ordinary.pages_per_second,
            "cpu_of_bare": ours.cpu_ms_per_page / bare.cpu_ms_per_page,
        }

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON's values."""
        speeds = {name: _rounded(speed) for name, speed in self.speeds.items()}
        ratios = {name: round(ratio, 3) for name, ratio in self.ratios.items()}
        return {"pages": self.pages, "repeats": self.repeats, "contenders": speeds, "ratios": ratios, "goals": GOALS}


def _rounded(speed: Speed) -> dict[str, float]:
    return {
        "pages_per_second": round(speed.pages_per_second, 1),
        "cpu_ms_per_page": round(speed.cpu_ms_per_page, 2),
    }


def measure(pages: int, repeats: int) -> Result:
    """Run every contender `repeats` times in turn. Raises CalledProcessError where one does not get every page."""
    with printing(1) as single, printing(pages) as paper:
        taken: dict[str, list[Speed]] = {name: [] for name in NAMES}
        for _ in range(repeats):
            for name, speeds in taken.items():
                speeds.append(speed(pages, _run(name, single), _run(name, paper)))
    return Result(pages, repeats, {name: _median(speeds) for name, speeds in taken.items()})


def _run(name: str, paper: Paper) -> Cost:
    with tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder:
        task = Task(paper.website, paper.mobile, paper.urls, folder)
        return cost([sys.executable, "-m", "bench.contenders", name], task.to_json())


def speed(pages: int, start_up: Cost, whole: Cost) -> Speed:
    """Return what a whole crawl's cost is a page, start-up (a crawl of one page) taken off."""
    more = pages - 1
    return Speed(more / (whole.wall - start_up.wall), 1000 * (whole.cpu - start_up.cpu) / more)


def _median(speeds: Sequence[Speed]) -> Speed:
    return Speed(
        statistics.median(speed.pages_per_second for speed in speeds),
        statistics.median(speed.cpu_ms_per_page for speed in speeds),
    )


def show(result: Result, console: Console) -> None:
    """Print a result as a table, and whether the goals are met."""
    table = Table(title=f"抓取速度 / crawl speed：{result.pages} 页，{result.repeats} 次的中位数")
    table.add_column("参与者 contender")
    for heading in ("页/秒 pages/s", "CPU 毫秒/页 ms/page", "速度比 × 基准", "CPU 比 × 基准"):
        table.add_column(heading, justify="right")
    bare = result.speeds["bare"]
    for name, speed in result.speeds.items():
        table.add_row(
            NAMES[name],
            f"{speed.pages_per_second:.0f}",
            f"{speed.cpu_ms_per_page:.2f}",
            f"{speed.pages_per_second / bare.pages_per_second:.2f}",
            f"{speed.cpu_ms_per_page / bare.cpu_ms_per_page:.2f}",
        )
    console.print(table)
    ratios = result.ratios
    console.print(_goal("速度 speed", ratios["of_bare"], "≥", GOALS["of_bare"], "只下载的 Scrapy bare Scrapy"))
    console.print(_goal("速度 speed", ratios["of_ordinary"], "≥", GOALS["of_ordinary"], "普通写法 the ordinary way"))
    console.print(_goal("CPU", ratios["cpu_of_bare"], "≤", GOALS["cpu_of_bare"], "只下载的 Scrapy bare Scrapy"))


def _goal(what: str, ratio: float, sign: str, goal: float, whose: str) -> str:
    met = ratio >= goal if sign == "≥" else ratio <= goal
    return f"{'达到' if met else '未达到'} {what} = {ratio:.2f} × {whose}（目标 goal {sign} {goal}）"
