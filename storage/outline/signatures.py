"""Sub-heads told from headlines by who signs: a story that has signed on top goes on under short lines of its own.

    headline, 本报记者 甲, text, short line, text, short line, text     one story with two sub-heads
    headline, 本报记者 甲, text, headline, 本报记者 乙, text             two stories
    headline, text（记者 甲）, headline, text（记者 乙）                  two stories
    headline, 本报讯…, headline, picture, headline, 本报讯…               three stories: a sub-head has text below it
    （上接1版）, text, short line, text                                   signed where it began: a sub-head
    headline, text, headline, text                                       nobody signs, nothing is told

A 引题 or 破折号 line makes a headline in any case, and so does a stack of more than two lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby, pairwise

from storage.outline.folding import fold
from storage.outline.kinds import DATELINE, HEADS, Kind
from storage.outline.markers import read_jump
from storage.outline.people import CreditKind, credit_kind

_LONGEST_SUBHEAD, _FEWEST_ALIKE = 2, 2
_BETWEEN = frozenset({Kind.PICTURE, Kind.SENTENCE, Kind.NOTE})
_SHOWN = frozenset({Kind.PICTURE})
_BELOW = frozenset({Kind.PICTURE, Kind.EDITOR, Kind.SOURCE, Kind.JUMP})
_DATELINE_WITHIN, _LONGEST_NOTE = 40, 4


class Top(IntEnum):
    """How a story signs under its headline: not at all, with a dateline (本报讯), with a byline."""

    UNSIGNED = 0
    DATED = 1
    NAMED = 2


@dataclass(frozen=True, slots=True)
class Signed:
    """By position: the headline lines right below which somebody signs, the short lines that are sub-heads of a story
    that has signed, and those that nobody signs, next to each other and of one form.
    """

    heads: frozenset[int]
    inner: frozenset[int]
    parallel: frozenset[int]


def read_signatures(kinds: Sequence[Kind], lines: Sequence[str]) -> Signed:
    """Who signs in a stretch; `lines` are those of `kinds`."""
    heads, inner, unsigned = set[int](), set[int](), list[int]()
    stacks = list(_stacks(kinds))
    opened = _top(kinds, lines, 0)
    for number, (start, end) in enumerate(stacks):
        before = stacks[number - 1][1] if number else 0
        after = stacks[number + 1][0] if number + 1 < len(stacks) else len(kinds)
        signs = _top(kinds, lines, end)
        if signs:
            heads.update(range(start, end))
        top = signs or _continued(kinds, lines, start - 1)
        first = not number and Kind.PARAGRAPH not in kinds[:start]
        shown = after > end and all(kind in _SHOWN for kind in kinds[end:after])
        if first or top or shown or _signed_below(kinds, lines, before, start) or not _may_be_subhead(kinds[start:end]):
            opened = top
        elif opened is Top.NAMED and _signed_below(kinds, lines, end, after):
            opened = Top.UNSIGNED
        elif opened:
            inner.update(range(start, end))
        elif end - start == 1:
            unsigned.append(start)
    parallel = (pair for pair in pairwise(unsigned) if _are_parallel(*(fold(lines[n]) for n in pair)))
    return Signed(frozenset(heads), frozenset(inner), frozenset(n for pair in parallel for n in pair))


def _stacks(kinds: Sequence[Kind]) -> Iterator[tuple[int, int]]:
    """Where headline lines stand together: first position, and the one behind the last."""
    end = 0
    for heads, same in groupby(kinds, HEADS.__contains__):
        start, end = end, end + len(list(same))
        if heads:
            yield start, end


def _are_parallel(one: str, two: str) -> bool:
    """Whether two lines are of one length and have characters in common at the same places, as sub-heads are made."""
    return len(one) == len(two) and sum(map(str.__eq__, one, two)) >= _FEWEST_ALIKE


def _may_be_subhead(stack: Sequence[Kind]) -> bool:
    return len(stack) <= _LONGEST_SUBHEAD and all(kind is Kind.SHORT for kind in stack)


def _top(kinds: Sequence[Kind], lines: Sequence[str], start: int) -> Top:
    """How the story whose headline ends before `start` signs on top, pictures and a note with its text left out."""
    first = next((n for n in range(start, len(kinds)) if kinds[n] not in _BETWEEN), len(kinds))
    if Kind.NOTE in kinds[start:first]:
        noted = range(first, min(first + _LONGEST_NOTE, len(kinds)))
        first = next((n for n in noted if kinds[n] is not Kind.PARAGRAPH), first)
    if first < len(kinds) and (kinds[first] is Kind.BYLINE or _continued(kinds, lines, first)):
        return Top.NAMED
    dated = first < len(kinds) and DATELINE.match(fold(lines[first][:_DATELINE_WITHIN]))
    return Top.DATED if dated else Top.UNSIGNED


def _continued(kinds: Sequence[Kind], lines: Sequence[str], position: int) -> Top:
    """A story that comes from another page (上接1版) has signed there."""
    jump = read_jump(lines[position]) if position >= 0 and kinds[position] is Kind.JUMP else None
    return Top.UNSIGNED if jump is None or jump.onwards else Top.NAMED


def _signed_below(kinds: Sequence[Kind], lines: Sequence[str], start: int, end: int) -> bool:
    """Whether the text between two headlines ends in a signature: a line of its own, or brackets."""
    last = next((n for n in range(end - 1, start - 1, -1) if kinds[n] not in _BELOW), None)
    if last is None:
        return False
    if kinds[last] is Kind.BYLINE:
        return last > start
    text = fold(lines[last][-_DATELINE_WITHIN:]).rstrip("。")
    opening = text.rfind("(")
    return text.endswith(")") and opening >= 0 and credit_kind(text[opening:]) is CreditKind.BYLINE
