"""What lines are after a look at their neighbours that needs no reading: tables, lists, calls, loose ends."""

from __future__ import annotations

from itertools import pairwise

from storage.outline.folding import fold
from storage.outline.kinds import HEADS, Kind, Look, cells
from storage.outline.names import is_listed_person, lone_names
from storage.patterns import pattern

_LONGEST_STACK, _LONGEST_ROW, _LONGEST_CALL, _LONGEST_SIGNATURE = 5, 2, 2, 20
_PICTURES_BY = pattern(r"(?:摄影|图片?|制图|绘图|漫画|摄像|视频|航拍|海报)\s*[:/|丨]")
_CLOSING = frozenset({Kind.BYLINE, Kind.EDITOR, Kind.SOURCE, Kind.JUMP})
_TEXT = frozenset({Kind.PARAGRAPH, Kind.SENTENCE, Kind.EXCLAIMED})
_BELOW_HEADLINE = frozenset({Kind.BYLINE, Kind.PARAGRAPH})
_LONGEST_DASHED, _SHORTEST_VERSE, _LONGEST_VERSE = 14, 3, 20
_FEWEST_QUESTIONS, _SHORTEST_QUESTION = 3, 6
_PERSONAL = pattern(r"[男女],|.{0,6}[0-9]{4}年.{0,6}出?生|现?年?[0-9]{2}岁")
_LETTERED = pattern(r"[A-Za-z]")
_BEFORE_TEXT = HEADS | {Kind.PICTURE, Kind.SENTENCE}


def settled(lines: list[str], looks: list[Look], places: list[int], *, marked: bool) -> dict[int, Kind]:
    """Kinds after the look at the neighbours that needs no reading: tables by equal cells, long lists, loose ends."""
    kinds = {n: looks[n].kind for n in places}
    _mark_tables(lines, kinds, places)
    _mark_calls(kinds, places, marked=marked)
    _loosen_kickers(lines, kinds, places)
    _mark_questions(lines, kinds, places)
    _mark_authors(lines, kinds, places)
    _mark_listed_people(lines, kinds, places)
    _mark_verse(lines, kinds, places)
    _mark_letters(lines, kinds, places)
    for listed, most in ((Kind.SHORT, _LONGEST_STACK), (Kind.ORGANISATION, _LONGEST_ROW)):
        for run in _runs(places, kinds, frozenset({listed})):
            if len(run) > most:
                kinds.update(dict.fromkeys(run, Kind.PARAGRAPH))
    for one, two in pairwise(places):
        if kinds[one] is Kind.BYLINE and kinds[two] is Kind.PICTURE and _PICTURES_BY.match(fold(lines[two])):
            kinds[two] = Kind.BYLINE  # 文字：甲, below it 摄影：乙: one byline in several lines
    if any(kinds[n] not in _BEFORE_TEXT for n in places):
        _close_end(lines, kinds, places)
    return kinds


def _mark_calls(kinds: dict[int, Kind], places: list[int], *, marked: bool) -> None:
    """A question or a call on top of a page, or right above a byline, is a headline."""
    for run in _runs(places, kinds, frozenset({Kind.EXCLAIMED})):
        below = next((kinds[n] for n in range(run[-1] + 1, places[-1] + 1) if n in kinds), None)
        opens = (marked and run[0] == places[0]) or below is Kind.BYLINE
        if opens and len(run) <= _LONGEST_CALL:
            kinds.update(dict.fromkeys(run, Kind.SHORT))


def _loosen_kickers(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """A 引题 stands on a headline; a line that ends in a dash above text, or above another such line, is text.

    Two and more short ones, each alone between paragraphs, are a story's sub-heads.
    """
    loose = []
    for run in _runs(places, kinds, frozenset({Kind.KICKER})):
        below = next((kinds[n] for n in range(run[-1] + 1, places[-1] + 1) if n in kinds), None)
        if len(run) > 1 or below not in HEADS | {Kind.EXCLAIMED}:
            kinds.update(dict.fromkeys(run, Kind.PARAGRAPH))
            loose += run if len(run) == 1 and below in _TEXT else []
    short = [n for n in loose if len(lines[n].strip()) <= _LONGEST_DASHED]
    if len(short) > 1 and short == loose:
        kinds.update(dict.fromkeys(short, Kind.SUBHEAD))


def _mark_questions(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Three and more questions, each alone above its answer, are sub-heads; one or two the writer asks himself."""
    asked = [
        one
        for one, two in pairwise(places)
        if kinds[one] is Kind.EXCLAIMED
        and kinds[two] in {Kind.PARAGRAPH, Kind.SUBHEAD}
        and fold(lines[one])[-1] == "?"
        and len(lines[one].strip()) >= _SHORTEST_QUESTION
    ]
    if len(asked) >= _FEWEST_QUESTIONS:
        kinds.update(dict.fromkeys(asked, Kind.SUBHEAD))


def _mark_authors(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Names alone between a headline, or the top, and the text sign it, as essays do (石 磊); several in one story
    are a list of people.
    """
    above: Kind | None = None
    named: list[int] = []
    for position, n in enumerate(places):
        alone = kinds[n] in {Kind.PARAGRAPH, Kind.SHORT} and bool(lone_names(lines[n]))
        if kinds[n] in HEADS and not alone:
            named = []
        if alone:
            signs = (above is None or above in HEADS) and _goes_on(lines, kinds, places[position + 1 :])
            kinds[n] = Kind.BYLINE if signs and not named else kinds[n]
            kinds.update(dict.fromkeys(named, Kind.PARAGRAPH))
            named.append(n)
        above = kinds[n]


def _goes_on(lines: list[str], kinds: dict[int, Kind], below: list[int]) -> bool:
    """Whether a story begins below its author's name: with text, or with verse; 男，1960年生 tells who the one is."""
    verse = below[:_SHORTEST_VERSE]
    first = fold(lines[verse[0]]) if verse else ""
    if not verse or _PERSONAL.match(first):
        return False
    if kinds[verse[0]] in _TEXT and len(first) > _LONGEST_VERSE and "。" in first:
        return True
    sung = [_may_be_verse(lines[n], kinds[n]) and not lone_names(lines[n]) for n in verse]
    return len(verse) == _SHORTEST_VERSE and all(sung)


def _mark_listed_people(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Lines of a name and what or where they are (王宁 海门市水务局), one below the other, are a list."""
    for run in _runs(places, kinds, frozenset({Kind.SHORT, Kind.TABLE})):
        listed = [n for n in run if is_listed_person(lines[n])]
        if len(listed) > 1:
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


def _mark_letters(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """A short line with Latin letters (5G+AI) on top of all, above a headline line, is one, too."""
    if len(places) > 1 and kinds[places[1]] in HEADS and kinds[places[0]] is Kind.PARAGRAPH:
        top = fold(lines[places[0]])
        if len(top) <= _LONGEST_SIGNATURE and _LETTERED.search(top) and top[-1] not in "。.,:;":
            kinds[places[0]] = Kind.SHORT


def _close_end(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Headline lines with no story behind them are none: a signature, its date, an office that closes a notice."""
    below = False
    for n in reversed(places):
        if kinds[n] in HEADS:
            kinds[n] = Kind.PARAGRAPH
        elif kinds[n] is Kind.BYLINE and below:
            return  # it signs what stands below it
        elif kinds[n] not in _CLOSING and (
            kinds[n] is not Kind.PARAGRAPH or len(lines[n].strip()) > _LONGEST_SIGNATURE
        ):
            return
        below = below or kinds[n] is Kind.PARAGRAPH


def _mark_tables(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    loose = frozenset({Kind.SHORT, Kind.PARAGRAPH, Kind.TABLE})
    width = {n: cells(lines[n]) for n in places if kinds[n] in loose and len(lines[n]) <= 80}
    for one, two in pairwise(places):
        if width.get(one, 0) > 1 and width.get(one) == width.get(two):
            kinds[one] = kinds[two] = Kind.TABLE
    for one, two in pairwise(places):
        if (
            kinds[two] is Kind.TABLE
            and kinds[one] is Kind.SHORT
            and len(lines[one].split()) == len(lines[two].split()) > 1
        ):
            kinds[one] = Kind.TABLE


def _runs(places: list[int], kinds: dict[int, Kind], wanted: frozenset[Kind]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for n in places:
        if kinds[n] in wanted:
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
