"""The lists' side of the spider: from the pages of a list to the articles that are wanted of it, page after page.

source.read_index → links → words of the series? → known? → chases; entries seen before → the next page, or the end
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Collection
from dataclasses import asdict, replace

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import answer_of
from crawler.documents import data_in, document_of, index_reason, list_trouble, mark_of
from crawler.epapers.agenda import is_sweep_due
from crawler.extraction.foresight import come
from crawler.extraction.parts import first_part
from crawler.fetching.keeping import FRESH, FRONT_FRESH
from crawler.following.articles import ArticleDesk
from crawler.following.chase import Chase
from crawler.following.fronts import no_answer, note_front, note_lost
from crawler.following.leading import LeadDesk
from crawler.following.met import Met
from crawler.following.topics import matched_links
from crawler.following.walk import Place, Walk
from crawler.job import Job
from crawler.match import Matched, match_link
from crawler.sources.base import Ask, Index, ListSource, ReadError
from storage.addresses import canonical
from storage.findings import Finding, Listed, Problem, newest_of
from storage.language import say
from storage.running.errands import Named
from storage.values import Document, Link, Verdict

MOST_LINKS = 20_000
"""Links beyond which a page is no list: each takes half a millisecond, and so long the run does not beat."""
_ANCHOR = re.compile(rb"<a[\s>]", re.I)


class ListDesk:
    """Reads the lists of a run's sources."""

    def __init__(self, job: Job, met: Met, leads: LeadDesk, articles: ArticleDesk) -> None:
        self._job = job
        self._met = met
        self._leads = leads
        self._articles = articles
        self._walks: dict[str, Walk] = {}

    def request(self, source: ListSource, ask: Ask) -> Request:
        """Return the request for a page of a list."""
        self._met.asked.add(canonical(ask.url))
        given = {"source": source, "ask": ask}
        meta = {FRESH: FRONT_FRESH} if ask.page == 1 else {}
        return Request(ask.url, self.read, cb_kwargs=given, errback=self.failed, priority=1, meta=meta)

    async def read(self, response: Response, source: ListSource, ask: Ask) -> AsyncIterator[Request]:
        """Read one page of a list: its links to be chased, its next page to be asked for."""
        document = document_of(response, ask.url, self._job.now())
        keeping = asyncio.ensure_future(self._job.keeper.keep(document))
        try:
            index = _read(source, document, ask) if document.status == 200 else None
        except ReadError as error:
            problem, why = list_trouble(document, error.message)
            note_front(self._job, source, document)
            await asyncio.gather(keeping, self._lost(source, ask, problem, why, document.status))
            return
        if index is None:
            answer = answer_of(document)
            problem = Problem.CHALLENGE if answer.problem is Problem.CHALLENGE else Problem.LIST
            await asyncio.gather(keeping, self._lost(source, ask, problem, answer.reason, document.status))
            return
        for request in await self._take_in(source, ask, index, document, keeping):
            yield request

    async def failed(self, failure: Failure) -> None:
        """Note a list that gave no answer, or that our manners kept us from asking for."""
        given = no_answer(failure)
        if given is not None:
            await note_lost(self._job, *given)

    async def _take_in(
        self, source: ListSource, ask: Ask, index: Index, document: Document, keeping: Awaitable[None]
    ) -> list[Request]:
        """Note what a page of a list holds; returns the requests for its articles and for the page that follows."""
        self._met.lists.add(mark_of(document))
        walk = self._walks[ask.start] = self._walks.get(ask.start) or await self._walk(ask.start)
        wanted, named, reason = await self._sift(source, ask, index)
        if ask.page > 1 and (data := data_in(document)):
            reason = say(f"{data}，列表读到这里为止", f"{data}; the list is read up to here")
        before = walk.places
        following = await self._walk_on(source, ask, index)
        moved = walk.marks or walk.places != before
        await asyncio.gather(
            keeping,
            self._job.keeper.visit(ask.url, Verdict.INDEX, index_reason(document, reason), document.answered),
            # What is wanted is owed from now on: once its page is marked, no list would bring it again.
            self._job.keeper.owe(named),
            *([self._note_places(walk)] if moved else []),
        )
        return [*wanted, self.request(source, following)] if following else wanted

    async def _lost(self, source: ListSource, ask: Ask, problem: Problem, reason: str, status: int) -> None:
        await note_lost(self._job, source, ask.url, problem, reason, status)
        walk = self._walks.get(ask.start)
        if walk is not None and status < 500 and walk.lost(ask):
            await self._note_places(walk)

    async def _walk_on(self, source: ListSource, ask: Ask, index: Index) -> Ask | None:
        walk = self._walks[ask.start]
        listed = await self._job.keeper.listed(ask.start, [link.url for link in index.links])
        before = walk.swept
        following = walk.step(ask, index, listed)
        if walk.swept and not before:
            await self._job.keeper.swept(ask.start)
        if following is None and walk.endless:
            self._job.findings.add(Finding(Problem.ENDLESS, source.label, ask.url, walk.ended, listed=True))
        return following

    async def _walk(self, start: str) -> Walk:
        places = await self._job.keeper.places(start)
        last, young = await self._job.keeper.swept_at(start), self._job.young
        return Walk(
            start, self._job.since, self._job.thorough, tuple(Place(**place) for place in places),
            young=young, sweeping=young is not None and is_sweep_due(last, self._job.now()),
        )  # fmt: skip

    async def _note_places(self, walk: Walk) -> None:
        await self._job.keeper.walked(walk.start, walk.marks, [asdict(place) for place in walk.places])

    async def _sift(self, source: ListSource, ask: Ask, index: Index) -> tuple[list[Request], list[Named], str]:
        """Return the requests for the links of the series that are to be read, who named them, and what there was."""
        matched = matched_links(self._job.series, index)
        matching = [(link, found) for link, found in matched if not found.aside]
        firsts = {link.url: first_part(link.url) for link, _ in matching}
        known = await self._job.keeper.known({*firsts, *firsts.values()})
        matching = self._of_wholes(matching, firsts, {link.url for link in index.links} | known.keys())
        requests: list[Request] = []
        named: list[Named] = []
        for link, found in matching:
            followed = await self._follow(link, found, known=link.url in known)
            requests += followed
            day = come(link.published_on, self._job.now())
            named += [Named(each.url, link.title or link.text, day, ask.url) for each in followed]
        heard = await self._leads.hear((link for link, found in matched if found.aside), ask.url)
        requests += self._articles.requests(heard)
        strange = [(link, how) for link in index.strangers if (how := match_link(self._job.series, link))]
        for link, words in strange:
            await self._follow(link, words, known=True)
        total, ours = len(index.links), len(matching)
        newest = newest_of(index.links)
        listed = Listed(source.label, ask.start, index.layout, index.missed, total, ours, newest)
        self._job.findings.list_read(listed)
        ours_here = [link for link, found in matching if not self._job.wanted.refusal(link, found)]
        # Nobody reads what stands on a strange host: its day is not proven to be empty.
        elsewhere = [link for link, how in strange if link.published_on and not how.excluded]
        self._job.reach.page(source, ask, index.links, [*ours_here, *elsewhere])
        wanted = len(requests)
        return (
            requests,
            named,
            say(
                f"{total} 条链接，{ours} 条属于本系列，{wanted} 条要读",
                f"{total} links, {ours} of the series, {wanted} to read",
            ),
        )

    def _of_wholes(
        self, matching: list[tuple[Link, Matched]], firsts: dict[str, str], met: Collection[str]
    ) -> list[tuple[Link, Matched]]:
        """Return the links with each later page of a long article replaced by its first, which is the article.

        `met` are addresses that the list names or the archive knows: a first page among them is one, whatever the site.
        """
        keys = {canonical(url) for url in met} if any(url != first for url, first in firsts.items()) else set()
        found: dict[str, tuple[Link, Matched]] = {}
        for link, how in sorted(matching, key=lambda each: firsts[each[0].url] != each[0].url):
            first = firsts[link.url]
            is_first = first == link.url or canonical(first) in keys
            whole = first if is_first else self._job.source_of(link.url).whole(link.url)
            found.setdefault(canonical(whole), (replace(link, url=whole), how))
        return list(found.values())

    async def _follow(self, link: Link, matched: Matched, known: bool) -> list[Request]:
        """Return the request for a link of the series, nothing where there is a reason not to read it."""
        why_not = self._job.wanted.refusal(link, matched)
        if why_not and canonical(link.url) not in self._met.asked:
            self._met.asked.add(canonical(link.url))
            await self._job.keeper.visit(link.url, Verdict.FILTERED, why_not, None)
        if known or why_not:
            return []
        words, day = link.text or link.title, come(link.published_on, self._job.now())
        self._met.fresh.add(canonical(link.url))
        why = say(f"列表里的标题：{words}", f"listed as: {words}")
        chase = Chase.at(link.url, self._job.source_of(link.url), why, listed_on=day)
        return list(self._articles.requests([chase]))


def _read(source: ListSource, document: Document, ask: Ask) -> Index:
    """Read a page of a list. Raises ReadError, also where it has more links than any list.

    Where a list goes on as data for a script it ends: what looks like links in there are no addresses.
    """
    if ask.page > 1 and data_in(document):
        return Index((), None)
    count = sum(1 for _ in _ANCHOR.finditer(document.body))
    if count > MOST_LINKS:
        reason = say(f"列表页里有 {count} 条链接，不会是列表", f"{count} links on the page: no list")
        raise ReadError(document.url, reason)
    return source.read_index(document, ask)
