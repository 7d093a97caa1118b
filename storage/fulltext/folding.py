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

from storage.identity.fingerprint import nfkc

_SAFE: Final = re.compile("[\u0020-\u007e\u3001\u3002\u4e00-\u9fa5]")
"""Nearly every character of a Chinese text; none of them ever joins the character before it."""
_PLAIN: Final = re.compile("[!-@\\[-~\u3001\u3002\u4e00-\u9fa5]+")
"""Those of them that fold to themselves."""
_EVEN: Final = re.compile("[!-~\u2014\u2018\u2019\u201c\u201d\u3001-\u3003\u3008-\u3011\u4e00-\u9fa5\uff01-\uff5e]*")
"""Lines of nothing but characters that each fold to one, whatever stands beside it: nearly all lines in print."""


def fold(line: str) -> str:
    """Return a line, or a word of a query, in the shape in which they are compared."""
    folded = nfkc(line).casefold()
    if not unicodedata.is_normalized("NFKC", folded):  # small letters may join where capitals do not
        folded = nfkc(folded)
    return " ".join(folded.split())


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded line. `origins` are the start and end in the printed line of each of its characters."""

    text: str
    origins: tuple[tuple[int, int], ...]


def folded_with_origins(line: str) -> Folded:
    """Fold a line and remember where each character came from."""
    if _EVEN.fullmatch(line):
        return Folded(fold(line), tuple(pairwise(range(len(line) + 1))))
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        end = _end_of_plain(line, at)
        if end > at:
            characters += line[at:end]
            origins += zip(range(at, end), range(at + 1, end + 1), strict=True)
        else:
            end = _end_of_cluster(line, at)
            for mark in nfkc(nfkc(line[at:end]).casefold()):
                space = mark.isspace()
                if not space or (characters and characters[-1] != " "):
                    characters.append(" " if space else mark)
                    origins.append((at, end))
        at = end
    if characters and characters[-1] == " ":
        characters.pop()
        origins.pop()
    return Folded("".join(characters), tuple(origins))


def _end_of_plain(line: str, start: int) -> int:
    """Return where a run of characters that fold to themselves ends; `start` where there is none."""
    found = _PLAIN.match(line, start)
    if found is None:
        return start
    end = found.end()
    return end - 1 if end < len(line) and _joins(line[end]) else end


def _end_of_cluster(line: str, start: int) -> int:
    """Return the next place where folding cannot reach across: before a character that joins none before it."""
    return next((at for at in range(start + 1, len(line)) if not _joins(line[at])), len(line))


@lru_cache(maxsize=4096)
def _joins(mark: str) -> bool:
    """Tell whether a character may become one with the one before it, or change places with it."""
    if _SAFE.match(mark):
        return False
    first = unicodedata.normalize("NFKD", mark)[0]
    hangul = "\u1160" <= first <= "\u11ff"  # vowels and finals of a syllable
    return hangul or unicodedata.combining(first) != 0 or unicodedata.category(first).startswith("M")
