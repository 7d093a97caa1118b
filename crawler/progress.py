"""How far a backfill is, and how long the rest takes at the configured delay."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

ISSUE_PAGES: Final = 10
"""Requests that an issue takes before one has been read: its boards, and a story now and then."""


@dataclass(slots=True)
class Track:
    """The days of one source. `asked` counts requests that were really made for them."""

    days: int
    started: float
    done: int = 0
    asked: int = 0

    def left(self, delay: float, now: float) -> float:
        """Return the seconds that the days that are left take: at the delay, or at the pace until now where slower."""
        if self.done >= self.days:
            return 0.0
        each = self.asked / self.done if self.done and self.asked else ISSUE_PAGES
        pace = max(delay, (now - self.started) / self.asked if self.asked else delay)
        return (self.days - self.done) * each * pace


@dataclass(slots=True)
class Progress:
    """The days of all sources that a run goes through day by day. Hosts are asked side by side."""

    delay: float
    clock: Callable[[], float] = time.monotonic
    tracks: dict[str, Track] = field(default_factory=dict)

    def plan(self, source: str, days: int) -> None:
        """Note that so many days of a source are to be looked at."""
        self.tracks[source] = Track(days, self.clock())

    def asked(self, source: str) -> None:
        """Note a request that was made for a day."""
        if source in self.tracks:
            self.tracks[source].asked += 1

    def done(self, source: str) -> None:
        """Note that a day was looked at."""
        if source in self.tracks:
            self.tracks[source].done += 1

    @property
    def days(self) -> tuple[int, int]:
        """How many days have been looked at, of how many."""
        tracks = self.tracks.values()
        return sum(track.done for track in tracks), sum(track.days for track in tracks)

    @property
    def left(self) -> timedelta:
        """How long the rest takes, to the second."""
        now = self.clock()
        return timedelta(seconds=round(max((each.left(self.delay, now) for each in self.tracks.values()), default=0)))
