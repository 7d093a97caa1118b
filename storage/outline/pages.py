"""Which page each stretch of text stands on, whichever way round its marker does.

    body → markers → stretches between them → for every marker: does it open or close? → pages

A marker opens a page (its text follows, as under 第01版：要闻) or closes one (its text stands before it, as with an
attribution 青岛日报2021年10月26日1版), and one body may do both. Of all readings the one that costs least is taken:
text that no marker claims costs most, text that two different markers claim as much, then a marker without
text, then a change of direction from one marker to the next; a story in front of the first page is no reading at all
where it can be helped. Two markers without text between them are thus read
as a closing and an opening one. Text that is left over keeps a page of its own without label.

Continuation notes standing alone (下转第3版, 上接1版) are lines of their story as long as a real marker says where the
pages are. Only where a body has no other marker do they part it: 下转第3版 says where the text behind it stands,
上接1版 where the text before it stood.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.outline.kinds import HEADS, STORY, Kind
from storage.outline.markers import Jump, Marker, read_jump, read_marker

_UNCLAIMED_END, _UNCLAIMED_PLAIN, _UNCLAIMED_MIDDLE, _UNCLAIMED_HEAD = 20, 14, 40, 8
_CLAIMED_TWICE, _CLAIMS_NOTHING, _TURN, _CLOSES, _CLOSES_UNDATED, _BEFORE_FIRST = 40, 15, 8, 1, 3, 4
_FIRST = frozenset({"1版", "特1版", "特刊1版", "A1版", "A01版"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines between two markers: 0-based, end excluded.

    filled   it has a line that is not blank
    story    it has a paragraph
    headed   it has a headline or an organisation line
    """

    start: int
    end: int
    filled: bool
    story: bool
    headed: bool


@dataclass(frozen=True, slots=True)
class Board:
    """One page before its sections are read: its markers' line indexes (0-based) and its stretches, in order."""

    marker: Marker | None
    marks: tuple[int, ...]
    stretches: tuple[Stretch, ...]


def find_boards(lines: list[str], kinds: list[Kind]) -> list[Board]:
    """The pages of a body in order; `kinds` says what each line looks like."""
    marks = {n: marker for n, kind in enumerate(kinds) if kind is Kind.MARKER and (marker := read_marker(lines[n]))}
    if marks:
        return _boards(marks, _stretches(kinds, [[mark] for mark in marks]))
    return _parted(
        kinds, {n: jump for n, kind in enumerate(kinds) if kind is Kind.JUMP and (jump := read_jump(lines[n]))}
    )


def _stretches(kinds: list[Kind], cuts: list[list[int]]) -> list[Stretch]:
    """What stands before, between and behind groups of lines that part the text."""
    starts, ends = [0, *(cut[-1] + 1 for cut in cuts)], [*(cut[0] for cut in cuts), len(kinds)]
    return [_stretch(kinds, start, end) for start, end in zip(starts, ends, strict=True)]


def _stretch(kinds: list[Kind], start: int, end: int) -> Stretch:
    held = frozenset(kinds[start:end])
    return Stretch(start, end, bool(held - {Kind.BLANK}), bool(held & STORY), bool(held & HEADS))


def _boards(marks: dict[int, Marker], stretches: list[Stretch]) -> list[Board]:
    """Pages in order of their text. Stretch k stands before marker k, which claims k (closing) or k + 1 (opening)."""
    markers = list(marks.values())
    opens = _directions(markers, stretches)
    owners: dict[int, list[int]] = {}
    for number, opening in enumerate(opens):
        owners.setdefault(number + opening, []).append(number)
    cuts = list(marks)
    boards = []
    for number, stretch in enumerate(stretches):
        claimants = owners.get(number, [])
        if stretch.filled and len(claimants) < 2:
            first = claimants[0] if claimants else None
            boards.append(_board(markers, cuts, first, stretch))
        elif len(claimants) == 2 and markers[claimants[0]].label == markers[claimants[1]].label and stretch.filled:
            boards.append(Board(markers[claimants[0]], tuple(cuts[n] for n in claimants), (stretch,)))
        else:
            boards += [
                Board(markers[n], (cuts[n],), (stretch,) if n == claimants[0] and stretch.filled else ())
                for n in claimants
            ]
    return _joined(boards)


def _board(markers: list[Marker], cuts: list[int], owner: int | None, stretch: Stretch) -> Board:
    return Board(None, (), (stretch,)) if owner is None else Board(markers[owner], (cuts[owner],), (stretch,))


def _joined(boards: list[Board]) -> list[Board]:
    """Headline lines in front of the first marker, and credits behind the last, belong to the page they touch."""
    if len(boards) > 1 and boards[0].marker is None and not boards[0].stretches[0].story:
        second = boards[1]
        boards = [Board(second.marker, second.marks, (*boards[0].stretches, *second.stretches)), *boards[2:]]
    if len(boards) > 1 and boards[-1].marker is None and not boards[-1].stretches[0].story:
        last = boards[-2]
        boards = [*boards[:-2], Board(last.marker, last.marks, (*last.stretches, *boards[-1].stretches))]
    return boards


def _directions(markers: list[Marker], stretches: list[Stretch]) -> list[bool]:
    """For each marker whether it opens its page, in the reading that costs least; ties read as opening."""
    best: dict[bool, tuple[int, tuple[bool, object] | None]] = {}
    for number, marker in enumerate(markers):
        best = {opening: _cheapest(best, number, marker, opening, markers, stretches) for opening in (True, False)}
    last = stretches[-1]
    closing = {opening: cost + (0 if opening else _unclaimed(last, edge=True)) for opening, (cost, _) in best.items()}
    direction = closing[False] < closing[True]
    path: object = (not direction, best[not direction][1])
    directions: list[bool] = []
    while isinstance(path, tuple):
        directions.append(bool(path[0]))
        path = path[1]
    return directions[::-1]


def _cheapest(
    best: dict[bool, tuple[int, tuple[bool, object] | None]],
    number: int, marker: Marker, opening: bool, markers: list[Marker], stretches: list[Stretch],
) -> tuple[int, tuple[bool, object] | None]:  # fmt: skip
    own = 0 if stretches[number + opening].filled else _CLAIMS_NOTHING
    own += 0 if opening else _CLOSES if marker.dated else _CLOSES_UNDATED
    if not number:
        before_first = stretches[0].story and stretches[0].headed and marker.label in _FIRST
        return own + (_unclaimed(stretches[0], edge=True) + _BEFORE_FIRST * before_first if opening else 0), None
    options = [
        (cost + own + _between(was, opening, markers[number - 1], marker, stretches[number]), (was, path))
        for was, (cost, path) in best.items()
    ]
    return min(options, key=lambda option: option[0])


def _between(was_opening: bool, opening: bool, before: Marker, marker: Marker, stretch: Stretch) -> int:
    """What the stretch between two markers costs in this reading of both."""
    if was_opening and not opening:
        return 0 if before.label == marker.label else _CLAIMED_TWICE
    if not was_opening and opening:
        return _TURN + (_unclaimed(stretch, edge=False))
    return 0


def _unclaimed(stretch: Stretch, *, edge: bool) -> int:
    """What it costs to leave a stretch without label: lead lines and an introduction at either end least."""
    if not stretch.filled:
        return 0
    if not stretch.story:
        return _UNCLAIMED_HEAD
    if not edge:
        return _UNCLAIMED_MIDDLE
    return _UNCLAIMED_END if stretch.headed else _UNCLAIMED_PLAIN


def _parted(kinds: list[Kind], jumps: dict[int, Jump]) -> list[Board]:
    """A body that only continuation notes part; a note at either end parts nothing and stays a line of the story."""
    filled = [n for n, kind in enumerate(kinds) if kind is not Kind.BLANK and n not in jumps]
    groups = _adjacent(kinds, [cut for cut in jumps if filled and filled[0] < cut < filled[-1]])
    boards = []
    for number, stretch in enumerate(_stretches(kinds, groups)):
        told = [cut for cut in (groups[number - 1] if number else []) if jumps[cut].onwards]
        told += [cut for cut in (groups[number] if number < len(groups) else []) if not jumps[cut].onwards]
        boards.append(Board(Marker(jumps[told[0]].label) if told else None, tuple(told), (stretch,)))
    return boards


def _adjacent(kinds: list[Kind], cuts: list[int]) -> list[list[int]]:
    """The notes grouped where nothing but blank lines stands between them."""
    groups: list[list[int]] = []
    for cut in cuts:
        if groups and all(kind is Kind.BLANK for kind in kinds[groups[-1][-1] + 1 : cut]):
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return groups
