"""`xunli crawl --dry-run`: what a run would ask for, and how long that takes. Asks the archive, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from crawler.epapers.agenda import backfill_days, fresh_days
from crawler.following.wishes import Wishes, first_asks
from crawler.progress import ISSUE_PAGES
from crawler.sources import sources_of
from crawler.sources.epaper import FRONTS, Epaper
from scheduler.cli.common import APP
from storage import Archive
from storage.addresses import stands_on
from storage.config import SeriesConfig
from storage.errors import NotCreated
from storage.language import say
from storage.ledger.coverage import READ


@dataclass(frozen=True, slots=True)
class Planned:
    """An address that a run would ask for. `pages`: about how many requests it leads to, itself among them."""

    url: str
    why: str
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run begins with, and for how long at the least at the configured delay."""

    planned: tuple[Planned, ...]
    delay: float

    @property
    def requests(self) -> int:
        """About how many requests it makes."""
        return sum(each.pages for each in self.planned)

    @property
    def span(self) -> timedelta:
        """How long they take where one host is asked after the other."""
        return timedelta(seconds=round(self.requests * self.delay))


def plan_of(series: SeriesConfig, wishes: Wishes) -> Plan:
    """Return what a run would ask for, less what the archive says was answered or is not due. Raises ArchiveError."""
    try:
        with APP.reader() as archive:
            planned = tuple(_planned(series, wishes, archive))
    except NotCreated:  # nothing was asked yet
        planned = tuple(_planned(series, wishes, None))
    return Plan(planned, APP.config.crawl.delay)


def _planned(series: SeriesConfig, wishes: Wishes, archive: Archive | None) -> Iterator[Planned]:
    if wishes.urls:
        yield from (Planned(url, say("指定的网址", "asked for by address")) for url in wishes.urls)
        return
    yield from (Planned(ask.url, source.label) for source, ask in first_asks(series, wishes))
    for source in sources_of(series):
        if isinstance(source, Epaper):
            days = _days(series, wishes, source, archive)
            front = _front(series, source, archive)
            served = (source.issue_url(day, front) for day in days if source.serves(day))
            yield from (Planned(url, source.label, ISSUE_PAGES) for url in served)
    if archive is not None:
        yield from _articles(series, wishes, archive)


def _days(series: SeriesConfig, wishes: Wishes, source: Epaper, archive: Archive | None) -> list[date]:
    """Return the days of an e-paper that are to be looked at; its newest issue is taken to be today's."""
    now = datetime.now(UTC)
    looks = archive.agenda.sweeps(series.name, source.label) if archive else []
    today = now.astimezone(APP.config.zone).date()
    since = wishes.since or series.since
    if wishes.since is None and wishes.until is None:
        young = fresh_days(looks, today, APP.config.crawl.recheck_days, now)
        return [day for day in young if since is None or day >= since]
    if since is None:
        return []
    began_at = archive.agenda.backfill_going(series.name, since, wishes.until) if archive else None
    return backfill_days(looks, since, min(wishes.until or today, today), began_at or now)


def _front(series: SeriesConfig, source: Epaper, archive: Archive | None) -> str:
    """Return what the newest issue that was read begins with; the home page says it anew."""
    looks = archive.agenda.sweeps(series.name, source.label) if archive else []
    read = [look for look in looks if look.found in READ]
    return max(read, key=lambda look: look.on).url if read else FRONTS[0]


def _articles(series: SeriesConfig, wishes: Wishes, archive: Archive) -> Iterator[Planned]:
    days = APP.config.crawl.recheck_days
    again = (
        archive.agenda.within(series.name, wishes.since, wishes.until)
        if wishes.recheck
        else archive.agenda.due(series.name, days)
    )
    # An e-paper's text is made of a whole issue, which its own looks read again.
    papers = {host for source in sources_of(series) if isinstance(source, Epaper) for host in source.hosts}
    yield from (
        Planned(each.url, say("上次没有读到", "failed before")) for each in archive.agenda.owed(series.name, days)
    )
    due = (url for url in again if not stands_on(url, papers))
    yield from (Planned(url, say("到了复查的时候", "due again")) for url in due)
