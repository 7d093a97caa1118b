"""The spider `series`: follows one series through its sources. It holds no selector.

    source.asks() → index → links ─known?→ document ─→ snapshot
        → extract (chrome off, outline) → decide(extract, known, twins) → archive.record → revision, copies, visit
    run's end: tally → judge → complaints

It asks sources for index addresses, reads links, asks the archive which are known (the cheap question first), fetches
the rest, and writes one visit for every address it came across.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import Answer, document_of, not_endless, read_answer, whole_only
from crawler.ending import finish
from crawler.epapers.epaper import EpaperDesk
from crawler.extract import join_parts
from crawler.failures import is_given_up, is_unreachable, sentence
from crawler.following.chase import Chase, Miss, Missed
from crawler.following.leading import LeadDesk, own_addresses, why_foreign
from crawler.following.lists import ListDesk, note_front
from crawler.following.misses import Lost, why_no_sign
from crawler.following.owed import owed
from crawler.following.tidying import tidy
from crawler.job import Job
from crawler.outset import job_of
from crawler.settings import configured
from crawler.sources.base import Ask, Source
from storage import ArchiveError
from storage.addresses import canonical
from storage.answers import Reading, Role
from storage.findings import Attempt, Look, Problem, look_of
from storage.language import say
from storage.values import Document, Extract, Verdict


class SeriesSpider(Spider):
    """`scrapy crawl series -a series=NAME [-a config=FILE]`; `xunli crawl` hands its job over instead."""

    name = "series"

    def __init__(self, job: Job, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.hosts = job.hosts
        self.budget = job.budget
        self._asked: set[str] = set()
        self._leads = LeadDesk(job, self._asked)
        self._lists = ListDesk(job, self._asked, self._leads, self._chase)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        job = kwargs.pop("job", None) or job_of(**kwargs)
        crawler.settings.update(configured(job.config.crawl), priority="spider")
        spider = super().from_crawler(crawler, job=job)
        crawler.signals.connect(spider.flew, signal=signals.spider_error)
        return spider

    def flew(self, failure: Failure) -> None:
        """End the run because of an error that flew out of a callback."""
        if failure.value is not None:
            self.job.life.fail(failure.value)

    def out_of_budget(self) -> None:
        """Note that the budget of requests is spent: the run pauses here."""
        self.job.life.stop_for_budget()

    async def start(self) -> AsyncIterator[Request]:
        """Yield the first requests: the wished addresses, or every list and then what is owed or due again."""
        self.job.began(self.crawler)
        backfill = await self.job.backfill()
        for chase in await owed(self.job):
            for request in self._chase(chase):
                yield request
        for source, ask in self.job.lists():
            yield self._lists.request(source, ask)
        for epaper in self.job.epapers():
            yield EpaperDesk(self.job, epaper, backfill).first_request()

    def closed(self, reason: str) -> None:
        """End the run when Scrapy ends the spider, whoever started it."""
        if reason != "finished":
            self.job.life.cut_short(reason)
        try:
            finish(self.job)
        except ArchiveError as error:  # Scrapy would print where it came from; `crawler.run` meets it again and says it
            self.job.life.fail(error)

    # --- articles

    def _chase(self, chase: Chase) -> Iterator[Request]:
        """Yield the request for an article's address, once a run."""
        if canonical(chase.url) in self._asked:
            return
        yield self._request(chase)

    def _request(self, chase: Chase) -> Request:
        """Return the request for an article's address, or for a further page of it, whoever has asked for that before.

        Without it there would be half a text: the page may have been read as an article of its own.
        """
        self._asked.add(canonical(chase.url))
        return Request(chase.url, self.read_article, cb_kwargs={"chase": chase}, errback=self.article_failed)

    async def read_article(self, response: Response, chase: Chase) -> AsyncIterator[Request]:
        """Read one article document: keep it, extract it, record it; or look for the article elsewhere."""
        document = document_of(response, chase.url, self.job.now())
        job = self.job
        answer = await read_answer(document, job.readers, chase.source.rules, job.is_list, self._lists.marks)
        if chase.whole:
            answer = whole_only(answer, chase)
        answer = not_endless(answer, chase)
        if answer.extract is None:
            await self.job.keeper.keep(document)
            requests = await self._missed(chase, answer)
        elif (part := self._further(chase, document, answer.extract)) is None:
            requests = await self._record(chase, document, answer.extract, answer)
        else:
            requests = [self._request(part)]
        for request in requests:
            yield request

    async def article_failed(self, failure: Failure) -> AsyncIterator[Request]:
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
        ours = whole is not None and not self.job.wanted.is_strange(whole.url)
        return whole if ours else chase.next_part(document, extract)

    async def _missed(self, chase: Chase, answer: Answer, look: Look | None = None) -> list[Request]:
        if chase.whole:
            why = say(
                f"全文接口没有给出整篇（{answer.reason}），改为逐页读", f"no whole text ({answer.reason}); read by page"
            )
            await self.job.keeper.visit(chase.url, Verdict.FILTERED, why, answer.status)
            return [self._request(chase.page_by_page())]
        for page, _ in chase.parts:
            await self.job.keeper.keep(page)
        missed = Missed(chase.url, answer.miss, answer.reason, answer.status, answer.problem)
        elsewhere, broken = chase.elsewhere(missed), chase.broken_before(missed)
        is_last = elsewhere is None and broken is None
        self._tried(chase, look=look, problem=answer.problem, reason=answer.reason, last=is_last)
        if elsewhere is not None:
            return list(self._chase(elsewhere))
        if broken is not None:
            self._tried(replace(chase, url=broken.url, parts=()), problem=broken.problem, reason=broken.reason)
        for lost in chase.so_far(missed):
            reason = f"{lost.reason}{chase.evidence}"
            if lost.half:
                await self.job.keeper.visit(lost.url, Verdict.INDEX, reason, lost.status)
            elif lost.miss is Miss.MISSING:
                self.job.lost.append(Lost(chase.source.label, lost.url, reason, lost.status))
            else:
                await self.job.keeper.visit(lost.url, Verdict.FAILED, reason, lost.status)
        await self.job.keeper.owe([chase.began_at])
        return self._front(chase.source)

    def _front(self, source: Source) -> list[Request]:
        """Return the request for a site's front page where the run asks for none of its lists: a miss needs it."""
        first = next(iter(source.asks()), None) if self.job.wishes.urls else None
        if first is None or canonical(first.url) in self._asked:
            return []
        self._asked.add(canonical(first.url))
        given = {"source": source, "ask": first}
        return [Request(first.url, self.read_front, cb_kwargs=given, errback=self._lists.failed)]

    async def read_front(self, response: Response, source: Source, ask: Ask) -> None:
        """Note whether a site answers."""
        document = document_of(response, ask.url, self.job.now())
        await self.job.keeper.keep(document)
        note_front(self.job, source, document)
        told = say("看看网站是否正常", "to see whether the site answers")
        await self.job.keeper.visit(ask.url, Verdict.INDEX, told, document.status)

    async def _record(self, chase: Chase, document: Document, extract: Extract, answer: Answer) -> list[Request]:
        """Record an article that was read to its end; return the requests for what it links to of the series."""
        readings = [*chase.parts, (document, extract)]
        whole = join_parts([part for _, part in readings])
        first = readings[0][0]
        why_not = self.job.wanted.unwanted(whole, bounded=chase.lead is None)
        why_not = why_not or why_foreign(self.job.series, chase, whole)
        if why_not:
            self._tried(chase, look=look_of(whole))
            for part, _ in readings:
                await self.job.keeper.keep(part)
            await self.job.keeper.visit(first.requested_url, Verdict.FILTERED, why_not, first.status)
        else:
            more = len(readings) > 1
            also = () if chase.whole else tuple(part.url for part, _ in readings[1:])
            # A text joined from parts has an outline and a shape of its own, which the archive makes.
            made = (None, None) if more else (answer.outline, answer.shape)
            parts = tuple((Role.PART, part) for part, _ in readings) if more else ()
            surface = chase.source.surface(first.url)
            reading = Reading(first, whole, surface, also, *made, whole=parts, led=chase.led, listed_on=chase.listed_on)
            if why := await self._why_no_sign(chase, whole):
                await self.job.keeper.keep(document)
                return await self._collapsed(chase, document, whole, why)
            recorded = await self.job.keeper.record(reading)
            if recorded.verdict is Verdict.SUSPECTED:
                # A number that was given out again was so on every surface.
                chase = replace(chase, untried=()) if recorded.another else chase
                return await self._collapsed(chase, document, whole, recorded.reason)
            self._tried(chase, look=look_of(whole))
            self.job.findings.recorded(first.url, whole.title, recorded)
        await tidy(self.job.keeper, self.job.lost, chase, readings)
        following = [] if why_not else await self._leads.follow(whole, own_addresses(whole, [first.requested_url]))
        return [request for led in following for request in self._chase(led)]

    async def _why_no_sign(self, chase: Chase, whole: Extract) -> str:
        """Return why what stands at another address of an article is not that article, "" where it is."""
        known = (await self.job.keeper.known([chase.began_at])).get(chase.began_at) if chase.missed else None
        if known is None or known.excluded:
            return ""
        return why_no_sign(whole, await self.job.keeper.text(known.article_id), known.dated_on)

    async def _collapsed(self, chase: Chase, document: Document, whole: Extract, reason: str) -> list[Request]:
        answer = Answer(document, None, Miss.MISSING, Problem.MISSING, reason)
        return await self._missed(chase, answer, look_of(whole))

    def _tried(self, chase: Chase, **outcome: Any) -> None:
        """Note for the judge what an address gave."""
        source, began = chase.source, canonical(chase.began_at)
        surface = source.surface(chase.parts[0][0].url if chase.parts else chase.url)
        attempt = Attempt(source.label, surface, chase.url, fresh=began in self._lists.fresh, **outcome)
        self.job.findings.tried(attempt)
