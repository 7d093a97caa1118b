"""What a series' earlier runs have seen of its sources: the judge's measure of what is usual there.

It learns only from what was not complained of, so that a broken site never becomes the usual one; what has been
complained of for long enough is taken for the site's new face. Pure; the archive keeps it as one JSON value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from storage.findings import MEANING, Attempt, Findings, Listed, Look, list_place

KEPT_LOOKS: Final = 20
"""How many of the newest articles of a place tell what is usual there."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is usual.

    layouts  place of a list → the layout that recognised it
    looks    place of articles → how its newest ones looked, the oldest first
    brought  source → the last day on which its lists held links
    named    sources whose lists ever named an article of the series
    answered  sources that ever answered
    """

    layouts: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, tuple[Look, ...]] = field(default_factory=dict)
    brought: Mapping[str, date] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return the memory as it is kept."""
        return {
            "layouts": dict(self.layouts),
            "looks": {place: [_look_row(look) for look in looks] for place, looks in self.looks.items()},
            "brought": {source: day.isoformat() for source, day in self.brought.items()},
            "named": sorted(self.named),
            "answered": sorted(self.answered),
        }


def memory_of(kept: Any) -> Memory:
    """Return the memory that was kept, an empty one for None."""
    if not kept:
        return Memory()
    return Memory(
        layouts=kept["layouts"],
        looks={place: tuple(_look(row) for row in rows) for place, rows in kept["looks"].items()},
        brought={source: date.fromisoformat(day) for source, day in kept["brought"].items()},
        named=frozenset(kept["named"]),
        answered=frozenset(kept["answered"]),
    )


def learned(
    memory: Memory, findings: Findings, today: date, doubtful: Collection[str], settled: Collection[str]
) -> Memory:
    """Return what is usual after a run.

    Nothing is learned of places that are `doubtful` (complained of); at those that are `settled` the new face takes
    the old one's place.
    """
    fresh = {place: tries for place, tries in findings.places() if place not in doubtful}
    return Memory(
        layouts=_layouts(memory, findings.lists, doubtful, settled),
        looks={**memory.looks, **{place: _looks(memory, place, tries, settled) for place, tries in fresh.items()}},
        brought={**memory.brought, **{listed.source: today for listed in findings.lists if listed.links}},
        named=memory.named | {listed.source for listed in findings.lists if listed.ours},
        answered=memory.answered | findings.answers,
    )


def _layouts(
    memory: Memory, lists: Collection[Listed], doubtful: Collection[str], settled: Collection[str]
) -> dict[str, str]:
    seen = {place: layout for place, layout in memory.layouts.items() if place not in settled}
    for listed in lists:
        place = list_place(listed.start)
        # A page of a list may be read by meaning where others are not: the known layout stands.
        if place not in doubtful and (listed.layout != MEANING or place not in seen):
            seen[place] = listed.layout
    return seen


def _looks(memory: Memory, place: str, tries: list[Attempt], settled: Collection[str]) -> tuple[Look, ...]:
    before = () if place in settled else memory.looks.get(place, ())
    by_url = {look.url: look for look in (*before, *(attempt.look for attempt in tries if attempt.look))}
    in_order = sorted(by_url.values(), key=lambda look: look.on or date.min)
    return tuple(in_order[-KEPT_LOOKS:])


def _look_row(look: Look) -> dict[str, Any]:
    return {
        "url": look.url, "layout": look.layout, "fields": sorted(look.fields), "characters": look.characters,
        "on": look.on.isoformat() if look.on else None,
    }  # fmt: skip


def _look(row: Mapping[str, Any]) -> Look:
    on = date.fromisoformat(row["on"]) if row["on"] else None
    return Look(row["url"], row["layout"], frozenset(row["fields"]), row["characters"], on)
