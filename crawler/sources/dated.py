"""Which of the days on a list page belong to which of its entries. Pure.

A day belongs to the one entry in the smallest box around it. Where that box holds several, their order tells: days
behind their entries, before them, or each at the head of a group. What cannot be told is nobody's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice, pairwise

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.fields import BEIJING
from crawler.extraction.tree import text_of
from crawler.sources.days import Printed, parted_day, printed_day
from storage.addresses import day_in

_UNSEEN = frozenset(("script", "style", "noscript", "textarea", "option", "title", "head"))
_LISTS = frozenset(("ul", "ol", "table", "tbody", "dl"))
_ITEMS = frozenset(("li", "tr", "dd", "dt"))
_DEEPEST = 5
"""How many levels above its anchor an entry's own box can be: a > h3 > div > div > li."""
_HIGHEST = 40
_NEAR = 40
"""Levels and neighbours that are looked at; pages are made by anybody."""
_ALIVE = timedelta(days=7)
"""A list whose newest entry is no older goes on, so that days without a year are of the last twelve months."""
_NUMBERED = re.compile(r"\d+|first|last|odd|even|active|current")
_FIGURE = re.compile(r"\d{1,2}")
_MONTH = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])(?=/)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A day as printed, the element whose text it is, and its place among what the page holds."""

    printed: Printed
    element: _Element
    at: int

    @property
    def make(self) -> tuple[str, str]:
        """What the days of one list have in common."""
        return _make(self.element)


class Boxes:
    """A page's entries by the boxes that hold them; other headlines' links are neighbours, known by their anchors."""

    def __init__(self, entries: Mapping[_Element, str], neighbours: Iterable[_Element]) -> None:
        self.entries = entries
        self.neighbours = frozenset(neighbours)
        self._held: dict[_Element, dict[str, int]] = defaultdict(dict)
        self._strange: set[_Element] = set()
        for anchor, key in entries.items():
            for level, box in enumerate(_up(anchor)):
                self._held[box][key] = min(level, self._held[box].get(key, level))
        for anchor in self.neighbours:
            self._strange.update(_up(anchor))

    def keys(self, box: _Element) -> Mapping[str, int]:
        """Return the entries in a box, each with the levels between its nearest anchor and the box."""
        return self._held.get(box, {})

    def around(self, element: _Element) -> _Element | None:
        """Return the smallest box around an element that holds an entry, None where it stands in a neighbour's own."""
        box: _Element | None = element
        while box is not None and not self.keys(box):
            if box in self._strange and self._is_item(box) and not self._is_part(box):
                return None
            box = box.getparent()
        return None if box is None or box.tag in ("body", "html") else box

    def has_neighbours(self, box: _Element) -> bool:
        return box in self._strange

    def _is_item(self, box: _Element) -> bool:
        """Tell whether a box is one of a row of which others hold entries."""
        beside = (*islice(box.itersiblings(), _NEAR), *islice(box.itersiblings(preceding=True), _NEAR))
        return any(self.keys(each) and _make(each) == _make(box) for each in beside)

    def _is_part(self, box: _Element) -> bool:
        """Tell whether a box is a line of one entry's own dl in a row of such: its link names the entry's channel."""
        whole = box.getparent()
        return whole is not None and whole.tag == "dl" and len(self.keys(whole)) == 1 and self._is_item(whole)


def days_of(
    root: _Element, boxes: Boxes, urls: Mapping[str, str], now: datetime | None, *, front: bool
) -> dict[str, date]:
    """Return the day of each entry that has one, by the entries' keys; `urls` are their addresses.

    `now` is when the page was fetched; `front` tells whether it is the first page of its list.
    """
    spots, order = _spots(root, now)
    at: dict[_Element, list[Spot]] = defaultdict(list)
    for spot in spots:
        if (box := _box_of(spot, boxes)) is not None:
            at[box].append(spot)
    told: dict[str, tuple[int, set[Printed]]] = {}
    for box, inside in at.items():
        depth = sum(1 for _ in box.iterancestors())
        for key, printed in _shared_out(box, inside, boxes, order):
            best, days = told.get(key, (-1, set()))
            if depth >= best:
                told[key] = (depth, {printed} | (days if depth == best else set()))
    clear = {key: next(iter(days)) for key, (_, days) in told.items() if len(days) == 1}
    return dict(_resolved(clear, urls, now if front else None))


def _up(anchor: _Element) -> Iterator[_Element]:
    """Yield an anchor and the boxes around it that may be an entry's or a list's."""
    return islice((anchor, *anchor.iterancestors()), _HIGHEST)


def _spots(root: _Element, now: datetime | None) -> tuple[list[Spot], dict[_Element, int]]:
    """Return the days printed on a page in order, and the places of its entries' anchors among them."""
    found: list[Spot] = []
    order: dict[_Element, int] = {}
    for at, (element, text) in enumerate(_texts(root)):
        if text is None:
            order[element] = at
        elif (printed := printed_day(text, now)) is not None:
            found.append(Spot(printed, element, at))
        elif _FIGURE.fullmatch(text.strip()) and (box := element.getparent()) is not None:
            beside = (element.getprevious(), element, element.getnext())
            parts = [text_of(each) if each is not None else "" for each in beside]
            printed = parted_day(" ".join(parts[1:])) or parted_day(" ".join(parts[:2]))
            found += [Spot(printed, box, at)] if printed else []
    return found, order


def _texts(root: _Element) -> Iterator[tuple[_Element, str | None]]:
    """Yield each stretch of text with its element, and each element without one where it begins."""
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            unseen += element.tag in _UNSEEN
            yield element, None
            if element.text and not unseen:
                yield element, element.text
            continue
        if event == "end":
            unseen -= element.tag in _UNSEEN
        if element.tail and not unseen and (parent := element.getparent()) is not None:
            yield parent, element.tail


def _box_of(spot: Spot, boxes: Boxes) -> _Element | None:
    anchor = next((each for each in (spot.element, *spot.element.iterancestors()) if each.tag == "a"), None)
    if anchor is None or anchor in boxes.entries:
        return boxes.around(spot.element if anchor is None else anchor)
    return None


def _shared_out(
    box: _Element, spots: list[Spot], boxes: Boxes, order: Mapping[_Element, int]
) -> Iterator[tuple[str, Printed]]:
    """Yield the entries in a box that the days right in it belong to."""
    keys = boxes.keys(box)
    if len(keys) == 1 and not (len(spots) > 1 and boxes.has_neighbours(box)):
        [(key, level)] = keys.items()
        if level <= _DEEPEST and not _is_list_between(box, key, boxes):
            yield from ((key, spot.printed) for spot in spots)
        return
    yield from _in_order(box, spots, boxes, order)


def _is_list_between(box: _Element, key: str, boxes: Boxes) -> bool:
    """Tell whether an entry stands in a list of its own within a box: then the box is the list's, not the entry's."""
    inside = next((child for child in box if key in boxes.keys(child)), None)
    while inside is not None and inside not in boxes.entries:
        if inside.tag in _LISTS and inside.tag != box.tag:
            return True
        inside = next((child for child in inside if key in boxes.keys(child)), None)
    return False


def _in_order(
    box: _Element, spots: list[Spot], boxes: Boxes, order: Mapping[_Element, int]
) -> Iterator[tuple[str, Printed]]:
    usual = Counter(spot.make for spot in spots).most_common(1)[0][0]
    days = [(spot.at, spot) for spot in spots if spot.make == usual]
    anchors = [(order[each], each) for each in box.iter("a") if each in boxes.entries or each in boxes.neighbours]
    row = [each for _, each in sorted((*days, *anchors), key=lambda pair: pair[0])]
    runs = [(kind, list(run)) for kind, run in groupby(row, key=lambda each: isinstance(each, Spot))]
    if runs[0][0] and runs[-1][0]:  # what stands above the list is the page's
        runs = runs[1:]
    if not runs[0][0]:
        yield from _behind(box, runs, boxes)
    elif len(days) > 1:
        for (_, above), (_, below) in pairwise(runs):
            if isinstance(above[-1], Spot):
                yield from ((boxes.entries[each], above[-1].printed) for each in below if each in boxes.entries)


def _behind(
    box: _Element, runs: list[tuple[bool, list[Spot | _Element]]], boxes: Boxes
) -> Iterator[tuple[str, Printed]]:
    """Yield what days belong to that stand behind their entries, one each."""
    told = [(run[-1], following[0]) for (_, run), (is_day, following) in pairwise(runs) if is_day]
    lone = sum(len({_key(each, boxes) for each in run}) == 1 for is_day, run in runs if not is_day)
    if lone * 5 < 4 * len(told):
        return
    for anchor, spot in told:
        if anchor in boxes.entries and isinstance(spot, Spot) and _stands_alone(box, anchor, boxes):
            yield boxes.entries[anchor], spot.printed


def _key(anchor: Spot | _Element, boxes: Boxes) -> object:
    return boxes.entries.get(anchor, anchor)


def _stands_alone(box: _Element, anchor: _Element, boxes: Boxes) -> bool:
    """Tell whether what holds an entry right in a box holds no other: a list with a day below it is nobody's."""
    child = anchor
    while (parent := child.getparent()) is not box:
        child = parent
    return len(boxes.keys(child)) == 1


def _resolved(told: Mapping[str, Printed], urls: Mapping[str, str], now: datetime | None) -> Iterator[tuple[str, date]]:
    """Yield whole days: without a printed year it is the address's, else that of a list which goes on."""
    today = None if now is None else now.astimezone(BEIJING).date()
    short = [each.before(today) for each in told.values() if each.year is None] if today else []
    newest = max((day for day in short if day is not None), default=None)
    alive = today is not None and newest is not None and newest >= today - _ALIVE
    for key, printed in told.items():
        year = printed.year or _year_in(urls[key], printed)
        day = printed.in_year(year) if year else printed.before(today) if alive and today else None
        if day is not None:
            yield key, day


def _year_in(url: str, printed: Printed) -> int | None:
    """Return the year of an address whose day or month is the printed one."""
    if (day := day_in(url)) is not None:
        return day.year if (day.month, day.day) == (printed.month, printed.day) else None
    match = _MONTH.search(url)
    return int(match[1]) if match and int(match[2]) == printed.month else None


def _make(element: _Element) -> tuple[str, str]:
    """Return what the items of one row have in common; in a list's own items names tell no more."""
    named = "" if element.tag in _ITEMS else _NUMBERED.sub("", element.get("class") or "")
    return str(element.tag), named.strip()
