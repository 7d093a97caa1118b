"""A run's life: it begins with Scrapy's loop, beats so that its lease holds, and ends for the first reason given."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from crawler.fetching.manners import Budget
from storage import Archive, ArchiveError, Run
from storage.errors import CannotOpen
from storage.language import say
from storage.values import Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

LEASE_SECONDS = 60.0
"""How long a run may be silent before another may take its series over; it beats three times as often."""
STOP_SECONDS = 3.0
"""How long requests in flight may take to end when a run stops early; SIGTERM is answered within ten seconds in all."""

log = structlog.get_logger()


@dataclass(slots=True)
class Life:
    """The life of one run.

    timeout  seconds that it may take
    outcome  why it ended early, None while it goes on and where it came to its own end
    error    the sentence to that
    bug      the error of ours that ended it
    ended    its row once that is ended
    cut      gives up what is still in flight, None before the loop runs
    """

    archive: Archive
    timeout: float
    outcome: Outcome | None = None
    error: str | None = None
    bug: BaseException | None = None
    ended: Run | None = None
    cut: Callable[[], object] | None = None
    _crawler: Crawler | None = None
    _pulse: asyncio.Task[None] | None = None
    _closing: asyncio.Future[None] | None = None
    _started: float = field(default_factory=time.monotonic)

    def began(self, crawler: Crawler, renew: Callable[[], Awaitable[bool]], told: Callable[[], None]) -> None:
        """Note that the loop runs: from here on the run beats, and ends itself when its time is up.

        renew  renews the lease, False where another run has taken it
        told   is called at each beat
        """
        self._crawler = crawler
        self._pulse = asyncio.get_running_loop().create_task(self._beat(renew, told))

    def stop(self, outcome: Outcome, why: str | None = None) -> None:
        """End the run early; the first reason given is the one that stands."""
        if self.outcome is not None or self.ended is not None:
            return
        self.outcome, self.error = outcome, why
        if self._crawler is not None and self._crawler.engine is not None and self._crawler.spider is not None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=outcome.value))
            if self.cut is not None:
                asyncio.get_running_loop().call_later(STOP_SECONDS, self.cut)

    def interrupt(self, name: str) -> None:
        """End the run because of a signal."""
        self.stop(Outcome.INTERRUPTED, say(f"收到 {name}，下次接着做", f"ended by {name}; the next run goes on"))

    def cut_short(self, reason: str) -> None:
        """Note that Scrapy ended the spider before it was through: a signal to `scrapy crawl`, an extension's limit."""
        if self.outcome is None:
            why = say(f"Scrapy 中途停止（{reason}），下次接着做", f"Scrapy stopped ({reason}); the next run goes on")
            self.outcome, self.error = Outcome.INTERRUPTED, why

    def fail(self, error: BaseException) -> None:
        """End the run because of an error that flew: a sentence where it is the archive's, a bug of ours otherwise."""
        if self.outcome is not None:  # every request in flight fails for the same reason
            return
        if not isinstance(error, ArchiveError):
            self.bug = error
        log.error("run.failed", error=str(error), exc_info=self.bug)
        if isinstance(error, CannotOpen) and not self.archive.database.is_sqlite:  # it was there when the run began
            away = say("运行中数据库断开了，下次接着做", "the database went away; the next run goes on")
            self.stop(Outcome.INTERRUPTED, away)
        else:
            told = str(error).rstrip("。.")  # whoever shows it ends the sentence
            self.stop(Outcome.FAILED, told if self.bug is None else f"{type(error).__name__}: {error}")

    def stop_for_budget(self) -> None:
        """End the run because its requests are spent; a later run goes on."""
        self.stop(Outcome.PAUSED, say("请求额度用完，下次接着做", "the request budget is spent; the next run goes on"))

    @property
    def seconds(self) -> float:
        """How long the run has taken."""
        return time.monotonic() - self._started

    @property
    def spent(self) -> int:
        """How many requests the run has made."""
        budget = self._crawler.get_downloader_middleware(Budget) if self._crawler and self._crawler.engine else None
        return budget.spent if budget else 0

    def comes_more(self, waiting: int) -> bool:
        """Tell whether more is on its way than the answers that wait, so many: to be asked for, asked for, or read."""
        engine = self._crawler.engine if self._crawler else None
        if engine is None or engine.scheduler is None or engine.scraper.slot is None:
            return False
        is_asked = engine.downloader.active or engine.scheduler.has_pending_requests()
        return bool(is_asked) or len(engine.scraper.slot.active) > waiting

    def close(self) -> None:
        """Stop beating."""
        if self._pulse is not None:
            self._pulse.cancel()

    async def _beat(self, renew: Callable[[], Awaitable[bool]], told: Callable[[], None]) -> None:
        while True:
            left = self.timeout - self.seconds
            if left <= 0:
                self.stop(Outcome.TIMEOUT, say("运行超过了 crawl.timeout", "the run took longer than crawl.timeout"))
                return
            if not await _is_ours(renew):
                self.stop(Outcome.INTERRUPTED, say("租约被别的运行接管", "another run took the series over"))
                return
            told()
            await asyncio.sleep(min(LEASE_SECONDS / 3, left))


async def _is_ours(renew: Callable[[], Awaitable[bool]]) -> bool:
    """Renew the lease. An archive that is away for a moment takes nothing from us: the next beat will tell."""
    try:
        return await renew()
    except ArchiveError as error:
        log.warning("run.not_beaten", error=str(error))
        return True
