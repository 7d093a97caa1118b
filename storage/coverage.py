"""The ledger: per series and day one verdict with its evidence (design 2). Pure.

captured         an instalment of that day is in the archive
nothing_printed  a whole board directory of that day was read and none of it is of the series; or the e-paper has no
                 issue of that day, and has one of an earlier and of a later day
failed           a source was asked for that day and could not be read to the end
not_checked      nobody looked
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storage.language import say
from storage.sweeps import Found, Sweep


class Coverage(StrEnum):
    """A day's verdict."""

    CAPTURED = "captured"
    NOTHING_PRINTED = "nothing_printed"
    MISSING = "missing"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the ledger; `instalments` are ids, `evidence` sentences."""

    series: str
    on: date
    verdict: Coverage
    instalments: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


def ledger(
    series: str, first: date, last: date, captured: Mapping[date, Sequence[int]], looks: Iterable[Sweep]
) -> Iterator[Day]:
    """Yield every day from first to last, both inclusive, with its verdict."""
    by_day: dict[date, list[Sweep]] = {}
    for look in looks:
        by_day.setdefault(look.on, []).append(look)
    answering = _answering(by_day)
    for count in range((last - first).days + 1):
        on = first + timedelta(days=count)
        ids = tuple(captured.get(on, ()))
        here = by_day.get(on, [])
        yield Day(series, on, _verdict(on, ids, here, answering), ids, tuple(_evidence(look) for look in here))


def _answering(by_day: Mapping[date, Sequence[Sweep]]) -> dict[str, tuple[date, date]]:
    """Return source → first and last day whose issue was there."""
    span: dict[str, tuple[date, date]] = {}
    for on, looks in sorted(by_day.items()):
        for look in looks:
            if look.found in (Found.CAPTURED, Found.NOTHING):
                span[look.source] = (span.get(look.source, (on, on))[0], on)
    return span


def _verdict(
    on: date, ids: tuple[int, ...], looks: Sequence[Sweep], answering: Mapping[str, tuple[date, date]]
) -> Coverage:
    if ids:
        return Coverage.CAPTURED
    if any(look.found is Found.NOTHING or _closed(look, answering) for look in looks):
        return Coverage.NOTHING_PRINTED
    if any(look.found is Found.CAPTURED for look in looks):
        return Coverage.MISSING  # it stood there, and is not in the archive (any more)
    if any(look.found is Found.FAILED for look in looks):
        return Coverage.FAILED
    return Coverage.NOT_CHECKED


def _closed(look: Sweep, answering: Mapping[str, tuple[date, date]]) -> bool:
    """Tell whether a missing issue is a day without a newspaper: an earlier and a later one answered."""
    first, last = answering.get(look.source, (look.on, look.on))
    return look.found is Found.NO_ISSUE and first < look.on < last


def _evidence(look: Sweep) -> str:
    status = "" if look.status is None else f"（{look.status}）"
    when = f"{look.swept_at:%Y-%m-%d %H:%MZ}"
    return say(f"{look.reason}{status}：{look.url}，{when}", f"{look.reason}{status}: {look.url}, {when}")
