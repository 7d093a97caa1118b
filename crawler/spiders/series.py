"""The spider `series`: follows one series through its sources. It holds no selector.

    source.asks() → index → links ─known?→ document ─→ snapshot
        → extract (chrome off, outline) → decide(extract, known, twins) → archive.record → revision, copies, visit
    run's end: tally → judge → complaints

It asks sources for index addresses, reads links, asks the archive which are known (the cheap question first), fetches
the rest, and writes one visit for every address it came across.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import asdict
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import (
    Answer,
    answer_of,
    document_of,
    index_reason,
    list_trouble,
    mark_of,
    notice_of,
    read_answer,
    whole_only,
)
from crawler.chase import Chase, Miss, Missed
from crawler.epaper import EpaperDesk
from crawler.extract import join_parts
from crawler.failures import is_given_up, is_unreachable, sentence
from crawler.job import Job
from crawler.keeping import FRESH, FRONT_FRESH
from crawler.leading import LeadDesk, own_addresses, why_foreign
from crawler.match import Matched, match_link
from crawler.misses import Lost
from crawler.outset import job_of
from crawler.rules import rules_of
from crawler.sources.base import Ask, Index, ReadError, Source
from crawler.tidying import tidy
from crawler.topics import matched_links
from crawler.walk import Place, Walk
from storage.addresses import canonical
from storage.answers import Reading, Role
from storage.decide import is_stump
from storage.errands import Named
from storage.findings import Attempt, Finding, Listed, Look, Problem, look_of, newest_of
from storage.language import say
from storage.values import Document, Extract, Link, Verdict


class SeriesSpider(Spider):
    """`scrapy crawl series -a series=NAME [-a config=FILE]`; `xunli crawl` hands its job over instead."""

    name = "series"

    def __init__(self, job: Job, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.hosts = job.hosts
        self.budget = job.budget
        self._asked: set[str] = set()
        self._fresh: set[str] = set()
        self._lists: set[int] = set()
        self._walks: dict[str, Walk] = {}
        self._leads = LeadDesk(job, self._asked)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        job = kwargs.pop("job", None) or job_of(**kwargs)
        job.apply(crawler.settings)
        spider = super().from_crawler(crawler, job=job)
        crawler.signals.connect(spider.flew, signal=signals.spider_error)
        return spider

    def flew(self, failure: Failure) -> None:
        """End the run because of an error that flew out of a callback."""
        if failure.value is not None:
            self.job.fail(failure.value)

    def out_of_budget(self) -> None:
        """Note that the budget of requests is spent: the run pauses here."""
        self.job.stop_for_budget()

    async def start(self) -> AsyncIterator[Request]:
        """Yield the first requests: the wished addresses, or every list and then what is owed or due again."""
        self.job.began(self.crawler)
        backfill = await self.job.backfill()
        for chase in await self.job.chases():
            for request in self._chase(chase):
                yield request
        for source, ask in self.job.asks():
            yield self._list_request(source, ask)
        for epaper in self.job.epapers():
            yield EpaperDesk(self.job, epaper, backfill).first_request()

    def closed(self, reason: str) -> None:
        """End the run when Scrapy ends the spider, whoever started it."""
        if reason != "finished":
            self.job.cut_short(reason)
        self.job.finish()

    # --- lists

    def _list_request(self, source: Source, ask: Ask) -> Request:
        self._asked.add(canonical(ask.url))
        given = {"source": source, "ask": ask}
        meta = {FRESH: FRONT_FRESH} if ask.page == 1 else {}
        return Request(ask.url, self.read_list, cb_kwargs=given, errback=self.list_failed, priority=1, meta=meta)

    async def read_list(self, response: Response, source: Source, ask: Ask) -> AsyncIterator[Request]:
        """Read one page of a list: its links to be chased, its next page to be asked for."""
        document = document_of(response, ask.url, self.job.now())
        keeping = asyncio.ensure_future(self.job.keeper.keep(document))
        try:
            index = source.read_index(document, ask) if document.status == 200 else None
        except ReadError as error:
            problem, why = list_trouble(document, error.message)
            self._answered(source, document)
            await asyncio.gather(keeping, self._list_lost(source, ask, problem, why, document.status))
            return
        if index is None:
            answer = answer_of(document)
            problem = Problem.CHALLENGE if answer.problem is Problem.CHALLENGE else Problem.LIST
            await asyncio.gather(keeping, self._list_lost(source, ask, problem, answer.reason, document.status))
            return
        for request in await self._take_in(source, ask, index, document, keeping):
            yield request

    async def list_failed(self, failure: Failure) -> None:
        """Note a list that gave no answer, or that our manners kept us from asking for."""
        request: Request = failure.request  # type: ignore[attr-defined]
        source, ask = request.cb_kwargs["source"], request.cb_kwargs["ask"]
        if not is_given_up(failure.value):
            problem = Problem.UNREACHABLE if is_unreachable(failure.value) else Problem.LIST
            await self._list_lost(source, ask, problem, sentence(failure.value), None)

    async def _take_in(
        self, source: Source, ask: Ask, index: Index, document: Document, keeping: Awaitable[None]
    ) -> list[Request]:
        """Note what a page of a list holds; returns the requests for its articles and for the page that follows."""
        self._lists.add(mark_of(document))
        walk = self._walks[ask.start] = self._walks.get(ask.start) or await self._walk(ask.start)
        wanted, named, reason = await self._sift(source, ask, index)
        before = walk.places
        following = await self._walk_on(source, ask, index)
        moved = walk.marks or walk.places != before
        await asyncio.gather(
            keeping,
            self.job.keeper.visit(ask.url, Verdict.INDEX, index_reason(document, reason), document.answered),
            # What is wanted is owed from now on: once its page is marked, no list would bring it again.
            self.job.keeper.owe(named),
            *([self._note_places(walk)] if moved else []),
        )
        return [*wanted, self._list_request(source, following)] if following else wanted

    async def _list_lost(self, source: Source, ask: Ask, problem: Problem, reason: str, status: int | None) -> None:
        self.job.findings.add(Finding(problem, source.label, ask.url, reason, listed=True))
        await self.job.keeper.visit(ask.url, Verdict.FAILED, reason, status)
        walk = self._walks.get(ask.start)
        if walk is not None and status is not None and status < 500 and walk.lost(ask):
            await self._note_places(walk)

    async def _walk_on(self, source: Source, ask: Ask, index: Index) -> Ask | None:
        walk = self._walks[ask.start]
        listed = await self.job.keeper.listed(ask.start, [link.url for link in index.links])
        following = walk.step(ask, index, listed)
        if following is None and walk.endless:
            self.job.findings.add(Finding(Problem.ENDLESS, source.label, ask.url, walk.ended, listed=True))
        return following

    async def _walk(self, start: str) -> Walk:
        places = await self.job.keeper.places(start)
        return Walk(start, self.job.since, self.job.thorough, tuple(Place(**place) for place in places))

    async def _note_places(self, walk: Walk) -> None:
        await self.job.keeper.walked(walk.start, walk.marks, [asdict(place) for place in walk.places])

    async def _sift(self, source: Source, ask: Ask, index: Index) -> tuple[list[Request], list[Named], str]:
        """Return the requests for the links of the series that are to be read, who named them, and what there was."""
        matching = matched_links(self.job.series, index)
        known = await self.job.keeper.known([link.url for link, _ in matching])
        requests: list[Request] = []
        named: list[Named] = []
        for link, matched in matching:
            followed = await self._follow(link, matched, known=link.url in known)
            requests += followed
            named += [Named(each.url, link.title or link.text, link.published_on, ask.url) for each in followed]
        for stranger in index.strangers:
            if (strange := match_link(self.job.series, stranger)) is not None:
                await self._follow(stranger, strange, known=True)
        total, ours = len(index.links), len(matching)
        newest = newest_of(index.links)
        listed = Listed(source.label, ask.start, index.layout, index.missed, total, ours, newest)
        self.job.findings.list_read(listed)
        ours_here = [link for link, matched in matching if not self.job.wanted.refusal(link, matched)]
        self.job.reach.page(source, ask, index.links, ours_here)
        wanted = len(requests)
        return (
            requests,
            named,
            say(
                f"{total} 条链接，{ours} 条属于本系列，{wanted} 条要读",
                f"{total} links, {ours} of the series, {wanted} to read",
            ),
        )

    async def _follow(self, link: Link, matched: Matched, known: bool) -> list[Request]:
        """Return the request for a link of the series, nothing where there is a reason not to read it."""
        why_not = self.job.wanted.refusal(link, matched)
        if why_not and canonical(link.url) not in self._asked:
            self._asked.add(canonical(link.url))
            await self.job.keeper.visit(link.url, Verdict.FILTERED, why_not, None)
        if known or why_not:
            return []
        words = link.text or link.title
        self._fresh.add(canonical(link.url))
        why = say(f"列表里的标题：{words}", f"listed as: {words}")
        return list(self._chase(Chase.at(link.url, self.job.source_of(link.url), why)))

    # --- articles

    def _chase(self, chase: Chase) -> Iterator[Request]:
        """Yield the request for an article's address, once a run."""
        if canonical(chase.url) in self._asked:
            return
        self._asked.add(canonical(chase.url))
        yield Request(chase.url, self.read_article, cb_kwargs={"chase": chase}, errback=self.article_failed)

    async def read_article(self, response: Response, chase: Chase) -> AsyncIterator[Request]:
        """Read one article document: keep it, extract it, record it; or look for the article elsewhere."""
        document = document_of(response, chase.url, self.job.now())
        job = self.job
        answer = await read_answer(document, job.readers, rules_of(chase.source), job.is_list, self._lists)
        if chase.whole:
            answer = whole_only(answer, chase)
        if answer.extract is None:
            await self.job.keeper.keep(document)
            requests = await self._missed(chase, answer)
        elif (part := self._further(chase, document, answer.extract)) is not None:
            requests = list(self._chase(part))
        else:
            requests = await self._record(chase, document, answer.extract, answer)
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
            return list(self._chase(chase.page_by_page()))
        missed = Missed(chase.url, answer.miss, answer.reason, answer.status)
        elsewhere = chase.elsewhere(missed)
        self._tried(chase, look=look, problem=answer.problem, reason=answer.reason, last=elsewhere is None)
        if elsewhere is not None:
            return list(self._chase(elsewhere))
        for lost in (*chase.missed, missed):
            reason = f"{lost.reason}{chase.evidence}"
            if lost.miss is Miss.MISSING:
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
        return [Request(first.url, self.read_front, cb_kwargs=given, errback=self.list_failed)]

    async def read_front(self, response: Response, source: Source, ask: Ask) -> None:
        """Note whether a site answers."""
        document = document_of(response, ask.url, self.job.now())
        await self.job.keeper.keep(document)
        self._answered(source, document)
        told = say("看看网站是否正常", "to see whether the site answers")
        await self.job.keeper.visit(ask.url, Verdict.INDEX, told, document.status)

    def _answered(self, source: Source, document: Document) -> None:
        """Note that a site shows pages, whatever is on them, and not an error or a notice in their place."""
        if document.status == 200 and notice_of(document) is None:
            self.job.fronts.add(source.label)

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
            reading = Reading(first, whole, surface, also, *made, whole=parts, led=chase.led)
            if await self._is_stump(chase, whole):
                await self.job.keeper.keep(document)
                return await self._collapsed(chase, document, whole, say("这里也没有正文", "no text here either"))
            recorded = await self.job.keeper.record(reading)
            if recorded.verdict is Verdict.SUSPECTED:
                return await self._collapsed(chase, document, whole, recorded.reason)
            self._tried(chase, look=look_of(whole))
            self.job.findings.recorded(first.url, whole.title, recorded)
        await tidy(self.job.keeper, self.job.lost, chase, readings)
        following = [] if why_not else await self._leads.follow(whole, own_addresses(whole, [first.requested_url]))
        return [request for led in following for request in self._chase(led)]

    async def _is_stump(self, chase: Chase, whole: Extract) -> bool:
        """Say whether hardly anything stands at another address of an article that is not where it stood."""
        if not chase.missed:
            return False
        known = (await self.job.keeper.known([chase.began_at])).get(chase.began_at)
        return bool(known and known.characters and is_stump(len("".join(whole.body.split())), known.characters))

    async def _collapsed(self, chase: Chase, document: Document, whole: Extract, reason: str) -> list[Request]:
        answer = Answer(document, None, Miss.MISSING, Problem.MISSING, reason)
        return await self._missed(chase, answer, look_of(whole))

    def _tried(self, chase: Chase, **outcome: Any) -> None:
        """Note for the judge what an address gave."""
        source, began = chase.source, canonical(chase.began_at)
        surface = source.surface(chase.parts[0][0].url if chase.parts else chase.url)
        attempt = Attempt(source.label, surface, chase.url, fresh=began in self._fresh, **outcome)
        self.job.findings.tried(attempt)
