"""A run in a process of its own: Scrapy on a plain asyncio loop, ended by signals within seconds."""

from __future__ import annotations

import asyncio
import signal

import structlog
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler import settings as ours
from crawler.job import Job
from crawler.spiders.series import SeriesSpider
from storage import ArchiveError, Run
from storage.language import say
from storage.values import Outcome

GRACE_SECONDS = 4.0
"""How long requests in flight may take to end after a signal; SIGTERM is answered within ten seconds in all."""

log = structlog.get_logger()


def work(job: Job) -> Run:
    """Work a job through and return its ended run; whatever happens, the run's row tells it."""
    try:
        asyncio.run(_work(job))
    except asyncio.CancelledError:
        log.warning("run.cut", reason="requests in flight were given up")
    finally:
        ended = job.finish()
    return ended


async def _work(job: Job) -> None:
    loop = asyncio.get_running_loop()
    scrapy_settings = Settings()
    scrapy_settings.setmodule(ours, priority="project")
    crawler = Crawler(SeriesSpider, scrapy_settings)
    crawler.signals.connect(_noted(job), signal=signals.spider_error, weak=False)
    task = asyncio.ensure_future(AsyncCrawlerRunner(scrapy_settings).crawl(crawler, job=job))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _interrupt, job, task, signal.Signals(number).name)
    await task


def _interrupt(job: Job, task: asyncio.Future[None], name: str) -> None:
    job.stop(Outcome.INTERRUPTED, say(f"收到 {name}，下次接着做", f"ended by {name}; the next run goes on"))
    task.get_loop().call_later(GRACE_SECONDS, task.cancel)


def _noted(job: Job):  # type: ignore[no-untyped-def]
    """Return the edge at which what flew out of the spider becomes the run's verdict: a full disk, or a bug."""

    def note(failure: Failure, response: object, spider: object) -> None:
        error = failure.value
        log.error("run.failed", error=repr(error), exc_info=None if isinstance(error, ArchiveError) else error)
        job.stop(Outcome.FAILED, str(error) if isinstance(error, ArchiveError) else f"{type(error).__name__}: {error}")

    return note
