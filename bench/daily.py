"""What a daily run costs on which nothing is new: requests and time, with few and with many articles in the archive.

Each archive has followed the newspaper's list to its end before. Beside the newspaper's own instalments it holds as
many older ones as it takes to reach its size.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.contenders import SERIES, Task, follow
from bench.measured import Cost, cost
from bench.paper import Paper, printing
from storage import Archive, open_archive
from storage.readings import Reading
from storage.values import Document, Extract, Surface

INSTALMENTS = 10
NEWS = 200
AT_ONCE = 250
OLDEST = date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """One daily run, the median of several.

    articles   instalments in the archive
    requests   that the newspaper counted, robots.txt among them
    seconds    of the whole command by the clock, `cpu` of all processors
    """

    articles: int
    requests: int
    seconds: float
    cpu: float


def measure(sizes: Sequence[int], repeats: int) -> list[Day]:
    """Measure a daily run for each size of archive. Raises CalledProcessError where a run fails or finds anything."""
    with printing(INSTALMENTS, NEWS) as paper:
        return [_measured(paper, size, repeats) for size in sizes]


def _measured(paper: Paper, size: int, repeats: int) -> Day:
    with tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder:
        task = Task(paper.website, paper.mobile, paper.urls, folder)
        follow(task)
        with open_archive(f"sqlite:///{task.database}") as archive:
            fill(archive, size - INSTALMENTS, task.website)
            held = archive.counts().instalments
        paper.requests()
        runs = [_daily(task, paper) for _ in range(repeats)]
    return Day(
        held,
        max(requests for requests, _ in runs),
        median(spent.wall for _, spent in runs),
        median(spent.cpu for _, spent in runs),
    )


def _daily(task: Task, paper: Paper) -> tuple[int, Cost]:
    spent = cost([sys.executable, "-m", "bench.contenders", "daily"], task.to_json())
    return paper.requests(), spent


def fill(archive: Archive, count: int, website: str) -> None:
    """Put older instalments of the series into an archive, as a crawl of earlier years would have."""
    readings = list(_older(count, website))
    for start in range(0, count, AT_ONCE):
        archive.record_many(None, SERIES, readings[start : start + AT_ONCE])
    archive.agenda.walked(SERIES, website + "/", [reading.document.url for reading in readings], [])


def _older(count: int, website: str) -> Iterator[Reading]:
    for number in range(1, count + 1):
        at = datetime.combine(OLDEST + timedelta(days=number % 14_000), datetime.min.time(), UTC)
        url = f"{website}/p/{number}.html"
        body = f"这是从前的第{number}篇。\n街道上的老人说，门口的路修好了，第{number}天就有人来问。"
        extract = Extract(url, f"改革巡礼从前的第{number}篇", body, printed_on=at.date(), published_at=at)
        yield Reading(Document(url, 200, {}, body.encode(), at, url), extract, Surface.WEBSITE)


def to_json(days: Sequence[Day]) -> list[dict[str, Any]]:
    """Return the result as JSON's values."""
    return [
        {"articles": day.articles, "requests": day.requests, "seconds": round(day.seconds, 3), "cpu": round(day.cpu, 3)}
        for day in days
    ]


def show(days: Sequence[Day], console: Console) -> None:
    """Print the daily runs as a table."""
    table = Table(title="没有新内容的一天 / a day with nothing new")
    for heading in ("档案里的文章 articles", "请求 requests", "秒 seconds", "CPU 秒", "× 第一行"):
        table.add_column(heading, justify="right")
    for day in days:
        relative = day.seconds / days[0].seconds
        table.add_row(f"{day.articles:,}", str(day.requests), f"{day.seconds:.2f}", f"{day.cpu:.2f}", f"{relative:.2f}")
    console.print(table)
