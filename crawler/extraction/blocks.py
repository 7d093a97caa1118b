"""The printed lines of a piece of a document, in order, each with what a rule needs to judge it.

A line ends where a block element begins or ends, at a `<br>`, and where running text was laid out by hand (blank
lines, a run of ideographic spaces after a full stop). A row of a data table is one line, its cells joined by ` | `.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml.etree import _Element

from crawler.extraction.apart import is_next_fact
from crawler.extraction.lines import fold_line, printed_lines

CELL_SEPARATOR = " | "

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "founder-author",
        "founder-content",
        "founder-title",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SKIPPED = frozenset(
    [
        "applet",
        "audio",
        "button",
        "canvas",
        "embed",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "math",
        "meta",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*block", re.I)
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
# Not those in a figure: a list of prices, 18,652.59, is no prose.
_PUNCTUATION = re.compile(r"[，。！？；、!?;：“”「」]|(?<!\d)[,:]|[,:](?!\d)")
_BLANK = 2
"""Line ends that leave a blank line, which divides text by itself."""
_SENTENCE = re.compile(r"[。！？!?；;」”]")
_LABEL = 60
_LABELS = frozenset(":：")
"""Without any other mark a short line is a label and its fact: 来源：新华社."""


@dataclass(eq=False)
class Block:
    """One printed line. `linked` counts its characters inside links; `node` is the block element that holds it."""

    text: str
    linked: int
    node: _Element
    kind: str

    @cached_property
    def prose(self) -> float:
        """How much a line weighs as prose: its characters outside links, more with punctuation, little without."""
        length = len(self.text) - self.linked
        if self.link_share > 0.5 or length < 5:
            return 0.0
        marks = _PUNCTUATION.findall(self.text)
        if not marks or (length < _LABEL and _LABELS.issuperset(marks)):
            return 0.15 * length if length < 40 else 0.3 * length
        full = length + 8.0 * min(len(marks), 1 + length // 8)
        return full if _SENTENCE.search(self.text) else 0.6 * full

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))


class _Walker:
    """Collects text while the tree is walked and cuts it into lines."""

    def __init__(self, root: _Element) -> None:
        self.lines: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.inside_link = 0
        self.holders: list[_Element] = [root]

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text)
        if self.inside_link and not text.isspace():
            self.linked += len(text.strip())

    def part(self) -> None:
        """Sets what follows apart from what is there, where the source was wrapped between the two, too."""
        while self.parts and self.parts[-1].isspace() and self.parts[-1].count("\n") < _BLANK:
            self.parts.pop()
        self.parts.append(" ")

    def flush(self, kind: str = "text") -> None:
        if not self.parts:
            return
        raw, linked, holder = "".join(self.parts), self.linked, self.holders[-1]
        self.parts, self.linked = [], 0
        if raw.isspace():
            return
        kind = "heading" if holder.tag in HEADINGS else "caption" if holder.tag == "figcaption" else kind
        for line in _lines(raw, holder):
            self.lines.append(Block(line, min(linked, len(line)), holder, kind))
            linked = max(0, linked - len(line))


def _lines(raw: str, holder: _Element) -> Iterable[str]:
    text = raw.strip()
    # Most text is one plain line: characters that print are neither breaks nor wide nor invisible spaces.
    if text.isprintable() and "{" not in text:
        return (" ".join(text.split()) if "  " in text else text,)
    return printed_lines(raw, preformatted=_is_preformatted(holder))


def blocks(root: _Element, skip: frozenset[_Element] = frozenset(), limit: int | None = None) -> list[Block]:
    """The printed lines below `root`, the elements of `skip` and hidden ones left out. Linear, whatever the nesting.

    With `limit` the walk ends once there are that many lines.
    """
    walker = _Walker(root)
    walker.add(root.text)
    stack: list[tuple[_Element, Iterator[_Element]]] = [(root, iter(root))]
    while stack and (limit is None or len(walker.lines) < limit):
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                _leave(walker, element)
        elif _enter(walker, child, skip):
            stack.append((child, iter(child)))
    walker.flush()
    return walker.lines


def _enter(walker: _Walker, element: _Element, skip: frozenset[_Element]) -> bool:
    """Opens an element; True when its children are to be walked, and `_leave` to be called after them."""
    tag = element.tag
    if not isinstance(tag, str):
        walker.add(element.tail)
        return False
    if tag == "br":
        walker.flush()
        walker.add(element.tail)
        return False
    if tag in SKIPPED or element in skip or is_hidden(element):
        if tag in BLOCKS:
            walker.flush()
        walker.add(element.tail)
        return False
    if tag == "tr" and (row := _data_row(element)):
        walker.flush()
        walker.lines.append(Block(row, 0, element, "row"))
        return False
    if _is_block(element):
        walker.flush()
        walker.holders.append(element)
    elif is_link(element):
        walker.inside_link += 1
    elif is_next_fact(element):
        walker.part()
    walker.add(element.text)
    return True


def _leave(walker: _Walker, element: _Element) -> None:
    if element is walker.holders[-1]:
        walker.flush()
        walker.holders.pop()
    elif is_link(element):
        walker.inside_link -= 1
    walker.add(element.tail)


def is_link(element: _Element) -> bool:
    """Whether the element is a link of some words.

    An `<a>` without an address is a mark, and one that spans paragraphs was never closed.
    """
    if element.tag != "a" or element.get("href") is None:
        return False
    return len(element) < 4 or sum(1 for _ in element.iter("br", "p")) < 4


def is_hidden(element: _Element) -> bool:
    """Whether the page itself hides the element. `visibility: hidden` is no sign: scripts lift it on real articles."""
    style = element.get("style")
    return (style is not None and _hides(style)) or element.get("hidden") is not None


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    return bool(_HIDDEN.search(style))


def _is_block(element: _Element) -> bool:
    if element.tag in BLOCKS:
        return True
    style = element.get("style")
    return bool(style) and bool(_SHOWN_AS_BLOCK.search(style or ""))


def _is_preformatted(element: _Element) -> bool:
    return element.tag == "pre" or bool(_PREFORMATTED.search(element.get("style") or ""))


def _data_row(row: _Element) -> str | None:
    """The row as one line, None where it is layout: one cell only, or a cell that holds blocks or long prose."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or row.find(".//table") is not None or row.find(".//a") is not None:
        return None
    texts = [fold_line("".join(cell.itertext())) for cell in cells]
    if sum(map(bool, texts)) < 2 or max(map(len, texts)) > 120:
        return None
    if (
        any(sum(1 for _ in cell.iter("p", "div", "br", "ul")) > 1 for cell in cells)
        or row.find(".//script") is not None
    ):
        return None
    return CELL_SEPARATOR.join(texts).strip()
