"""When a series is due: the instants of a cron line in a time zone. Pure.

A line means wall-clock time. Summer time neither loses a slot nor doubles one: a time that the clock jumps over is
due as much later, a time that comes twice is due the first time. Only a line whose hour is `*` follows real time and
is due in both hours of the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from storage.schedule.cron import cron_triggers

_DAY = timedelta(days=1)
_RAREST = timedelta(days=366 * 41)  # the 29th of February on a given day of the week, over a century's end
_WALL = ZoneInfo("UTC")  # wall-clock times are walked as if they had no zone, so that no hour is missing or double


def due_between(line: str, zone: ZoneInfo, after: datetime, until: datetime) -> list[datetime]:
    """Return the instants (UTC, ascending) at which a cron line is due, later than `after` and not after `until`.

    Both bounds are aware. Raises ValueError on a bad line.
    """
    twice = line.split()[1:2] == ["*"]
    first, last = _wall(after, zone) - _shift(after, zone), _wall(until, zone) + _shift(until, zone)
    walls = (wall for trigger in cron_triggers(line, _WALL) for wall in _walk(trigger, first, last))
    found = {at for wall in walls for at in _instants(wall, zone, twice)}
    return sorted(at for at in found if after < at <= until)


def next_due(line: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """Return the first instant (UTC) later than `after` at which a line is due, None when never again."""
    soon = due_between(line, zone, after, after + _DAY)
    if soon:
        return soon[0]
    first = _wall(after + _DAY, zone) - _shift(after, zone)
    walls = [next(_walk(trigger, first, first + _RAREST), None) for trigger in cron_triggers(line, _WALL)]
    soonest = min(filter(None, walls), default=None)
    if soonest is None:
        return None
    found = due_between(line, zone, after, next(_instants(soonest, zone, False)) + _DAY)
    return found[0] if found else None


def _walk(trigger: CronTrigger, first: datetime, last: datetime) -> Iterator[datetime]:
    trigger.end_date = last  # a day that never comes is not looked for until the year 9999
    at = trigger.get_next_fire_time(None, first)
    while at is not None:
        yield at
        at = trigger.get_next_fire_time(None, at + timedelta(seconds=1))


def _instants(wall: datetime, zone: ZoneInfo, twice: bool) -> Iterator[datetime]:
    for fold in (0, 1) if twice else (0,):
        yield wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=_WALL, fold=0)


def _shift(at: datetime, zone: ZoneInfo) -> timedelta:
    """Return by how much the wall clock is set forward or back within a day of an instant: zero on most days."""
    offsets = [(at + day).astimezone(zone).utcoffset() or timedelta() for day in (-_DAY, timedelta(), _DAY)]
    return max(offsets) - min(offsets)
