"""How far back lists were read in a run: a list that was read past a day, and names nothing of it, proves that. Pure.

Only a list's own order proves it: its entries are dated, the newest first, and read from the front without a gap. A day
counts once it is over and the list names a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from crawler.sources.base import Ask, Source
from crawler.sources.listing import Listing
from crawler.sources.website import Website
from storage.values import Link

ORDERED: Final = 0.9
"""Share of neighbours that stand in the order of their days: one that is pinned on top disturbs no list."""
DATED: Final = 0.5
"""Share of entries that bear a date: picture blocks stand above lists."""
LAST: Final = 3
"""The newest of so many last entries tells how far a list was read."""


@dataclass(slots=True)
class Stretch:
    """One list as it was read from its front: the days of its entries in order, those of the series, the last page."""

    source: str
    url: str
    pages: int = 0
    days: list[date | None] = field(default_factory=list)
    ours: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Reach:
    """All lists of a run."""

    stretches: dict[str, Stretch] = field(default_factory=dict)

    def page(self, source: Source, ask: Ask, links: Sequence[Link], ours: Sequence[Link]) -> None:
        """Take a page of a list in. A search proves nothing: what it does not know it does not show."""
        if not isinstance(source, Website | Listing):
            return
        stretch = self.stretches.setdefault(ask.start, Stretch(source.label, ask.url))
        if ask.page == stretch.pages + 1:
            stretch.url, stretch.pages = ask.url, ask.page
            stretch.days += [link.published_on for link in links]
            stretch.ours += ours

    @property
    def ours(self) -> list[str]:
        """The addresses of the series that the lists name."""
        return [link.url for stretch in self.stretches.values() for link in stretch.ours]


def empty_days(stretch: Stretch, known: Collection[str], since: date | None, today: date) -> Iterator[date]:
    """Yield the days that a list proves to be without an instalment. `known` are the addresses of texts that are read.

    What a list dates may have been printed the day before; an entry that nobody has read may be of either.
    """
    dated = [day for day in stretch.days if day is not None]
    unread = [link for link in stretch.ours if link.url not in known]
    if not dated or any(link.published_on is None for link in unread) or not _is_ordered(stretch, dated):
        return
    open_ = {day for link in unread if link.published_on for day in _printed_on(link.published_on)}
    first = max(dated[-LAST:]) + timedelta(days=1)
    last = min(max(dated), today - timedelta(days=1))
    for count in range((last - max(first, since or first)).days + 1):
        day = max(first, since or first) + timedelta(days=count)
        if day not in open_:
            yield day


def proven(
    reach: Reach, known: Collection[str], since: date | None, today: date, printed: Callable[[date], bool]
) -> Iterator[tuple[Stretch, date]]:
    """Yield every list with the days that it proves to be empty.

    Days that are `printed`, where an e-paper can be asked, are its own to prove: it prints what no list names.
    """
    for stretch in reach.stretches.values():
        yield from ((stretch, on) for on in empty_days(stretch, known, since, today) if not printed(on))


def _printed_on(listed_on: date) -> tuple[date, date]:
    return listed_on, listed_on - timedelta(days=1)


def _is_ordered(stretch: Stretch, dated: Sequence[date]) -> bool:
    falling = sum(later >= earlier for later, earlier in pairwise(dated))
    return len(dated) >= DATED * len(stretch.days) and falling >= ORDERED * (len(dated) - 1)
