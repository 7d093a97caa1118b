"""Whether the wall clock can be believed: it may be set, and the machine may sleep; the monotonic one knows neither."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

JUMP: Final = 5.0
"""Seconds by which the wall clock may leave the monotonic one between two looks: more is a sleep or a set clock."""
CALM: Final = 60.0
"""Seconds after such a jump until leases are judged and runs started: those that live have beaten by then."""


@dataclass(slots=True)
class Faith:
    """Whether the wall clock can be believed: not for a while after it jumped, or the machine slept."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    calm_until: float = 0.0
    _apart: float = field(init=False)

    def __post_init__(self) -> None:
        self._apart = self.wall() - self.monotonic()

    def jumped(self) -> bool:
        """Say whether the wall clock has jumped since the last question."""
        apart, before = self.wall() - self.monotonic(), self._apart
        self._apart = apart
        if abs(apart - before) <= JUMP:
            return False
        self.calm_until = self.monotonic() + CALM
        return True

    @property
    def trusting(self) -> bool:
        """Whether leases may be judged and runs started."""
        return self.monotonic() >= self.calm_until

    def wait(self, longest: float) -> float:
        """Return how long to wait for the next look."""
        left = self.calm_until - self.monotonic()
        return min(longest, left) if left > 0 else longest
