"""How far a list is read: on to older pages until one whole page brings nothing new. Pure.

Once a week it is read on as far as the entries are young, whatever is new there: pieces come late, or back-dated, and
stand where their day is.

Every page that was read is marked at once, so that a walk that is broken off (killed, out of time, out of budget) need
not begin anew: the archive keeps the place where it was, and the next run goes back there when the front is read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.sources.base import Ask, Index
from storage.addresses import canonical, day_in
from storage.language import say

MOST_PAGES = 5000
"""Pages of one list after which a walk ends whatever they bring: about 100,000 entries, or an endless chain."""


@dataclass(frozen=True, slots=True)
class Place:
    """The last page that a walk had read when it was broken off: older pages are still to be read.

    `slack` pages on from there may bring nothing new: what came out since has pushed the list down by so many.
    """

    url: str
    page: int
    slack: int = 0


@dataclass(slots=True)
class Walk:
    """The way through one list: from its front until nothing is new, then on from each place left by earlier walks.

    thorough  a backfill: reads on past what earlier walks have seen, and leaves no place behind
    left      places to go back to; `here` is the one to come back to if this walk is broken off now
    marks     addresses of the page last read that bring nothing new from now on
    endless   whether the walk was given up after so many pages
    young     the first day that entries are young at, None where none is
    sweeping  whether this walk reads on while they are
    swept     whether it has read everything that is
    """

    start: str
    since: date | None = None
    thorough: bool = False
    left: tuple[Place, ...] = ()
    here: Place | None = None
    marks: set[str] = field(default_factory=set)
    endless: bool = False
    ended: str = ""
    young: date | None = None
    sweeping: bool = False
    swept: bool = False
    _pages: set[str] = field(default_factory=set)
    _met: set[str] = field(default_factory=set)
    _slack: int = 0
    _resumed: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """Where a later run is to go on."""
        return (self.here, *self._pushed()) if self.here else self.left

    def step(self, ask: Ask, index: Index, listed: Collection[str]) -> Ask | None:
        """Take a page in and return the next one to ask for, None at the end of the walk.

        `listed` are the addresses of this page that earlier walks have seen.
        """
        self._pages.add(canonical(ask.url))
        addresses = {canonical(link.url) for link in index.links}
        fresh = addresses - self._met - (set() if self.thorough else set(listed))
        self._met |= addresses
        goes_on = self._go_on(bool(fresh))
        self.ended = self._end(ask, index, goes_on or (self.sweeping and self._is_young(index)))
        self.swept = self.swept or self._is_through(index)
        self.endless = self.endless or (bool(self.ended) and ask.page >= MOST_PAGES)
        self.marks = self._marks(fresh)
        if self.ended or index.next_url is None:
            return self._go_back()
        # What lies behind a page that is only swept has been walked: no place to come back to.
        self.here = Place(ask.url, ask.page, self._slack) if goes_on and not self.thorough else None
        return Ask(index.next_url, self.start, ask.page + 1)

    def lost(self, ask: Ask) -> bool:
        """Give a place up where the page that it names is there no longer; tells whether it was one."""
        was = self._resumed and self.here is not None and self.here.url == ask.url
        if was:
            self.here = None
        return was

    def _marks(self, fresh: set[str]) -> set[str]:
        if self.thorough:  # read past what was seen: only its end tells that all of it was read
            return self._met if self.ended and not self.endless else set()
        return fresh

    def _go_back(self) -> Ask | None:
        """End this stretch and return the place from which the next one is to be read."""
        self.here = None
        if not self.left or self.thorough:
            return None
        self.left = self._pushed()
        self.here, *rest = self.left
        self.left, self._pages, self._slack, self._resumed = tuple(rest), set(), self.here.slack, True
        return Ask(self.here.url, self.start, self.here.page)

    def _pushed(self) -> tuple[Place, ...]:
        """Return the older places: what this stretch has read came out after them and has pushed them down."""
        return tuple(replace(place, slack=place.slack + len(self._pages)) for place in self.left)

    def _is_young(self, index: Index) -> bool:
        """Tell whether most of a page's dated entries are young; a hot list beside them does not make it so."""
        days = _days(index)
        recent = sum(self.young is not None and day >= self.young for day in days)
        return recent * 2 > len(days)

    def _is_through(self, index: Index) -> bool:
        """Tell whether a page is behind all that is young, in one way from the front: the last one, or an older one."""
        if self.young is None or self._resumed:
            return False
        looped = index.next_url is None or canonical(index.next_url) in self._pages
        return looped or (bool(_days(index)) and not self._is_young(index))

    def _end(self, ask: Ask, index: Index, goes_on: bool) -> str:
        if index.next_url is None:
            return say("到了最后一页", "the last page")
        if canonical(index.next_url) in self._pages:
            return say("翻页绕回了读过的一页", "the pages lead back to one that was read")
        if not goes_on:
            return say("整页没有新的链接", "a whole page brought nothing new")
        if self._all_older(index):
            return say("已早于起始日期", "older than the first date")
        if ask.page >= MOST_PAGES:
            return say(f"翻了 {MOST_PAGES} 页还没有到头", f"no end after {MOST_PAGES} pages")
        return ""

    def _go_on(self, fresh: bool) -> bool:
        """Tell whether the page lets the walk go on: it brought something new, or is one that may bring nothing."""
        self._slack = 0 if fresh else self._slack - 1
        return self._slack >= 0

    def _all_older(self, index: Index) -> bool:
        since = self.since
        if since is None or not index.links:
            return False
        return all(link.published_on is not None and link.published_on < since for link in index.links)


def _days(index: Index) -> list[date]:
    """Return the days of a page's entries, as printed beside them, else as their addresses name them."""
    return [day for link in index.links if (day := link.published_on or day_in(link.url)) is not None]
