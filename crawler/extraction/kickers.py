"""引题 and 副题 that a page sets apart from its headline: a line of their own right above it, right below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, takewhile

from lxml.etree import _Element

from crawler.extraction.blocks import blocks, is_hidden
from crawler.extraction.chrome import is_chrome_line
from crawler.extraction.titles import headings, same_words, text_line
from crawler.extraction.tree import Page

LONGEST = 60
_FIRST_LINES = 80
"""Lines of a page among which a headline that is no heading is looked for."""
_KICKER_NAMES = re.compile(r"kicker|pre-?title|intro-?title|up-?title|shoulder|yinti|jianti|eyebrow", re.I)
_SUBTITLE_NAMES = re.compile(r"sub-?title|sub-?head|futi|deck", re.I)
_DECK = re.compile(r"[—―─-]{2}\s*[^\s—―─-].{3,}")
"""A 副题 as newspapers set it: behind a dash of two."""
# What else stands above a headline: a channel's name, a way back, a date, a counter.
_NO_KICKER = re.compile(
    r"[>»›|]|当前位置|首页|频道|来源|作者|编辑|\d{4}\s*[-年/.]|\d{1,2}:\d{2}|(?:网|报|新闻|客户端|正文|要闻)$"
)


def shown_at(page: Page, title: str) -> list[_Element]:
    """Return the elements that show the headline: headings, else the page's first line that says it."""
    told = (element for element in headings(page.root) if same_words(text_line(element), title))
    shown = [element for element in told if not is_hidden(element)]
    lines = () if shown else blocks(page.root, limit=_FIRST_LINES)
    return shown or [line.node for line in lines if same_words(line.text, title)][:1]


def kicker_above(shown: Sequence[_Element], title: str) -> str | None:
    """Return the line that stands right above the headline, None where none does or it is furniture."""
    for heading in shown:
        above = _neighbour(heading, before=True)
        text = "" if above is None else text_line(above)
        if above is not None and (_named(above, _KICKER_NAMES) or _is_line(above, text)) and text != title:
            return text[:LONGEST] or None
    return None


def subtitle_below(shown: Sequence[_Element]) -> str | None:
    """Return the line right below the headline that the page, or a dash before it, calls a subtitle; None without."""
    for heading in shown:
        below = _neighbour(heading, before=False)
        text = "" if below is None else text_line(below)
        if below is not None and (_named(below, _SUBTITLE_NAMES) or _is_deck(text)):
            return text[: 2 * LONGEST] or None
    return None


def _is_deck(text: str) -> bool:
    return len(text) <= LONGEST and _DECK.fullmatch(text) is not None


def _neighbour(heading: _Element, *, before: bool) -> _Element | None:
    """The element beside a headline, or beside what holds the headline and nothing else: its cell, its <center>."""
    said = text_line(heading)
    around = takewhile(lambda one: text_line(one) == said, heading.iterancestors())
    beside = chain.from_iterable(one.itersiblings(preceding=before) for one in (heading, *around))
    return next((one for one in beside if isinstance(one.tag, str) and not is_hidden(one)), None)


def _named(element: _Element, names: re.Pattern[str]) -> bool:
    return bool(names.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _is_line(element: _Element, text: str) -> bool:
    """Whether an unnamed neighbour reads like a kicker: a short line of words without links."""
    if element.tag not in ("p", "h2", "h3", "h4", "h5", "strong", "b", "div") or element.find(".//a") is not None:
        return False
    said = 5 <= len(text) <= LONGEST and not text.endswith(("。", "！", "？"))
    return said and not _NO_KICKER.search(text) and not is_chrome_line(text)
