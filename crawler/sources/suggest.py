"""CSS selectors for the links of a list that nobody has described yet: what `xunli probe` proposes for a `listing`.

headline-like links → the named box around each, and the way down to it → selectors that find little else
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from crawler.extraction.tree import selector
from crawler.sources.links import anchors, read_anchor
from storage.values import Link

LEAST_HEADLINE = 6
"""Characters that a headline has at least."""
LEAST_LINKS = 3
"""Links that make a list."""
MOST = 5
_DEEP = 8
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_COUNTED = re.compile(r"\d|active|current|first|last|odd|even|hover|clear|^on$|^cur$|^fl$|^fr$")
"""Names that tell one entry from another, or how it looks."""
_LEAST_SHARE = 0.6
"""Share of headlines among what a selector finds."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One selector, what it finds, and how many of those links have the words asked for."""

    css: str
    links: tuple[Link, ...]
    matched: int


def propose(root: _Element, base: str, has_words: Callable[[Link], bool]) -> tuple[Proposal, ...]:
    """Return selectors for the lists of a page, those with the words first, then the longest."""
    targets = {anchor: read_anchor(anchor, url) for anchor, url in anchors(root, base)}
    counted: dict[str, int] = defaultdict(int)
    for anchor, link in targets.items():
        if _is_headline(link):
            for css in _selectors(anchor):
                counted[css] += 1
    likely = sorted((css for css, count in counted.items() if count >= LEAST_LINKS), key=lambda css: -counted[css])
    found = [proposal for css in islice(likely, 40) if (proposal := _tried(root, css, targets, has_words))]
    found.sort(key=lambda each: (-each.matched, -len(each.links), len(each.css)))
    return tuple(islice(_distinct(found), MOST))


def _tried(
    root: _Element, css: str, targets: dict[_Element, Link], has_words: Callable[[Link], bool]
) -> Proposal | None:
    hits = [targets[anchor] for anchor in selector(css)(root) if anchor in targets]
    links = tuple({link.url: link for link in hits}.values())
    headlines = sum(map(_is_headline, links))
    if headlines < LEAST_LINKS or headlines < _LEAST_SHARE * len(links):
        return None
    return Proposal(css, links, sum(map(has_words, links)))


def _selectors(anchor: _Element) -> Iterator[str]:
    """Yield the ways down to an anchor from each named box around it, the nearest first."""
    way = ["a"]
    for box in islice(anchor.iterancestors(), _DEEP):
        if box.tag in ("body", "html") or not isinstance(box.tag, str):
            return
        name = _named(box)
        if name:
            yield f"{name} > {' > '.join(way)}"
        way.insert(0, name or box.tag)


def _named(box: _Element) -> str:
    """Return a box as a selector names it, "" where it has no name of its own."""
    if (identity := box.get("id") or "") and _NAME.fullmatch(identity) and not _COUNTED.search(identity):
        return f"{box.tag}#{identity}"
    names = (name for name in (box.get("class") or "").split() if _NAME.fullmatch(name) and not _COUNTED.search(name))
    name = next(names, "")
    return f"{box.tag}.{name}" if name else ""


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
