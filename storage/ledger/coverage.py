"""The ledger: per series and day one verdict with its evidence (design 2). Pure.

captured         an instalment of that day is in the archive
missing          something says that there is one (a list's entry, a search's hit, a number between two others, stories
                 on a board), and the archive has no text of it
nothing_printed  a whole board directory of that day was read and none of it is of the series; or the e-paper has no
                 issue of that day, and had one of an earlier and of a later day in the same sweep; or, where no e-paper
                 can be asked, a list was read past that day and names nothing of the series
failed           a source was asked for that day and could not be read to the end
not_checked      nobody looked, or what was seen proves nothing
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from storage.ledger.evidence import of_held, of_look
from storage.ledger.grounds import Around, Claim, Held, Seen
from storage.running.sweeps import Found, Sweep

SAME_SWEEP: Final = timedelta(days=7)
"""Looks no further apart are of one sweep: a backfill may be broken off, and young days are looked at once a week."""
READ: Final = (Found.CAPTURED, Found.NOTHING)
"""What a look found that read a whole issue."""


class Coverage(StrEnum):
    """A day's verdict."""

    CAPTURED = "captured"
    NOTHING_PRINTED = "nothing_printed"
    MISSING = "missing"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the ledger; `instalments` are ids, `evidence` sentences, `documents` what they speak of.

    Both are empty where nobody asked for them.
    """

    series: str
    on: date
    verdict: Coverage
    instalments: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    documents: tuple[Seen, ...] = ()


def ledger(
    series: str, first: date, last: date, captured: Mapping[date, Sequence[int | Held]], looks: Iterable[Sweep],
    claims: Iterable[Claim] = (), zone: tzinfo | None = UTC,
) -> Iterator[Day]:  # fmt: skip
    """Yield every day from first to last, both inclusive, with its verdict.

    Evidence tells times in `zone`; None leaves it out: a calendar of a year shows none of it.
    """
    by_day, read = _sorted_out(looks)
    claimed: dict[date, list[Claim]] = {}
    for claim in claims:
        claimed.setdefault(claim.on, []).append(claim)
    for count in range((last - first).days + 1):
        on = first + timedelta(days=count)
        held, here, said = captured.get(on, ()), by_day.get(on, []), claimed.get(on, [])
        around = {
            look.source: _around(look, read.get(look.source, [])) for look in here if look.found is Found.NO_ISSUE
        }
        verdict = _verdict(bool(held), here, said, around, bool(read))
        ids = tuple(each.id if isinstance(each, Held) else each for each in held)
        day = Day(series, on, verdict, ids)
        yield day if zone is None else _with_evidence(day, said, held, here, around, zone)


def _with_evidence(
    day: Day, claims: Sequence[Claim], held: Sequence[int | Held], looks: Sequence[Sweep],
    around: Mapping[str, Around], zone: tzinfo,
) -> Day:  # fmt: skip
    full = [each for each in held if isinstance(each, Held)]
    return replace(
        day,
        evidence=(*(claim.told for claim in claims), *(of_held(each, zone) for each in full),
                  *(of_look(look, around.get(look.source, Around()), zone) for look in looks)),
        documents=(*(claim.seen for claim in claims if claim.seen), *(each.seen for each in full),
                   *(Seen(look.url, look.status, look.swept_at) for look in looks)),
    )  # fmt: skip


def _sorted_out(looks: Iterable[Sweep]) -> tuple[dict[date, list[Sweep]], dict[str, list[Sweep]]]:
    """Return day → looks, and source → looks that read an issue."""
    by_day: dict[date, list[Sweep]] = {}
    read: dict[str, list[Sweep]] = {}
    for look in looks:
        by_day.setdefault(look.on, []).append(look)
        if look.found in READ:
            read.setdefault(look.source, []).append(look)
    return by_day, read


def _around(look: Sweep, read: Sequence[Sweep]) -> Around:
    same = [each.on for each in read if abs(each.swept_at - look.swept_at) <= SAME_SWEEP]
    earlier = max((on for on in same if on < look.on), default=None)
    return Around(earlier, min((on for on in same if on > look.on), default=None))


def _verdict(
    is_held: bool, looks: Sequence[Sweep], claims: Collection[Claim], around: Mapping[str, Around], has_paper: bool
) -> Coverage:
    found = {look.found for look in looks}
    if any(claim.decisive for claim in claims):
        return Coverage.MISSING
    if is_held:
        return Coverage.CAPTURED
    if claims:
        return Coverage.MISSING
    if Found.NOTHING in found or any(look.found is Found.NO_ISSUE and around[look.source].proves for look in looks):
        return Coverage.NOTHING_PRINTED
    if Found.CAPTURED in found:
        return Coverage.MISSING  # it stood there, and is not in the archive (any more)
    if Found.FAILED in found:
        return Coverage.FAILED
    # What the paper prints and no list names is seen in the paper only: where that can be asked, a list proves nothing.
    return Coverage.NOTHING_PRINTED if Found.UNLISTED in found and not has_paper else Coverage.NOT_CHECKED
