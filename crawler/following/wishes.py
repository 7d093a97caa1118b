"""What a run is asked for, and what it asks for first. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from crawler.sources import sources_of
from crawler.sources.base import Ask, Source
from storage.config import SeriesConfig
from storage.values import Trigger


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run was asked for.

    since, until  printed dates of a backfill, both inclusive; None: no bound
    urls          addresses to read instead of lists
    recheck       read known articles of the window again, whatever their schedule
    due_at        the slot that it serves, None for a run by hand
    after         whoever started this process may have begun its run, with an id above this; None: nobody has
    """

    since: date | None = None
    until: date | None = None
    urls: tuple[str, ...] = ()
    recheck: bool = False
    trigger: Trigger = Trigger.MANUAL
    due_at: datetime | None = None
    budget: int | None = None
    after: int | None = None


def first_asks(series: SeriesConfig, wishes: Wishes) -> Iterator[tuple[Source, Ask]]:
    """Yield the first page of every list of a series, nothing when only addresses are wished for."""
    if not wishes.urls:
        yield from ((source, ask) for source in sources_of(series) for ask in source.asks())
