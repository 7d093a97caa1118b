"""Entries of an e-paper's lists: what belongs to one link where the markup has no box of its own for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice, takewhile

from lxml.etree import _Element

from crawler.extraction.blocks import is_hidden
from crawler.extraction.tree import squeeze

Anchors = Mapping[_Element, str]
"""The anchors of one kind in printed order, each with the address it leads to."""

_ROWS = frozenset(("tr", "li", "dd"))
_DEEPEST_ROW = 6
"""How many levels above its anchor an entry's own row can be: a > span > div > td > tr."""
_DEEPEST_LIST = 30
_LARGEST_ROW = 120
"""How many elements an entry can have; what holds more is no entry, and a broken page's must not be walked for each."""
_JOINT = "~~~"
_INLINE = frozenset(("span", "font", "i", "em"))
_LEAST_COLUMN, _LONGEST_HEADLINE = 3, 60
_BULLETS = " ·•●■◆▪>|-—[]【】［］（）():：."


def row_of(anchor: _Element, anchors: Anchors) -> Iterator[_Element]:
    """Yield the elements of an entry: its row, or in a flat list the anchor and what follows it up to the next."""
    box = _box_of(anchor, anchors)
    yield from islice(box.iter(), _LARGEST_ROW)
    for following in () if box.tag in _ROWS else islice(box.itersiblings(), _DEEPEST_ROW):
        if _is_large(following) or _holds_another(following, anchors[anchor], anchors):
            break
        yield from following.iter()


def column_of(anchor: _Element, anchors: Anchors) -> str:
    """Return the words that an entry's row shows before its link: a 栏题 or 引题; "" without any."""
    box = _box_of(anchor, anchors)
    if box.tag not in _ROWS:
        return ""
    around = {anchor, *anchor.iterancestors()}
    before = islice(takewhile(lambda element: element is not anchor, box.iter()), _LARGEST_ROW)
    pieces = [piece for element in before for piece in _shown_pieces(element, around)]
    words = squeeze("".join(pieces)).strip(_BULLETS)
    return words if len(words) >= _LEAST_COLUMN and _is_headline(words) else ""


def _box_of(anchor: _Element, anchors: Anchors) -> _Element:
    box = anchor
    for parent in islice(anchor.iterancestors(), _DEEPEST_ROW):
        if box.tag in _ROWS or _is_large(parent) or _holds_another(parent, anchors[anchor], anchors):
            break
        box = parent
    return box


def _shown_pieces(element: _Element, around: Collection[_Element]) -> Iterator[str]:
    """Yield an element's own words, and those behind it where it stands right within what is around an anchor."""
    if element.tag != "a" and isinstance(element.tag, str) and not _is_unseen(element):
        yield element.text or ""
    if element not in around and element.getparent() in around:
        yield element.tail or ""


def list_of(anchors: Anchors, wanted: Collection[str]) -> list[_Element]:
    """Return the anchors of the list that holds most of the wanted addresses and the fewest others.

    A board's hot areas name its stories; a list of today's best stories beside it names other boards' as well.
    """
    held: dict[_Element, list[str]] = defaultdict(list)
    for anchor, target in anchors.items():
        for parent in islice(anchor.iterancestors(), _DEEPEST_LIST):
            held[parent].append(target)
    if not held or not wanted:
        return list(anchors)
    own = set(wanted)

    def worth(box: _Element) -> tuple[int, int, int]:
        targets = set(held[box])
        return len(targets & own), -len(targets - own), -len(held[box])

    # Dictionaries keep order and a list is entered before what is around it, so of equals the innermost wins.
    best = max(held, key=worth)
    if 2 * worth(best)[0] < len(own):
        return []  # a list of the day's best alone: the board has none of its own
    inside = set(best.iter("a"))
    return [anchor for anchor in anchors if anchor in inside]


def shown_text(anchor: _Element) -> str:
    """Return the anchor's text without what the page hides in it; where a line breaks there is a space."""
    inside = list(islice(anchor.iterdescendants(), _LARGEST_ROW))
    hidden = {below for element in inside if _is_unseen(element) for below in islice(element.iter(), _LARGEST_ROW)}
    pieces = [anchor.text or ""]
    for element in inside:
        own = element.text or "" if element not in hidden and isinstance(element.tag, str) else ""
        tail = element.tail or "" if element.getparent() not in hidden else ""
        pieces += [" " if element.tag == "br" else own, tail]
    return squeeze("".join(pieces))


def hints(row: Iterator[_Element]) -> tuple[str, str]:
    """Return pre- and sub-title that an entry hides beside its link, "" for what it does not hold.

    What is hidden without the joint is headline words if it looks like them: an abstract is hidden as well.
    """
    for element in row:
        if element.tag == "a" or not _is_unseen(element):
            continue
        text = squeeze("".join(islice(element.itertext(), _LARGEST_ROW)) or element.get("value") or "")
        pieces = [squeeze(piece) for piece in text.split(_JOINT)]
        if len(pieces) > 1 or (text and element.tag in _INLINE and _is_headline(text)):
            return pieces[0], pieces[-1] if len(pieces) > 1 else ""
    return "", ""


def _is_unseen(element: _Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    told = element.text or (element.get("value") if element.tag == "input" else "")
    return is_hidden(element) or (len(element) == 0 and _JOINT in (told or ""))


def _is_headline(words: str) -> bool:
    return len(words) <= _LONGEST_HEADLINE and "。" not in words


def _is_large(box: _Element) -> bool:
    return next(islice(box.iter(), _LARGEST_ROW, None), None) is not None


def _holds_another(box: _Element, url: str, anchors: Anchors) -> bool:
    return any(anchors.get(other, url) != url for other in box.iter("a", "option"))
