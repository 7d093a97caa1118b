"""What a backfill ends with: of every day of its window what it brought. Pure.

found            an instalment that the archive did not have before
had              one that it had
nothing_printed  none appeared, and the ledger says why that is sure
not_found        one exists without a text, or what was seen proves neither
failed           the day could not be read to the end
not_asked        the backfill was broken off before it came to the day
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from storage.ledger.coverage import Coverage, Day


class Brought(StrEnum):
    """What a backfill brought of a day."""

    FOUND = "found"
    HAD = "had"
    NOTHING_PRINTED = "nothing_printed"
    NOT_FOUND = "not_found"
    FAILED = "failed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Proven:
    """One day of the proof, with its day of the ledger."""

    day: Day
    brought: Brought


def prove(days: Sequence[Day], new: Collection[int], whole: bool) -> list[Proven]:
    """Return what was brought of each day.

    new    ids of the instalments that were first seen since the backfill began
    whole  whether it came to its end
    """
    return [Proven(day, _brought(day, new, whole)) for day in days]


def proof_row(proof: Sequence[Proven]) -> dict[str, Any]:
    """Return the proof as the `coverage` of a run's JSON row: counts, and every day."""
    counts = Counter(each.brought for each in proof)
    return {
        "from": proof[0].day.on.isoformat() if proof else None,
        "to": proof[-1].day.on.isoformat() if proof else None,
        **{brought.value: counts[brought] for brought in Brought},
        "days": [
            {
                "date": each.day.on.isoformat(), "brought": each.brought.value, "verdict": each.day.verdict.value,
                "instalments": list(each.day.instalments), "evidence": list(each.day.evidence),
            }
            for each in proof
        ],
    }  # fmt: skip


def _brought(day: Day, new: Collection[int], whole: bool) -> Brought:
    match day.verdict:
        case Coverage.CAPTURED:
            return Brought.FOUND if any(each in new for each in day.instalments) else Brought.HAD
        case Coverage.NOTHING_PRINTED:
            return Brought.NOTHING_PRINTED
        case Coverage.FAILED:
            return Brought.FAILED
        case Coverage.NOT_CHECKED if not whole and not day.evidence:
            return Brought.NOT_ASKED
        case _:
            return Brought.NOT_FOUND
