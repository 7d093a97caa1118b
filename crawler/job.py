"""One run of one series, from its first question to the archive to its last: what the spider works for.

`open_job` begins it (lease, run's row), the spider works through it, `crawler.ending` judges it and ends its row. The
same three steps stand behind `scrapy crawl`, `xunli crawl`, the clock and POST /api/runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from crawler import logs
from crawler.extraction.layouts import LAYOUTS
from crawler.following.misses import Lost
from crawler.following.stretches import Reach
from crawler.following.wanted import Wanted
from crawler.following.wishes import Wishes, first_asks
from crawler.keeper import Keeper
from crawler.life import LEASE_SECONDS, Life
from crawler.pool import Readers
from crawler.progress import Progress
from crawler.sources import sources_of, unconfirmed
from crawler.sources.base import Ask, ListSource, Source
from crawler.sources.epaper import Epaper
from storage import Archive, Busy, Run
from storage.addresses import canonical, stands_on
from storage.config import Config, SeriesConfig
from storage.findings import Findings

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

AWAY_SECONDS = 30.0
"""How long a run waits for a database server that is away: one that is restarted is back by then."""

log = structlog.get_logger()


@dataclass(slots=True)
class Job:
    """A run in progress.

    lost         addresses whose text was not there; counted at the end, of sites that answered
    fronts       sources whose front page was read though no list of theirs was
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
    lost: list[Lost] = field(default_factory=list)
    fronts: set[str] = field(default_factory=set)
    keeper: Keeper = field(init=False)
    asked_since: datetime | None = None
    reach: Reach = field(default_factory=Reach)
    progress: Progress = field(init=False)
    life: Life = field(init=False)

    def __post_init__(self) -> None:
        self.progress = Progress(self.config.crawl.delay)
        self.life = Life(self.archive, self.config.crawl.timeout)
        self.keeper = Keeper(self.archive, self.run.id, self.series, self.config.crawl, self.life.comes_more)
        self.findings = Findings(
            sources=tuple(source.label for source in self.sources),
            unconfirmed=unconfirmed(self.series),
            selectors={layout.name: layout.box for layout in LAYOUTS} | _own_selectors(self.sources),
            today=not self.wishes.urls and self._is_open_today(),
        )
        logs.bind_run(self.run.id, self.series.name)

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

    def lists(self) -> Iterator[tuple[ListSource, Ask]]:
        """Yield the first page of every list, nothing when only addresses are wished for."""
        for source, ask in first_asks(self.series, self.wishes):
            if isinstance(source, ListSource):
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

    def source_of(self, url: str) -> Source:
        """Return the source that an address belongs to by its host: a search's hit on the website is the website's."""
        return next((source for source in self.sources if stands_on(url, source.hosts)), self.sources[0])

    def began(self, crawler: Crawler) -> None:
        """Note that the loop runs: from here on the run beats."""
        self.life.began(crawler, self.keeper.beat, self._tell_progress)
        log.info("run.started", trigger=self.wishes.trigger.value)

    def _tell_progress(self) -> None:
        done, days = self.progress.days
        if self.thorough and done:
            log.info("backfill.progress", days=done, of=days, left=str(self.progress.left))

    def close(self) -> None:
        """Let go of whoever works for the run."""
        self.life.close()
        self.keeper.close()
        self.readers.close()


def _own_selectors(sources: Collection[Source]) -> dict[str, str]:
    """Return source → the selector of the body that its configuration gives."""
    given = ((source.label, source.rules) for source in sources)
    return {label: rules.body for label, rules in given if rules is not None and rules.body}


def open_job(config: Config, series: SeriesConfig, wishes: Wishes, archive: Archive) -> Job | Busy:
    """Begin a run of a series, or tell which run holds it. Raises ArchiveError."""
    begun = archive.begin_run(
        series.name, wishes.trigger, due_at=wishes.due_at, lease_seconds=LEASE_SECONDS, after=wishes.after
    )
    archive.database.patience = AWAY_SECONDS
    if isinstance(begun, Busy):
        return begun
    job = Job(config, series, wishes, archive, begun, sources_of(series))
    if archive.agenda.follow(series.name, series.match, series.exclude, job.young):
        log.info("words.wider", match=list(series.match), exclude=list(series.exclude))
    return job
