"""Who stands in a text without a word that says so: authors and the verse that they sign, lists of people, the office
that closes a notice.
"""

from __future__ import annotations

from itertools import pairwise

from storage.outline.folding import fold
from storage.outline.kinds import DATE_ONLY, HEADS, TEXT, Kind
from storage.outline.names import bracketed_names, is_listed_person, is_titled_person, lone_names, may_be_name, pen_name
from storage.outline.runs import runs
from storage.patterns import pattern

_BELOW_HEADLINE = frozenset({Kind.BYLINE, Kind.PARAGRAPH})
_ON_AUTHOR = pattern(r"\(?(?:本文)?作者(?:系|为|是|单位|简介)")
_SHORTEST_VERSE, _LONGEST_VERSE, _LONGEST_NAME = 3, 20, 8
_PERSONAL = pattern(r"[男女],|.{0,6}[0-9]{4}年.{0,6}出?生|现?年?[0-9]{2}岁")


def mark_unlabelled(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Give the kinds of those lines that no word of their own tells, in `kinds`."""
    _mark_authors(lines, kinds, places)
    _mark_signatures(lines, kinds, places)
    _mark_listed_people(lines, kinds, places)
    _mark_verse(lines, kinds, places)
    _mark_signing_offices(lines, kinds, places)


def _mark_authors(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Names alone between a headline, or the top, and the text sign it, as essays do (石 磊); several in one story
    are a list of people. A name in one run (王大川) may be a place or a slogan: a word on its author must follow below.
    """
    above: Kind | None = None
    first: int | None = None
    told = _told_of(lines, kinds, places)
    for position, n in enumerate(places):
        alone = kinds[n] in {Kind.PARAGRAPH, Kind.SHORT} and bool(
            lone_names(lines[n]) or (above in HEADS and pen_name(lines[n])) or n in told
        )
        if alone and first is not None:
            kinds[first] = Kind.PARAGRAPH
        elif alone:
            first = n
            signs = above in HEADS or above is None
            if signs and _goes_on(lines, kinds, places[position + 1 :]):
                kinds[n] = Kind.BYLINE
        elif kinds[n] in HEADS:
            first = None
        above = kinds[n]


def _mark_signatures(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Names alone in round brackets sign the text above them."""
    for one, two in pairwise(places):
        may_sign = kinds[one] in TEXT and kinds[two] in {Kind.PARAGRAPH, Kind.SHORT}
        if may_sign and lines[two].lstrip().startswith(("(", "（")) and bracketed_names(fold(lines[two])):
            kinds[two] = Kind.BYLINE


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


def _goes_on(lines: list[str], kinds: dict[int, Kind], below: list[int]) -> bool:
    """Whether a story begins below its author's name: with text, or with verse; 男，1960年生 tells who the one is."""
    verse = below[:_SHORTEST_VERSE]
    first = fold(lines[verse[0]]) if verse else ""
    if not verse or _PERSONAL.match(first):
        return False
    told = [fold(lines[n]) for n in verse[:2]]
    if kinds[verse[0]] in TEXT and "。" in first and any(len(line) > _LONGEST_VERSE and "。" in line for line in told):
        return True
    sung = [_may_be_verse(lines[n], kinds[n]) and not lone_names(lines[n]) for n in verse]
    return len(verse) == _SHORTEST_VERSE and all(sung)


def _mark_listed_people(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Three lines and more of a name and what or where they are (王宁 海门市水务局) are a list, and two guests are;
    people each of whom stands alone above what the one says head it.
    """
    speaking = [
        one
        for one, two in pairwise(places)
        if kinds[one] is Kind.SHORT and kinds[two] in TEXT and is_titled_person(lines[one])
    ]
    if len(speaking) > 1:
        kinds.update(dict.fromkeys(speaking, Kind.SUBHEAD))
    for run in runs(places, kinds, frozenset({Kind.SHORT, Kind.TABLE})):
        for is_one, fewest in ((is_listed_person, 3), (is_titled_person, 2)):
            listed = [n for n in run if is_one(lines[n])]
            if len(listed) >= fewest:
                kinds.update(dict.fromkeys(listed, Kind.PARAGRAPH))


def _mark_verse(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Three and more short lines right below a byline are verse, until long lines come or somebody signs again: what
    stands right above those is a headline.
    """
    for start, n in enumerate(places):
        if kinds[n] is not Kind.BYLINE or (start and kinds[places[start - 1]] not in HEADS):
            continue
        end = start + 1
        while end < len(places) and _may_be_verse(lines[places[end]], kinds[places[end]]):
            end += 1
        stops = end < len(places) and kinds[places[end]] in _BELOW_HEADLINE
        verse = places[start + 1 : end - 1 if stops else end]
        if len(verse) >= _SHORTEST_VERSE:
            kinds.update(dict.fromkeys(verse, Kind.PARAGRAPH))


def _may_be_verse(line: str, kind: Kind) -> bool:
    return kind in {Kind.SHORT, Kind.PARAGRAPH, Kind.EXCLAIMED, Kind.SENTENCE} and len(line.strip()) <= _LONGEST_VERSE


def _mark_signing_offices(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """An office with a date below it closes the notice above."""
    for one, two in pairwise(places[1:]):
        if kinds[one] is Kind.ORGANISATION and DATE_ONLY.fullmatch(fold(lines[two])):
            kinds[one] = Kind.PARAGRAPH
