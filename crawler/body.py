"""From the article's box to its printed lines: furniture inside the box off, everything printed kept in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.blocks import Block, blocks, is_hidden
from crawler.box import is_listing, prose
from crawler.chrome import folded, is_chrome_element, is_chrome_line, is_link_line, is_tail_heading
from crawler.fields import editor_of, labelled_source, moments, without_editor
from crawler.titles import same_words

INNER_FURNITURE_SHARE = 0.3
"""An element inside the box that is named as furniture stays when it holds more of the box's prose than this."""

_FLOWING = frozenset(("p", "span", "strong", "b", "font", "em", "h1", "h2", "h3", "h4", "td", "tr", "tbody", "table", "a", "i", "center"))
_SENTENCE_END = re.compile(r"[。！？!?…][”」』）)】]*$")
_NUMBER = re.compile(r"^[\W_]*\d{1,6}[\W_]*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The printed lines of a box; `aside` are lines that were left out and may name the editor, the source or the time."""

    lines: tuple[Block, ...]
    aside: tuple[str, ...]
    editor: str | None


def read_box(box: HtmlElement, title: str, remove: Sequence[HtmlElement] = ()) -> Reading:
    """The printed lines of `box`, the headline not repeated."""
    pruned = frozenset(remove) | _furniture(box)
    found = blocks(box, pruned)
    aside = [block.text for element in pruned if not is_hidden(element) for block in blocks(element)][:40]
    editor = next((name for text in aside if (name := editor_of(text))), None)
    body = _cut_lists(found)
    aside += [block.text for block in found if block not in body][:40]
    kept: list[Block] = []
    for block in body:
        if name := editor_of(block.text):
            editor = editor or name
            block.text = without_editor(block.text)
        if not block.text or is_chrome_line(block.text) or is_link_line(block):
            aside.append(block.text)
            continue
        kept.append(block)
    editor = editor or next((name for text in aside if (name := editor_of(text))), None)
    return Reading(tuple(_trimmed(kept, title, aside)), tuple(aside), editor)


def _furniture(box: HtmlElement) -> frozenset[HtmlElement]:
    """Elements inside the box that are furniture by name or by being a list of teasers."""
    suspects = [
        element
        for element in box.iterdescendants()
        if isinstance(element.tag, str) and element.tag not in _FLOWING and (is_chrome_element(element) or is_listing(element))
    ]
    if not suspects:
        return frozenset()
    whole = sum(prose(block) for block in blocks(box))
    return frozenset(element for element in suspects if _prose_of(element) <= INNER_FURNITURE_SHARE * whole)


def _prose_of(element: HtmlElement) -> float:
    return sum(prose(block) for block in blocks(element))


def _cut_lists(found: list[Block]) -> list[Block]:
    """The blocks without lists of other things: from such a heading to the end of what holds it, or to the next prose."""
    kept: list[Block] = []
    index = 0
    while index < len(found):
        block = found[index]
        if not (is_tail_heading(block.text) and kept and sum(map(prose, kept)) > 0):
            kept.append(block)
            index += 1
            continue
        rest = found[index + 1 :]
        if sum(map(prose, rest)) <= 0.5 * sum(map(prose, kept)):
            return kept
        index += 1
        while index < len(found) and not _resumes(found[index]):
            index += 1
    return kept


def _resumes(block: Block) -> bool:
    """Whether a line is prose again after a list of links."""
    return len(block.text) >= 40 and block.link_share < 0.3 and bool(_SENTENCE_END.search(block.text))


def _trimmed(kept: list[Block], title: str, aside: list[str]) -> list[Block]:
    """Without what stands above and below the text in its box: headline, date line, counters."""
    start = next((index for index, block in enumerate(kept) if prose(block) >= 60), 0)
    for index in range(min(start, len(kept) - 1), -1, -1):
        if same_words(kept[index].text, title):
            aside += [block.text for block in kept[: index + 1]]
            kept = kept[index + 1 :]
            break
    head = True
    trimmed = []
    for block in kept:
        if head and _is_dateline(block.text):
            aside.append(block.text)
            continue
        head = head and len(block.text) < 40
        trimmed.append(block)
    while trimmed and (_NUMBER.match(trimmed[-1].text) or _is_dateline(trimmed[-1].text)):
        aside.append(trimmed.pop().text)
    return trimmed


def _is_dateline(text: str) -> bool:
    """A line that gives time, outlet or counters and no text."""
    if len(text) > 80 or _SENTENCE_END.search(text):
        return False
    line = folded(text)
    if any(moment.at for moment in moments(line)):
        return True
    if re.match(r"^(?:来源|來源|作者|时间|发布时间|日期|记者)\s*[::]", line) and labelled_source(line):
        return True
    return bool(list(moments(line))) and len(re.sub(r"[\d年月日\W]+", "", line)) <= 8 and "版" not in line
