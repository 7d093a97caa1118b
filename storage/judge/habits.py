"""The habit of a series: on which weekdays it comes out, and at what hour of the day it is there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from storage.judge.holidays import is_irregular

LOOKED_AT: Final = 6
"""How many of the latest days of a weekday tell its habit, and how many of them make one."""
ENOUGH: Final = 4
LAPSES: Final = timedelta(days=60)
"""After so long without an instalment nothing is expected any more."""
LATEST: Final = timedelta(hours=36)
"""What is known of a day's instalments only later than this says nothing about the hour."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An instalment as far as its habit goes: its day, and when it was put up (None where only the day is known)."""

    on: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A day on which an instalment should have come out: how many of the last six such weekdays had one."""

    on: date
    hits: int


def overdue(
    issues: Sequence[Issue],
    now: datetime,
    zone: ZoneInfo,
    watched_since: date,
    unprinted: Collection[date] = (),
) -> list[Expected]:
    """Return the days since the newest instalment on which habit says that there should be one, the oldest first.

    Days before `watched_since` are none of ours, a day counts only from the hour at which its instalments were always
    there, and public holidays, make-up days and days `unprinted` by the newspaper neither count nor are expected.
    """
    today = now.astimezone(zone).date()
    if has_lapsed(issues, today):
        return []
    begin = max(max(issue.on for issue in issues) + timedelta(days=1), watched_since)
    days = (begin + timedelta(days=count) for count in range((today - begin).days + 1))
    found = (_expected(issues, day, now, zone, unprinted) for day in days if _is_ordinary(day, unprinted))
    return [expected for expected in found if expected]


def has_lapsed(issues: Sequence[Issue], today: date) -> bool:
    """Tell whether a series has been silent for so long that nothing is expected of it."""
    newest = max((issue.on for issue in issues), default=None)
    return newest is None or today - newest > LAPSES


def _is_ordinary(day: date, unprinted: Collection[date]) -> bool:
    return day not in unprinted and not is_irregular(day)


def _expected(
    issues: Sequence[Issue], day: date, now: datetime, zone: ZoneInfo, unprinted: Collection[date]
) -> Expected | None:
    before = [earlier for earlier in _same_weekday(day) if _is_ordinary(earlier, unprinted)][:LOOKED_AT]
    hits = {earlier for earlier in before if any(issue.on == earlier for issue in issues)}
    if len(hits) < ENOUGH:
        return None
    hour = max(_hour(issue, zone) for issue in issues if issue.on in hits)
    return Expected(day, len(hits)) if now - datetime.combine(day, time(), zone) >= hour else None


def _same_weekday(day: date) -> list[date]:
    """Return the same weekday of earlier weeks, the latest first: enough of them to leave holidays out."""
    return [day - timedelta(weeks=count) for count in range(1, 2 * LOOKED_AT + 1)]


def _hour(issue: Issue, zone: ZoneInfo) -> timedelta:
    """Return how long after its day's midnight an instalment was there; a whole day where nothing says it."""
    if issue.at is None:
        return timedelta(days=1)
    after = issue.at - datetime.combine(issue.on, time(), zone)
    return min(max(after, timedelta()), LATEST)
