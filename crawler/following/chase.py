"""One article that is being looked for, at one address after another. Pure: what has been met, what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from crawler.sources.base import Source
from storage.findings import Problem
from storage.language import say
from storage.running.leads import Lead
from storage.values import Document, Extract


class Miss(StrEnum):
    """Why an address gave no text: the article is not there, only its film is, or something broke on the way to it."""

    MISSING = "missing"
    FILM = "film"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that gave no text. `status` is its HTTP status, None where nothing answered.

    half  it was read, and is a page of a long article of which a later one was not: half a text is none
    """

    url: str
    miss: Miss
    reason: str
    status: int | None = None
    problem: Problem = Problem.ARTICLE
    half: bool = False


@dataclass(frozen=True, slots=True)
class Chase:
    """An article to be read.

    url        the address to ask now
    source     the source that named it
    why        what led there: a list's words, a recheck, an earlier failure, a person's wish
    vouched    whether a list's words say that it is of the series; else its own headlines must
    untried    further addresses of the same article
    missed     addresses that gave no text before this one
    parts      readings of the earlier pages of a long article
    lead       the link of another instalment that led there, None where something else did
    listed_on  the day printed beside the link that led there, None without one
    whole      the address asked now is the call for the text of all pages at once
    """

    url: str
    source: Source
    why: str
    vouched: bool = True
    untried: tuple[str, ...] = ()
    missed: tuple[Missed, ...] = ()
    parts: tuple[tuple[Document, Extract], ...] = ()
    lead: Lead | None = None
    whole: bool = False
    listed_on: date | None = None

    @classmethod
    def at(cls, url: str, source: Source, why: str, vouched: bool = True, listed_on: date | None = None) -> Chase:
        """Begin the chase of an article at its first address, and on its first page."""
        whole = source.whole(url)
        return cls(whole, source, why, vouched, source.fallbacks(whole), listed_on=listed_on)

    @classmethod
    def led_by(cls, lead: Lead, source: Source) -> Chase:
        """Begin the chase of an article that another instalment links to; its own words must say that it is one."""
        why = say(f"{lead.named_by} 里的链接：{lead.words}", f"linked from {lead.named_by} as: {lead.words}")
        return cls(lead.url, source, why, False, source.fallbacks(lead.url), lead=lead, listed_on=lead.on)

    @property
    def evidence(self) -> str:
        """Who says that the article exists, to be put behind the reason why it was not read; "" without a lead."""
        lead = self.lead
        if lead is None:
            return ""
        return say(f"；{lead.named_by} 链到它：{lead.words}", f"; {lead.named_by} links to it as: {lead.words}")

    @property
    def began_at(self) -> str:
        """The address that the chase began at: before any other one was tried, on the first page of a long article."""
        if self.missed:
            return self.missed[0].url
        return self.parts[0][0].requested_url if self.parts else self.url

    @property
    def led(self) -> tuple[str, ...]:
        """The addresses that will give no text the next time either: whoever names them means the one that did."""
        return tuple(each.url for each in self.missed if each.miss is not Miss.BROKEN)

    def broken_before(self, last: Missed) -> Missed | None:
        """Return what failed on the way to a last address that has no such article: nobody knows that there is none."""
        if last.miss is not Miss.MISSING:
            return None
        return next((each for each in self.missed if each.miss is Miss.BROKEN and not each.half), None)

    def so_far(self, missed: Missed) -> tuple[Missed, ...]:
        """Return every address that gave no text, the pages read before the last one included."""
        why = say(
            f"长文的一页，后面的没有读到：{missed.reason}", f"of an article whose next page failed: {missed.reason}"
        )
        halves = (Missed(page.requested_url, missed.miss, why, page.status, half=True) for page, _ in self.parts)
        return (*self.missed, *halves, missed)

    def elsewhere(self, missed: Missed) -> Chase | None:
        """Return the chase at its next address, None when every address has been tried."""
        if not self.untried:
            return None
        url, *rest = self.untried
        return replace(self, url=url, untried=tuple(rest), missed=self.so_far(missed), parts=())

    def next_part(self, document: Document, part: Extract) -> Chase | None:
        """Return the chase of the next page of a long article, None when `part` is the last."""
        url = part.next_part
        if url is None or url in {self.url, *(earlier.requested_url for earlier, _ in self.parts)}:
            return None
        return replace(self, url=url, parts=(*self.parts, (document, part)))

    def in_one(self, document: Document, part: Extract) -> Chase | None:
        """Return the chase of a long article's text in one answer, None where its first page offers none."""
        url = part.full_text_at
        return None if url is None or self.parts else replace(self, url=url, parts=((document, part),), whole=True)

    def page_by_page(self) -> Chase:
        """Return the chase of the second page, where the call for all of them brought nothing usable."""
        _, first = self.parts[0]
        return replace(self, url=first.next_part or self.url, whole=False)
