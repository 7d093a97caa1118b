"""Two years of a series that scrolls away: a quarter of its instalments survives on one surface only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from demo.model import EVERYWHERE

WEEKDAYS = (1, 4)
PAUSE_EVERY, ALONE_EVERY, NAMES = 9, 4, ("board", "kicker", "title")
ALONE: tuple[frozenset[str], ...] = (
    frozenset({"epaper"}),
    frozenset({"search", "website"}),
    frozenset({"search", "mobile"}),
    frozenset({"search", "dailyqd"}),
    frozenset({"dailyqd"}),
    frozenset({"website"}),
    frozenset({"epaper"}),
    frozenset({"qingdaonews"}),
    frozenset({"portal"}),
)


def days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=number) for number in range((until - since).days + 1))


def series_days(since: date, until: date) -> list[date]:
    """Tuesdays and Fridays, every ninth of them left out."""
    habit = [day for day in days(since, until) if day.weekday() in WEEKDAYS]
    return [day for number, day in enumerate(habit) if number % PAUSE_EVERY != PAUSE_EVERY - 1]


def plan(since: date, until: date, alone: Sequence[frozenset[str]]) -> Iterator[tuple[date, frozenset[str], str]]:
    """Day, surfaces and where the name stands. A title without the name is found on the e-paper alone."""
    lonely = 0
    for number, day in enumerate(series_days(since, until)):
        single = number % ALONE_EVERY == ALONE_EVERY - 1
        surfaces = alone[lonely % len(alone)] if single else EVERYWHERE
        lonely += single
        yield day, surfaces, NAMES[number // ALONE_EVERY % len(NAMES)] if "epaper" in surfaces else "title"
