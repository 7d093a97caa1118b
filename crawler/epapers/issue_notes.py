"""What a run notes of an e-paper's issues: visits, what the judge is told, and what a look at each day came to.

Where an issue is given up nothing of it is kept as a text, and nothing more is asked of it: the answer is no requests.
"""

from __future__ import annotations

from datetime import date

from scrapy import Request

from crawler.answers import answer_of
from crawler.documents import index_reason, list_trouble
from crawler.epapers.issue import Issue
from crawler.epapers.shown_days import Misdated, ShownDays
from crawler.following.misses import Lost
from crawler.job import Job
from crawler.sources.epaper import Epaper
from crawler.sources.founder import Board
from storage.findings import Finding, Listed, Problem
from storage.language import say
from storage.ledger.coverage import READ
from storage.running.sweeps import Found
from storage.values import Document, Verdict

_SEEN = {Problem.LIST_LAYOUT: Problem.LAYOUT, Problem.LIST: Problem.ARTICLE}
"""What is wrong with one page of an issue, by what it would be of a list."""


class IssueNotes:
    """The notes on one e-paper's issues in one run.

    looked_at  the newest day that earlier runs have looked at, None before any
    """

    def __init__(self, job: Job, source: Epaper, of_backfill: bool) -> None:
        self._job = job
        self._source = source
        self._of_backfill = of_backfill
        self._shown = ShownDays()
        self.looked_at: date | None = None

    def shows(self, layout: str, links: int, ours: int, newest: date) -> None:
        """Note for the judge what the e-paper showed: its home page alone says nothing, an issue does.

        An issue of a day that was looked at before tells nothing of whether the newspaper still appears.
        """
        self._job.findings.answers.add(self._source.label)
        if not self._of_backfill and (not links or self.looked_at is None or newest > self.looked_at):
            home = self._source.home
            self._job.findings.list_read(Listed(self._source.label, home, layout, (), links, ours, newest))

    async def unread(self, document: Document, message: str, issue: Issue) -> list[Request]:
        """Give an issue up whose page is none of a newspaper: a new layout, an error or a check for robots."""
        problem, reason = list_trouble(document, message)
        seen = _SEEN.get(problem, problem)
        return await self.give_up(document.requested_url, reason, document.status, issue, seen)

    async def refused(self, document: Document, issue: Issue) -> list[Request]:
        """Give an issue up whose site answers with an error."""
        answer = answer_of(document)
        seen = Problem.CHALLENGE if answer.problem is Problem.CHALLENGE else Problem.ARTICLE
        return await self.give_up(document.requested_url, answer.reason, document.status, issue, seen)

    async def give_up(
        self, url: str, reason: str, status: int | None, issue: Issue, problem: Problem = Problem.ARTICLE
    ) -> list[Request]:
        """Note that an issue cannot be read to the end; nothing of it is kept as a text, the next run tries again."""
        await self._job.keeper.visit(url, Verdict.FAILED, reason, status)
        if not issue.lost:
            issue.lost = reason
            self._job.findings.add(self._finding(problem, url, reason))
            await self.sweep(issue, Found.FAILED, reason, status)
        return []

    def _finding(self, problem: Problem, url: str, reason: str) -> Finding:
        if problem is not Problem.CHALLENGE:
            return Finding(problem, self._source.label, url, reason)
        # Told of the whole newspaper: that the address of one day is well again is seen by nobody.
        told = say(f"{reason}（{url}）", f"{reason} ({url})")
        return Finding(problem, self._source.label, self._source.home, told, listed=True)

    async def no_issue(self, document: Document, issue: Issue, reason: str) -> list[Request]:
        """Note that there is no issue of a day."""
        self._job.findings.no_issue(self._source.label, issue.on)
        await self.index(document, reason)
        await self.sweep(issue, Found.NO_ISSUE, reason, document.status)
        return []

    async def own_day(self, issue: Issue) -> None:
        """Note that an issue's front shows the day that was asked for, if it shows any."""
        front = next(board for board in issue.boards.values() if board is not None)
        if front.on is not None and front.on < self._job.today:
            self._job.findings.dated.add(self._source.label)
        await self._contradicted(self._shown.own(front))

    async def another_day(self, document: Document, issue: Issue, front: Board, is_named: bool) -> list[Request]:
        """Note what an issue comes to whose front shows another day: there is none, or nobody knows whose it is.

        `is_named` tells that the home page names this very issue: then there is one.
        """
        if is_named:
            reason = _told(front.on)
            await self.give_up(document.requested_url, reason, document.status, issue, Problem.MISDATED)
            await self._contradicted(self._shown.own(front))
            return []
        other = say(f"给的是另一天的（{front.on}）", f"answered with another day's issue ({front.on})")
        await self.no_issue(document, issue, other)
        # Only now: what another front takes back in the meantime would be noted before it.
        await self._contradicted(self._shown.other(issue.on, issue.front, front))
        return []

    async def _contradicted(self, found: list[Misdated]) -> None:
        """Take back that there is no issue of days whose answers are now known not to be what they show."""
        for each in found:
            reason = _told(each.shown)
            self._job.findings.has_issue(self._source.label, each.on)
            self._job.findings.add(Finding(Problem.MISDATED, self._source.label, each.url, reason))
            await self._job.keeper.note_sweep(self._source.label, each.on, Found.FAILED, each.url, 200, reason)

    async def withdrawn(self, issue: Issue) -> None:
        """Note what the archive holds of an issue that was read whole and lists no story of it any more.

        Where it still lists one, the series' words have changed and nothing was withdrawn.
        """
        if await self._job.keeper.known(issue.listed):
            return
        reason = say("整期目录里不再有它", "none of the issue's boards lists it any more")
        held = (await self._job.keeper.known(issue.boards)).items()
        standing = [url for url, known in held if known.own and not known.excluded]
        if standing:
            self._job.fronts.add(self._source.label)  # a whole issue answered: this is no outage
            self._job.lost += [Lost(self._source.label, url, reason, 200) for url in standing]

    async def index(self, document: Document, reason: str) -> None:
        """Note the visit of a page that leads to others or is a part of an issue."""
        told = index_reason(document, reason)
        await self._job.keeper.visit(document.requested_url, Verdict.INDEX, told, document.answered)

    async def sweep(self, issue: Issue, found: Found, reason: str, status: int | None = 200) -> None:
        """Note what a look at an issue's day came to."""
        self._job.progress.done(self._source.label)
        read = found in READ
        await self._job.keeper.note_sweep(
            self._source.label, issue.on, found, issue.front, status, reason,
            boards=len(issue.boards) if read else None, stories=issue.told if read else None,
        )  # fmt: skip


def _told(shown: date | None) -> str:
    return say(f"版面写的是 {shown}，却不是那一天的一期", f"it shows {shown} and is not that day's issue")
