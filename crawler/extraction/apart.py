"""What stands apart on a page without a space in its source: a date line's facts, each in an element of its own."""

from __future__ import annotations

import re

from lxml.etree import _Element

from crawler.extraction.lines import MOMENT_ALONE

_NEXT_FACT = re.compile(
    r"\s*[\u4e00-\u9fff]{0,4}(?:来源|作者|编辑|責任編輯|校对|审核|时间|日期|次数|摄影|发布|更新|浏览|阅读)\s*[:：]"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_MOST_FACTS = 10
"""Elements of a date line."""


def is_next_fact(element: _Element) -> bool:
    """Whether an element right behind another begins with a label, or one of them is all moment: 某报2024-07-01 10:10.

    Style sheets set such facts apart, not spaces.
    """
    before = element.getprevious()
    if before is None or (before.tail and not before.tail.isspace()):
        return False
    if element.text and element.tag == before.tag == "span" and _NEXT_FACT.match(element.text):
        return True
    return _is_count_behind_time(before.text or "", element.text or "") or _is_beside_moment(element)


def _is_count_behind_time(before: str, text: str) -> bool:
    """Whether a number begins right behind a moment that ends with one: 10:11am 05/03/2024, then 1230点阅."""
    return text[:1].isdigit() and before[-1:].isdigit() and _CLOCK.search(before) is not None


def _is_beside_moment(element: _Element) -> bool:
    """Whether one of the elements with which an element stands is all moment: all of them are facts, then."""
    line = element.getparent()
    if line is None or len(line) > _MOST_FACTS:
        return False
    return any(MOMENT_ALONE.fullmatch(beside.text) for beside in line if isinstance(beside.tag, str) and beside.text)
