"""Finding the element that holds the article where no layout says which it is.

Three signs: prose (length and punctuation outside links), the names that sites give to furniture, and the place of
the headline. The weight of prose is summed up the tree; from the root the search goes down as long as one child holds
nearly all of it. Where several children compete, the one that follows the headline is the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from lxml.etree import _Element

from crawler.extraction.blocks import Block
from crawler.extraction.cards import is_in_machine_made
from crawler.extraction.chrome import is_chrome_line
from crawler.extraction.edges import is_summary_of
from crawler.extraction.headings import heads_list, is_sentence, tells
from crawler.extraction.teasers import is_furniture
from crawler.extraction.titles import wording

DOMINANT = 0.8
"""Share of its parent's prose from which a child is looked into alone."""

FOLLOWS_TITLE = 0.2
"""Share of prose from which the first competitor after the headline is taken before a heavier later one."""

PARAGRAPH = 60.0
"""Prose from which something beside the heaviest child is a paragraph."""

NEAR = 2
"""Lines beside an element among which the text goes on if it does: a heading and a sentence."""

BUTTONS = 3
"""Lines of furniture that may stand there; behind a list of other articles nothing goes on."""

OPENINGS = 2
"""Paragraphs of which one opens a text: an editor's note may stand above it."""

FURNITURE_SHARE = 0.5
"""An element named as furniture is none when it holds this share of the page's prose."""

_LABELLED = re.compile(r"^\W*[\u4e00-\u9fff]{2,5}[:：]\s*")
"""What a site calls a fact that it keeps of a text, in front of it."""
_PARAGRAPH_DEPTH = 3
"""Elements in which an editor sets a paragraph at most."""
_SAID = 10
"""Characters in a row that two lines have in common where one says some of the other."""

Weights = dict[_Element, float]


def find_box(root: _Element, lines: Sequence[Block], title_at: int | None) -> _Element | None:
    """The element that holds the article's prose, None where the page has none.

    `lines` are the blocks of `root`; `title_at` is the index among them of the headline.
    """
    search = _Search(root, lines, title_at)
    if search.weights.get(root, 0.0) <= 0:
        return None
    node = root
    while (chosen := search.below(node)) is not None:
        node = chosen
    return node


class _Search:
    """The way down from the root: what weighs how much, and where each line stands."""

    def __init__(self, root: _Element, lines: Sequence[Block], title_at: int | None) -> None:
        self.end = _end_of_article(lines, title_at)
        self.weights = _summed(root, lines[: self.end], None if title_at is None else lines[title_at])
        self._lines = lines
        self._title_at = title_at
        self._first = {id(block.node): index for index, block in reversed(list(enumerate(lines)))}
        self._last = {id(block.node): index for index, block in enumerate(lines)}
        self._furniture: dict[_Element, bool] = {}

    def below(self, node: _Element) -> _Element | None:
        """The child to go on with, None where `node` itself is the box."""
        whole = self.weights.get(node, 0.0)
        rivals = [child for child in node if self.weights.get(child, 0.0) > 0]
        if not rivals:
            return None
        best = max(rivals, key=lambda child: self.weights[child])
        if self.weights[best] < DOMINANT * whole:
            at = self._title_at
            chosen = self._only_text(rivals) if at is None else self._behind_title(rivals, whole, at)
        else:
            chosen = best if _holds_more_than_a_line(best) and not self._is_paragraph(best) else None
        if chosen is None or self._has_outlying_text(node, chosen) or self._goes_on(node, chosen):
            return None
        return chosen

    def _is_paragraph(self, child: _Element) -> bool:
        """Whether a child is a paragraph in a box's tag: a line beside another of its make, behind the headline."""
        first, last = self._places(child)
        beside = () if first < last else (self._beside(child, before=True), self._beside(child, before=False))
        return any(each is not None and self._is_line_like(child, each) for each in beside)

    def _beside(self, child: _Element, *, before: bool) -> _Element | None:
        """The next element that says something; buttons may stand between."""
        return next((each for each in child.itersiblings(preceding=before) if self._says(each)), None)

    def _says(self, element: _Element) -> bool:
        first, last = self._places(element)
        return first != -1 and not all(is_chrome_line(line.text) for line in self._lines[first : last + 1])

    def _is_line_like(self, child: _Element, other: _Element) -> bool:
        start, end = self._places(other)
        return start == end and _is_of_one_make(other, child) and self._is_text(start)

    def _is_text(self, place: int) -> bool:
        """Whether a line stands behind the headline and may be of the text."""
        line, behind = self._lines[place], self._title_at is None or place > self._title_at
        return behind and place < self.end and not line.linked and not is_chrome_line(line.text)

    def _behind_title(self, rivals: Sequence[_Element], whole: float, at: int) -> _Element | None:
        """The first competitor after the headline, where it is a container of its own."""
        behind = [child for child in rivals if self._places(child)[1] > at]
        first = next((child for child in behind if self.weights[child] >= FOLLOWS_TITLE * whole), None)
        return first if first is not None and _stands_alone(first, behind) else None

    def _only_text(self, rivals: Sequence[_Element]) -> _Element | None:
        """The only competitor with a sentence, where it is a container and no half sentence stands beside it."""
        texts = [child for child in rivals if self._tells(child)]
        alone = len(texts) == 1 and _holds_more_than_a_line(texts[0]) and not self._is_broken(texts[0])
        return texts[0] if alone else None

    def _tells(self, child: _Element) -> bool:
        first, last = self._places(child)
        return any(map(tells, self._lines[first : last + 1]))

    def _is_broken(self, child: _Element) -> bool:
        """Whether the line before a child, or behind it, may be half a sentence that goes on in it or begins there."""
        first, last = self._places(child)
        return any(map(_may_break_off, (*self._lines[max(0, first - 1) : first], *self._lines[last + 1 : last + 2])))

    def _has_outlying_text(self, node: _Element, best: _Element) -> bool:
        """Whether paragraphs of the article stand beside a child: bare ones, or any above it."""
        start = self._places(best)[1] if self._title_at is None else self._title_at
        if any(
            line.node is node and line.prose >= PARAGRAPH and tells(line) for line in self._lines[start + 1 : self.end]
        ):
            return True
        before = True
        for child in node:
            if child is best:
                before = False
            elif self.weights.get(child, 0.0) >= PARAGRAPH and not (
                before and self._sums_up(child, self._openings(best), node)
            ):
                between = before and self._title_at is not None and self._places(child)[0] > self._title_at
                if between or child.tag in ("p", "blockquote", "pre"):
                    return True
        return False

    def _goes_on(self, node: _Element, child: _Element) -> bool:
        """Whether the text goes on beside a child, before it or behind it."""
        first, last = self._places(child)
        start = first if self._title_at is None else self._title_at + 1  # without a headline anything may stand above
        openings = self._openings(child)
        above = (
            place
            for place in range(first - 1, start - 1, -1)
            if not self._sums_up(self._lines[place].node, openings, node)
        )
        return self._has_sentence(node, above) or self._has_sentence(node, range(last + 1, self.end))

    def _openings(self, child: _Element) -> list[str]:
        """The paragraphs with which a child's text may open."""
        first, last = self._places(child)
        return [line.text for line in self._lines[first : last + 1] if line.prose >= PARAGRAPH][:OPENINGS]

    def _sums_up(self, element: _Element, openings: Sequence[str], node: _Element) -> bool:
        """Whether a line above a text is a summary cut from its opening, or stands in a box that a machine made."""
        line = self._lines[self._places(element)[1]].text
        return any(is_summary_of(each, line) for each in openings) or is_in_machine_made(element, node)

    def _has_sentence(self, node: _Element, places: Iterable[int]) -> bool:
        """Whether a sentence is next, below a heading at the most; a button or two may stand between."""
        seen = 0
        for block in (self._lines[place] for place in islice(places, NEAR + BUTTONS)):
            if is_chrome_line(block.text) or self._in_furniture(block.node, node) or self._says_headline(block):
                continue
            if seen == NEAR or block.linked:
                return False
            if is_sentence(block.text) or block.prose >= PARAGRAPH:
                return True
            seen += block.kind != "caption"
        return False

    def _says_headline(self, block: Block) -> bool:
        """Whether a line behind a label of its own says some of the headline once more: 原标题：…"""
        labelled = _LABELLED.match(block.text)
        if labelled is None or self._title_at is None:
            return False
        line, headline = wording(block.text[labelled.end() :]), wording(self._lines[self._title_at].text)
        return any(line[at : at + _SAID] in headline for at in range(len(line) - _SAID + 1))

    def _in_furniture(self, element: _Element, node: _Element) -> bool:
        """Whether a line's element is none of a node's, or belongs to furniture in it."""
        path = [element, *element.iterancestors()]
        return node not in path or any(self._is_furniture(each) for each in path[: path.index(node)])

    def _is_furniture(self, element: _Element) -> bool:
        if element not in self._furniture:
            self._furniture[element] = is_furniture(element)
        return self._furniture[element]

    def _places(self, element: _Element) -> tuple[int, int]:
        """The first and the last line of an element; -1 where it has none."""
        own = [id(part) for part in element.iter() if id(part) in self._first]
        return min((self._first[each] for each in own), default=-1), max((self._last[each] for each in own), default=-1)


def _end_of_article(lines: Sequence[Block], title_at: int | None) -> int:
    """Where a heading like 相关阅读 ends what may be the article: the first that prose divides from the headline.

    It does not where a paragraph follows its list beside the one above it.
    """
    if title_at is None:
        return len(lines)
    seen = 0.0
    for index in range(title_at + 1, len(lines)):
        seen += lines[index].prose
        if seen >= PARAGRAPH and heads_list(lines, index) and not _goes_on_behind(lines, index):
            return index
    return len(lines)


def _goes_on_behind(lines: Sequence[Block], place: int) -> bool:
    above = next((line for line in reversed(lines[:place]) if line.prose >= PARAGRAPH), None)
    behind = (line for line in lines[place + 1 :] if line.prose >= PARAGRAPH)
    return above is not None and any(_stand_together(above.node, line.node) for line in behind)


def _stand_together(one: _Element | None, other: _Element | None) -> bool:
    """Whether two paragraphs stand in one element, each in one of the same make."""
    for _ in range(_PARAGRAPH_DEPTH):
        if one is None or other is None or not _is_of_one_make(one, other):
            return False
        if one.getparent() is other.getparent():
            return True
        one, other = one.getparent(), other.getparent()
    return False


def _summed(root: _Element, lines: Sequence[Block], headline: Block | None) -> Weights:
    """Prose below each element; furniture counts nothing for what is above it. What holds the headline is none."""
    around = set() if headline is None else {headline.node, *headline.node.iterancestors()}
    weights: Weights = {}
    for block in lines:
        if block is not headline and not is_chrome_line(block.text):
            weights[block.node] = weights.get(block.node, 0.0) + block.prose
    total = sum(weights.values())
    for element in reversed(list(root.iter())):
        weight = weights.get(element, 0.0)
        parent = element.getparent()
        if not weight or element is root or parent is None:
            continue
        if weight < FURNITURE_SHARE * total and element not in around and is_furniture(element):
            weights[element] = 0.0
            continue
        weights[parent] = weights.get(parent, 0.0) + weight
    return weights


def _may_break_off(line: Block) -> bool:
    """Whether a line may be half a sentence, which goes on in the next box."""
    return "，" in line.text and line.link_share < 0.2 and not is_chrome_line(line.text)


def _holds_more_than_a_line(element: _Element) -> bool:
    return (
        element.tag not in ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "pre")
        or element.find(".//p") is not None
        or (sum(1 for _ in element.iter("br")) > 1)
    )


def _stands_alone(element: _Element, rivals: Sequence[_Element]) -> bool:
    """Whether an element is a container unlike its neighbours, and not one of an article's own parts."""
    if element.tag in ("p", "li", "h1", "h2", "h3", "blockquote", "tr", "pre", "figure", "table"):
        return False
    same = [other for other in rivals if _is_of_one_make(other, element)]
    return len(same) == 1 and len(element) > 0


def _is_of_one_make(element: _Element, other: _Element) -> bool:
    return bool(element.tag == other.tag and element.get("class") == other.get("class"))
