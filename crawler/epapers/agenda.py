"""Which days of an e-paper a run looks at, and when all that is young is due again. Pure: looks in, days out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from storage.running.errands import EARLY
from storage.running.sweeps import Found, Sweep, answered

AGAIN = timedelta(days=7)
"""What was looked at is looked at once more after this, while it is young: pieces come late, or back-dated."""


def fresh_days(looks: Sequence[Sweep], newest: date, young_days: int, now: datetime) -> list[date]:
    """Return the days that a normal run looks at: since the last look, failed ones, and young ones once a week.

    A day that had no issue before it was over is looked at again: a newspaper may be put up late. The first run looks
    at the newest issue only, and a week later at all that are young: what is older is a backfill's, which is asked
    for. `now` is in the zone that the newspaper is printed in.
    """
    if not looks:
        return [newest]
    young = newest - timedelta(days=young_days)
    read = [look.on for look in looks if look.found is not Found.FAILED]
    since_last = days_between(max(max(read), young) + timedelta(days=1), newest) if read else [newest]
    again = [look.on for look in looks if look.on >= young and _is_due(look, now)]
    if is_sweep_due(min(look.swept_at for look in looks), now):
        again += {*days_between(young, newest)} - {look.on for look in looks}
    return sorted({*since_last, *again})


def is_sweep_due(last: datetime | None, now: datetime) -> bool:
    """Tell whether what was looked at then, or never, is to be looked at again."""
    return last is None or now - last >= AGAIN - EARLY


def backfill_days(looks: Sequence[Sweep], since: date, until: date, started_at: datetime) -> list[date]:
    """Return the days of a window that were not read to the end since the backfill began."""
    done = answered(looks, started_at)
    return [day for day in days_between(since, until) if day not in done]


def days_between(first: date, last: date) -> list[date]:
    """Return the days from first to last, both inclusive; none where last is before first."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _is_due(look: Sweep, now: datetime) -> bool:
    return look.found is Found.FAILED or _was_early(look, now) or is_sweep_due(look.swept_at, now)


def _was_early(look: Sweep, now: datetime) -> bool:
    return look.found is Found.NO_ISSUE and look.swept_at.astimezone(now.tzinfo).date() <= look.on
