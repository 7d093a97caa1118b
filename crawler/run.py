"""A run in a process of its own: Scrapy on a plain asyncio loop, ended by signals within seconds."""

from __future__ import annotations

import asyncio
import signal
from typing import Final, Protocol

import structlog
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.ending import finish
from crawler.job import Job
from crawler.spiders.series import SeriesSpider
from storage import Run

GENERATIONS: Final = 4
"""How often tasks are cancelled that tasks have started when they were."""
PATIENCE: Final = 0.2
"""Seconds that each of these rounds may take: a service kills a run that takes six to end."""

log = structlog.get_logger()


class Watch(Protocol):
    """Somebody who looks on: a progress bar."""

    def planned(self, url: str) -> None:
        """Note that an address will be asked."""

    def answered(self, url: str) -> None:
        """Note that an address was dealt with."""


class Unwatched:
    """Nobody looks on."""

    def planned(self, url: str) -> None:
        """Nothing to note."""

    def answered(self, url: str) -> None:
        """Nothing to note."""


def work(job: Job, watch: Watch | None = None) -> Run:
    """Work a job through and return its ended run; whatever happens, the run's row tells it."""
    try:
        asyncio.run(_work(job, watch or Unwatched()))
    except asyncio.CancelledError:
        log.warning("run.cut", reason="requests in flight were given up")
    finally:
        ended = finish(job)
    return ended


async def _work(job: Job, watch: Watch) -> None:
    scrapy_settings = Settings()
    scrapy_settings.setmodule(ours, priority="project")
    crawler = Crawler(SeriesSpider, scrapy_settings)
    _connect(crawler, watch)
    task = asyncio.ensure_future(crawler.crawl_async(job=job))
    job.life.cut = task.cancel
    for number in stops():
        asyncio.get_running_loop().add_signal_handler(number, job.life.interrupt, signal.Signals(number).name)
    try:
        await task
    finally:
        await _given_up()


def stops() -> tuple[signal.Signals, ...]:
    """Return the signals that end a run: that its terminal was closed is one, unless `nohup` says that it is none."""
    alone = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return (signal.SIGINT, signal.SIGTERM) if alone else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def _given_up() -> None:
    """Cancel what still goes, and what that starts in turn: asyncio cancels once, and complains of what came later."""
    for _ in range(GENERATIONS):
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if not left:
            return
        for each in left:
            each.cancel()
        await asyncio.wait(left, timeout=PATIENCE)


def _connect(crawler: Crawler, watch: Watch) -> None:
    """Tell who looks on."""

    def planned(request: Request) -> None:
        watch.planned(request.url)

    def answered(request: Request) -> None:
        if request.callback is not NO_CALLBACK:  # a robots.txt is asked for past the schedule
            watch.answered(request.url)

    crawler.signals.connect(planned, signal=signals.request_scheduled, weak=False)
    crawler.signals.connect(answered, signal=signals.request_left_downloader, weak=False)
