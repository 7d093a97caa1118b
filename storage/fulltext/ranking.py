"""Which matches come first, without looking at all of them.

The rule, the same on every database:
1. a passage whose title holds all words comes before one whose title and headlines hold them, that before all others;
2. then the one that holds the words more often: of several words the rarest in it counts, and more than six hits
   count as six;
3. then the newest: the later printed day, within a day what was recorded last, within an instalment its own order.

Passages of one place and number of hits have terms of their own in the index (storage.fulltext.terms), so the classes
are asked for one after the other, the best first, until there are enough; within a class the order is that of days,
which is that of ids. What matches seldom is fetched whole and sorted.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from storage.fulltext.matching import Found, Matching
from storage.fulltext.passages import DAY
from storage.fulltext.query import Order, Query
from storage.fulltext.terms import HEADLINE, MOST_HITS, TEXT, TITLE

FEW: Final = 50
"""Matches that are fetched whole and sorted. More of them would cost a long word, whose pairs are frequent, more than
its classes."""
SEVERAL: Final = 10
"""Matches among the newest: so many, and there are too many in all to ask for them together."""
TOGETHER: Final = (2, 4)
"""Hits from which on matches are asked for together, where they are few: each class by itself is a question more."""


def ranked(connection: Connection, query: Query, order: Order, most: int) -> list[Found]:
    """Return the first matches of a query."""
    matching = Matching(connection, query)
    if not matching.is_sqlite:
        return _by_sample(matching, order, most)
    if order is Order.DATE or not query.words:
        return _sorted_by_day(matching.indexed(most, matching.asked.terms()), most)
    return _all_or_by_class(matching, most)


def newest(connection: Connection, query: Query, most: int) -> list[Found]:
    """Return the newest matches of a query, in no order and without what ranks them."""
    matching = Matching(connection, query, ranked=False)
    return matching.indexed(most, matching.asked.terms())[:most]


def _by_sample(matching: Matching, order: Order, most: int) -> list[Found]:
    by_day = order is Order.DATE or not matching.asked.query.words
    sample, above = matching.sampled(most, by_rank=not by_day)
    if above is None or (by_day and len(sample) >= most):
        return _sorted_by_day(sample, most) if by_day else _sorted_by_rank(sample, most)
    if by_day:
        older = matching.indexed(most - len(sample), matching.asked.terms(), below=above)
        return _sorted_by_day([*sample, *older], most)
    if not sample:
        return _all_or_by_class(matching, most, above)
    return _by_class(matching, most, sample, above)


def _all_or_by_class(matching: Matching, most: int, below: int | None = None) -> list[Found]:
    few = matching.indexed(FEW + 1, matching.asked.terms(), below=below)
    if len(few) <= FEW:
        return _sorted_by_rank(few, most)
    above = few[-1].day * DAY
    # Where none of so many stands in a title or headline, hardly any does: they are asked for in one question.
    higher = None if any(each.level > TEXT for each in few) else _above_text(matching, above)
    if higher is None:
        return _by_class(matching, most, few, above)
    found = _sorted_by_rank(higher, most)
    return found + _of_level(matching, TEXT, most - len(found), few, above) if len(found) < most else found


def _by_class(matching: Matching, most: int, sample: list[Found], above: int | None) -> list[Found]:
    found: list[Found] = []
    for level in (TITLE, HEADLINE, TEXT):
        newest = [each for each in sample if each.level == level]
        found += _of_level(matching, level, most - len(found), newest, above)
        if len(found) >= most:
            break
    return found


def _above_text(matching: Matching, above: int | None) -> list[Found] | None:
    """Return all matches in titles and headlines, None where they are many."""
    asked = matching.asked
    found = matching.indexed(FEW + 1, asked.terms(HEADLINE), asked.above_text(), above, short=True)
    return found if len(found) <= FEW else None


def _of_level(matching: Matching, level: int, most: int, sample: list[Found], above: int | None) -> list[Found]:
    """Return the first matches of one place. Those in titles and headlines are often few, and those of several hits."""
    asked = matching.asked
    if level > TEXT:
        few = [*sample, *matching.indexed(FEW + 1, asked.terms(level), asked.of_class(level), above, short=True)]
        if len(few) <= FEW:
            return _sorted_by_rank(few, most)
    found: list[Found] = []
    often = MOST_HITS
    for least in TOGETHER:
        together = _together(matching, level, least, sample, above)
        if together is not None:
            found, often = _sorted_by_rank(together, most), least - 1
            break
    for hits in range(often, 0, -1):
        own = [each for each in sample if each.hits == hits]
        missing = most - len(found) - len(own)
        if missing > 0:
            terms, exactly = asked.terms(level, hits), asked.of_class(level, f"= {hits}")
            own += matching.indexed(missing, terms, exactly, above, short=level > TEXT or hits > 1)
        found += _sorted_by_day(own, most - len(found))
        if len(found) >= most:
            break
    return found


def _together(matching: Matching, level: int, least: int, sample: list[Found], above: int | None) -> list[Found] | None:
    """Return all matches of one place and so many hits or more, None where they are many."""
    asked = matching.asked
    found = [each for each in sample if each.hits >= least]
    if len(found) < SEVERAL:
        wanted = asked.of_class(level, f">= {least}")
        found += matching.indexed(FEW + 1, asked.terms(level, least), wanted, above, short=True)
        if len(found) <= FEW:
            return found
    return None


def _sorted_by_day(found: list[Found], most: int) -> list[Found]:
    return sorted(found, key=lambda each: each.newest)[:most]


def _sorted_by_rank(found: list[Found], most: int) -> list[Found]:
    return sorted(found, key=lambda each: (-each.level, -each.hits, each.newest))[:most]
