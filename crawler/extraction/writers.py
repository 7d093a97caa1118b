"""Who wrote a text that has no byline: a wire's opening words name its reporter, a page's data their author."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extraction.fields import moments
from crawler.extraction.outlets import OUTLET
from crawler.extraction.titles import same_words
from storage.outline import people
from storage.outline.names import may_be_name

_WIRE = re.compile(
    r"[（(]\s*([\u4e00-\u9fff]{1,6}社(?:特[约約派])?(?:记者|記者)\s?(?:[\u4e00-\u9fff]{2,4}、)*"
    r"(?:[\u4e00-\u9fff]{3}(?=[\u4e00-\u9fff]{2})|[\u4e00-\u9fff]{2}(?=[\u4e00-\u9fff]{2}\d)))"
    r"[\u4e00-\u9fff]{2,6}\d{1,2}日[专專]?[电電][）)]"
)
"""The reporter right before the place: （某某社記者王小明台北12日電）; a name is of three, or of two before two."""
_CHANNEL = re.compile(
    "时政|时评|时讯|金融|文化|文旅|文艺|房产|司法|安全|高考|高校|车市|石化|江苏|安徽|宁夏|甘肃|吉林|温州|常州"
)
"""Channels and regions that open as names do."""
_OPENING = 60
_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,8}")
_LONGEST = 40


def wire_reporter(lines: Iterable[str]) -> str | None:
    """The reporter whom the first line of a wire's text names, as printed."""
    match = next(filter(None, (_WIRE.match(line[:_OPENING]) for line in lines)), None)
    return match[1] if match else None


def author_above(zone: list[str], title: str) -> str | None:
    """The names that are a line of their own between headline and date line. `zone` has the nearest to the text first.

    A channel's name stands above the headline.
    """
    for date_line, line, headline in zip(zone, zone[1:], zone[2:], strict=False):
        named = not _CHANNEL.fullmatch(line) and all(map(may_be_name, line.split()))
        if named and same_words(headline, title) and any(moments(date_line)):
            return line
    return None


def told_author(name: str) -> str | None:
    """The author that a page's data name: a person, maybe with his paper before him; no outlet and no account."""
    named = bool(people(name)) or (_NAMES.fullmatch(name) is not None and not OUTLET.search(name))
    return name if named and len(name) <= _LONGEST else None
