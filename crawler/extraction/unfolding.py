"""The rest of a text that a page hides until somebody presses 展开全文.

Mobile pages show the first paragraphs and a control; the others stand in the page, hidden beside it. What the reader is
offered by a control was printed, so it is shown before anything is read. A page that holds the whole text twice, short
and in full, shows the short one no longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.blocks import blocks, is_hidden
from crawler.extraction.tree import text_of

_CONTROLS: Final = etree.XPath(
    "//body//*[self::a or self::div or self::span or self::p or self::button or self::em or self::b or self::strong]"
    "[not(*/*/*)][contains(., '展开') or contains(., '展開') or contains(., '全文') or contains(., '剩余') or "
    "contains(., '余下')]"
)
_WORDS: Final = re.compile(
    r"\W*(?:点击|點擊|继续)?(?:展开|展開|查看|阅读|閱讀|显示|加载)?(?:阅读|閱讀)?"
    r"(?:全文|余下(?:全文|内容|文章|\d+%)|剩余(?:全文|内容|文章|\d+%)|展开|展開)(?:\W*(?:剩余|余下)?\d+%)?\W*"
)
_TEXT: Final = etree.XPath("string()", smart_strings=False)
_OFFERS: Final = re.compile("展开|展開|全文|剩余|余下")
"""Without one of a control's words in all its text the tree need not be looked through."""
_LONGEST_CONTROL: Final = 20
_LEVELS: Final = 3
"""Elements around a control whose neighbours are what it opens."""
_LEAST: Final = 30.0
"""Prose from which something hidden is a paragraph of the text."""
_SAME: Final = 20
"""Characters with which a short version begins as the whole does."""


def unfold(root: _Element) -> None:
    """Show, in place, what the controls of a page would show."""
    if not _OFFERS.search(_TEXT(root)):
        return
    for control in _CONTROLS(root):
        if _is_control(control):
            for element in list(_hidden_beside(control)):
                _show(element)


def _is_control(element: _Element) -> bool:
    """A link to somewhere else opens nothing here."""
    if (element.get("href") or "#").strip().lower().startswith(("http", "/")):
        return False
    text = text_of(element)
    return len(text) <= _LONGEST_CONTROL and _WORDS.fullmatch(text) is not None


def _hidden_beside(control: _Element) -> Iterator[_Element]:
    node: _Element | None = control
    for _ in range(_LEVELS):
        if node is None or node.tag == "body":
            return
        before = node.getprevious()
        beside = [*node.itersiblings(), *node.itersiblings(preceding=True), *(before if before is not None else ())]
        yield from (each for each in beside if isinstance(each.tag, str) and is_hidden(each))
        node = node.getparent()


def _show(element: _Element) -> None:
    hidden = {name: element.attrib.pop(name) for name in ("style", "hidden") if name in element.attrib}
    lines = blocks(element)
    if sum(line.prose for line in lines) < _LEAST:
        element.attrib.update(hidden)
        return
    for short in element.itersiblings(preceding=True):
        if isinstance(short.tag, str) and text_of(short)[:_SAME] == lines[0].text[:_SAME]:
            short.set("hidden", "")
