"""What of a series a run wants: which links it follows and which articles it keeps, with the reason where not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.following.wishes import Wishes
from crawler.match import Matched
from crawler.sources.base import strange_host
from storage.addresses import stands_on
from storage.config import SeriesConfig
from storage.language import say
from storage.values import Extract, Link

GRACE_DAYS = 1
"""A list dates what went online, the newspaper what was printed: they may differ by a day."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series' own bounds, the window that a run was asked for, and the hosts that its sources name."""

    series: SeriesConfig
    wishes: Wishes
    hosts: frozenset[str]

    @property
    def since(self) -> date | None:
        """The first printed date that is wanted; None: no bound."""
        return self.wishes.since or self.series.since

    def is_strange(self, url: str) -> bool:
        """Tell whether an address is on a host that no source names."""
        return not stands_on(url, self.hosts)

    def refusal(self, link: Link, matched: Matched | None, *, bounded: bool = True) -> str:
        """Return why a link that belongs to the series is not followed, "" when it is.

        `bounded`: whether the window of a backfill counts, or only the series' own beginning.
        """
        if matched is not None and matched.excluded:
            return matched.refusal
        if self.is_strange(link.url):
            return strange_host(link.url)
        return self.outside(link.published_on, bounded=bounded)

    def unwanted(self, extract: Extract, *, bounded: bool = True) -> str:
        """Return why an article that was read is not kept, "" when it is."""
        return "" if self.wishes.urls else self.outside(extract.printed_on or extract.published_on, bounded=bounded)

    def outside(self, day: date | None, *, bounded: bool = True) -> str:
        """Return why a day is not wanted, "" when it is or where there is none."""
        since = self.since if bounded else self.series.since
        until = self.wishes.until if bounded else None
        if day and since and (since - day).days > GRACE_DAYS:
            return say(f"{day} 早于起始日期 {since}", f"{day} is before {since}")
        if day and until and (day - until).days > GRACE_DAYS:
            return say(f"{day} 晚于截止日期 {until}", f"{day} is after {until}")
        return ""
