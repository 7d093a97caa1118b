"""The day that a short text of a list prints: whole, without its year, or told from now (3小时前). Pure.

A sentence that mentions a day prints none, and neither does a line that says until when something is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crawler.extraction.chrome import folded
from crawler.extraction.fields import BEIJING

_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_WHOLE = re.compile(r"(?<!\d)(?P<year>20\d\d)\s*([-/.]|年)\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_SHORT = re.compile(r"(?<![\d:/.-])(?:(\d\d)[-/](\d\d)(?![\d/-])|(\d{1,2})月(\d{1,2})日)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)|(?:星期|周)[一二三四五六日天]|[上下]午")
_AGO = re.compile(r"(?:(\d{1,3})\s*(?:个)?(分钟|小时|天)前|刚刚|(今天|昨天|前天))")
_LABELLED = re.compile(
    r"(?:文章|稿件|信息)?(?:来源|出处|作者|记者|编辑|责编|阅读|浏览|点击|评论|人气|字号)[量数次]*\s*[:]?\s*\S*|"
    r"(?:发布|发表|更新|添加|录入|上传|日期|时间|于)+\s*[:]?"
)
_OTHERWISE = re.compile(r"[。;!?,、]|截[止至]|报名|有效|活动|征集|施行|实施|今天是")
"""A sentence, or a day that something else has than the entry."""
_PARTED = re.compile(r"(?P<day>\d{1,2})\s*日?\s*(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*月?")
_PARTED_BEHIND = re.compile(r"(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*月?\s+(?P<day>\d{1,2})\s*日?")
"""A day as a large figure with year and month below or above it."""
_GLUED = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_LINE = 60
_OUTLET = re.compile(r"\D{0,12}(?:[报網网社台刊端]|新闻|发布|在线|频道|融媒体?|中心)")
"""What may stand beside a day without a label."""
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2}


@dataclass(frozen=True, slots=True)
class Printed:
    """A day as a list prints it; `year` is None where it prints none."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """Return the day in a year, None where the calendar has no such day."""
        with suppress(ValueError):
            return date(year, self.month, self.day)
        return None

    def before(self, today: date) -> date | None:
        """Return the last such day that is not after tomorrow: for one that is printed without its year."""
        latest = today + timedelta(days=1)
        days = (self.in_year(year) for year in (latest.year, latest.year - 1))
        return next((day for day in days if day is not None and day <= latest), None)


def date_in(text: str) -> date | None:
    """Return the first full date of a text, None without one."""
    return next(_days(text), None)


def day_of_hit(text: str, now: datetime) -> date | None:
    """Return the day beside a search's hit: a full date, or 昨天 and 3小时前, told from when the page was fetched.

    A day without its year is none: hits are as old as they like.
    """
    printed = printed_day(text, now)
    return date_in(text) or (printed.in_year(printed.year) if printed and printed.year else None)


def printed_day(text: str, now: datetime | None) -> Printed | None:
    """Return the day that a whole text prints, with at most an outlet and counters beside it; None where it does not.

    `now` is when the page was fetched: without it, words such as 昨天 say nothing.
    """
    line = folded(text)
    if not line or len(line) > _LONGEST_LINE:
        return None
    for read in (_read_whole, _read_ago, _read_short):
        found, rest = read(line, now)
        if found is not None:
            return found if _is_alone(rest) else None
    return None


def parted_day(text: str) -> Printed | None:
    """Return the day of a text whose parts stand in elements of their own: 26 2021-10."""
    match = _PARTED.fullmatch(folded(text)) or _PARTED_BEHIND.fullmatch(folded(text))
    if match is None:
        return None
    printed = Printed(int(match["year"]), int(match["month"]), int(match["day"]))
    return printed if printed.in_year(int(match["year"])) else None


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DATE.findall(text):
        with suppress(ValueError):
            yield date(int(year), int(month), int(day))


_Told = tuple[Printed | None, str]
"""What a line prints, and what stands beside it."""


def _read_whole(line: str, now: datetime | None) -> _Told:
    matches = list(_WHOLE.finditer(line))
    days = {(int(match["year"]), int(match[3]), int(match[4])) for match in matches}
    if len(days) != 1:
        return None, line
    # 2019年1月1日起 goes on as a sentence does.
    behind = _LABELLED.sub("", line[matches[0].end() :], count=1) if matches else ""
    if matches[0][2] == "年" and behind and _GLUED.match(line[matches[0].end() :]) and not _is_label(line, matches[0]):
        return None, line
    year, month, day = days.pop()
    printed = Printed(year, month, day)
    return (printed if printed.in_year(year) else None), _WHOLE.sub(" ", line)


def _is_label(line: str, match: re.Match[str]) -> bool:
    rest = line[match.end() :]
    return bool(_LABELLED.match(rest) or _CLOCK.match(rest))


def _read_ago(line: str, now: datetime | None) -> _Told:
    match = _AGO.search(line)
    if match is None or now is None:
        return None, line
    amount, unit, name = int(match[1] or 0), match[2], match[3]
    passed = {"分钟": timedelta(minutes=amount), "小时": timedelta(hours=amount), "天": timedelta(days=amount)}
    then = now.astimezone(BEIJING) - (passed[unit] if unit else timedelta(days=_DAYS_AGO.get(name, 0)))
    return Printed(then.year, then.month, then.day), _AGO.sub(" ", line, count=1)


def _read_short(line: str, now: datetime | None) -> _Told:
    match = _SHORT.search(line)
    if match is None:
        return None, line
    month, day = (int(each) for each in match.groups() if each)
    printed = Printed(None, month, day)
    return (printed if printed.in_year(2000) else None), _SHORT.sub(" ", line, count=1)


def _is_alone(rest: str) -> bool:
    """Tell whether what stands beside a day are labels, counters and an outlet."""
    if _OTHERWISE.search(rest):
        return False
    bare = re.sub(r"[\W_]+", "", _LABELLED.sub(" ", _CLOCK.sub(" ", rest)))
    return not bare or bool(_OUTLET.fullmatch(bare))


def is_day(text: str, *, named: bool = False) -> bool:
    """Tell whether a whole text is a day: by its figures, or `named` one (今天 may be a word of a headline)."""
    figures = named or any(each.isdecimal() for each in text)
    return figures and printed_day(text, datetime.now(BEIJING)) is not None
