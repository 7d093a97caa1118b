"""Links that an article's page shows to other articles: 上一篇, 下一篇, 相关阅读, whatever the site calls them. Pure.

Which of them lead on within a series is told by their words, by whoever knows the series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from lxml.etree import _Element

from crawler.extraction.tree import text_of
from crawler.sources.days import date_in
from crawler.sources.links import anchors, read_anchor
from storage.values import Link

LEAST_WORDS = 4
"""Characters that a headline has at least; 首页, 更多 and page numbers have fewer."""
MOST_LINKS = 600
"""Anchors that are looked at: a page with more of them is no article's."""
_MENTION = 24
"""Characters around a link from which its paragraph is a sentence that mentions it, and no 上一篇 line."""
_NUMBERS = re.compile(r"(?<=[/_-])(?=[0-9a-f]*\d)[0-9a-f]{8,}|\d+", re.I)


def leads_of(root: _Element, url: str) -> tuple[Link, ...]:
    """Return the links of a page that have a headline's length of words, each address once, in printed order."""
    found: dict[str, Link] = {}
    for anchor, target in islice(anchors(root, url), MOST_LINKS):
        link = read_anchor(anchor, target)
        if max(len(link.text), len(link.title)) >= LEAST_WORDS and target != url and not _is_mentioned(anchor):
            found.setdefault(target, Link(target, link.text, link.title, _date_beside(anchor)))
    return tuple(found.values())


def same_shape(url: str, other: str) -> bool:
    """Tell whether two addresses differ in nothing but their numbers, as articles of one site do."""
    return _NUMBERS.sub("0", url) == _NUMBERS.sub("0", other)


def _is_mentioned(anchor: _Element) -> bool:
    """Tell whether a link stands within a sentence: a paragraph that mentions something leads nowhere."""
    paragraph = next(anchor.iterancestors("p"), None)
    return paragraph is not None and len(text_of(paragraph)) - len(text_of(anchor)) > _MENTION


def _date_beside(anchor: _Element) -> date | None:
    row = next(_rows(anchor), None)
    return None if row is None else date_in(text_of(row))


def _rows(anchor: _Element) -> Iterator[_Element]:
    return (row for row in islice(anchor.iterancestors(), 3) if row.tag in ("li", "tr", "dd", "p"))
