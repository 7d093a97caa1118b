"""One article that is being looked for, at one address after another. Pure: what has been met, what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from crawler.sources.base import Source
from storage.values import Document, Extract


class Miss(StrEnum):
    """Why an address gave no text: the article is not there, or something is broken on the way to it."""

    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that gave no text. `status` is its HTTP status, None where nothing answered."""

    url: str
    miss: Miss
    reason: str
    status: int | None = None


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
    """

    url: str
    source: Source
    why: str
    vouched: bool = True
    untried: tuple[str, ...] = ()
    missed: tuple[Missed, ...] = ()
    parts: tuple[tuple[Document, Extract], ...] = ()

    @classmethod
    def at(cls, url: str, source: Source, why: str, vouched: bool = True) -> Chase:
        """Begin the chase of an article at its first address."""
        return cls(url, source, why, vouched, source.fallbacks(url))

    @property
    def began_at(self) -> str:
        """The address that the chase began at: before any other one was tried, on the first page of a long article."""
        if self.missed:
            return self.missed[0].url
        return self.parts[0][0].requested_url if self.parts else self.url

    def elsewhere(self, missed: Missed) -> Chase | None:
        """Return the chase at its next address, None when every address has been tried."""
        if not self.untried:
            return None
        url, *rest = self.untried
        return replace(self, url=url, untried=tuple(rest), missed=(*self.missed, missed), parts=())

    def next_part(self, document: Document, part: Extract) -> Chase | None:
        """Return the chase of the next page of a long article, None when `part` is the last."""
        url = part.next_part
        if url is None or url in {self.url, *(earlier.requested_url for earlier, _ in self.parts)}:
            return None
        return replace(self, url=url, parts=(*self.parts, (document, part)))
