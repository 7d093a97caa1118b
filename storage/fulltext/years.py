"""Which printed years PostgreSQL is asked for: the newest first, until there is enough. Pure; gin.py keeps them.

GIN has no order, so that a search reads a year as a whole or not at all.
"""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Final

from storage.fulltext.passages import DAY, day_of

Span = tuple[int | None, int | None]
"""The first id of a stretch of passages and the one behind its last; None: from the oldest on, to the newest."""

LEEWAY: Final = 1.3
"""So many more years are asked than would do if a word stood in all alike."""


def first_of(year: int) -> int:
    """Return the first id of a year."""
    last = date.max.toordinal() + 1
    return (date(year, 1, 1).toordinal() if year <= date.max.year else last) * DAY


def spans(oldest: int, newest: int) -> list[Span]:
    """Cut the ids from one to another in two: the newest year with the one before it, and all older ones.

    Each span is its first id and the one behind its last. More of them would help no frequent word, and a rare one is
    asked for in each.
    """
    if newest < oldest:
        return []
    middle = max(oldest, first_of(max(date.min.year, day_of(newest).year - 1)))
    return [(middle, newest + 1), *([(oldest, middle)] if oldest < middle else [])]


def enough(span: Span, found: int, missing: int) -> list[Span]:
    """Cut a span in two, of which the newer one may have what is missing where the two years above it had so many.

    Whole where nothing was found there: then it is seldom, and a question for each part would cost more.
    """
    oldest, behind = span
    if not found or oldest is None or behind is None:
        return [span]
    years = ceil(2 * missing / found * LEEWAY)
    middle = first_of(max(date.min.year, day_of(behind).year - years))
    return [span] if middle <= oldest else [(middle, behind), (oldest, middle)]


def under(first: int | None, behind: int | None) -> str:
    """Return the SQL that gives the ids under all of `:terms`, from one to before another; None is no bound.

    By whole years, which leaves tables out, and then exactly, by what no index has: of a year that is cut the planner
    would else read the terms of each passage for the sake of a rare word.
    """
    years = exactly = ""
    if first is not None:
        years += f" AND id >= {first_of(day_of(first).year)}"
        exactly += f" AND id + 0 >= {first}"
    if behind is not None:
        years += f" AND id < {first_of(day_of(behind - 1).year + 1)}"
        exactly += f" AND id + 0 < {behind}"
    held = "terms @> CAST(:terms AS integer[])"
    return (
        f"SELECT id FROM fulltext WHERE {held}{years}{exactly}"
        f" UNION ALL SELECT id FROM fulltext_new WHERE {held}{exactly}"
    )
