"""Whether an address that showed one article shows another one now: a number that a site gave out again. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Protocol

from storage.identity.fingerprint import fold, same_reading

GRAM: Final = 4
LEAST: Final = 100
UNLIKE: Final = 0.15
"""Texts of so many characters or more, folded, that share no more of their grams are two: of one that was written anew
from its first line to its last more is left."""
TITLE: Final = 0.6
"""Titles may share more: those of one series begin alike."""
DAY: Final = timedelta(days=1)
"""What is of the same day, or of the next, is the same article however it reads: a draft stood there before it."""


class Said(Protocol):
    """What an article says, as far as this goes by it."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...


def is_another(one: Said, other: Said, day: date | None, other_day: date | None) -> bool:
    """Say whether two readings of an address are two articles: title, text and, where both have one, day are others."""
    if day and other_day and abs(day - other_day) <= DAY:
        return False
    if same_reading(one.title, other.title) or _shared(fold(one.title), fold(other.title), 2) > TITLE:
        return False
    bodies = fold(one.body), fold(other.body)
    return min(map(len, bodies)) >= LEAST and _shared(*bodies, GRAM) <= UNLIKE


def _shared(one: str, other: str, size: int) -> float:
    """Return the share of the different grams of the text with fewer that stand in the other, 0 to 1."""
    grams = [{text[at : at + size] for at in range(len(text) - size + 1)} for text in (one, other)]
    return len(grams[0] & grams[1]) / max(1, min(map(len, grams)))
