"""Leads' side of the spider: from an instalment that was read to the others of the series that its page links to.

extract.leads → words of the series? → ours to ask? → known, or met before? → chases, each noted with who named it

What a list page's hot and related lists mention goes the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crawler.extraction.leads import same_shape
from crawler.extraction.titles import same_words
from crawler.following.chase import Chase
from crawler.following.met import Met
from crawler.job import Job
from crawler.match import match_extract, match_link
from crawler.sources.base import Source
from crawler.sources.links import looks_like_article
from crawler.sources.website import Website
from storage.addresses import canonical
from storage.config import SeriesConfig
from storage.language import say
from storage.running.leads import Lead
from storage.values import Extract, Link, Verdict

_LEAST_TITLE = 6
"""Characters of a headline from which it is no accident that a link's words hold it."""


class LeadDesk:
    """Follows the links of instalments for a run."""

    def __init__(self, job: Job, met: Met) -> None:
        self._job = job
        self._met = met

    async def follow(self, extract: Extract, own: Collection[str]) -> list[Chase]:
        """Return the chases of what an instalment links to and nobody has met; `own` are addresses of its own text.

        One outside the window that was asked for is kept, for its sake was asked already, and leads no further.
        """
        beyond = self._job.wanted.outside(extract.printed_on or extract.published_on)
        if beyond or self._job.wishes.urls:
            return []
        wanted = [link for link in extract.leads if match_link(self._job.series, link)]
        leads = [_lead(link, extract, self._job.source_of(link.url)) for link in wanted if self._is_one(link, extract)]
        return await self._chases(leads, {canonical(url) for url in own})

    async def hear(self, mentions: Iterable[Link], named_by: str) -> list[Chase]:
        """Return the chases of what a list page's hot and related lists mention and nobody has met."""
        leading = {link: _leading(link.url, self._job.source_of(link.url)) for link in mentions}
        leads = [Lead(url, link.text or link.title, named_by, on=link.published_on) for link, url in leading.items()]
        return await self._chases(leads, set())

    async def _chases(self, leads: list[Lead], own: Collection[str]) -> list[Chase]:
        passed = {*own, *self._met.asked}
        once = {canonical(lead.url): lead for lead in reversed(leads) if canonical(lead.url) not in passed}
        fresh = await self._fresh([lead for lead in once.values() if await self._is_allowed(lead)])
        # Owed before they are noted: once a lead is noted, no later reading brings it again.
        await self._job.keeper.owe([lead.url for lead in fresh])
        await self._job.keeper.note_leads(fresh)
        return [Chase.led_by(lead, self._job.source_of(lead.url)) for lead in fresh]

    async def _fresh(self, leads: list[Lead]) -> list[Lead]:
        if not leads:
            return []
        urls = [lead.url for lead in leads]
        met = {**await self._job.keeper.known(urls), **await self._job.keeper.leads(urls)}
        return [lead for lead in leads if lead.url not in met]

    def _is_one(self, link: Link, extract: Extract) -> bool:
        """Tell whether an address can be an article's: one that its website knows, or of the same looks as this one."""
        if self._job.wanted.is_strange(link.url):
            return looks_like_article(link.url)
        source = self._job.source_of(link.url)
        known = isinstance(source, Website) and source.is_article(link.url)
        return known or same_shape(link.url, extract.url)

    async def _is_allowed(self, lead: Lead) -> bool:
        """Tell whether a lead may be asked; where it may not, it is noted that it is there."""
        link = Link(lead.url, lead.words, "", lead.on)
        why_not = self._job.wanted.refusal(link, match_link(self._job.series, link), bounded=False)
        if why_not:
            self._met.asked.add(canonical(lead.url))
            reason = f"{why_not}{Chase.led_by(lead, self._job.source_of(lead.url)).evidence}"
            await self._job.keeper.visit(lead.url, Verdict.FILTERED, reason, None)
        return not why_not


def _lead(link: Link, extract: Extract, source: Source) -> Lead:
    return Lead(_leading(link.url, source), link.text or link.title, extract.url, link.published_on)


def _leading(url: str, source: Source) -> str:
    return source.leading(source.whole(url))


def why_foreign(series: SeriesConfig, chase: Chase, extract: Extract) -> str:
    """Return why an article that no list vouches for is not of the series, "" when it is.

    A link's words count as a list's do where they are the article's own headline, whatever stands before it.
    """
    if chase.vouched:
        return ""
    matched = match_extract(series, extract)
    if matched is not None:
        return matched.refusal
    if chase.lead is not None and _names(chase.lead.words, extract.title):
        return ""
    return say("标题和引题里都没有系列的字样", "neither title nor kicker has the series' words")


def _names(words: str, title: str) -> bool:
    whole = "".join(title.split())
    return same_words(words, title) or (len(whole) >= _LEAST_TITLE and whole in "".join(words.split()))


def own_addresses(extract: Extract, parts: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses at which a text itself stands."""
    return (extract.url, *parts, *((extract.canonical_url,) if extract.canonical_url else ()))
