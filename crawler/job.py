"""One run of one series, from its first question to the archive to its last: what the spider works for.

`open_job` begins it (lease, run's row), the spider works through it, `crawler.ending` judges it and ends its row. The
same three steps stand behind `scrapy crawl`, `xunli crawl`, the clock and POST /api/runs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from crawler import logs
from crawler.extraction.layouts import LAYOUTS
from crawler.fetching.manners import Budget
from crawler.following.misses import Lost
from crawler.following.stretches import Reach
from crawler.following.wanted import Wanted
from crawler.following.wishes import Wishes, first_asks
from crawler.keeper import Keeper
from crawler.pool import Readers
from crawler.progress import Progress
from crawler.rules import rules_of
from crawler.sources import sources_of, unconfirmed
from crawler.sources.base import Ask, Source
from crawler.sources.epaper import Epaper
from storage import Archive, ArchiveError, Busy, Run
from storage.addresses import canonical, stands_on
from storage.config import Config, SeriesConfig
from storage.errors import CannotOpen
from storage.findings import Findings
from storage.language import say
from storage.values import Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

AWAY_SECONDS = 30.0
"""How long a run waits for a database server that is away: one that is restarted is back by then."""
LEASE_SECONDS = 60.0
"""How long a run may be silent before another may take its series over; it beats three times as often."""
STOP_SECONDS = 3.0
"""How long requests in flight may take to end when a run stops early; SIGTERM is answered within ten seconds in all."""

log = structlog.get_logger()


@dataclass(slots=True)
class Job:
    """A run in progress.

    lost         addresses whose text was not there; counted at the end, of sites that answered
    fronts       sources whose front page was read though no list of theirs was
    cut          gives up what is still in flight, None before the loop runs
    asked_since  when the backfill began: what was answered since is not asked again; None in a run of another kind
    reach        how far back its lists were read
    """

    config: Config
    series: SeriesConfig
    wishes: Wishes
    archive: Archive
    run: Run
    sources: tuple[Source, ...]
    readers: Readers = field(default_factory=Readers)
    findings: Findings = field(default_factory=Findings)
    outcome: Outcome | None = None
    error: str | None = None
    bug: BaseException | None = None
    ended: Run | None = None
    lost: list[Lost] = field(default_factory=list)
    fronts: set[str] = field(default_factory=set)
    keeper: Keeper = field(init=False)
    cut: Callable[[], object] | None = None
    asked_since: datetime | None = None
    reach: Reach = field(default_factory=Reach)
    progress: Progress = field(init=False)
    _crawler: Crawler | None = None
    _pulse: asyncio.Task[None] | None = None
    _closing: asyncio.Future[None] | None = None
    _started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.progress = Progress(self.config.crawl.delay)
        self.keeper = Keeper(self.archive, self.run.id, self.series, self.config.crawl, self.comes_more)
        self.findings = Findings(
            sources=tuple(source.label for source in self.sources),
            unconfirmed=unconfirmed(self.series),
            selectors={layout.name: layout.box for layout in LAYOUTS} | _own_selectors(self.sources),
            today=not self.wishes.urls and self._is_open_today(),
        )
        logs.bind_run(self.run.id, self.series.name)

    # --- what the spider asks

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that a source names."""
        return frozenset(host for source in self.sources for host in source.hosts)

    @property
    def wanted(self) -> Wanted:
        """What links and articles this run wants."""
        return Wanted(self.series, self.wishes, self.hosts)

    @property
    def since(self) -> date | None:
        """The first printed date that is wanted; None: no bound."""
        return self.wanted.since

    @property
    def young(self) -> date | None:
        """The first day of those that are looked at once a week, None where none is."""
        days = self.config.crawl.recheck_days
        return self.today - timedelta(days=days) if days else None

    @property
    def thorough(self) -> bool:
        """Whether lists are read past what earlier runs have seen: a backfill."""
        return self.wishes.since is not None or self.wishes.until is not None

    def asks(self) -> Iterator[tuple[Source, Ask]]:
        """Yield the first page of every list, nothing when only addresses are wished for. E-papers have no lists."""
        for source, ask in first_asks(self.series, self.wishes):
            if not isinstance(source, Epaper):
                yield source, ask

    def epapers(self) -> tuple[Epaper, ...]:
        """Return the e-papers to be looked at, none when only addresses are wished for."""
        return () if self.wishes.urls else tuple(source for source in self.sources if isinstance(source, Epaper))

    async def backfill(self) -> tuple[date, date, datetime] | None:
        """Return the window of a backfill and when it began, which may have been in an earlier run; None without."""
        if not self.thorough:
            return None
        until = self.wishes.until or self.today
        since = self.since or until  # without a first day, lists have their own end, and newspapers none
        self.asked_since = await self.keeper.backfill_began(self.since, self.wishes.until)
        return since, until, self.asked_since

    @property
    def in_full(self) -> bool:
        """Whether every answer is wanted whole: somebody asks for an address because something is wrong with it."""
        return bool(self.wishes.urls)

    def now(self) -> datetime:
        """Return the time that the archive goes by."""
        return self.archive.now()

    @property
    def today(self) -> date:
        """The day that it is where the newspaper is printed."""
        return self.now().astimezone(self.config.zone).date()

    def _is_open_today(self) -> bool:
        until = self.wishes.until
        return until is None or until >= self.today

    def is_list(self, url: str) -> bool:
        """Tell whether an address is the first page of a list."""
        return canonical(url) in {canonical(ask.url) for source in self.sources for ask in source.asks()}

    @property
    def budget(self) -> int:
        """How many requests this run may make; 0 is no limit."""
        return self.config.crawl.budget if self.wishes.budget is None else self.wishes.budget

    def comes_more(self, waiting: int) -> bool:
        """Tell whether more is on its way than the answers that wait, so many: to be asked for, asked for, or read."""
        engine = self._crawler.engine if self._crawler else None
        if engine is None or engine.scheduler is None or engine.scraper.slot is None:
            return False
        is_asked = engine.downloader.active or engine.scheduler.has_pending_requests()
        return bool(is_asked) or len(engine.scraper.slot.active) > waiting

    def source_of(self, url: str) -> Source:
        """Return the source that an address belongs to by its host: a search's hit on the website is the website's."""
        return next((source for source in self.sources if stands_on(url, source.hosts)), self.sources[0])

    # --- its life

    def apply(self, settings: BaseSettings) -> None:
        """Set what the configuration says about requests."""
        wanted = {
            "USER_AGENT": self.config.crawl.user_agent,
            "DOWNLOAD_DELAY": self.config.crawl.delay,
            "ROBOTSTXT_OBEY": self.config.crawl.obey_robots,
        }
        for name, value in wanted.items():
            settings.set(name, value, priority="spider")
        if not self.config.crawl.obey_robots:
            settings["DOWNLOADER_MIDDLEWARES"]["crawler.fetching.robots.Robots"] = None

    def began(self, crawler: Crawler) -> None:
        """Note that the loop runs: from here on the run beats, and ends itself when its time is up."""
        self._crawler = crawler
        self._pulse = asyncio.get_running_loop().create_task(self._beat())
        log.info("run.started", trigger=self.wishes.trigger.value)

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

    def close(self) -> None:
        """Let go of whoever works for the run."""
        if self._pulse is not None:
            self._pulse.cancel()
        self.keeper.close()
        self.readers.close()

    async def _beat(self) -> None:
        while True:
            left = self.config.crawl.timeout - self.seconds
            if left <= 0:
                self.stop(Outcome.TIMEOUT, say("运行超过了 crawl.timeout", "the run took longer than crawl.timeout"))
                return
            if not await self._is_ours():
                self.stop(Outcome.INTERRUPTED, say("租约被别的运行接管", "another run took the series over"))
                return
            self._tell_progress()
            await asyncio.sleep(min(LEASE_SECONDS / 3, left))

    async def _is_ours(self) -> bool:
        """Renew the lease. An archive that is away for a moment takes nothing from us: the next beat will tell."""
        try:
            return await self.keeper.beat()
        except ArchiveError as error:
            log.warning("run.not_beaten", error=str(error))
            return True

    def _tell_progress(self) -> None:
        done, days = self.progress.days
        if self.thorough and done:
            log.info("backfill.progress", days=done, of=days, left=str(self.progress.left))


def _own_selectors(sources: Collection[Source]) -> dict[str, str]:
    """Return source → the selector of the body that its configuration gives."""
    given = ((source.label, rules_of(source)) for source in sources)
    return {label: rules.body for label, rules in given if rules is not None and rules.body}


def open_job(config: Config, series: SeriesConfig, wishes: Wishes, archive: Archive) -> Job | Busy:
    """Begin a run of a series, or tell which run holds it. Raises ArchiveError."""
    begun = archive.begin_run(
        series.name, wishes.trigger, due_at=wishes.due_at, lease_seconds=LEASE_SECONDS, after=wishes.after
    )
    archive.database.patience = AWAY_SECONDS
    return begun if isinstance(begun, Busy) else Job(config, series, wishes, archive, begun, sources_of(series))
