"""One issue of an e-paper, from the board it begins with to one recorded text.

front → boards → the series' stories → further ones that those lead to → one text
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from scrapy import Request
from twisted.python.failure import Failure

from crawler.answers import answer_of
from crawler.documents import says_gone
from crawler.epapers.asking import BOARD, FRONT, STORY, Lose, Read, page_request
from crawler.epapers.fronts import Fronts, says_no_issue
from crawler.epapers.issue import Issue
from crawler.epapers.issue_notes import IssueNotes
from crawler.epapers.shown_days import OtherDay
from crawler.failures import is_given_up, sentence
from crawler.fetching.statuses import GONE
from crawler.job import Job
from crawler.sources.base import ReadError
from crawler.sources.epaper import Epaper
from storage.findings import Finding, Problem
from storage.language import say
from storage.readings import Reading
from storage.running.sweeps import Found
from storage.values import Document, Surface, Verdict

Take = Callable[[str, Document, Issue], Awaitable[list[Request]]]


class IssueDesk:
    """Reads the issues of one e-paper, one by one."""

    def __init__(self, job: Job, source: Epaper, notes: IssueNotes, fronts: Fronts) -> None:
        self._job = job
        self._source = source
        self._notes = notes
        self._fronts = fronts

    def request(self, issue: Issue) -> Request:
        """Return the request for the board that an issue begins with."""

        async def read(document: Document) -> list[Request]:
            return await self._read_front(document, issue)

        return self._request(issue.front, read, self._losing(issue), BOARD if issue.tried else FRONT)

    async def _read_front(self, document: Document, issue: Issue) -> list[Request]:
        if document.status in GONE:
            return await self._front_missing(document, issue)
        try:
            boards = issue.open(document) if document.status == 200 else None
        except ReadError as error:
            if self._source.is_home(document.url) or says_gone(document) or says_no_issue(document):
                return await self._front_missing(document, issue)
            return await self._notes.unread(document, error.message, issue)
        except OtherDay as error:
            return await self._notes.another_day(document, issue, error.board, issue.front == self._fronts.newest)
        if boards is None:
            return await self._notes.refused(document, issue)
        self._fronts.answered(issue.front, issue.on)
        await self._notes.own_day(issue)
        self._notes.shows("issue", len(boards) + 1, 0, issue.on)
        await self._notes.index(document, say(f"{len(boards) + 1} 个版", f"{len(boards) + 1} boards"))
        if boards:
            return self._parts(boards, issue, self._read_board, BOARD)
        return await self._ask_stories(issue, issue.choose())

    async def _front_missing(self, document: Document, issue: Issue) -> list[Request]:
        """Look for an issue under its other name, where it has one; else there is none of that day."""
        if issue.front == self._fronts.newest:
            named = say("首页指向的这一期读不到", "the issue that the home page names is not there")
            return await self._notes.give_up(document.requested_url, named, document.status, issue)
        others = [url for url in self._source.fronts(issue.front, issue.on) if url not in issue.tried]
        other = self._fronts.elsewhere(issue.front, issue.on, others)
        if other is None:
            self._fronts.missed()
            return await self._notes.no_issue(document, issue, say("这一天没有这一期", "no issue of that day"))
        told = say(f"不在这里，再看 {other}", f"not here; {other} is looked at")
        await self._notes.index(document, told)
        return [self.request(replace(issue, front=other, tried=(*issue.tried, issue.front)))]

    async def _read_board(self, url: str, document: Document, issue: Issue) -> list[Request]:
        # Told before anything is awaited: of several boards that come at once only one is the last.
        is_last, beyond = issue.take_board(url, document), issue.beyond(url)
        await self._notes.index(document, say("版面目录", "a board"))
        if beyond:
            return self._parts(beyond, issue, self._read_board, BOARD)
        return await self._ask_stories(issue, issue.choose()) if is_last else []

    async def _ask_stories(self, issue: Issue, stories: Iterable[str]) -> list[Request]:
        wanted = list(stories)
        self._notes.shows("issue", len(wanted), len(wanted), issue.on)
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

    # --- what every page has in common

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

    def _request(self, url: str, read: Read, lost: Lose, priority: int) -> Request:
        return page_request(self._job, self._source, url, read, lost, priority)
