"""In which shape texts and words are compared: Unicode's NFKC (full and half width), no letter case, one kind of space.

Everything else counts, every mark included. A run of white space is one space, none stands at the ends of a line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from storage.fingerprint import nfkc

_SAFE: Final = re.compile("[\u0020-\u007e\u3001\u3002\u4e00-\u9fa5]")
"""Nearly every character of a Chinese text; none of them ever joins the character before it."""


def fold(line: str) -> str:
    """Return a line, or a word of a query, in the shape in which they are compared."""
    return " ".join(nfkc(nfkc(line).casefold()).split())


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded line. `origins` are the start and end in the printed line of each of its characters."""

    text: str
    origins: tuple[tuple[int, int], ...]


def folded_with_origins(line: str) -> Folded:
    """Fold a line and remember where each character came from."""
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in _clusters(line):
        for mark in nfkc(nfkc(line[start:end]).casefold()):
            space = mark.isspace()
            if space and (not characters or characters[-1] == " "):
                continue
            characters.append(" " if space else mark)
            origins.append((start, end))
    if characters and characters[-1] == " ":
        characters.pop()
        origins.pop()
    return Folded("".join(characters), tuple(origins))


def _clusters(line: str) -> list[tuple[int, int]]:
    """Cut a line where folding cannot reach across: before every character that joins none before it."""
    starts = [n for n, mark in enumerate(line) if n == 0 or not _joins(mark)]
    return list(pairwise([*starts, len(line)]))


@lru_cache(maxsize=4096)
def _joins(mark: str) -> bool:
    """Tell whether a character may become one with the one before it, or change places with it."""
    if _SAFE.match(mark):
        return False
    first = unicodedata.normalize("NFKD", mark)[0]
    hangul = "\u1160" <= first <= "\u11ff"  # vowels and finals of a syllable
    return hangul or unicodedata.combining(first) != 0 or unicodedata.category(first).startswith("M")
