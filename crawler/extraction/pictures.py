"""Captions that a CMS repeats: the name of what the headline is about, under one picture after the other.

A newspaper says under each picture what is on it. Where an editor or the CMS copies the product's or the place's name
under all of them, the reader has it from the headline and the first picture, and the text would be a list of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml.etree import _Element

from crawler.extraction.blocks import Block
from crawler.extraction.chrome import folded

LONGEST = 40
_WORDS = re.compile(r"[\s\W_]+")
_PIECE = 3
_NEIGHBOURS = 4
"""Elements before a line among which its picture is looked for: breaks and empty paragraphs stand between."""


def without_echoes(lines: Sequence[Block], title: str) -> list[Block]:
    """The lines without captions that stood under an earlier picture and are words of the headline."""
    seen: set[str] = set()
    kept = []
    for line in lines:
        if line.text in seen and _is_of(line.text, title) and _is_under_picture(line.node):
            continue
        if len(line.text) <= LONGEST and line.prose < LONGEST:
            seen.add(line.text)
        kept.append(line)
    return kept


def _is_of(text: str, title: str) -> bool:
    """Whether most of a caption stands in the headline."""
    words, whole = _WORDS.sub("", folded(text)), _WORDS.sub("", folded(title))
    pieces = [words[at : at + _PIECE] for at in range(max(1, len(words) - _PIECE + 1))]
    return 2 * sum(piece in whole for piece in pieces) > len(pieces)


def _is_under_picture(node: _Element) -> bool:
    """Whether a picture stands in a line's own element or right before it."""
    if node.find(".//img") is not None:
        return True
    for element in islice(node.itersiblings(preceding=True), _NEIGHBOURS):
        if isinstance(element.tag, str) and element.find(".//img") is not None:
            return True
        if "".join(element.itertext()).strip():
            return False
    return False
