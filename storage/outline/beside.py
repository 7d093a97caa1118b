"""What stands beside each line of a stretch, as far as the row of their kinds tells it. Pure."""

from __future__ import annotations

from itertools import groupby

from storage.outline.kinds import HEADS, Kind

_HEADLINES = HEADS - {Kind.ORGANISATION}


def beside(row: list[Kind]) -> list[Kind | None]:
    """For each line the kind in front of it, other short sentences left out: pictures come in groups."""
    found: list[Kind | None] = []
    last: Kind | None = None
    for kind in row:
        found.append(last)
        last = last if kind is Kind.SENTENCE else kind
    return found


def stacks(row: list[Kind]) -> list[int]:
    """For each line how many headline lines stand together there."""
    found: list[int] = []
    for _, same in groupby(row, lambda kind: kind is Kind.SHORT):
        size = len(list(same))
        found += [size] * size
    return found


def offices_sign(row: list[Kind]) -> bool:
    """Whether every organisation line stands between a headline and its text, as an author's name does."""
    above, below = [None, *row], [*row[1:], None]
    offices = [n for n, kind in enumerate(row) if kind is Kind.ORGANISATION]
    return all(above[n] in _HEADLINES and below[n] is not None and below[n] not in HEADS for n in offices)
