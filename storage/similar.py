"""How alike two texts are. Pure: folded texts in, a measured likeness out.

Two steps. A few of a text's grams, chosen by their hash and so the same ones in every copy, find the few texts that
might be alike (`kept_grams`; storage.candidates holds them). Those are compared whole (`compare`): how much of the
shorter text stands in the longer one, all through it and not only at its head, and with the figures that it gives.
Figures tell two reports apart that were written after one pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from math import sqrt
from typing import Final
from zlib import crc32

from storage.fingerprint import fold

GRAM: Final = 8
"""Characters of a gram by which candidates are found."""

SPARSE: Final = 16
"""One gram in so many is kept of a text of 1,000 characters or more."""

ENOUGH: Final = 56
"""Grams that are kept of a shorter text if it has them, so that it is found as surely as a long one."""

LEAST: Final = 60
"""Folded characters below which a text says too little to be like another without being equal."""

FINE: Final = 5
"""Characters of a gram by which two texts are compared."""

HELD: Final = 0.48
"""Share of the shorter text's grams that must stand in the longer one."""

WINDOW: Final = 60
COVERED: Final = 0.4
THROUGHOUT: Final = 0.7
"""Share of the shorter text's windows of `WINDOW` grams, of each of which `COVERED` must stand in the longer one."""

FIGURES: Final = 0.5
FEW_FIGURES: Final = 0.2
"""Share of the shorter text's figures, weighed by their digits, that must stand in the longer one: the first, or as
many as edits scattered like those found would have left, and never less than the second."""

_NUMERAL: Final = "一二三四五六七八九十百千万亿〇零"
_FIGURE: Final = re.compile(rf"(?:\d+(?:\.\d+)?|[{_NUMERAL}]{{2,}})(?![\d{_NUMERAL}]*[年月日])")


@dataclass(frozen=True, slots=True)
class Alike:
    """What two alike texts share.

    held    share of the shorter text's characters that stand in the longer one, 0 to 1
    shared  share of both texts' characters that stand in the other, 0 to 1
    """

    held: float
    shared: float


class Shape:
    """A text as it is compared; made once a text."""

    def __init__(self, body: str) -> None:
        self.text = fold(body)

    @cached_property
    def grams(self) -> list[str]:
        """All its pieces of `FINE` characters, overlapping, in order."""
        text = self.text
        return [text[at : at + FINE] for at in range(len(text) - FINE + 1)]

    @cached_property
    def gram_set(self) -> frozenset[str]:
        return frozenset(self.grams)

    @cached_property
    def figures(self) -> Counter[str]:
        """Figures with the character that follows, which is mostly the unit; dates say nothing of a report."""
        # One at the very end may have been cut in two.
        found = (match.span() for match in _FIGURE.finditer(self.text) if match.end() < len(self.text))
        return Counter(self.text[start : end + 1] for start, end in found)

    @cached_property
    def kept(self) -> frozenset[int]:
        return kept_grams(self.text)


def kept_grams(folded: str) -> frozenset[int]:
    """Return the hashes of the grams that a text is found by: the same ones wherever the same words stand.

    What is kept of a long text is kept of a short one, too, which keeps more besides.
    """
    if len(folded) < LEAST:
        return frozenset()
    sparse = _sparse(len(folded))
    # Four bytes a character, so that a gram begins where a character does.
    raw = folded.encode("utf-32-le", "surrogatepass")
    pieces = {raw[at : at + 4 * GRAM] for at in range(0, len(raw) - 4 * GRAM + 1, 4)}
    return frozenset(_hash(piece) for piece in pieces if crc32(piece) % sparse == 0)


def _sparse(size: int) -> int:
    sparse = SPARSE
    while sparse > 1 and size < ENOUGH * sparse:
        sparse //= 2
    return sparse


def _hash(piece: bytes) -> int:
    return int.from_bytes(blake2b(piece, digest_size=8).digest(), "big", signed=True)


def might_be_alike(shared: int, one: int, other: int) -> bool:
    """Say whether two texts of these sizes (folded characters) share enough kept grams to be compared."""
    in_common = min(one, other) / _sparse(max(one, other))  # grams that both would keep if one held the other
    # A copy of which every tenth character was changed has 43 of 100; of a few any one may be the last.
    return shared >= (max(2, in_common / 8) if in_common >= 8 else 1)


def compare(one: Shape, other: Shape) -> Alike | None:
    """Compare two texts; None where they are two texts and not one in two shapes."""
    short, long = (one, other) if len(one.text) <= len(other.text) else (other, one)
    if len(short.text) < LEAST:
        return None
    there = long.gram_set
    stands = [gram in there for gram in short.grams]
    held = sum(stands) / len(stands)
    if held < HELD or _throughout(stands) < THROUGHOUT or not _same_figures(short, long, held):
        return None
    covered, back = _characters(stands), _characters([gram in short.gram_set for gram in long.grams])
    whole = len(short.text) + len(long.text)
    return Alike(round(covered / len(short.text), 4), round((covered + back) / whole, 4))


def _throughout(stands: Sequence[bool]) -> float:
    """Return the share of windows that are covered: a shared lead covers the first of them, and no more."""
    windows = max(1, round(len(stands) / WINDOW))
    edges = [len(stands) * number // windows for number in range(windows + 1)]
    covered = [sum(stands[start:end]) >= COVERED * (end - start) for start, end in pairwise(edges)]
    return sum(covered) / windows


def _same_figures(short: Shape, long: Shape, held: float) -> bool:
    total = _weight(short.figures)
    if not total:
        return True
    intact: float = held ** (1 / FINE)  # the share of characters that scattered edits left, if that is what was done
    number = short.figures.total()
    expected: float = intact ** (total / number + 1)
    left = expected - 2.5 * sqrt(expected * (1 - expected) / number)
    return _weight(short.figures & long.figures) >= total * min(FIGURES, max(FEW_FIGURES, left))


def _weight(figures: Counter[str]) -> int:
    # 3 stands in every report by chance; 3518 does not.
    return sum((len(figure) - 1) * number for figure, number in figures.items())


def _characters(stands: Sequence[bool]) -> int:
    """Return how many characters the grams that stand cover."""
    covered = end = 0
    for at, there in enumerate(stands):
        if there:
            covered += at + FINE - max(at, end)
            end = at + FINE
    return covered
