"""引题 and 副题 that a page sets apart from its headline: a line of their own right above it, right below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element

from crawler.extraction.titles import headings, same_words, text_line
from crawler.extraction.tree import Page

LONGEST = 60
_KICKER_NAMES = re.compile(r"kicker|pre-?title|intro-?title|up-?title|shoulder|yinti|jianti|eyebrow", re.I)
_SUBTITLE_NAMES = re.compile(r"sub-?title|sub-?head|futi|deck", re.I)
# What else stands above a headline: a channel's name, a way back, a date, a counter.
_NO_KICKER = re.compile(
    r"[>»›|]|当前位置|首页|频道|来源|作者|编辑|\d{4}\s*[-年/.]|\d{1,2}:\d{2}|(?:网|报|新闻|客户端|正文|要闻)$"
)


def shown_at(page: Page, title: str) -> list[_Element]:
    """Return the elements that show the headline."""
    return [element for element in headings(page.root) if same_words(text_line(element), title)]


def kicker_above(shown: Sequence[_Element], title: str) -> str | None:
    """Return the line that stands right above the headline, None where none does or it is furniture."""
    for heading in shown:
        above = _neighbour(heading, before=True)
        text = "" if above is None else text_line(above)
        if above is not None and (_named(above, _KICKER_NAMES) or _is_line(above, text)) and text != title:
            return text[:LONGEST] or None
    return None


def subtitle_below(shown: Sequence[_Element]) -> str | None:
    """Return the line right below the headline that the page itself calls a subtitle, None without one."""
    for heading in shown:
        below = _neighbour(heading, before=False)
        if below is not None and _named(below, _SUBTITLE_NAMES):
            return text_line(below)[: 2 * LONGEST] or None
    return None


def _neighbour(heading: _Element, *, before: bool) -> _Element | None:
    return next((one for one in heading.itersiblings(preceding=before) if isinstance(one.tag, str)), None)


def _named(element: _Element, names: re.Pattern[str]) -> bool:
    return bool(names.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _is_line(element: _Element, text: str) -> bool:
    """Whether an unnamed neighbour reads like a kicker: a short line of words without links."""
    if element.tag not in ("p", "h2", "h3", "h4", "h5", "strong", "b") or element.find(".//a") is not None:
        return False
    return 5 <= len(text) <= LONGEST and not _NO_KICKER.search(text) and not text.endswith(("。", "！", "？"))
