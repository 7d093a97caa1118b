"""Newspaper sections by the million: words and characters as frequent as they are in a paper, nobody's text.

A paper has a vocabulary: its words are drawn from characters whose frequency falls as in Chinese print (the hundred
commonest make half of a text, four thousand occur at all). A section draws words by their rank, and some again and
again from the few that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Final

from storage.fulltext.terms import COMMON

CHARACTERS: Final = 4000
WORDS: Final = 60_000
PARAGRAPH: Final = 130
"""Characters of a paragraph."""
PAUSES: Final = {"，": 0.7, "。": 0.3}
"""Marks and their weights, the words' together being about 8."""


@dataclass(frozen=True, slots=True)
class Story:
    """One section: a headline and a body, a paragraph a line."""

    headline: str
    body: str


class Newsprint:
    """Prints sections of one paper without end; the same seed of the same paper prints the same.

    What is frequent in one paper stands in another's by chance: its characters are as frequent, its words are others.
    """

    def __init__(self, seed: int = 1, paper: int = 1) -> None:
        self._dice = Random(seed)
        self._words = _vocabulary(Random(paper))
        # The marks come first.
        ranks = range(len(self._words) - len(PAUSES))
        self._weights = list(accumulate([*PAUSES.values(), *(1 / (rank + 30) for rank in ranks)]))

    def stories(self, size: int) -> Iterator[Story]:
        """Yield stories whose bodies have so many characters."""
        while True:
            yield self._story(size)

    def passage(self, size: int) -> str:
        """Return so many characters, about nothing."""
        return "".join(self._dice.choices(self._words, cum_weights=self._weights, k=size))[:size]

    def _story(self, size: int) -> Story:
        dice = self._dice
        topic = [self._words[int(dice.random() * len(self._words))] for _ in range(5)]
        words = dice.choices(self._words, cum_weights=self._weights, k=size // 2 + 20)
        for number in range(0, len(words), 12):
            words[number] = topic[int(dice.random() * 5)]
        text = "".join(words)[:size]
        body = "\n".join(text[start : start + PARAGRAPH] for start in range(0, len(text), PARAGRAPH))
        return Story(f"{words[0]}{''.join(words[-4:])}", body)


def _characters() -> list[str]:
    """Return a paper's characters, the frequent ones first.

    One in seven of the frequent ones is none of those that the index knows as common, so that two of three characters
    of a text and three of ten triples are, as in saved pages and in the seed instalment.
    """
    others = [mark for number in range(2 * CHARACTERS) if (mark := chr(0x4E00 + number * 2)) not in COMMON]
    frequent = [mark for number, each in enumerate(COMMON) for mark in (each, others[number])[: 1 + (number % 6 == 5)]]
    return list(dict.fromkeys([*frequent, *others]))[:CHARACTERS]


def _vocabulary(dice: Random) -> list[str]:
    """Return the marks and a paper's words, the frequent ones first."""
    characters = _characters()
    weights = list(accumulate((rank + 6) ** -1.02 for rank in range(CHARACTERS)))
    lengths = dice.choices((1, 2, 3, 4), (8, 62, 16, 14), k=WORDS)
    drawn = iter(dice.choices(range(CHARACTERS), cum_weights=weights, k=sum(lengths)))
    words = list(dict.fromkeys(tuple(next(drawn) for _ in range(length)) for length in lengths))
    # Frequent words are made of frequent characters, more or less.
    words.sort(key=lambda ranks: (sum(ranks) / len(ranks) + 60) * dice.random())
    return [*PAUSES, *("".join(characters[rank] for rank in ranks) for ranks in words)]
