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


def before_sentences(row: list[Kind]) -> list[int]:
    """For each line where the one in front of it stands, short sentences left out; -1 without."""
    found: list[int] = []
    last = -1
    for position, kind in enumerate(row):
        found.append(last)
        last = last if kind is Kind.SENTENCE else position
    return found


def stacks(row: list[Kind]) -> list[int]:
    """For each line how many headline lines stand together there."""
    found: list[int] = []
    for _, same in groupby(row, lambda kind: kind is Kind.SHORT):
        size = len(list(same))
        found += [size] * size
    return found


def introduced(row: list[Kind]) -> int | None:
    """Where the one signed headline of a text stands that opens with a note and its text: 开栏的话, text, headline,
    本报记者 甲. Several such headlines are sub-heads of a text without pages.
    """
    signed = [n for n in range(1, len(row)) if row[n] is Kind.BYLINE and row[n - 1] is Kind.SHORT]
    if row[:1] != [Kind.NOTE] or len(signed) != 1 or any(kind in HEADS for kind in row[: signed[0] - 1]):
        return None
    return signed[0] - 1


def offices_sign(row: list[Kind]) -> bool:
    """Whether every organisation line stands between a headline and its text, as an author's name does."""
    above, below = [None, *row], [*row[1:], None]
    offices = [n for n, kind in enumerate(row) if kind is Kind.ORGANISATION]
    return all(above[n] in _HEADLINES and below[n] is not None and below[n] not in HEADS for n in offices)
