"""The small facts of an article: when it was put up and who edited it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import chain, pairwise

from crawler.extraction.chrome import closed_up, folded
from crawler.extraction.lines import with_month_numbers
from storage.outline.names import may_be_name

BEIJING = timezone(timedelta(hours=8))
"""Mainland, Hong Kong and Taiwan alike; without daylight saving since 1991, so a fixed offset will do."""

META_DATES = (
    "article:published_time",
    "og:published_time",
    "publishdate",
    "pubdate",
    "publish_date",
    "publish-date",
    "publishtime",
    "datepublished",
    "og:release_date",
    "weibo:article:create_at",
    "article.created",
    "firstpublishedtime",
    "_pubtime",
    "apub:time",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.issued",
)

_MOMENT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-—/.年]\s*(\d{1,2})\s*[-—/.月]\s*(\d{1,2})(?:(?!\d)|(?=\d\d[:：]\d\d))\s*[日号]?"
    r"(?:\s*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?(?:-(?=\d\d:\d\d:\d\d)|[T,\s]*(?:[时時][间間]\s*[:：]\s*(?=\d?\d[:：]))?)(?:HKT\s*)?(?:(上午|下午|AM|PM|am|"
    r"pm)?\s*(\d{1,2})[:：时時](\d{2})(?:[:：分]?(\d{2})秒?|分)?\s*(AM|PM|am|pm)?)?"
    r"(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_CHANGED = re.compile(
    rf"(?:最后|最近|最新|上次)?(?:更新|修改|编辑|編輯)(?:时间|時間|日期|于|於)?\s*[:：]?\s*{_MOMENT.pattern}"
)
"""When a page was changed last, in its own words: not when it was put up."""
_PARTED = re.compile(r"(?<!\d)(20\d\d)\s*(\d\d)\s*[-/]\s*(\d\d)\s*(?=\d\d:\d\d)")
"""A date whose parts stand in elements of their own, as large figures: 2024 03/04 08:00:33."""
_DAY_FIRST = re.compile(r"(?<!\d)(?<!\d:)(\d{1,2}:\d\d\s*[AP]M)\s+(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)", re.I)
"""As the papers of Malaysia date: 3:05 PM 18/08/2023."""
_MARKER = re.compile(r"^\S{0,12}?报?\s*((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*(?:第?\s*[A-Z特]*\d{1,3}|头)版$")
_ISSUE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*(?:星期|周)[一二三四五六日天]\s*(?:出版)?")

OTHER_ROLE = (
    r"(?:校对|校對|审核|審核|终审|初审|复审|[一二三]审|责任编辑|責任編輯|责编|責編|编辑|編輯|主编|美编|图编|监制|统筹|评论|阅读|分享|来源|[题配]图|作者|记者|视觉|"
    r"签发|编审|主播|播音|主持|配音|剪辑|摄像|审读|审校|编校|监审|策划|责校|核稿|供稿|发布|发表|更新|时间|日期|浏览|点击|字号|字体)"
)
_CHINESE = (
    r"(?:[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})++|"
    r"[\u4e00-\u9fff]{2,3}(?=校对|校對|审核|審核|评论\s*[:：])|[\u4e00-\u9fff]{2,4}+)"
)
_NAMES = (
    r"(?!返回|查看|点击)(?![\u4e00-\u9fff]{1,4}[网網报報社](?![\u4e00-\u9fff]))"
    rf"(?P<name>{_CHINESE}(?:[ \u3000、，,/](?!{OTHER_ROLE}){_CHINESE})*|"
    r"[A-Za-z]{1,4}\d{1,6}|"
    r"(?<=[:：丨|｜/／])(?!(?i:robot|admin)\b)[A-Za-z][A-Za-z0-9_.]{2,15}(?![A-Za-z0-9_.])(?: [A-Z][a-z]{1,15}\b)?|"
    r"[\u4e00-\u9fff] [\u4e00-\u9fff])(?:(?=校对|校對|审核|審核|评论\s*[:：])|(?![\u4e00-\u9fff]))"
)
_EDITOR = re.compile(
    r"[(（\[【]?\s*(?:(?:本文|本版|网络|网站|本期|实习|值班|新媒体|文字)?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|"
    r"小编)\s*(?:[:：丨|｜/／】\]][:：]?|\s-\s|\s)\s*|(?:责任编辑|責任編輯))"
    rf"{_NAMES}\s*(?:[A-Z]{{1,4}}\d{{1,5}}|\d{{1,6}})?\s*[)）\]】]?\s*"
)
_RESPONSIBLE = re.compile(
    rf"(?:编辑|編輯)\s*[:：丨|｜/／]\s*\S{{2,4}}[\s|｜、，,/]*(?:责任编辑|責任編輯|责编|責編)\s*[:：丨|｜/／]\s*{_NAMES}"
)
"""The responsible one of two editors on a line."""
_EDITOR_AMONG = re.compile(
    rf"(?<!图片)(?<!美术)(?<!视频)(?<!初审)(?<!版面)(?<!视觉)(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s*[:：丨|｜/／]\s*{_NAMES}"
)
_RESPONSIBLE_ONE = re.compile(r"[(（\[【]?\s*(?:责任编辑|責任編輯|责编|責編)")
_ROLE_ALONE = re.compile(r"\W?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s?[:：]?")
"""Who is named in the next line, where label and name stand in elements of their own."""
_EDITOR_BESIDE = re.compile(r"(?<=\s)(?:责任编辑|责编|编辑)\s+(?P<name>[\u4e00-\u9fff]{2,3})(?=\s|$)")
"""The editor in a date line without a colon: 2024-07-01 来源：某报 编辑 张某."""
_EDITOR_NAMED_FIRST = re.compile(r"^[(（\[【]\s*(?P<name>[\u4e00-\u9fff]{2,4})\s*(?:编辑|編輯|责编)\s*[)）\]】]$")
_EDITOR_BEFORE_BAR = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})\s?[/／╱]\s?(?:核稿|責任|责任)(?:編輯|编辑)$")
"""As Taiwan's papers sign for who went over a text: 王小明／核稿編輯."""
_OUTLETS_EDITOR = re.compile(
    r"[(（\[【]\s*(?!作者)[\u4e00-\u9fff]{2,6}(?:新[闻聞]|[网網报報]|客户端)(?:实习|见习)?[编編][辑輯]\s*[:：]?\s*(?P<name>[\u4e00-\u9fff]{2,4})\s*[)）\]】]\s*$"
)
"""The editor of a named site at a paragraph's end: （某某新闻编辑张某）."""
_EDITOR_END = re.compile(
    r"\s*[(（\[【]\s*(?:本文|网络|值班|实习)?(?:责任编辑|責任編輯|责编|責編|编辑|"
    r"編輯)\s*[:：]?\s*[^()（）\[\]【】。]{0,24}[)）\]】]?\s*(?<!\d)\d{0,8}\s*$"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as printed, with the instant in UTC where a time of day stands beside it."""

    on: date
    at: datetime | None


def moments(text: str) -> Iterator[Moment]:
    """The dates of a line in order; what is no date of the calendar is passed over."""
    line = _DAY_FIRST.sub(r"\4-\3-\2 \1", _PARTED.sub(r"\1-\2-\3 ", with_month_numbers(folded(text))))
    for match in _MOMENT.finditer(line):
        try:
            yield _moment(match)
        except ValueError:
            continue


def _moment(match: re.Match[str]) -> Moment:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    on = date(year, month, day)
    clock = f"{match[5]}{match[6]}{match[7]}" if match[5] and match[7] else ""
    if match[5] is None or (clock and (not clock.strip("0") or clock == "235959")):
        # The first or the last second of the day is what a field without a time of day holds.
        return Moment(on, None)
    hour, half = int(match[5]), {match[4], match[8]}
    if half & {"下午", "PM", "pm"} or (hour == 12 and half & {"AM", "am"}):
        hour = hour % 12 + (0 if half & {"AM", "am"} else 12)
    local = datetime(year, month, day, hour, int(match[6]), tzinfo=_zone(match[9]))
    return Moment(local.astimezone(BEIJING).date(), local.astimezone(UTC))


def _zone(offset: str | None) -> timezone:
    if offset is None:
        return BEIJING
    if offset == "Z":
        return UTC
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))


def without_moments(line: str) -> str:
    """The line without its dates; the line itself where it has none."""
    return _MOMENT.sub(" ", line)


def without_changes(line: str) -> str:
    """The line without the date at which it says that the page was changed."""
    return _CHANGED.sub(" ", folded(line))


def without_editors(line: str) -> str:
    """The line without the editors that it names among others."""
    return _EDITOR_AMONG.sub(" ", line)


def first_moment(lines: Iterable[str]) -> Moment | None:
    """The first date with a time of day, else the first date."""
    bare: Moment | None = None
    for line in lines:
        for moment in moments(line):
            if moment.at is not None:
                return moment
            bare = bare or moment
    return bare


def printed_date(lines: Iterable[str]) -> date | None:
    """The date of the newspaper's issue, from the first page marker (青岛日报2021年10月26日特1版)."""
    for line in lines:
        if len(line) <= 40 and (match := _MARKER.match(folded(line))):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def issue_date(text: str) -> date | None:
    """The date in an e-paper's head line: 2021年10月26日 星期二 出版."""
    match = _ISSUE.search(folded(text))
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def editor_of(line: str) -> str | None:
    """The editor named by an editor line or at a paragraph's end: 责任编辑:刘聪聪, （编辑：name）."""
    if "编" not in line and "編" not in line:
        return None
    line = closed_up(line)
    if len(line) <= 60 and (match := _RESPONSIBLE.search(line)):
        return match["name"].strip()
    if len(line) <= 60 and (match := _EDITOR.match(line.strip()) or _EDITOR_NAMED_FIRST.match(line.strip())):
        return match["name"].strip()
    if match := _OUTLETS_EDITOR.search(line[-48:]) or _EDITOR_BEFORE_BAR.match(line.strip()):
        return match["name"]
    tail = _EDITOR_END.search(line[-48:])
    match = _EDITOR.match(tail[0].strip()) if tail else None
    return match["name"].strip() if match else None


def is_responsible(line: str) -> bool:
    """Whether an editor's line calls him the responsible one, who goes before another: 编辑：甲, 责编：乙."""
    return bool(_RESPONSIBLE_ONE.match(closed_up(line)))


def first_editor(lines: Iterable[str]) -> str | None:
    """The editor whom the first of several lines names; else one named among others: 监制:… 编辑:…"""
    among = first = None
    for before, line in pairwise(chain(("",), lines)):
        if name := editor_of(line) or _named_below(before, line):
            if is_responsible(line) or is_responsible(before):
                return name
            first = first or name
        if among is None and len(line) <= 80 and ("编" in line or "編" in line):
            among = _EDITOR_AMONG.search(line) or (_EDITOR_BESIDE.search(line) if any(moments(line)) else None)
    return first or (among["name"] if among else None)


def _named_below(label: str, line: str) -> str | None:
    """The editor where his name is a line of its own below its label."""
    named = _ROLE_ALONE.fullmatch(label) is not None and all(map(may_be_name, line.split()))
    return editor_of(f"{label}:{line}") if named else None


def without_editor(line: str) -> str:
    """The paragraph without an editor in brackets at its end; empty where it was nothing else."""
    head, tail = line[:-48], line[-48:]
    return _EDITOR_NAMED_FIRST.sub("", head + _EDITOR_END.sub("", _OUTLETS_EDITOR.sub("", tail)))
