"""Cards inside a text: what a site sets between or below the paragraphs about a thing that the text names.

A product's card leads to its data, pictures, prices and forum; a share's to its quotation, funds and notices; a poll
asks for a click. None says so in words that every site uses, but all are built alike: several links of a label's length
that lead to pages of one and the same thing, or controls of a form, and no sentence around them. An article that lists
products links each to another address, or tells of them in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lxml.etree import _Element

from crawler.blocks import Block, blocks
from crawler.chrome import folded
from crawler.headings import is_sentence

_LABEL_LENGTH = 6
"""Characters of a link's text up to which it is a label (资料, 资金流向) and no headline."""
_LEAST_LINKS = 3
_NUMBER = re.compile(r"\d{4,}")
_CALENDAR = re.compile(r"(?:19|20)\d\d(?:\d\d){0,2}$")
_CONTROLS = frozenset(("radio", "checkbox"))

_LABELLED = re.compile(r"^[\[【(]?\s*[\u4e00-\u9fff][\u4e00-\u9fff ]{1,7}(?:[\]】)]\s*:?|:)\s*\S.{0,80}$")
_SELLER = re.compile(r"商家|经销商|卖家|店铺|店名")
_REACH = re.compile(r"联\s?系|电话|QQ|微信|地址", re.I)
_LEAST_LINES = 3


def cards(box: _Element) -> list[_Element]:
    """The elements inside a box that are cards."""
    found = (_whole_card(common, box) for common in (*_linked(box), *_polls(box)) if common is not None)
    return [element for element in found if element is not None]


def _linked(box: _Element) -> Iterator[_Element | None]:
    """Where links of a label's length lead to pages of one thing, the element around them."""
    groups: dict[str, dict[str, _Element]] = {}
    for link in box.iter("a"):
        href = link.get("href")
        if href and len(text := "".join(link.itertext()).strip()) <= _LABEL_LENGTH and text:
            numbers = [number for number in _NUMBER.findall(href) if not _CALENDAR.match(number)]
            if numbers:
                groups.setdefault(numbers[-1], {}).setdefault(href, link)
    return (_common(list(group.values())) for group in groups.values() if len(group) >= _LEAST_LINKS)


def _polls(box: _Element) -> Iterator[_Element | None]:
    return (control.getparent() for control in box.iter("input") if (control.get("type") or "").lower() in _CONTROLS)


def _common(elements: Sequence[_Element]) -> _Element | None:
    """The nearest element that holds all of some."""
    shared = set(elements[0].iterancestors()).intersection(*(one.iterancestors() for one in elements[1:]))
    return next((one for one in elements[0].iterancestors() if one in shared), None)


def _whole_card(inner: _Element, box: _Element) -> _Element | None:
    """The largest element around the links of a card that holds no sentence, None where there is none."""
    around = takewhile(lambda one: one is not box, (inner, *inner.iterancestors()))
    card = None
    for element in around:
        if any(is_sentence(line.text) for line in blocks(element)):
            break
        card = element
    return card


def without_offer(lines: list[Block]) -> list[Block]:
    """The lines without an advertiser's card at their end: what it costs, who sells it, how to reach him.

    A newspaper's own service lines (咨询电话, 办理地点) name no seller.
    """
    tail = list(takewhile(lambda line: bool(_LABELLED.match(folded(line.text))), reversed(lines)))
    said = " ".join(line.text for line in tail)
    sells = len(tail) >= _LEAST_LINES and _SELLER.search(said) and _REACH.search(said)
    return lines[: -len(tail)] if sells else lines
