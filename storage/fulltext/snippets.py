"""What of a passage is shown for a search: the surroundings of its hits, all of them marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storage.fulltext.folding import fold, folded_with_origins

AROUND: Final = 18
"""Characters that are shown before and behind a hit."""
OPENING: Final = 60
"""Characters that are shown where nothing is marked."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Printed text in pieces: `(text, is a hit)`. Left out parts are told by `…`, ends of lines by a space."""

    pieces: tuple[tuple[str, bool], ...]

    def marked(self, before: str = "[[", behind: str = "]]") -> str:
        """Return the text with its hits between marks."""
        return "".join(f"{before}{text}{behind}" if hit else text for text, hit in self.pieces)


def snippet(lines: Sequence[str], words: Sequence[str]) -> Snippet:
    """Return what to show of printed lines; `words` are folded. The opening where none of them is there."""
    shown = [pieces for line in lines if (pieces := list(_of_line(line, words)))]
    joined = [piece for number, pieces in enumerate(shown) for piece in ([(" ", False)] if number else []) + pieces]
    return Snippet(tuple(piece for piece in joined if piece[0]) or _opening(lines))


def hits(line: str, words: Sequence[str]) -> list[Span]:
    """Return where words stand in a printed line, in order; what overlaps or touches nothing between is one."""
    plain = fold(line)
    if not any(word in plain for word in words):
        return []
    folded = folded_with_origins(line)
    spans = [
        (folded.origins[at][0], folded.origins[at + len(word) - 1][1])
        for word in words
        for at in _places(folded.text, word)
    ]
    return _merged(sorted(spans))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _merged(spans: Sequence[Span], gap: int = -1) -> list[Span]:
    """Join spans that are no further apart than a gap; -1: that share a character."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _of_line(line: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    found = hits(line, words)
    windows = _merged([(max(0, start - AROUND), min(len(line), end + AROUND)) for start, end in found], gap=1)
    for first, last in windows:
        yield "…" if first else "", False
        at = first
        for start, end in found:
            if first <= start and end <= last:
                yield line[at:start], False
                yield line[start:end], True
                at = end
        yield line[at:last], False
    if windows and windows[-1][1] < len(line):
        yield "…", False


def _opening(lines: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    text = " ".join(line.strip() for line in lines if line.strip())
    return ((text[:OPENING] + ("…" if len(text) > OPENING else ""), False),)
