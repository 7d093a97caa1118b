"""The year of a moment that a page shows without one: 10-08 12:00, 10月8日 12:00.

Telephones' pages and authors' accounts show no year while a text is of this one. But the page keeps the whole moment
where machines read it, in a meta or a script, or its address holds the day. Any name will do for that: what says the
same day as the page shows is the same moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.chrome import folded
from crawler.extraction.fields import Moment, first_moment
from crawler.extraction.states import SCRIPTS

_YEARLESS = re.compile(
    r"(?<![\d年./-])(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2}?)(?:\s*日|(?!\d)|(?=\d\d:))\s*(?P<clock>\d{1,2}:\d\d)(?!\d)"
)
_METAS = etree.XPath("//meta/@content", smart_strings=False)
_LONGEST_STAMP = 40
_LONGEST_LINE = 60


def with_year(lines: Iterable[str], root: _Element, url: str) -> Moment | None:
    """The first moment of `lines` that has no year, with the only one that the page gives for its day."""
    short = (folded(line) for line in lines if len(line) <= _LONGEST_LINE)
    for shown in filter(None, map(_YEARLESS.search, short)):
        years = set(_years(int(shown["month"]), int(shown["day"]), root, url))
        if len(years) == 1:
            return first_moment([f"{years.pop()}-{shown['month']}-{shown['day']} {shown['clock']}"])
    return None


def _years(month: int, day: int, root: _Element, url: str) -> Iterator[str]:
    """The years that stand before a day in the page's metas, its scripts and its address."""
    stamp = re.compile(rf"(?<!\d)(20\d\d)-0?{month}-0?{day}(?!\d)")
    for told in (*(meta for meta in _METAS(root) if len(meta) <= _LONGEST_STAMP), *SCRIPTS(root)):
        yield from stamp.findall(told)
    yield from re.findall(rf"(?<!\d)(20\d\d)[-/]?{month:02}[-/]?{day:02}(?!\d)", url)
