"""A newspaper that is followed day by day over real HTTP, with a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from support_databases import begin

from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.run import work
from demo import Newspaper
from storage import Archive, Run, open_archive
from storage.config import Config
from storage.configfile import parse_config

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2024, 3, 4)
TUESDAY, FRIDAY = 1, 4


@dataclass
class Desk:
    """Somebody who follows a newspaper: prints in it, turns the clock, runs a crawl in the morning."""

    paper: Newspaper
    archive: Archive
    config: Config
    clock: Clock

    def morning(self, day: date, at: time = time(7, 30)) -> Run:
        """Run a crawl on that day."""
        self.clock.turn(day, at)
        return self.crawl()

    def crawl(self, wishes: Wishes | None = None) -> Run:
        job = open_job(self.config, self.config.series[0], wishes or Wishes(), self.archive)
        assert isinstance(job, Job)
        return work(job)

    def print_day(self, day: date, habit: tuple[int, ...] = (TUESDAY, FRIDAY)) -> None:
        """Print a day's news, and an instalment where the habit has one."""
        self.paper.print_news(day)
        if day.weekday() in habit:
            self.paper.print_instalment(day)

    def weeks(self, count: int, until: date = MONDAY) -> None:
        """Print so many weeks of the series before a day, and read them in one run on the day before it."""
        for number in range(count * 7, 0, -1):
            self.print_day(until - timedelta(days=number))
        assert self.morning(until - timedelta(days=1)).complaints == ()


@dataclass
class Clock:
    """A clock that the test turns."""

    now: datetime = datetime(2024, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, day: date, at: time) -> None:
        self.now = datetime.combine(day, at, ZONE).astimezone(UTC)


def checks(run: Run) -> list[str]:
    """The names of what a run complains of."""
    return [row["check"] for row in run.complaints]


@contextmanager
def desk(folder: Path, **crawl: Any) -> Iterator[Desk]:
    """Follow an empty newspaper's website and mobile pages."""
    with Newspaper() as paper:
        database = f"sqlite:///{folder / 'archive.db'}"
        begin(database)
        website = {"kind": "website", "base_url": paper.website, "mobile_url": paper.mobile}
        series = {"name": "gaige", "title": "青岛改革巡礼", "match": ["改革巡礼"], "source": [website]}
        config = parse_config({"database": database, "crawl": {"delay": 0, **crawl}, "series": [series]})
        clock = Clock()
        with open_archive(database, clock=clock) as archive:
            archive.upgrade()
            yield Desk(paper, archive, config, clock)
