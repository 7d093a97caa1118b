"""Putting a text into the page of another: that one's own lines are cut out, these take their place."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lxml import etree, html
from lxml.etree import _Element

from crawler.extraction.tree import parse

SILENT: Final = ("script", "style")
LINE: Final = 15
"""Characters from which a line tells which text it is of."""


def transplanted(
    page: str, own: tuple[str, Sequence[str]], other: tuple[str, Sequence[str]], dice: random.Random
) -> bytes | None:
    """Return a page with another headline and other lines in the place of its own; None where its own are not found."""
    root = parse(page)
    box = None if root is None else _box(root, own[1])
    if root is None or box is None:
        return None
    place = _cleared(box, own[1])
    _forget(root, box, "".join(map(_folded, own[1])))
    for number, element in enumerate(WAYS[dice.choice(sorted(WAYS))](other[1])):
        box.insert(place + number, element)
    if not _retitled(root, own[0], other[0]):
        return None
    for meta in root.xpath("//meta[@charset or translate(@http-equiv,'CT','ct')='content-type']"):
        meta.getparent().remove(meta)
    return b"<!DOCTYPE html><meta charset='utf-8'>" + html.tostring(root, encoding="utf-8")


def _folded(text: str) -> str:
    return "".join(text.split())


def _text(element: _Element) -> str:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return ""
    return _folded(element.text or "") + "".join(_text(child) + _folded(child.tail or "") for child in element)


def _box(root: _Element, lines: Sequence[str]) -> _Element | None:
    """The smallest element that holds nearly all long lines of a text."""
    wanted = [line for line in map(_folded, lines) if len(line) >= LINE]
    if not wanted:
        return None
    texts = {each: _text(each) for each in root.iter() if each.tag not in ("html", "body", "p")}
    holding = [each for each, text in texts.items() if sum(line in text for line in wanted) >= 0.95 * len(wanted)]
    return min(holding, key=lambda each: len(texts[each]), default=None)


def _cleared(box: _Element, lines: Sequence[str]) -> int:
    """Take what holds a line of its text out of a box; returns the place where the first stood."""
    wanted = list(filter(None, map(_folded, lines)))
    box.text, place = None, None
    for child in list(box):
        child.tail, text = None, _text(child)
        if text and any(line in text or text in line for line in wanted):
            place = box.index(child) if place is None else place
            box.remove(child)
    return len(box) if place is None else place


def _forget(root: _Element, box: _Element, body: str) -> None:
    """Empty what repeats a text outside its box: summaries."""
    inside = {*box.iter(), *box.iterancestors()}
    for element in root.iter():
        if not isinstance(element.tag, str) or element in inside or element.tag in (*SILENT, "title"):
            continue
        element.text = "" if _repeats(element.text, body) else element.text
        for child in element:
            child.tail = "" if _repeats(child.tail, body) else child.tail
    for meta in root.xpath("//meta[contains(@name,'escription') or contains(@property,'escription')]"):
        meta.set("content", "")


def _repeats(text: str | None, body: str) -> bool:
    told = _folded(text or "")
    pieces = [told[at : at + 6] for at in range(0, len(told) - 5, 3)]
    return len(told) >= 12 and sum(piece in body for piece in pieces) >= 0.5 * len(pieces)


def _retitled(root: _Element, before: str, after: str) -> bool:
    """Put another headline in the place of a page's own, wherever it stands; returns whether it stood anywhere."""
    met = False
    for element in root.iter():
        text = (element.text or "") if isinstance(element.tag, str) and element.tag not in SILENT else ""
        if element.tag == "meta":
            element.set("content", element.get("content", "").replace(before, after))
        elif element.tag == "title" and before in text:
            element.text, met = text.replace(before, after), True
        elif len(element) == 0 and text and _folded(text) == _folded(before):
            element.text, met = after, True
    return met


# --- marking a text up -----------------------------------------------------------------------------------------------


def _element(tag: str, text: str = "", *children: _Element, **attributes: str) -> _Element:
    made = etree.Element(tag, attributes)
    made.text = text
    made.extend(children)
    return made


def _breaks(lines: Sequence[str]) -> list[_Element]:
    made = _element("div", f"　　{lines[0]}")
    for line in lines[1:]:
        made.extend([_element("br"), _element("br")])
        made[-1].tail = f"　　{line}"
    return [made]


WAYS: Final[Mapping[str, Callable[[Sequence[str]], list[_Element]]]] = {
    "paragraphs": lambda lines: [_element("p", line) for line in lines],
    "indented": lambda lines: [_element("p", f"　　{line}") for line in lines],
    "fonts": lambda lines: [_element("p", "", _element("font", line)) for line in lines],
    "headings": lambda lines: [
        _element("p", "", _element("strong", line), align="center") if len(line) < 25 else _element("p", line)
        for line in lines
    ],
    "boxes": lambda lines: [_element("div", line) for line in lines],
    "sections": lambda lines: [
        _element("section", "", _element("section", "", _element("span", line))) for line in lines
    ],
    "breaks": _breaks,
}
"""How content systems and editors mark a text up."""
