"""The e-paper's side of the spider: which issues a run looks at, and each from its directory to one recorded text.

A normal run looks at the days since the last look and at those that are due again; a backfill at every day of its
window, and goes on where an earlier one of the same window stopped.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scrapy import Request
from twisted.python.failure import Failure

from crawler.answers import answer_of, says_gone
from crawler.epapers.agenda import backfill_days, fresh_days
from crawler.epapers.asking import BOARD, FRONT, HOME_PAGE, STORY, Lose, Read, page_request
from crawler.epapers.fronts import Fronts, says_no_issue
from crawler.epapers.issue import Issue
from crawler.epapers.issue_notes import IssueNotes
from crawler.epapers.shown_days import OtherDay
from crawler.extraction.foresight import come
from crawler.failures import is_given_up, is_unreachable, sentence
from crawler.fetching.keeping import FRONT_FRESH
from crawler.fetching.statuses import GONE
from crawler.job import Job
from crawler.sources.base import ReadError
from crawler.sources.epaper import FRONTS, Epaper
from storage.answers import Reading
from storage.findings import Finding, Listed, Problem
from storage.language import say
from storage.ledger.coverage import READ
from storage.running.sweeps import Found, Sweep
from storage.values import Document, Surface, Verdict

Take = Callable[[str, Document, Issue], Awaitable[list[Request]]]
Backfill = tuple[date, date, datetime]
"""First and last day of a window, both inclusive, and when its backfill began."""


class EpaperDesk:
    """Reads the issues of one e-paper for a run."""

    def __init__(self, job: Job, source: Epaper, backfill: Backfill | None) -> None:
        self._job = job
        self._source = source
        self._notes = IssueNotes(job, source)
        self._backfill = backfill
        self._looked_at: date | None = None
        self._fronts = Fronts()
        self._newest = ""
        self._homeless = ""

    def first_request(self) -> Request:
        """Return the request for the home page, which names the newest issue."""
        return self._request(self._source.home, self._read_home, self._home_lost, HOME_PAGE, FRONT_FRESH)

    # --- which issues

    async def _read_home(self, document: Document) -> list[Request]:
        if document.status != 200:
            return await self._without_home(document.requested_url, answer_of(document).reason, document.status)
        try:
            newest, day = self._source.newest(document)
        except ReadError as error:
            return await self._without_home(document.requested_url, error.message, document.status)
        reason = say(f"最新一期：{newest}", f"newest issue: {newest}")
        if come(day, document.fetched_at) is None:  # no later issue would be newer
            return await self._without_home(document.requested_url, reason, document.status)
        await self._notes.index(document, reason)
        self._newest = newest
        self._fronts.answered(newest, day)
        self._listed("home", 0, 0, day)
        return await self._issues(newest, day)

    def _listed(self, layout: str, links: int, ours: int, newest: date) -> None:
        """Note for the judge what the e-paper showed: its home page alone says nothing, an issue does.

        An issue of a day that was looked at before tells nothing of whether the newspaper still appears.
        """
        self._job.findings.answers.add(self._source.label)
        if self._backfill is None and (not links or self._looked_at is None or newest > self._looked_at):
            home = self._source.home
            self._job.findings.list_read(Listed(self._source.label, home, layout, (), links, ours, newest))

    async def _home_lost(self, failure: Failure, url: str) -> list[Request]:
        if is_given_up(failure.value):
            return []
        if is_unreachable(failure.value):
            self._job.findings.add(
                Finding(Problem.UNREACHABLE, self._source.label, url, sentence(failure.value), listed=True)
            )
            await self._job.keeper.visit(url, Verdict.FAILED, sentence(failure.value), None)
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
            return [self._request(self._source.folder, self._read_home, self._home_lost, HOME_PAGE, FRONT_FRESH)]
        guessed = say(f"{reason}，改按日期找各期", f"{reason}; issues are looked for by date")
        await self._job.keeper.visit(url, Verdict.FILTERED, guessed, status)
        self._homeless = reason
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
        return [self._front(Issue(self._job.series, day, self._source.issue_url(day, front))) for day in days]

    def _days(self, looks: Sequence[Sweep], newest: date) -> list[date]:
        """Return the days to look at, those that this base serves, the oldest first."""
        self._looked_at = max((look.on for look in looks), default=None)
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

    # --- one issue

    def _front(self, issue: Issue) -> Request:
        async def read(document: Document) -> list[Request]:
            return await self._read_front(document, issue)

        return self._request(issue.front, read, self._losing(issue), BOARD if issue.tried else FRONT)

    async def _read_front(self, document: Document, issue: Issue) -> list[Request]:
        if document.status in GONE:
            return await self._front_missing(document, issue)
        try:
            boards = issue.open(document) if document.status == 200 else None
        except ReadError as error:
            if says_gone(document) or says_no_issue(document):
                return await self._front_missing(document, issue)
            return await self._notes.unread(document, error.message, issue)
        except OtherDay as error:
            return await self._notes.another_day(document, issue, error.board, issue.front == self._newest)
        if boards is None:
            return await self._notes.refused(document, issue)
        self._fronts.answered(issue.front, issue.on)
        await self._notes.own_day(issue)
        self._listed("issue", len(boards) + 1, 0, issue.on)
        await self._notes.index(document, say(f"{len(boards) + 1} 个版", f"{len(boards) + 1} boards"))
        if boards:
            return self._parts(boards, issue, self._read_board, BOARD)
        return await self._ask_stories(issue, issue.choose())

    async def _front_missing(self, document: Document, issue: Issue) -> list[Request]:
        """Look for an issue under its other name, where it has one; else there is none of that day."""
        if issue.front == self._newest:
            named = say("首页指向的这一期读不到", "the issue that the home page names is not there")
            return await self._notes.give_up(document.requested_url, named, document.status, issue)
        others = [url for url in self._source.fronts(issue.front, issue.on) if url not in issue.tried]
        other = self._fronts.elsewhere(issue.front, issue.on, others)
        if other is None:
            self._fronts.missed()
            return await self._notes.no_issue(document, issue, say("这一天没有这一期", "no issue of that day"))
        told = say(f"不在这里，再看 {other}", f"not here; {other} is looked at")
        await self._notes.index(document, told)
        return [self._front(replace(issue, front=other, tried=(*issue.tried, issue.front)))]

    async def _read_board(self, url: str, document: Document, issue: Issue) -> list[Request]:
        # Told before anything is awaited: of several boards that come at once only one is the last.
        is_last = issue.take_board(url, document)
        await self._notes.index(document, say("版面目录", "a board"))
        return await self._ask_stories(issue, issue.choose()) if is_last else []

    async def _ask_stories(self, issue: Issue, stories: Iterable[str]) -> list[Request]:
        wanted = list(stories)
        self._listed("issue", len(wanted), len(wanted), issue.on)
        if issue.lacks:
            lacking = say("缺了版面，不能断定", "a board is not there: nothing can be told")
            await self._notes.sweep(issue, Found.FAILED, lacking, next(iter(issue.spared.values())).status)
            return []
        if not wanted and issue.is_mute:
            mute = say(
                "整期各版都认不出一篇有标题的文章；网站可能改版了",
                "no board of the issue shows a story's headline; the site may have changed",
            )
            return await self._notes.give_up(issue.front, mute, 200, issue, Problem.LAYOUT)
        if not wanted:
            await self._notes.sweep(
                issue, Found.NOTHING, say("整期目录里没有本系列", "none of the issue is of the series")
            )
            await self._notes.withdrawn(issue)
            return []
        known = await self._job.keeper.known(wanted)
        if len(known) == len(wanted) and not self._job.wishes.recheck:
            await self._notes.sweep(issue, Found.CAPTURED, say("各篇都已存档", "every story is in the archive"))
            return []
        return self._parts(wanted, issue, self._read_story, STORY)

    async def _read_story(self, url: str, document: Document, issue: Issue) -> list[Request]:
        is_last = issue.take_story(url, document)
        await self._notes.index(document, say(f"{issue.on} 电子报的一篇", f"a story of {issue.on}"))
        if not is_last:
            return []
        if rest := issue.onwards():
            return self._parts(rest, issue, self._read_story, STORY)
        await self._record(issue)
        return []

    async def _record(self, issue: Issue) -> None:
        assembled = issue.text()
        if assembled is None:
            await self._notes.sweep(
                issue, Found.NOTHING, say("选中的各篇都没有文字", "the chosen stories hold no text")
            )
            return
        also = tuple(part.url for part in assembled.parts)
        lead, whole = issue.lead_document(assembled), tuple(issue.read())
        recorded = await self._job.keeper.record(Reading(lead, assembled.extract, Surface.EPAPER, also, whole=whole))
        self._job.findings.recorded(lead.url, assembled.extract.title, recorded)
        self._job.findings.articles += 1
        count = len(also)
        await self._notes.sweep(
            issue, Found.CAPTURED, say(f"{count} 篇合成一期", f"{count} stories make one instalment")
        )

    # --- what every address has in common

    def _parts(self, urls: Iterable[str], issue: Issue, take: Take, priority: int) -> list[Request]:
        return [self._part(url, issue, take, priority) for url in urls]

    def _part(self, url: str, issue: Issue, take: Take, priority: int) -> Request:
        async def read(document: Document) -> list[Request]:
            return await self._take(url, document, issue, take)

        return self._request(url, read, self._losing(issue), priority)

    async def _take(self, url: str, document: Document, issue: Issue, take: Take) -> list[Request]:
        if document.status in GONE and issue.can_spare(url):
            return await self._spare(url, document, issue)
        if document.status != 200:
            return await self._notes.refused(document, issue)
        try:
            return await take(url, document, issue)
        except ReadError as error:
            return await self._notes.unread(document, error.message, issue)

    async def _spare(self, url: str, document: Document, issue: Issue) -> list[Request]:
        """Go on without what the issue names and is not there."""
        is_last, reason = issue.spare(url, document), answer_of(document).reason
        await self._job.keeper.visit(url, Verdict.FAILED, reason, document.status)
        self._job.findings.add(Finding(Problem.ARTICLE, self._source.label, url, reason))
        if is_last and url in issue.boards:
            return await self._ask_stories(issue, issue.choose())
        if is_last:
            await self._record(issue)
        return []

    def _losing(self, issue: Issue) -> Lose:
        async def lost(failure: Failure, url: str) -> list[Request]:
            if is_given_up(failure.value):
                return []
            return await self._notes.give_up(url, sentence(failure.value), None, issue)

        return lost

    def _request(self, url: str, read: Read, lost: Lose, priority: int, fresh: timedelta | None = None) -> Request:
        return page_request(self._job, self._source, url, read, lost, priority, fresh)
