"""Who stands in a text without a word that says so: authors, lists of people, the office that closes a notice."""

from __future__ import annotations

from itertools import pairwise

from storage.outline.folding import fold
from storage.outline.kinds import DATE_ONLY, HEADS, TEXT, Kind
from storage.outline.names import bracketed_names, is_listed_person, lone_names, may_be_name, pen_name
from storage.outline.runs import runs
from storage.patterns import pattern

_LONGEST_NAME, _LONGEST_NAMES = 8, 24
_ON_AUTHOR = pattern(r"\(?(?:本文)?作者(?:系|为|是|单位|简介)")


def mark_unlabelled(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Give the kinds of those lines that no word of their own tells, in `kinds`."""
    _mark_authors(lines, kinds, places)
    _mark_signatures(lines, kinds, places)
    _mark_listed_people(lines, kinds, places)
    _mark_signing_offices(lines, kinds, places)


def _mark_authors(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Names alone between a headline, or the top, and the text sign it (石 磊); several in one story are a list of
    people. A name in one run (王大川) may be a place or a subject (方案): a word on its author must follow below.
    """
    above: Kind | None = None
    first: int | None = None
    told = _told_of(lines, kinds, places)
    for n, below in pairwise(places):
        if kinds[n] in {Kind.PARAGRAPH, Kind.SHORT} and (n in told or _is_author(lines[n], above)):
            if first is not None:
                kinds[first] = Kind.PARAGRAPH
            elif (above in HEADS or above is None) and kinds[below] in TEXT and "。" in lines[below]:
                kinds[n] = Kind.BYLINE
            first = n if first is None else first
        elif kinds[n] in HEADS:
            first = None
        above = kinds[n]


def _is_author(line: str, above: Kind | None) -> bool:
    if len(line) > _LONGEST_NAMES:
        return False
    return bool(lone_names(line)) or (above in HEADS and pen_name(line) is not None)


def _told_of(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> set[int]:
    """Names in one run whose text ends with a word on its author: （作者系市委党校教授）."""
    told, name = set[int](), None
    for n in places:
        if kinds[n] is Kind.PARAGRAPH and len(lines[n]) <= _LONGEST_NAME and may_be_name(fold(lines[n])):
            name = n
        elif name is not None and _ON_AUTHOR.match(fold(lines[n])):
            told.add(name)
            name = None
    return told


def _mark_signatures(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Names alone in round brackets sign the text above them."""
    for one, two in pairwise(places):
        may_sign = kinds[one] in TEXT and kinds[two] in {Kind.PARAGRAPH, Kind.SHORT}
        if may_sign and lines[two].lstrip().startswith(("(", "（")) and bracketed_names(fold(lines[two])):
            kinds[two] = Kind.BYLINE


def _mark_listed_people(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Lines one below the other that are a name and what or where the one is (王宁 海门市水务局) are a list."""
    for run in runs(places, kinds, frozenset({Kind.SHORT, Kind.TABLE})):
        listed = [n for n in run if is_listed_person(lines[n])]
        if len(listed) > 1:
            kinds.update(dict.fromkeys(listed, Kind.PARAGRAPH))


def _mark_signing_offices(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """An office with a date below it closes the notice above."""
    for one, two in pairwise(places[1:]):
        if kinds[one] is Kind.ORGANISATION and DATE_ONLY.fullmatch(fold(lines[two])):
            kinds[one] = Kind.PARAGRAPH
