"""Entries of an e-paper's lists: what belongs to one link where the markup has no box of its own for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from lxml.etree import _Element

from crawler.blocks import is_hidden
from crawler.tree import squeeze

Anchors = Mapping[_Element, str]
"""The anchors of one kind in printed order, each with the address it leads to."""

_ROWS = frozenset(("tr", "li", "dd"))
_DEEPEST_ROW = 6
"""How many levels above its anchor an entry's own row can be: a > span > div > td > tr."""
_DEEPEST_LIST = 30
_LARGEST_ROW = 120
"""How many elements an entry can have; what holds more is no entry, and a broken page's must not be walked for each."""
_JOINT = "~~~"


def row_of(anchor: _Element, anchors: Anchors) -> Iterator[_Element]:
    """Yield the elements of an entry: its row, or in a flat list the anchor and what follows it up to the next."""
    box = anchor
    for parent in islice(anchor.iterancestors(), _DEEPEST_ROW):
        if box.tag in _ROWS or _is_large(parent) or _holds_another(parent, anchors[anchor], anchors):
            break
        box = parent
    yield from islice(box.iter(), _LARGEST_ROW)
    for following in () if box.tag in _ROWS else islice(box.itersiblings(), _DEEPEST_ROW):
        if _is_large(following) or _holds_another(following, anchors[anchor], anchors):
            break
        yield from following.iter()


def list_of(anchors: Anchors, wanted: Collection[str]) -> list[_Element]:
    """Return the anchors of the list that holds most of the wanted addresses and the fewest others.

    A board's hot areas name its stories; a list of today's best stories beside it names other boards' as well.
    """
    held: dict[_Element, set[str]] = defaultdict(set)
    for anchor, target in anchors.items():
        for parent in islice(anchor.iterancestors(), _DEEPEST_LIST):
            held[parent].add(target)
    if not held or not wanted:
        return list(anchors)
    # Dictionaries keep order and a list is entered before what is around it, so of equals the innermost wins.
    best = max(held, key=lambda box: (len(held[box] & set(wanted)), -len(held[box] - set(wanted))))
    inside = set(best.iter("a"))
    return [anchor for anchor in anchors if anchor in inside]


def shown_text(anchor: _Element) -> str:
    """Return the anchor's text without what the page hides in it."""
    inside = list(islice(anchor.iterdescendants(), _LARGEST_ROW))
    hidden = {below for element in inside if _is_hint(element) for below in islice(element.iter(), _LARGEST_ROW)}
    pieces = [anchor.text or ""]
    for element in inside:
        own = element.text or "" if element not in hidden and isinstance(element.tag, str) else ""
        tail = element.tail or "" if element.getparent() not in hidden else ""
        pieces += [own, tail]
    return squeeze("".join(pieces))


def hints(row: Iterator[_Element]) -> tuple[str, str]:
    """Return pre- and sub-title that an entry hides beside its link, "" for what it does not hold."""
    for element in row:
        if not _is_hint(element):
            continue
        text = squeeze("".join(islice(element.itertext(), _LARGEST_ROW)))
        pieces = [squeeze(piece) for piece in text.split(_JOINT)]
        if text:
            return pieces[0], pieces[-1] if len(pieces) > 1 else ""
    return "", ""


def _is_hint(element: _Element) -> bool:
    if element.tag not in ("span", "font", "i", "em", "input"):
        return False
    return is_hidden(element) or (len(element) == 0 and _JOINT in (element.text or ""))


def _is_large(box: _Element) -> bool:
    return next(islice(box.iter(), _LARGEST_ROW, None), None) is not None


def _holds_another(box: _Element, url: str, anchors: Anchors) -> bool:
    return any(anchors.get(other, url) != url for other in box.iter("a"))
