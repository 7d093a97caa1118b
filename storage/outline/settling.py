"""What lines are after a look at their neighbours that needs no reading: tables, lists, calls, loose ends."""

from __future__ import annotations

from itertools import pairwise

from storage.outline.folding import fold
from storage.outline.kinds import DATE_ONLY, DATELINE, HEADS, TEXT, Kind, Look, cells, is_label
from storage.outline.names import is_listed_person
from storage.outline.runs import runs
from storage.outline.unlabelled import mark_unlabelled
from storage.patterns import pattern

_LONGEST_STACK, _LONGEST_ROW, _LONGEST_CALL, _LONGEST_SIGNATURE = 5, 2, 2, 20
_PICTURES_BY = pattern(r"(?:摄影|图片?|制图|绘图|漫画|摄像|视频|航拍|海报)\s*[:/|丨]")
_CLOSING = frozenset({Kind.BYLINE, Kind.EDITOR, Kind.SOURCE, Kind.JUMP})
_NUMBERED_PICTURE = pattern(r"[①-⑳].{2,40}[。.]")
_PICTURED = pattern(r"[摄攝图圖]")
_TOLD = TEXT | {Kind.TABLE, Kind.SUBHEAD}
_ON_HEADLINE = (HEADS | {Kind.EXCLAIMED}) - {Kind.KICKER}
_DASHED, _ASKED = pattern(".{2,14}"), pattern(r".{5,}[?]")
_BEFORE_TEXT = HEADS | {Kind.PICTURE, Kind.SENTENCE}


def settled(lines: list[str], looks: list[Look], places: list[int], *, marked: bool) -> dict[int, Kind]:
    """Kinds after the look at the neighbours that needs no reading: tables by equal cells, long lists, loose ends."""
    kinds = {n: looks[n].kind for n in places}
    _mark_tables(lines, kinds, places)
    _mark_calls(kinds, places, marked=marked)
    _mark_likes(lines, kinds, places)
    _loosen_kickers(kinds, places)
    _mark_numbered_pictures(lines, kinds, places)
    mark_unlabelled(lines, kinds, places)
    _mark_labels(lines, kinds, places)
    _mark_top(lines, kinds, places)
    for listed, most in ((Kind.SHORT, _LONGEST_STACK), (Kind.ORGANISATION, _LONGEST_ROW)):
        for run in runs(places, kinds, frozenset({listed})):
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
    for run in runs(places, kinds, frozenset({Kind.EXCLAIMED})):
        below = next((kinds[n] for n in range(run[-1] + 1, places[-1] + 1) if n in kinds), None)
        opens = (marked and run[0] == places[0]) or below is Kind.BYLINE
        if opens and len(run) <= _LONGEST_CALL:
            kinds.update(dict.fromkeys(run, Kind.SHORT))


def _mark_likes(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Lines of one shape, each alone above text, are a story's sub-heads: 水要共治——, 水管谁来修？, 居民代表 王宁."""
    alone = [n for above, n, below in zip([None, *places], places, places[1:], strict=False)
             if kinds[below] in _TOLD and (above is None or kinds[above] is not kinds[n])]  # fmt: skip
    shapes = ((Kind.KICKER, _DASHED.fullmatch), (Kind.EXCLAIMED, _ASKED.fullmatch), (Kind.SHORT, is_listed_person))
    for kind, is_shaped in shapes:
        alike = [n for n in alone if kinds[n] is kind and is_shaped(fold(lines[n]))]
        if len(alike) > 1:
            kinds.update(dict.fromkeys(alike, Kind.SUBHEAD))


def _loosen_kickers(kinds: dict[int, Kind], places: list[int]) -> None:
    """A 引题 stands on a headline; a line that ends in a dash above text, or above another such line, is text."""
    for one, two in pairwise([*places, -1]):
        if kinds[one] is Kind.KICKER and kinds.get(two) not in _ON_HEADLINE:
            kinds[one] = Kind.PARAGRAPH


def _mark_numbered_pictures(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """Short sentences ① ② one below the other are captions where a picture's line or a photographer's follows."""
    following = dict(pairwise(places))
    for run in runs(places, kinds, frozenset({Kind.SUBHEAD})):
        below = following.get(run[-1])
        shown = below is not None and (
            kinds[below] is Kind.PICTURE or (kinds[below] is Kind.BYLINE and _PICTURED.search(fold(lines[below])))
        )
        if shown and len(run) > 1 and all(_NUMBERED_PICTURE.fullmatch(fold(lines[n])) for n in run):
            kinds.update(dict.fromkeys(run, Kind.PICTURE))


def _mark_labels(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """A word or two alone between a story's paragraphs (链接, 【群众点赞】) head the one below."""
    for above, one, two in zip([None, *places], places, places[1:], strict=False):
        heads = kinds[one] is Kind.SHORT and kinds[two] in _TOLD and is_label(lines[one])
        if heads and not DATELINE.match(fold(lines[two])) and _goes_on(lines, kinds, above, one):
            kinds[one] = Kind.SUBHEAD


def _goes_on(lines: list[str], kinds: dict[int, Kind], above: int | None, n: int) -> bool:
    """Whether a story may go on at a line: with a frame behind anything but headlines, else behind text that neither a
    date or an office nor a bracket (记者 甲) has closed.
    """
    if lines[n].lstrip()[:1] in "【［":
        return above is None or kinds[above] not in HEADS
    if above is None or kinds[above] is not Kind.PARAGRAPH:
        return above is not None and kinds[above] in _TOLD
    return len(lines[above]) > _LONGEST_SIGNATURE and fold(lines[above])[-1] != ")"


def _mark_top(lines: list[str], kinds: dict[int, Kind], places: list[int]) -> None:
    """A short line on top of all, above a headline line, is one, too, whatever its words: 5G+AI."""
    if len(places) > 1 and kinds[places[0]] is Kind.PARAGRAPH and kinds[places[1]] in HEADS:
        top = fold(lines[places[0]])
        if len(top) <= _LONGEST_SIGNATURE and top[-1] not in "。.,:;" and not DATE_ONLY.fullmatch(top):
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
