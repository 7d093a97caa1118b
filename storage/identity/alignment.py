"""A shorter text laid along a longer one, stretch by stretch, each where most of it stands. Pure: grams in, places out.

What stands there in the same order counts; a phrase that both happen to use elsewhere does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress, pairwise
from typing import Final

FINE: Final = 5
"""Characters of a gram by which two texts are compared."""

WINDOW: Final = 60
SLACK: Final = 8
"""Grams of a stretch, and by how many characters insertions and deletions may shift what is in it, either way."""

HOPEFUL: Final = 4
"""Stretches that are laid along before it is seen whether two texts can still be one."""

MOST: Final = 40
"""Places of one gram that are looked at in the longer text; a table of equal cells has any number."""

TEEMING: Final = 4
"""Places of a gram on average above which a stretch is laid by every fourth of its grams: such a text says a few
sentences over and over, and each gram's neighbours tell the same as it does."""


def laid_along(
    short: Sequence[bytes], long: Sequence[bytes], anywhere: Sequence[bool], enough: Callable[[bytes], bool]
) -> tuple[list[bool], list[bool]] | None:
    """Return which grams of each text stand in the other, every stretch of the shorter one in one place.

    anywhere  which grams of the shorter text stand in the longer one, wherever that is
    enough    says of the characters that stand there whether the two can be one text. None is returned as soon as it
              says no although all that follows were to stand where it should.
    """
    stands, back = list(anywhere), [False] * len(long)
    places, windows = _places(long, frozenset(compress(short, anywhere))), max(1, round(len(stands) / WINDOW))
    every = FINE - 1 if sum(map(len, places.values())) > TEEMING * len(places) else 1
    edges = [len(stands) * number // windows for number in range(windows + 1)]
    for number, (start, end) in enumerate(pairwise(edges), 1):
        asked = [at for at in range(start, end) if anywhere[at]][::every]
        first = _shift([(place - at) // SLACK for at in asked for place in places[short[at]]])
        for at in range(start, end):
            there = _between(places[short[at]], at + first, at + first + 2 * SLACK) if anywhere[at] else ()
            stands[at] = bool(there)
            for place in there:
                back[place] = True
        if number % HOPEFUL == 0 and not enough(covered(stands)):
            return None
    return stands, back


def covered(stands: Sequence[bool]) -> bytes:
    """Return which characters the grams that stand cover: of each a byte, 1 or 0."""
    # All of a text is one number, shifted by a character at a time: this is asked several times of every pair.
    grams, there = int.from_bytes(bytes(stands), "little"), 0
    for character in range(FINE):
        there |= grams << 8 * character
    return there.to_bytes(len(stands) + FINE - 1, "little")


def _places(grams: Sequence[bytes], wanted: frozenset[bytes]) -> dict[bytes, list[int]]:
    """Return where some grams stand in a text, the first few places of each."""
    places: dict[bytes, list[int]] = {gram: [] for gram in wanted}
    for at in compress(range(len(grams)), map(wanted.__contains__, grams)):
        places[grams[at]].append(at)
    return {gram: found[:MOST] if len(found) > MOST else found for gram, found in places.items()}


def _between(places: Sequence[int], first: int, end: int) -> Sequence[int]:
    """Return which of some places, in order, are in a span."""
    at = bisect_left(places, first)
    return places[at : bisect_left(places, end, at)]


def _shift(steps: Sequence[int]) -> int:
    """Return by how much most of a stretch is shifted in the longer text, at least; of several the smallest."""
    often = Counter(steps)
    most = max(often.values(), default=0)
    # Shifts go by steps of `SLACK`, and two steps beside each other may hold as much as one alone.
    able = sorted(step for step, number in often.items() if 2 * number >= most)
    return max(able, key=lambda step: often[step] + often.get(step + 1, 0), default=0) * SLACK
