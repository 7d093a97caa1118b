"""CSS selectors for the links of a list that nobody has described yet: what `xunli probe` proposes for a `listing`.

headline-like links → the named box around each, and the way down to it → selectors that find little else

Of selectors that find the same headlines, the one is best that finds nothing else, and words rather than pictures. Old
pages made of tables name nothing: there a cell is known by how it is laid out. A tag that HTML has not is a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element
from lxml.html import defs

from crawler.extraction.tree import selector, text_of
from crawler.sources.links import LEAST_HEADLINE, anchors, read_anchor
from storage.values import Link

LEAST_LINKS = 3
"""Links that make a list."""
MOST = 5
_MOST_TRIED = 80
_DEEP = 8
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_COUNTED = re.compile(r"\d|active|current|first|last|odd|even|hover|clear|^on$|^cur$|^fl$|^fr$")
"""Names that tell one entry from another, or how it looks."""
_LEAST_SHARE = 0.6
"""Share of headlines among what a selector finds."""
_LAID_OUT = ("height", "width", "align", "bgcolor", "border")
"""Attributes that tell a table's cells of one kind from others where no names do."""
_MEASURE = re.compile(r"#?[\w.]+%?")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One selector, what it finds, and how many of those links have the words asked for.

    headlines  how many of the links are headlines
    spoken     how many of its headlines are words and no picture's
    """

    css: str
    links: tuple[Link, ...]
    matched: int
    headlines: int = 0
    spoken: int = 0

    @property
    def worth(self) -> tuple[int, int, int, int, int]:
        """The least is the best."""
        beside = len(self.links) - self.headlines
        return -self.matched, -self.headlines, beside, -self.spoken, len(self.css)


def propose(root: _Element, base: str, has_words: Callable[[Link], bool]) -> tuple[Proposal, ...]:
    """Return selectors for the lists of a page, those with the words first, then the longest."""
    targets = {anchor: read_anchor(anchor, url) for anchor, url in anchors(root, base)}
    counted: dict[str, int] = defaultdict(int)
    for anchor, link in targets.items():
        if _is_headline(link):
            for css in _selectors(anchor):
                counted[css] += 1
    likely = sorted((css for css, count in counted.items() if count >= LEAST_LINKS), key=lambda css: -counted[css])
    found = [proposal for css in islice(likely, _MOST_TRIED) if (proposal := _tried(root, css, targets, has_words))]
    found.sort(key=lambda each: each.worth)
    return tuple(islice(_distinct(found), MOST))


def _tried(
    root: _Element, css: str, targets: dict[_Element, Link], has_words: Callable[[Link], bool]
) -> Proposal | None:
    hits = [anchor for anchor in selector(css)(root) if anchor in targets]
    links = tuple({targets[anchor].url: targets[anchor] for anchor in hits}.values())
    headlines = sum(map(_is_headline, links))
    if headlines < LEAST_LINKS or headlines < _LEAST_SHARE * len(links):
        return None
    spoken = len({targets[anchor].url for anchor in hits if len(text_of(anchor)) >= LEAST_HEADLINE})
    return Proposal(css, links, sum(map(has_words, links)), headlines, spoken)


def _selectors(anchor: _Element) -> Iterator[str]:
    """Yield the ways down to an anchor from each named box around it, the nearest first; by its own name, too."""
    way: list[str] = []
    ends = dict.fromkeys(("a", _named(anchor) or "a"))
    for box in islice(anchor.iterancestors(), _DEEP):
        if box.tag in ("body", "html") or not isinstance(box.tag, str):
            return
        name = _named(box) or _laid_out(box) or ("" if box.tag in defs.tags else box.tag)
        if name:
            yield from (" > ".join((name, *way, end)) for end in ends)
        way.insert(0, name or box.tag)


def _named(box: _Element) -> str:
    """Return a box as a selector names it, "" where it has no name of its own."""
    if (identity := box.get("id") or "") and _NAME.fullmatch(identity) and not _COUNTED.search(identity):
        return f"{box.tag}#{identity}"
    names = (name for name in (box.get("class") or "").split() if _NAME.fullmatch(name) and not _COUNTED.search(name))
    name = next(names, "")
    return f"{box.tag}.{name}" if name else ""


def _laid_out(box: _Element) -> str:
    """Return a table's cell as a selector tells it by its layout, "" for what is none or has none."""
    if box.tag not in ("td", "tr", "table"):
        return ""
    told = ((name, box.get(name) or "") for name in _LAID_OUT)
    return next((f'{box.tag}[{name}="{value}"]' for name, value in told if _MEASURE.fullmatch(value)), "")


def _is_headline(link: Link) -> bool:
    return max(len(link.text), len(link.title)) >= LEAST_HEADLINE


def _distinct(proposals: list[Proposal]) -> Iterator[Proposal]:
    """Yield the proposals without those that find what a better one finds already."""
    seen: list[frozenset[str]] = []
    for each in proposals:
        urls = frozenset(link.url for link in each.links)
        if not any(len(urls & other) * 2 > len(urls) for other in seen):
            seen.append(urls)
            yield each
