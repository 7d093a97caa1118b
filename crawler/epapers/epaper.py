"""The e-paper's side of the spider: which issues a run looks at.

A normal run looks at the days since the last look and at those that are due again; a backfill at every day of its
window, and goes on where an earlier one of the same window stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from scrapy import Request
from twisted.python.failure import Failure

from crawler.answers import answer_of
from crawler.epapers.agenda import backfill_days, fresh_days
from crawler.epapers.asking import HOME_PAGE, page_request
from crawler.epapers.fronts import Fronts
from crawler.epapers.issue import Issue
from crawler.epapers.issue_notes import IssueNotes
from crawler.epapers.issues import IssueDesk
from crawler.failures import is_given_up, is_unreachable, sentence
from crawler.fetching.keeping import FRONT_FRESH
from crawler.following.fronts import note_lost
from crawler.job import Job
from crawler.sources.base import ReadError
from crawler.sources.epaper import FRONTS, Epaper
from storage.findings import Problem
from storage.language import say
from storage.ledger.coverage import READ
from storage.running.sweeps import Sweep
from storage.values import Document, Verdict

Backfill = tuple[date, date, datetime]
"""First and last day of a window, both inclusive, and when its backfill began."""


class EpaperDesk:
    """Chooses the issues of one e-paper that a run reads."""

    def __init__(self, job: Job, source: Epaper, backfill: Backfill | None) -> None:
        self._job = job
        self._source = source
        self._notes = IssueNotes(job, source, of_backfill=backfill is not None)
        self._backfill = backfill
        self._homeless = False
        self._fronts = Fronts()
        self._desk = IssueDesk(job, source, self._notes, self._fronts)

    def first_request(self) -> Request:
        """Return the request for the home page, which names the newest issue."""
        return self._home(self._source.home)

    def _home(self, url: str) -> Request:
        return page_request(self._job, self._source, url, self._read_home, self._home_lost, HOME_PAGE, FRONT_FRESH)

    async def _read_home(self, document: Document) -> list[Request]:
        if document.status != 200:
            return await self._without_home(document.requested_url, answer_of(document).reason, document.status)
        try:
            newest, day = self._source.newest(document)
        except ReadError as error:
            return await self._without_home(document.requested_url, error.message, document.status)
        reason = say(f"最新一期：{newest}", f"newest issue: {newest}")
        await self._notes.index(document, reason)
        self._fronts.newest = newest
        self._fronts.answered(newest, day)
        self._notes.shows("home", 0, 0, day)
        return await self._issues(newest, day)

    async def _home_lost(self, failure: Failure, url: str) -> list[Request]:
        if is_given_up(failure.value):
            return []
        if is_unreachable(failure.value):
            await note_lost(self._job, self._source, url, Problem.UNREACHABLE, sentence(failure.value))
            return []
        return await self._without_home(url, sentence(failure.value), None)

    async def _without_home(self, url: str, reason: str, status: int | None) -> list[Request]:
        """Go by the days' own addresses: that a home page exists is only likely (site-facts 5.1).

        Where no issue was ever read, the e-paper's folder may lead to one before days are guessed.
        """
        looks = await self._job.keeper.sweeps(self._source.label)
        if url == self._source.home and not any(look.found in READ for look in looks):
            asked = say(f"{reason}，再看 {self._source.folder}", f"{reason}; {self._source.folder} is looked at")
            await self._job.keeper.visit(url, Verdict.FILTERED, asked, status)
            return [self._home(self._source.folder)]
        guessed = say(f"{reason}，改按日期找各期", f"{reason}; issues are looked for by date")
        await self._job.keeper.visit(url, Verdict.FILTERED, guessed, status)
        self._homeless = True
        return await self._issues(FRONTS[0], self._job.today)

    async def _issues(self, front: str, newest: date) -> list[Request]:
        looks = await self._job.keeper.sweeps(self._source.label)
        read = [look for look in looks if look.found in READ]
        for look in read:
            self._fronts.answered(look.url, look.on)
        if self._homeless and read:  # its issues stand where the last one stood
            front = max(read, key=lambda look: look.on).url
        days = self._days(looks, newest)
        self._job.progress.plan(self._source.label, len(days))
        return [self._desk.request(Issue(self._job.series, day, self._source.issue_url(day, front))) for day in days]

    def _days(self, looks: Sequence[Sweep], newest: date) -> list[date]:
        """Return the days to look at, those that this base serves, the oldest first."""
        self._notes.looked_at = max((look.on for look in looks), default=None)
        if self._backfill is None:
            begun = self._job.series.since or date.min
            config = self._job.config
            now = self._job.now().astimezone(config.zone)
            young = fresh_days(looks, newest, config.crawl.recheck_days, now)
            days = [day for day in young if day >= begun]
        else:
            since, until, started_at = self._backfill
            days = backfill_days(looks, since, min(until, newest), started_at)
        return [day for day in days if self._source.serves(day)]
