"""How alike two texts are. Pure: folded texts in, a measured likeness out.

Two steps. A few of a text's grams, chosen by their hash and so the same ones in every copy, find the few texts that
might be alike (`kept_grams`; `storage.identity.candidates`). Those are compared whole (`compare`): stretch by stretch
the shorter text is laid along the place of the longer one where most of it stands, and what stands there in the same
order counts. So a phrase that both happen to use counts for nothing, wherever it is. Long stretches that only one of
them has tell two instalments with much boilerplate apart, figures two reports that were written after one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import compress
from math import sqrt
from struct import unpack, unpack_from
from typing import Final
from zlib import crc32

from storage.identity.alignment import FINE, covered, laid_along
from storage.identity.figures import LIKELY, Figures, are_of_one
from storage.identity.sketch import Sketch, most_shared, sketched

GRAM: Final = 8
"""Characters of a gram by which candidates are found."""

SPARSE: Final = 16
"""One gram in so many is kept of a text of 640 characters or more."""

ENOUGH: Final = 40
"""Grams that are kept of a shorter text if it has them, so that it is found as surely as a long one."""

FEWEST: Final = 2
"""Kept grams that two texts share before anybody looks at them."""

ONE_IN: Final = 6
"""Of the grams that two texts could share a copy has one in so many at least: of one with every tenth character changed
43 of 100 are left."""

LEAST: Final = 60
"""Folded characters below which a text says too little to be like another without being equal."""

ROUGHLY: Final = 0.42
"""Share of the shorter text's different grams that stand anywhere in the longer one before both are laid along each
other, which costs more; less the same leeway as below. Texts of one desk on one subject have 20 to 35 of 100."""

HELD: Final = 0.75
LEEWAY: Final = 0.9
"""Share of the shorter text's characters that must stand in the longer one, less `LEEWAY` / √length: chance is rough
on the short. Every tenth character edited leaves 86 of 100, boilerplate that is 60 of 100 leaves 52 to 71."""

STRETCH: Final = 12
OWN: Final = 0.25
"""Characters in a row that only the shorter text has: then somebody wrote them, and edits scattered over a text hardly
leave such. Of all its characters no more than a share may stand in such stretches."""
_STRETCHES: Final = re.compile(rb"\0{%d,}" % STRETCH)

ASIDE: Final = 0.3
BESIDES: Final = 0.48
"""Beside the longest passage that both share word for word, a share of the rest must be in both, too, if there is more
than a share of the shorter text left: an editor's note may be longer than what it introduces. And where the passage is
more than that share, half the leeway is on top of `HELD` instead: whoever copies that much in one piece has not edited
every line, and in the short rest chance makes phrases the same."""

SLIP: Final = 0.97
"""Share of characters that must be the same where the only thing to say against two texts is one figure: it was
corrected."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What two texts must have in common to be one; the constants of the same names. A bench tries others."""

    held: float = HELD
    own: float = OWN
    likely: float = LIKELY


USUAL: Final = Limits()


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
    def sketch(self) -> Sketch:
        return sketched(len(self.text), self.gram_set)

    @cached_property
    def wording(self) -> list[bool]:
        """Which grams hold no part of a number, dates included."""
        wording = [True] * len(self.grams)
        for start, end in self.figures.numbers:
            first = max(0, start - FINE + 1)
            wording[first:end] = [False] * len(wording[first:end])
        return wording

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.text)

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
    return max(FEWEST, in_common * counted / ONE_IN)


def may_be_alike(one: Sketch, other: Sketch) -> bool:
    """Say whether two texts could be one by the grams that they can share at the most; most pairs end here."""
    size = min(one.size, other.size)
    least = min(each.grams for each in (one, other) if each.size == size)
    return most_shared(one, other) >= _rough(size) * least


def compare(one: Shape, other: Shape, limits: Limits = USUAL) -> Alike | None:
    """Compare two texts; None where they are two texts and not one in two shapes."""
    short, long = (one, other) if is_shorter(one, other) else (other, one)
    if len(short.text) < LEAST:
        return None
    common = short.gram_set & long.gram_set
    if len(common) < _rough(len(short.text)) * len(short.gram_set):
        return None
    anywhere = [gram in common for gram in short.grams]
    if not _enough(covered(anywhere), limits):
        return None
    laid = laid_along(short.grams, long.grams, anywhere, lambda there: _enough(there, limits))
    if laid is None:
        return None
    stands, back = laid
    there = covered(stands)
    held = _share(there)
    if not _enough(there, limits) or not _beside_the_passage(there, limits):
        return None
    if not _same_figures(short, long, stands, held, limits.likely):
        return None
    in_both = there.count(1) + covered(back).count(1)
    return Alike(round(held, 4), round(in_both / (len(short.text) + len(long.text)), 4))


def _leeway(size: int) -> float:
    return LEEWAY / sqrt(max(LEAST, size))


def _rough(size: int) -> float:
    """Return `ROUGHLY` for a shorter text of so many characters."""
    return ROUGHLY - _leeway(size)


def _enough(there: bytes, limits: Limits) -> bool:
    """Say whether enough of the shorter text's characters are there, and few enough in stretches of its own."""
    return _share(there) >= limits.held - _leeway(len(there)) and _own(there) <= limits.own


def _share(there: bytes) -> float:
    return there.count(1) / len(there)


def is_shorter(one: Shape, other: Shape) -> bool:
    """Say which of two texts is the shorter one; of two of one length it is always the same one."""
    return (len(one.text), one.text) <= (len(other.text), other.text)


def _own(there: bytes) -> float:
    """Return the share of characters in stretches that only this text has."""
    return sum(map(len, _STRETCHES.findall(there))) / len(there)


def _beside_the_passage(there: bytes, limits: Limits) -> bool:
    """Say whether more than one passage is shared: both may begin with the same editor's note."""
    size, passage = len(there), max(map(len, there.split(b"\0")))
    rest = size - passage
    if rest < ASIDE * size:
        return True
    is_long = passage > ASIDE * size
    least = limits.held + _leeway(size) / 2 if is_long else 0.0
    return there.count(1) - passage >= BESIDES * rest and _share(there) >= least


def _same_figures(short: Shape, long: Shape, stands: Sequence[bool], held: float, likely: float) -> bool:
    lost = short.figures.told - long.figures.told
    if not lost or (lost.total() <= 1 and held >= SLIP):
        return True
    wording = list(compress(stands, short.wording)) or stands
    intact: float = (sum(wording) / len(wording)) ** (1 / FINE)
    return are_of_one(short.figures, long.figures, intact, likely)
