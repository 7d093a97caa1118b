"""What was found of an article on a page, before anything is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

from crawler.extraction.blocks import Block
from crawler.extraction.body import Reading
from crawler.extraction.layouts import Layout

LEAST_PROSE = 30.0
"""Weight of prose (see `Block.prose`) under which a page holds no article."""
UNPUNCTUATED = 0.4
"""What a character of a table or of verse weighs that stands in the box where a site has its articles."""


@dataclass(frozen=True, slots=True)
class ListingRules:
    """Optional CSS selectors of a `listing` source, each going before what the extractor would find itself."""

    title: str | None = None
    date: str | None = None
    body: str | None = None
    remove: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where the article is on the page, by which layout, and what its box says."""

    layout: Layout
    box: _Element
    title: str
    reading: Reading
    above: tuple[Block, ...]

    @property
    def weight(self) -> float:
        """The prose that was found, as `Block.prose` weighs it; in a box that is the articles' own all text counts."""
        lines = self.reading.lines
        prose = sum(block.prose for block in lines)
        if not self.layout.box:
            return prose
        return max(prose, UNPUNCTUATED * sum(len(each.text) - each.linked for each in lines if each.kind != "heading"))

    @property
    def is_enough(self) -> bool:
        """Whether it is an article, and not only its headline: that is no body, however long it is."""
        title, lines = key(self.title), self.reading.lines
        told = any(block.kind != "heading" or (title and key(block.text) not in title) for block in lines)
        return self.weight >= LEAST_PROSE and told


def key(text: str) -> str:
    """Return a text as it is compared here: without white space."""
    return re.sub(r"\s+", "", text)
