"""Which page each stretch of text stands on, whichever way round its marker does.

    body → markers → stretches between them → for every marker: does it open or close? → pages

A marker opens a page (its text follows, as under 第01版：要闻) or closes one (its text stands before it, as with an
attribution 青岛日报2021年10月26日1版), and one body may do both. Of all readings the one that costs least is taken:
text that no marker claims costs most, text that two different markers claim as much, then a marker without
text, then a change of direction from one marker to the next. Two markers without text between them are thus read
as a closing and an opening one. Text that is left over keeps a page of its own without label.

Continuation notes standing alone (下转第3版, 上接1版) are lines of their story as long as a real marker says where the
pages are. Only where a body has no other marker do they part it: 下转第3版 says where the text behind it stands,
上接1版 where the text before it stood.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.outline.markers import Jump, Marker, read_jump, read_marker

_UNCLAIMED_END, _UNCLAIMED_MIDDLE, _UNCLAIMED_HEAD = 20, 40, 8
_CLAIMED_TWICE, _CLAIMS_NOTHING, _TURN, _CLOSES, _CLOSES_UNDATED = 40, 15, 8, 1, 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines between two markers: 0-based, end excluded. `story` where it has a paragraph."""

    start: int
    end: int
    filled: bool
    story: bool


@dataclass(frozen=True, slots=True)
class Board:
    """One page before its sections are read: its markers' line indexes (0-based) and its stretches, in order."""

    marker: Marker | None
    marks: tuple[int, ...]
    stretches: tuple[Stretch, ...]


def find_boards(lines: list[str], stories: list[bool]) -> tuple[list[Board], dict[int, Jump]]:
    """The pages of a body in order, and the continuation notes that stay lines of a story.

    `stories` says of each line whether it is a paragraph, as opposed to a headline, a caption or a credit.
    """
    marks = {index: marker for index, line in enumerate(lines) if (marker := read_marker(line))}
    jumps = {index: jump for index, line in enumerate(lines) if index not in marks and (jump := read_jump(line))}
    if marks:
        return _boards(marks, _stretches(lines, stories, list(marks))), jumps
    return _parted(lines, stories, jumps)


def _stretches(lines: list[str], stories: list[bool], cuts: list[int]) -> list[Stretch]:
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(lines)]
    return [
        Stretch(start, end, any(lines[n].strip() for n in range(start, end)), any(stories[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _boards(marks: dict[int, Marker], stretches: list[Stretch]) -> list[Board]:
    """Pages in order of their text; stretch k stands before marker k, so marker k claims k (closing) or k + 1 (opening)."""
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
        return own + (_unclaimed(stretches[0], edge=True) if opening else 0), None
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
    if not stretch.filled:
        return 0
    if not stretch.story:
        return _UNCLAIMED_HEAD
    return _UNCLAIMED_END if edge else _UNCLAIMED_MIDDLE


def _parted(lines: list[str], stories: list[bool], jumps: dict[int, Jump]) -> tuple[list[Board], dict[int, Jump]]:
    """A body that only continuation notes part; a note at either end parts nothing and stays a line of the story."""
    filled = [number for number, line in enumerate(lines) if line.strip() and number not in jumps]
    inner = [cut for cut in jumps if filled and filled[0] < cut < filled[-1]]
    if not inner:
        return [Board(None, (), (Stretch(0, len(lines), bool(filled or jumps), any(stories)),))], jumps
    groups = _adjacent(lines, inner)
    starts, ends = [0, *(group[-1] + 1 for group in groups)], [*(group[0] for group in groups), len(lines)]
    boards = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        told = [cut for cut in (groups[number - 1] if number else []) if jumps[cut].onwards]
        told += [cut for cut in (groups[number] if number < len(groups) else []) if not jumps[cut].onwards]
        stretch = Stretch(start, end, filled=True, story=any(stories[start:end]))
        boards.append(Board(Marker(jumps[told[0]].label) if told else None, tuple(told), (stretch,)))
    return boards, {cut: jump for cut, jump in jumps.items() if cut not in inner}


def _adjacent(lines: list[str], cuts: list[int]) -> list[list[int]]:
    """The notes grouped where nothing but blank lines stands between them."""
    groups: list[list[int]] = []
    for cut in cuts:
        if groups and not any(lines[n].strip() for n in range(groups[-1][-1] + 1, cut)):
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return groups
