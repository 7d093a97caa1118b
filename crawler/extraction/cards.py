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

from crawler.extraction.blocks import Block, blocks
from crawler.extraction.chrome import folded
from crawler.extraction.headings import is_sentence

_LABEL_LENGTH = 6
"""Characters of a link's text up to which it is a label (资料, 资金流向) and no headline."""
_LEAST_LINKS = 3
_NUMBER = re.compile(r"\d{4,}")
_CALENDAR = re.compile(r"(?:19|20)\d\d(?:\d\d){0,2}$")
_CONTROLS = frozenset(("radio", "checkbox"))
_FIELDS = frozenset(("email", "text", "tel", "submit", "button"))
_FOLLOW = re.compile(r"^\W*(?:(?:\+\s?|已)?(?:关注|關注|订阅|訂閱|追蹤)|\+\s?关注作者)\W*$")
_MACHINE = re.compile(
    r"^\W*(?:ai|智能)\s?(?:导读|摘要|总结|速读|速览|提要|重點|懶人包|划重点)\W*(?:beta|全文.{0,20})?$|(?:由|为)\s?(?:ai|人工智能|大模型).{0,6}(?:生成|总结|提炼|整理)",
    re.I,
)
_MACHINE_LINES = 8
_CARD_LINES = 4
"""Lines of a card with a button: what it offers, and what the button says."""

_LABELLED = re.compile(r"^[\[【(]?\s*[\u4e00-\u9fff][\u4e00-\u9fff ]{1,7}(?:[\]】)]\s*:?|:)\s*\S.{0,80}$")
_SELLER = re.compile(r"商家|经销商|卖家|店铺|店名")
_REACH = re.compile(r"联\s?系|电话|QQ|微信|地址", re.I)
_LEAST_LINES = 3


def cards(box: _Element, lines: Sequence[Block]) -> list[_Element]:
    """The elements inside a box that are cards; `lines` are those of the box."""
    # Once an element: a form has hundreds of controls, and each would be walked around as far as it goes.
    found = [_whole_card(common, box) for common in dict.fromkeys((*_linked(box), *_polls(box))) if common is not None]
    found += [_small(parent, box) for parent in dict.fromkeys(offer.getparent() for offer in _offers(box, lines))]
    found += [_few_lines(line.node, box) for line in lines if _names_machine(line)]
    return [element for element in found if element is not None]


def _offers(box: _Element, lines: Sequence[Block]) -> Iterator[_Element]:
    """Where a card asks to subscribe or to follow: a button, a field, the words of one."""
    yield from (button for button in box.iter("button"))
    yield from (field for field in box.iter("input") if (field.get("type") or "text").lower() in _FIELDS)
    yield from (line.node for line in lines if len(line.text) <= _LABEL_LENGTH and _FOLLOW.match(line.text))


def _small(parent: _Element | None, box: _Element) -> _Element | None:
    """The card around a button in `parent`: a few lines, no sentence, no picture with its caption."""
    card = _whole_card(parent, box) if parent is not None and parent is not box else None
    if card is None or card.tag == "figure" or card.find(".//figure") is not None:
        return None
    return card if len(blocks(card)) <= _CARD_LINES else None


def _names_machine(line: Block) -> bool:
    """Whether a line says: what stands here a machine has summed up."""
    return _MACHINE.search(folded(line.text[:80])) is not None


def _few_lines(inner: _Element, outer: _Element | None) -> _Element | None:
    """The largest element around another, inside a third, that has no more lines than what a machine makes."""
    made = None
    for element in takewhile(lambda one: one is not outer, (inner, *inner.iterancestors())):
        if len(blocks(element, limit=_MACHINE_LINES + 1)) > _MACHINE_LINES:
            break
        made = element
    return made


def is_in_machine_made(inner: _Element, outer: _Element | None = None) -> bool:
    """Whether an element stands in a few lines, inside another, that say that a machine has summed the text up."""
    made = _few_lines(inner, outer)
    return made is not None and any(map(_names_machine, blocks(made)))


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
