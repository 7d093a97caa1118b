"""Which of the texts that share grams with a new one are worth a comparison: the likeliest few. Pure.

grams and who holds them → counted → likely → storage.identity.similar.compare
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain
from typing import Final

from storage.identity.similar import FEWEST, ONE_IN, SPARSE, Shape, needed

COMPARED: Final = 60
"""Candidates that a text is compared to, the likeliest first. A bundle may hold twenty stories, each printed twice."""

TRIED: Final = 8
LENIENT: Final = 3
"""So many of the likeliest are compared where they share but a third of what a copy has as a rule: with every tenth
character edited and many of its grams crowded one has so few by bad luck. Nearly all others end at the sketch."""


def counted(wanted: Iterable[int], holders: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return how many of some grams each text holds, those with too few left out."""
    counts = Counter(chain.from_iterable(holders[gram] for gram in wanted if gram in holders))
    return {text_id: count for text_id, count in counts.items() if count >= FEWEST}


def likely(shape: Shape, rare: int, shared: Mapping[int, int], sizes: Mapping[int, int]) -> list[int]:
    """Return what is worth a comparison of all that shares grams with a text, of which so many are not crowded."""
    size, share = len(shape.text), rare / max(1, len(shape.kept))

    def rank(one: int) -> tuple[float, int]:
        return -shared[one] / min(size, sizes[one]), one

    # A character, whatever the sizes: most share a gram or two by chance.
    least = share / LENIENT / SPARSE / ONE_IN
    some = [one for one, count in shared.items() if one in sizes and count >= least * min(size, sizes[one])]
    wanted = {one: needed(size, sizes[one], share) for one in some}
    worth = sorted((one for one in some if shared[one] >= wanted[one]), key=rank)
    tried = nsmallest(TRIED, (one for one in some if shared[one] >= wanted[one] / LENIENT), key=rank)
    return list(dict.fromkeys([*worth, *tried]))[:COMPARED]
