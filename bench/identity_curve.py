"""Threshold against recall and false pairs, kind by kind and sort by sort: pairs compared by themselves, no archive.

One limit of `storage.identity.similar` is moved at a time while the others stand, and one alone without the others.
Neighbours are the hardest there are: two of one sort, and of one year where the sort has years.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bench.planted import KINDS, SORTS, TURNS, bundled, neighbour, piece
from storage.identity.fingerprint import fold
from storage.identity.similar import USUAL, Limits, Shape, compare

HELD: Final = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8)
MOVED: Final[Mapping[str, Mapping[float, Limits]]] = {
    "HELD alone": {held: Limits(held, own=1.0, likely=0.0) for held in HELD},
    "HELD": {held: replace(USUAL, held=held) for held in HELD},
    "OWN": {own: replace(USUAL, own=own) for own in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)},
    "LIKELY": {likely: replace(USUAL, likely=likely) for likely in (0.0, 1e-4, 1e-3, 2e-3, 1e-2, 1e-1)},
}
"""Limit → its values, with all limits at each of them."""

Pairs = list[tuple[Shape, Shape]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Limit → kind of copy, or sort of neighbours → share of pairs held to be one text at each value, 0 to 1."""

    pairs: int
    shares: Mapping[str, Mapping[str, tuple[float, ...]]]

    def to_json(self) -> dict[str, Any]:
        """Return the curve as JSON's values."""
        return asdict(self) | {"values": {name: list(values) for name, values in MOVED.items()}}


def trace(pairs: int) -> Curve:
    """Compare so many pairs of each kind and sort."""
    made = {kind: _shapes(_copies(kind, pairs)) for kind in KINDS}
    made |= {f"two of: {sort}": _shapes(_neighbours(number, pairs)) for number, sort in enumerate(SORTS)}
    made["a piece and a strange bundle"] = _shapes(_strangers(pairs))
    return Curve(
        pairs,
        {
            name: {row: tuple(_share(found, limits) for limits in values.values()) for row, found in made.items()}
            for name, values in MOVED.items()
        },
    )


def _copies(kind: str, pairs: int) -> Iterator[tuple[str, str]]:
    for seed in range(pairs):
        body = neighbour(seed)
        yield body, KINDS[kind](body, Random(f"curve {seed}"))


def _neighbours(number: int, pairs: int) -> Iterator[tuple[str, str]]:
    for seed in range(pairs):
        one = 2 * seed * len(TURNS) + number
        yield neighbour(one), neighbour(one + len(TURNS))


def _strangers(pairs: int) -> Iterator[tuple[str, str]]:
    for seed in range(pairs):
        yield piece(seed), bundled(piece(seed + pairs), Random(f"bundle {seed}"))


def _shapes(pairs: Iterator[tuple[str, str]]) -> Pairs:
    return [(Shape(fold(one)), Shape(fold(other))) for one, other in pairs]


def _share(pairs: Pairs, limits: Limits) -> float:
    return sum(compare(*pair, limits) is not None for pair in pairs) / len(pairs)


def show(curve: Curve, console: Console) -> None:
    """Print the curve as a table for each limit."""
    for name, shares in curve.shares.items():
        table = Table(title=f"Held to be one text, % of {curve.pairs} pairs, by {name}", title_justify="left")
        table.add_column("pairs")
        for value, limits in MOVED[name].items():
            table.add_column(f"{value:g}", justify="right", style="bold" if limits == USUAL else "")
        for row, told in shares.items():
            table.add_row(row, *(f"{100 * share:.1f}" for share in told))
        console.print(table)
