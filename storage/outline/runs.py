"""Lines of one kind that stand together."""

from __future__ import annotations

from storage.outline.kinds import Kind


def runs(places: list[int], kinds: dict[int, Kind], wanted: frozenset[Kind]) -> list[list[int]]:
    """The places of `wanted` kinds, those without another kind between them together."""
    runs: list[list[int]] = [[]]
    for n in places:
        if kinds[n] in wanted:
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
