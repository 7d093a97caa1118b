"""How far a list is read: on to older pages until one whole page brings nothing new (issue 2, section 3). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from crawler.sources.base import Ask, Index
from storage.addresses import canonical
from storage.language import say

MOST_PAGES = 5000
"""Pages of one list after which a walk ends whatever they bring: about 100,000 entries, or an endless chain."""


@dataclass(slots=True)
class Walk:
    """The way through one list. `met` is every article address seen on it in this run."""

    start: str
    since: date | None = None
    pages: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    complete: bool = False
    ended: str = ""

    def step(self, ask: Ask, index: Index, listed: Collection[str], thorough: bool) -> Ask | None:
        """Take a page in and return the next one to ask for, None at the end of the walk.

        `listed` are the addresses of this page that an earlier finished walk has seen; `thorough` (a backfill) goes on
        past them. `complete` tells then whether everything up to here has been seen, `ended` says why it ended.
        """
        self.pages.add(canonical(ask.url))
        addresses = {canonical(link.url) for link in index.links}
        fresh = addresses - self.met - (set() if thorough else set(listed))
        self.met |= addresses
        following = index.next_url
        self.ended = self._end(ask, index, fresh, following)
        self.complete = bool(self.ended) and ask.page < MOST_PAGES
        if self.ended or following is None:
            return None
        return Ask(following, self.start, ask.page + 1)

    def _end(self, ask: Ask, index: Index, fresh: set[str], following: str | None) -> str:
        if following is None:
            return say("到了最后一页", "the last page")
        if canonical(following) in self.pages:
            return say("翻页绕回了读过的一页", "the pages lead back to one that was read")
        if not fresh:
            return say("整页没有新的链接", "a whole page brought nothing new")
        if self._all_older(index):
            return say("已早于起始日期", "older than the first date")
        if ask.page >= MOST_PAGES:
            return say(f"翻了 {MOST_PAGES} 页还没有到头", f"no end after {MOST_PAGES} pages")
        return ""

    def _all_older(self, index: Index) -> bool:
        since = self.since
        if since is None or not index.links:
            return False
        return all(link.published_on is not None and link.published_on < since for link in index.links)
