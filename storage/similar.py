"""How alike two texts are. Pure: folded texts in, a measured likeness out.

Two steps. A few of a text's grams, chosen by their hash and so the same ones in every copy, find the few texts that
might be alike (`kept_grams`; storage.candidates holds them). Those are compared whole (`compare`): how much of the
shorter text stands in the longer one, all through it and not only at its head, and with the figures that it gives.
Figures tell two reports apart that were written after one pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from math import sqrt
from struct import unpack, unpack_from
from typing import Final
from zlib import crc32

GRAM: Final = 8
"""Characters of a gram by which candidates are found."""

SPARSE: Final = 16
"""One gram in so many is kept of a text of 640 characters or more."""

ENOUGH: Final = 40
"""Grams that are kept of a shorter text if it has them, so that it is found as surely as a long one."""

FEWEST: Final = 2
"""Kept grams that two texts share before anybody looks at them."""

LEAST: Final = 60
"""Folded characters below which a text says too little to be like another without being equal."""

FINE: Final = 5
"""Characters of a gram by which two texts are compared."""

HELD: Final = 0.45
"""Share of the shorter text's grams that must stand in the longer one."""

WINDOW: Final = 60
COVERED: Final = 0.35
THROUGHOUT: Final = 0.7
"""Share of the shorter text's windows of `WINDOW` grams, of each of which `COVERED` must stand in the longer one."""

ASIDE: Final = 0.3
BESIDES: Final = 0.4
"""Beside the longest passage that both share word for word, a share of the rest must be in both, too, if there is more
than a share of the shorter text left: an editor's note may be longer than what it introduces."""

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

    def __init__(self, folded: str) -> None:
        self.text = folded

    @cached_property
    def grams(self) -> list[bytes]:
        """All its pieces of `FINE` characters, overlapping, in order."""
        return _overlapping(self.text.encode("utf-32-le", "surrogatepass"), FINE, 4)

    @cached_property
    def gram_set(self) -> frozenset[bytes]:
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


def shaped(folded: str) -> Shape:
    """Return a text's shape with all that it is found by, made where there is time for it."""
    shape = Shape(folded)
    assert shape.kept is not None
    return shape


def kept_grams(folded: str) -> frozenset[int]:
    """Return the hashes of the grams that a text is found by: the same ones wherever the same words stand.

    What is kept of a long text is kept of a short one, too, which keeps more besides.
    """
    if len(folded) < LEAST:
        return frozenset()
    raw = folded.encode("utf-16-le", "surrogatepass")
    rest = _sparse(len(folded)) - 1
    pieces = _overlapping(raw, GRAM, 2)
    return _hashes({piece for piece, sum_ in zip(pieces, map(crc32, pieces), strict=True) if not sum_ & rest})


def _overlapping(raw: bytes, size: int, width: int) -> list[bytes]:
    """Return all pieces of so many characters of `width` bytes, in order, for half of what slices cost."""
    pieces = [b""] * max(0, len(raw) // width - size + 1)
    for start in range(min(size, len(pieces))):
        side_by_side = f"{size * width}s" * ((len(raw) // width - start) // size)
        pieces[start::size] = unpack_from(side_by_side, raw, start * width)
    return pieces


def _sparse(size: int) -> int:
    sparse = SPARSE  # a power of two, and so are the others
    while sparse > 1 and size < ENOUGH * sparse:
        sparse //= 2
    return sparse


def _hashes(pieces: Collection[bytes]) -> frozenset[int]:
    digests = b"".join([blake2b(piece, digest_size=8).digest() for piece in pieces])
    return frozenset(unpack(f">{len(pieces)}q", digests))


def needed(one: int, other: int, counted: float = 1.0) -> float:
    """Return how many kept grams two texts of these sizes (folded characters) share if they are to be compared.

    counted  share of the kept grams that count; the others are phrases that everybody uses
    """
    in_common = min(one, other) / _sparse(max(one, other))  # grams that both keep where one holds the other
    # A copy of which every tenth character was changed has 43 of 100; one gram is shared by chance.
    return max(FEWEST, in_common * counted / 6)


def compare(one: Shape, other: Shape) -> Alike | None:
    """Compare two texts; None where they are two texts and not one in two shapes."""
    short, long = (one, other) if is_shorter(one, other) else (other, one)
    if len(short.text) < LEAST:
        return None
    there, repeated = long.gram_set, len(short.grams) - len(short.gram_set)
    if (len(there & short.gram_set) + repeated) / len(short.grams) < HELD:
        return None  # what follows counts each place; this is the most that it can find, in half the time
    stands = [gram in there for gram in short.grams]
    held = sum(stands) / len(stands)
    if held < HELD or not _throughout(stands) or not _same_figures(short, long, held):
        return None
    covered, back = _characters(stands), _characters([gram in short.gram_set for gram in long.grams])
    whole = len(short.text) + len(long.text)
    return Alike(round(covered / len(short.text), 4), round((covered + back) / whole, 4))


def is_shorter(one: Shape, other: Shape) -> bool:
    """Say which of two texts is the shorter one; of two of one length it is always the same one."""
    return (len(one.text), one.text) <= (len(other.text), other.text)


def _throughout(stands: Sequence[bool]) -> bool:
    """Say whether what both share stands all through the shorter text, and is not one passage that both begin with."""
    windows = max(1, round(len(stands) / WINDOW))
    edges = [len(stands) * number // windows for number in range(windows + 1)]
    covered = [sum(stands[start:end]) >= COVERED * (end - start) for start, end in pairwise(edges)]
    if sum(covered) < THROUGHOUT * windows:
        return False
    passage = max(map(len, bytes(stands).split(b"\0")))
    rest = len(stands) - passage
    return rest < ASIDE * len(stands) or sum(stands) - passage >= BESIDES * rest


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
