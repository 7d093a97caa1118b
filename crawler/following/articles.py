"""The articles' side of the spider: from an address that is to be read to one recorded text, or to why there is none.

document → answer → a further part? → joined → of the series? → archive → what it links to
         ↘ no text → the article's next address → none left: missed
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import Answer, not_endless, read_answer, whole_only
from crawler.documents import document_of
from crawler.extract import join_parts
from crawler.failures import is_given_up, is_unreachable, sentence
from crawler.following.chase import Chase, Miss, Missed
from crawler.following.fronts import FrontDesk
from crawler.following.leading import LeadDesk, own_addresses, why_foreign
from crawler.following.met import Met
from crawler.following.misses import Lost, why_no_sign
from crawler.following.tidying import tidy
from crawler.job import Job
from storage.addresses import canonical
from storage.findings import Attempt, Look, Problem, look_of
from storage.language import say
from storage.readings import Reading, Role
from storage.values import Document, Extract, Verdict


class ArticleDesk:
    """Reads the articles of a run."""

    def __init__(self, job: Job, met: Met, leads: LeadDesk) -> None:
        self._job = job
        self._met = met
        self._leads = leads
        self._fronts = FrontDesk(job, met)

    def requests(self, chases: Iterable[Chase]) -> Iterator[Request]:
        """Yield the requests for articles' addresses, each once a run."""
        for chase in chases:
            if canonical(chase.url) not in self._met.asked:
                yield self._request(chase)

    def _request(self, chase: Chase) -> Request:
        """Return the request for an article's address, or for a further page of it, whoever has asked for that before.

        Without it there would be half a text: the page may have been read as an article of its own.
        """
        self._met.asked.add(canonical(chase.url))
        return Request(chase.url, self._read, cb_kwargs={"chase": chase}, errback=self._failed)

    async def _read(self, response: Response, chase: Chase) -> AsyncIterator[Request]:
        """Read one article document: keep it, extract it, record it; or look for the article elsewhere."""
        job = self._job
        document = document_of(response, chase.url, job.now())
        answer = await read_answer(document, job.readers, chase.source.rules, job.is_list, self._met.lists)
        if chase.whole:
            answer = whole_only(answer, chase)
        answer = not_endless(answer, chase)
        if answer.extract is None:
            await job.keeper.keep(document)
            requests = await self._missed(chase, answer)
        elif (part := self._further(chase, document, answer.extract)) is None:
            requests = await self._finish(chase, document, answer.extract, answer)
        else:
            requests = [self._request(part)]
        for request in requests:
            yield request

    async def _failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Look for an article elsewhere when its address gave no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if is_given_up(failure.value):
            return
        problem = Problem.UNREACHABLE if is_unreachable(failure.value) else Problem.ARTICLE
        answer = Answer(None, None, Miss.BROKEN, problem, sentence(failure.value))
        for following in await self._missed(request.cb_kwargs["chase"], answer):
            yield following

    def _further(self, chase: Chase, document: Document, extract: Extract) -> Chase | None:
        """Return the chase of what is left of a long article: all in one where a host of ours offers that."""
        whole = chase.in_one(document, extract)
        ours = whole is not None and not self._job.wanted.is_strange(whole.url)
        return whole if ours else chase.next_part(document, extract)

    # --- read to its end

    async def _finish(self, chase: Chase, document: Document, extract: Extract, answer: Answer) -> list[Request]:
        """Record an article that was read to its end; return the requests for what it links to of the series."""
        readings = [*chase.parts, (document, extract)]
        whole = join_parts([part for _, part in readings])
        why_not = self._job.wanted.unwanted(whole, bounded=chase.lead is None)
        if why_not := why_not or why_foreign(self._job.series, chase, whole):
            await self._leave_out(chase, readings, whole, why_not)
            return []
        if why := await self._why_no_sign(chase, whole):
            await self._job.keeper.keep(document)
            return await self._collapsed(chase, document, whole, why)
        first = readings[0][0]
        recorded = await self._job.keeper.record(_reading(chase, readings, whole, answer))
        if recorded.verdict is Verdict.SUSPECTED:
            # A number that was given out again was so on every surface.
            chase = replace(chase, untried=()) if recorded.another else chase
            return await self._collapsed(chase, document, whole, recorded.reason)
        self._tried(chase, look=look_of(whole))
        self._job.findings.recorded(first.url, whole.title, recorded)
        await tidy(self._job.keeper, self._job.lost, chase, readings)
        return list(self.requests(await self._leads.follow(whole, own_addresses(whole, [first.requested_url]))))

    async def _leave_out(
        self, chase: Chase, readings: Sequence[tuple[Document, Extract]], whole: Extract, why_not: str
    ) -> None:
        """Note that an article is none of the series. Its documents are kept."""
        first = readings[0][0]
        self._tried(chase, look=look_of(whole))
        for part, _ in readings:
            await self._job.keeper.keep(part)
        await self._job.keeper.visit(first.requested_url, Verdict.FILTERED, why_not, first.status)
        await tidy(self._job.keeper, self._job.lost, chase, readings)

    async def _why_no_sign(self, chase: Chase, whole: Extract) -> str:
        """Return why what stands at another address of an article is not that article, "" where it is."""
        known = (await self._job.keeper.known([chase.began_at])).get(chase.began_at) if chase.missed else None
        if known is None or known.excluded:
            return ""
        return why_no_sign(whole, await self._job.keeper.text(known.article_id), known.dated_on)

    # --- no text

    async def _collapsed(self, chase: Chase, document: Document, whole: Extract, reason: str) -> list[Request]:
        answer = Answer(document, None, Miss.MISSING, Problem.MISSING, reason)
        return await self._missed(chase, answer, look_of(whole))

    async def _missed(self, chase: Chase, answer: Answer, look: Look | None = None) -> list[Request]:
        """Return the request for an article's next address; where there is none left, note every one that was tried."""
        if chase.whole:
            return await self._page_by_page(chase, answer)
        for page, _ in chase.parts:
            await self._job.keeper.keep(page)
        missed = Missed(chase.url, answer.miss, answer.reason, answer.status, answer.problem)
        elsewhere, broken = chase.elsewhere(missed), chase.broken_before(missed)
        is_last = elsewhere is None and broken is None
        self._tried(chase, look=look, problem=answer.problem, reason=answer.reason, last=is_last)
        if elsewhere is not None:
            return list(self.requests([elsewhere]))
        if broken is not None:
            self._tried(replace(chase, url=broken.url, parts=()), problem=broken.problem, reason=broken.reason)
        for lost in chase.so_far(missed):
            await self._lose(chase, lost)
        await self._job.keeper.owe([chase.began_at])
        return self._fronts.requests(chase.source)

    async def _page_by_page(self, chase: Chase, answer: Answer) -> list[Request]:
        why = say(
            f"全文接口没有给出整篇（{answer.reason}），改为逐页读", f"no whole text ({answer.reason}); read by page"
        )
        await self._job.keeper.visit(chase.url, Verdict.FILTERED, why, answer.status)
        return [self._request(chase.page_by_page())]

    async def _lose(self, chase: Chase, lost: Missed) -> None:
        """Note an address that gave no text. What is not there is told at the run's end: the site may be away."""
        reason = f"{lost.reason}{chase.evidence}"
        if lost.half:
            await self._job.keeper.visit(lost.url, Verdict.INDEX, reason, lost.status)
        elif lost.miss is Miss.MISSING:
            self._job.lost.append(Lost(chase.source.label, lost.url, reason, lost.status))
        else:
            await self._job.keeper.visit(lost.url, Verdict.FAILED, reason, lost.status)

    def _tried(self, chase: Chase, **outcome: Any) -> None:
        """Note for the judge what an address gave."""
        source, began = chase.source, canonical(chase.began_at)
        surface = source.surface(chase.parts[0][0].url if chase.parts else chase.url)
        attempt = Attempt(source.label, surface, chase.url, fresh=began in self._met.fresh, **outcome)
        self._job.findings.tried(attempt)


def _reading(chase: Chase, readings: Sequence[tuple[Document, Extract]], whole: Extract, answer: Answer) -> Reading:
    """Return what the archive is told of an article; `answer` is the last of its pages'."""
    first, more = readings[0][0], len(readings) > 1
    also = () if chase.whole else tuple(part.url for part, _ in readings[1:])
    # A text joined from parts has an outline and a shape of its own, which the archive makes.
    made = (None, None) if more else (answer.outline, answer.shape)
    parts = tuple((Role.PART, part) for part, _ in readings) if more else ()
    surface = chase.source.surface(first.url)
    return Reading(first, whole, surface, also, *made, whole=parts, led=chase.led, listed_on=chase.listed_on)
