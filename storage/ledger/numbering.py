"""Numbers that are missing from a series that counts its instalments (之12, 第十二期), and the days they get. Pure.

A number between two others exists. Its day is not known: it gets one between its neighbours', at its place among the
numbers, on which no instalment stands; of such days one that nobody has shown to be empty first. Where every day
between is taken, it gets the later neighbour's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

WIDEST: Final = 5
"""So many numbers in a row may be missing between any two days; more only where a day each would hold them."""
NEAR: Final = timedelta(days=120)
"""A number that stands so near to a gap fills it, before or behind it: pieces come late, and series begin anew."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An instalment that bears a number."""

    number: int
    on: date
    title: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that no instalment bears, and the two around it that are there."""

    number: int
    before: Numbered
    after: Numbered


def gaps(numbered: Sequence[Numbered]) -> Iterator[Gap]:
    """Yield the numbers that are missing. A number that is lower than the one before it begins a new count."""
    in_order = sorted(numbered, key=lambda each: (each.on, each.number))
    for before, after in pairwise(in_order):
        lost = range(before.number + 1, after.number)
        if len(lost) > max(WIDEST, (after.on - before.on).days):
            continue
        there = {each.number for each in in_order if before.on - NEAR <= each.on <= after.on + NEAR}
        yield from (Gap(number, before, after) for number in lost if number not in there)


def day_of(gap: Gap, taken: Collection[date], empty: Collection[date]) -> date:
    """Return the day that a missing number gets.

    taken  days on which an instalment stands, or that another missing number has got
    empty  days on which something shows that nothing was printed
    """
    first, last = gap.before.on, gap.after.on
    share = (gap.number - gap.before.number) / (gap.after.number - gap.before.number)
    place = first + timedelta(days=round((last - first).days * share))
    between = [first + timedelta(days=count) for count in range(1, (last - first).days)]
    free = [day for day in between if day not in taken]
    likely = [day for day in free if day not in empty] or free
    return min(likely, key=lambda day: (abs(day - place), day), default=last)
