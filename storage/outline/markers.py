"""Page markers (版): what they look like and what they say. Where their text stands is decided in `pages`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from storage.outline.folding import CHINESE_NUMERAL, fold, numeral
from storage.patterns import pattern

_LONGEST = 60
_NUMERALS = CHINESE_NUMERAL.replace("两", "")
_COUNT = rf"(?:0{{0,4}}[0-9]{{1,3}}|[{_NUMERALS}]{{1,4}})"
_SERIES = r"(?:[A-Za-z]{1,2}|[特增专副]刊?)"
_BOARD = rf"(?:第\s*)?(?P<series>{_SERIES})?\s*(?P<first>{_COUNT})"
_RANGE = rf"(?:\s*版?\s*(?P<join>[-—–~～、,至到])\s*(?:第\s*)?(?P<again>{_SERIES})?\s*(?P<last>{_COUNT}))?"
_LABEL = rf"(?:{_BOARD}{_RANGE}\s*版|(?P<front>头版|号外))"
_DATE = (
    rf"(?:(?P<year>[0-9]{{4}}|[{_NUMERALS}Oo○]{{4}})\s*[年./-]\s*/?)?(?P<month>[0-9]{{1,2}}|[{_NUMERALS}]{{1,3}})\s*[月./-]\s*/?"
    rf"(?P<day>[0-9]{{1,2}}|[{_NUMERALS}]{{1,3}})\s*日?"
)
_WEEKDAY = r"(?:[\s,(]*(?:星期|周)[一二三四五六日天][\s),]*)?"
_PAPER = (
    r"《?\s*(?P<paper>[一-鿿·/]{1,12}(?:报社?|周刊|新闻|电讯|周末)|参考消息|"
    r"今日(?!要闻|导读|关注|看点)[一-鿿]{2,4})\s*》?"
)
_LATER_PAPER = _PAPER.replace("<paper>", "<printed>")
_NAMES = (
    "要闻|新闻|综合|时政|经济|财经|社会|民生|文化|体育|国际|国内|本地|专题|专版|特刊|广告|副刊|评论|理论|教育|健康|"
    "头版|头条|巡礼"
)
_NAME = (
    r"(?:\s*\((?P<framed>[一-鿿·]{2,8})\)|\s*[:|·/—-]+\s*(?P<named>[^。,;!?:|·/—-][^。,;!?:]{0,13})|\s+(?P<spaced>[^。,;!?:\s]{1,8})|"
    rf"(?P<glued>[一-鿿]{{0,4}}(?:{_NAMES})))?"
)
_OPEN, _CLOSE = r"[\[(【〖<▲△▶►◀◄■□●◆◎※*—\-·\s]*", r"[\])】〗>▲△▶►◀◄▼■□●◆◎※*—\-·。\s]*"
_SAYING = r"(?:(?:版[面次]|来源|稿源|原?[刊载]于|原载|转载自|转自|刊载于|刊发于|见报|载)\s*[::]?\s*)?"
_EDITOR = r"(?:本[版期])?(?:责任编辑|值班编辑|美术编辑|责编|编辑|美编|校对|审读|组版|版式|值班主任)"
_EDITED = rf"(?:{_EDITOR}\s*[:/]?\s*[一-鿿](?:\s?[一-鿿]){{1,3}}\s*){{0,4}}"
_NUMBER = r"(?:总?第\s*[0-9]{3,6}\s*期)?"
_ISSUE = rf"(?:{_PAPER})?\s*[,:(/]?\s*(?:{_DATE}{_WEEKDAY})?\s*{_NUMBER}\s*[,:)/]?\s*(?:{_LATER_PAPER})?\s*{_EDITED}"
_MARKER = pattern(rf"{_OPEN}{_SAYING}{_ISSUE}{_LABEL}{_NAME}\s*{_EDITED}{_CLOSE}")
_DATED_BEHIND = pattern(rf"{_OPEN}{_SAYING}{_PAPER}\s*{_LABEL}\s*[,(/]?\s*{_DATE}{_WEEKDAY}{_CLOSE}")
_NAMED_FIRST = pattern(rf"{_OPEN}(?P<named>(?:20[0-9]{{2}})?[一-鿿]{{0,4}}(?:{_NAMES}))\s*[·|/:\s]\s*{_LABEL}{_CLOSE}")
_LETTERED = pattern(
    rf"{_OPEN}(?P<series>[A-Z])(?P<first>[0-9]{{2}}|[0-9](?=.{{0,8}}(?:{_NAMES}|报道){_CLOSE}$))"
    rf"\s*[:|·\s]\s*(?P<named>[一-鿿·]{{2,8}}){_CLOSE}"
)
_FORMS = (_MARKER, _DATED_BEHIND, _NAMED_FIRST, _LETTERED)
_LETTERED_START = pattern(rf"{_OPEN}[A-Z][0-9]")
_JUMP = pattern(
    rf"{_OPEN}(?:(?P<on>下?转|续转|后转)|(?P<back>上接|紧接|续接|接))\s*(?:本报)?\s*(?:今日|今天)?\s*{_LABEL}"
    rf"(?:[·:\s]\s*[一-鿿]{{1,8}})?{_CLOSE}"
)
_NOUGHT = str.maketrans("Oo○", "〇〇〇")


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that says which page text stands on; `dated` where it carries paper or date, as an attribution does.

    paper  the newspaper that it names, as printed; None without
    """

    label: str
    name: str | None = None
    printed_on: date | None = None
    dated: bool = False
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """A continuation note: text goes on at (`onwards`), or comes from, the page of that label."""

    label: str
    onwards: bool


def read_marker(line: str) -> Marker | None:
    """The page marker that the whole line is, None where it is anything else (第3版 inside a sentence is text)."""
    text = fold(line)
    if not text or len(text) > _LONGEST or not ("版" in text or "号外" in text or _LETTERED_START.match(text)):
        return None
    found = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    label = _label(found) if found else None
    if found is None or label is None:
        return None
    parts = found.groupdict()
    name = parts.get("named") or parts.get("spaced") or parts.get("glued") or parts.get("framed")
    name = name or parts.get("front")
    paper = parts.get("paper") or parts.get("printed")
    dated = bool(paper or parts.get("month"))
    return Marker(label, name.strip(" )]】") or None if name else None, _date(parts), dated, paper)


def read_jump(line: str) -> Jump | None:
    """The continuation note (下转第3版, 上接1版) that the whole line is; None where it is anything else."""
    text = fold(line)
    if "版" not in text or len(text) > _LONGEST // 2:
        return None
    found = _JUMP.fullmatch(text)
    label = _label(found) if found else None
    return Jump(label, onwards=found["on"] is not None) if found and label else None


def _label(found: re.Match[str]) -> str | None:
    """1版, 特1版, A07版, 1-4版: Chinese numerals in digits, leading zeros kept only behind a letter; 头版 is 1版."""
    parts = found.groupdict()
    if parts.get("front"):
        return "1版" if parts["front"] == "头版" else str(parts["front"])
    series, again = (parts["series"] or "").upper(), (parts.get("again") or "").upper()
    first, last = _digits(parts["first"], series), _digits(parts.get("last"), again or series)
    if first is None:
        return None
    join = "、" if parts.get("join") in {"、", ","} else "-"
    return f"{series}{first}{join + again + last if last else ''}版"


def _digits(count: str | None, series: str) -> str | None:
    value = numeral(count) if count else None
    if count is None or not value:
        return None
    return count if series.isascii() and series and count.isdigit() else str(value)


def _date(parts: dict[str, str | None]) -> date | None:
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if not (year and month and day):
        return None
    try:
        return date(*(numeral(part.translate(_NOUGHT)) or 0 for part in (year, month, day)))
    except ValueError:
        return None
