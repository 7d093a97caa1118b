"""What lines are after a look at their neighbours that needs no reading: tables, lists, calls, loose ends."""

from __future__ import annotations

from itertools import pairwise

from storage.outline.folding import fold
from storage.outline.kinds import HEADS, Kind, Look, cells
from storage.patterns import pattern

_LONGEST_STACK, _LONGEST_ROW, _LONGEST_CALL, _LONGEST_SIGNATURE = 5, 2, 2, 20
_PICTURES_BY = pattern(r"(?:摄影|图片?|制图|绘图|漫画|摄像|视频|航拍|海报)\s*[:/|丨]")
_CLOSING = frozenset({Kind.BYLINE, Kind.EDITOR, Kind.SOURCE, Kind.JUMP})
_BEFORE_TEXT = HEADS | {Kind.PICTURE, Kind.SENTENCE}


def settled(lines: list[str], looks: list[Look], places: list[int], *, marked: bool) -> dict[int, Kind]:
    """Kinds after the look at the neighbours that needs no reading: tables by equal cells, long lists, loose ends."""
    kinds = {n: looks[n].kind for n in places}
    _mark_tables(lines, kinds, places)
    _mark_calls(kinds, places, marked=marked)
    _loosen_kickers(kinds, places)
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


def _loosen_kickers(kinds: dict[int, Kind], places: list[int]) -> None:
    """A 引题 stands on a headline; a line that ends in a dash above text, or above another such line, is text."""
    for run in _runs(places, kinds, frozenset({Kind.KICKER})):
        below = next((kinds[n] for n in range(run[-1] + 1, places[-1] + 1) if n in kinds), None)
        if len(run) > 1 or below not in HEADS | {Kind.EXCLAIMED}:
            kinds.update(dict.fromkeys(run, Kind.PARAGRAPH))


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
