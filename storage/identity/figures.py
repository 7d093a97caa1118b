"""The figures of a text: they tell two reports that were written after one pattern from a report and its copy. Pure.

A figure counts where the words around it stand in the other text, too: one in a sentence that was written anew says no
more than the sentence. Dates and time stamps (2021-11-02 08:30) do not count: two reports of one day share the first,
and every site puts the second in its own way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import Final

LIKELY: Final = 2e-3
"""How likely it must be at least that edits as frequent as those in the wording took so many figures."""

CORRECTED: Final = 0.02
"""Share of the figures that are others where no word is: they are corrected more often."""

RESTYLED: Final = 0.25
"""Share of the figures that may be others however many there are: a house has its own way to write some of them."""

AROUND: Final = 5
"""Characters, a figure's place among them, by which its surroundings are known again."""

_NUMERAL: Final = "一二三四五六七八九十百千万亿〇零"
_NUMBER: Final = re.compile(rf"\d+(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|[{_NUMERAL}]{{2,}}")
_TIME: Final = re.compile(rf"\d{{1,4}}(?:[-/:]\d{{1,4}})+|(?:\d+|[{_NUMERAL}]+)[年月日]")
_PLACE: Final = "\0"
"""Stands for a number where only its surroundings matter; no folded text has it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the sign that follows, which is mostly its unit. `at` is its place in the text without numbers."""

    told: str
    at: int

    @property
    def weight(self) -> int:
        # 3 stands in every report by chance; 3518 does not.
        return len(self.told) - 1


class Figures:
    """The figures of a folded text; made once a text.

    numbers  where numbers stand, dates included: first character, and the one after the last
    """

    def __init__(self, folded: str) -> None:
        self._text = folded
        self.numbers = [match.span() for match in _NUMBER.finditer(folded)]

    @cached_property
    def told(self) -> Counter[str]:
        """How often each figure stands there."""
        return Counter(figure.told for figure in self.all)

    @cached_property
    def all(self) -> list[Figure]:
        """All figures in order. One at the very end may have been cut in two."""
        times = {at for match in _TIME.finditer(self._text) for at in range(*match.span())}
        return [
            Figure(self._text[start:end].replace(",", "") + self._unit(end), at)
            for (start, end), at in zip(self.numbers, self._starts, strict=True)
            if end < len(self._text) and start not in times
        ]

    def standing_in(self, other: Figures) -> list[Figure]:
        """Return the figures whose surroundings, before or behind, stand in another text, too."""
        pieces, bare = other._pieces, self._bare
        return [
            figure
            for figure in self.all
            if bare[max(0, figure.at - AROUND + 1) : figure.at + 1] in pieces
            or bare[figure.at : figure.at + AROUND] in pieces
        ]

    def _unit(self, end: int) -> str:
        """Return the first character from here on that is no mark: another house puts other marks."""
        return next((character for character in self._text[end : end + AROUND] if character.isalnum()), " ")

    @cached_property
    def _bare(self) -> str:
        """The text with every number as one sign."""
        return _PLACE.join(self._between())

    def _between(self) -> Iterator[str]:
        ends = [0, *(edge for span in self.numbers for edge in span), len(self._text)]
        yield from (self._text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each number stands there."""
        shorter = 0
        starts = []
        for start, end in self.numbers:
            starts.append(start - shorter)
            shorter += end - start - 1
        return starts

    @cached_property
    def _pieces(self) -> frozenset[str]:
        return frozenset(self._bare[at : at + AROUND] for at in range(len(self._bare) - AROUND + 1))


def are_of_one(short: Figures, long: Figures, intact: float, likely: float = LIKELY) -> bool:
    """Say whether the figures of two texts are those of one report, some of them edited.

    intact  share of the characters beside figures that no edit took, 0 to 1
    """
    standing = short.standing_in(long) if short.told - long.told else []
    weight = sum(figure.weight for figure in standing)
    shared = Counter(figure.told for figure in standing) & long.told
    kept = sum((len(told) - 1) * number for told, number in shared.items())
    if weight - kept <= RESTYLED * weight:
        return True
    number = len(standing)
    taken = max(CORRECTED, 1 - intact ** (weight / number + 1))
    return _at_least(round(number * (weight - kept) / weight), number, taken) >= likely


def _at_least(least: int, number: int, share: float) -> float:
    """Return how likely at least so many of a number are hit where each is with a share."""
    return sum(comb(number, hit) * share**hit * (1 - share) ** (number - hit) for hit in range(least, number + 1))
