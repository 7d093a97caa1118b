"""Finding the element that holds the article where no layout says which it is.

Three signs: prose (length and punctuation outside links), the names that sites give to furniture, and the place of
the headline. The weight of prose is summed up the tree; from the root the search goes down as long as one child holds
nearly all of it. Where several children compete, the one that follows the headline is the article.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element

from crawler.blocks import HEADINGS, Block
from crawler.chrome import is_chrome_element, is_chrome_line
from crawler.headings import heads_list

DOMINANT = 0.8
"""Share of its parent's prose from which a child is looked into alone."""

FOLLOWS_TITLE = 0.2
"""Share of prose from which the first competitor after the headline is taken before a heavier later one."""

PARAGRAPH = 60.0
"""Prose from which something beside the heaviest child is a paragraph."""

FURNITURE_SHARE = 0.5
"""An element named as furniture is none when it holds this share of the page's prose."""

Weights = dict[_Element, float]


def find_box(root: _Element, lines: Sequence[Block], title_at: int | None) -> _Element | None:
    """The element that holds the article's prose, None where the page has none.

    `lines` are the blocks of `root`; `title_at` is the index among them of the headline.
    """
    weights = _summed(root, lines[: _end_of_article(lines, title_at)])
    total = weights.get(root, 0.0)
    if total <= 0:
        return None
    order = {id(block.node): index for index, block in reversed(list(enumerate(lines)))}
    node = root
    while (chosen := _next(node, weights, order, title_at)) is not None:
        node = chosen
    return node


def _end_of_article(lines: Sequence[Block], title_at: int | None) -> int:
    """Where a heading like 相关阅读 ends what may be the article: the first that prose divides from the headline."""
    if title_at is None:
        return len(lines)
    seen = 0.0
    for index in range(title_at + 1, len(lines)):
        seen += lines[index].prose
        if seen >= 2 * PARAGRAPH and heads_list(lines, index):
            return index
    return len(lines)


def _summed(root: _Element, lines: Sequence[Block]) -> Weights:
    """Prose below each element; furniture counts nothing for what is above it."""
    weights: Weights = {}
    for block in lines:
        if not is_chrome_line(block.text):
            weights[block.node] = weights.get(block.node, 0.0) + block.prose
    total = sum(weights.values())
    for element in reversed(list(root.iter())):
        weight = weights.get(element, 0.0)
        parent = element.getparent()
        if not weight or element is root or parent is None:
            continue
        if weight < FURNITURE_SHARE * total and (is_chrome_element(element) or is_listing(element)):
            continue
        weights[parent] = weights.get(parent, 0.0) + weight
    return weights


def is_listing(element: _Element) -> bool:
    """Whether the element is a list of teasers: most of its entries are alike and each is headed by a link."""
    if len(element) < 3:
        return False
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) < 3 or element.tag in ("p", "tr", "body"):
        return False
    tag = children[-1].tag
    if tag not in ("li", "div", "dd", "dl", "article", "section"):
        return False
    alike = [child for child in children if child.tag == tag]
    linked = sum(_is_teaser(child) for child in alike)
    return len(alike) >= 0.6 * len(children) and linked >= 0.75 * len(alike)


def _is_teaser(element: _Element) -> bool:
    """An entry headed by a link: its words come from a link for a good part, or its heading is one."""
    links = element.findall(".//a[@href]")
    words = max((len("".join(link.itertext()).strip()) for link in links), default=0)
    if words < 6:
        return False
    heading = any(
        link.getparent().tag in HEADINGS or link.find("h3") is not None or link.find("h4") is not None for link in links
    )
    return heading or words >= 0.25 * len("".join(element.itertext()).strip())


def _next(node: _Element, weights: Weights, order: dict[int, int], title_at: int | None) -> _Element | None:
    """The child to go on with, None where `node` itself is the box."""
    whole = weights.get(node, 0.0)
    rivals = [child for child in node if weights.get(child, 0.0) > 0]
    if not rivals:
        return None
    best = max(rivals, key=lambda child: weights[child])
    if weights[best] >= DOMINANT * whole:
        return (
            best
            if _holds_more_than_a_line(best) and not _has_outlying_text(node, best, weights, order, title_at)
            else None
        )
    if title_at is None:
        return None
    for child in rivals:
        if _first_line(child, order) > title_at and weights[child] >= FOLLOWS_TITLE * whole:
            return child if _stands_alone(child, rivals) else None
        if _spans(child, order, title_at) and weights[child] >= FOLLOWS_TITLE * whole:
            return child if _stands_alone(child, rivals) else None
    return None


def _has_outlying_text(
    node: _Element, best: _Element, weights: Weights, order: dict[int, int], title_at: int | None
) -> bool:
    """Whether paragraphs of the article stand beside its heaviest child: bare ones, or any above it."""
    before = True
    for child in node:
        if child is best:
            before = False
        elif weights.get(child, 0.0) >= PARAGRAPH:
            between = before and title_at is not None and _first_line(child, order) > title_at
            if between or child.tag in ("p", "blockquote", "pre"):
                return True
    return False


def _holds_more_than_a_line(element: _Element) -> bool:
    return (
        element.tag not in ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "pre")
        or element.find(".//p") is not None
        or (sum(1 for _ in element.iter("br")) > 1)
    )


def _first_line(element: _Element, order: dict[int, int]) -> int:
    return next((order[id(part)] for part in element.iter() if id(part) in order), -1)


def _spans(element: _Element, order: dict[int, int], at: int) -> bool:
    places = [order[id(part)] for part in element.iter() if id(part) in order]
    return bool(places) and places[0] <= at < places[-1]


def _stands_alone(element: _Element, rivals: Sequence[_Element]) -> bool:
    """Whether an element is a container unlike its neighbours, and not one of an article's own parts."""
    if element.tag in ("p", "li", "h1", "h2", "h3", "blockquote", "tr", "pre", "figure", "table"):
        return False
    same = [other for other in rivals if other.tag == element.tag and other.get("class") == element.get("class")]
    return len(same) == 1 and len(element) > 0
