"""A cron line in a time zone, as crontab(5) means it, told by APScheduler."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from storage.language import say

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NUMBER = re.compile(r"(?<![/\d])[0-7](?!\d)")


def cron_trigger(line: str, zone: ZoneInfo, jitter: int = 0) -> CronTrigger:
    """Return the trigger of a five-field cron line; `jitter` is in seconds. Raises ValueError on a bad line.

    crontab(5) counts 0 and 7 as Sunday, APScheduler counts 0 as Monday, so days are handed over by name.
    """
    fields = line.split()
    if len(fields) != 5:
        raise ValueError(
            say(
                f"应当是五栏（分 时 日 月 星期），写了 {len(fields)} 栏", f"five fields are needed, {len(fields)} found"
            )
        )
    minute, hour, day, month, weekday = fields
    return CronTrigger(
        minute=minute,
        hour=hour,
        day=day,
        month=month,
        day_of_week=_named_days(weekday),
        timezone=zone,
        jitter=jitter or None,
    )


def _named_days(field: str) -> str:
    return ",".join(_named_range(part) for part in field.split(","))


def _named_range(part: str) -> str:
    """Name the days of one range; `5-7` and `0-3` wrap around a week that starts on Monday."""
    found = re.fullmatch(r"([0-7])-([0-7])", part)
    if not found:
        return _DAY_NUMBER.sub(lambda number: _DAYS[int(number.group())], part)
    first, last = int(found.group(1)), int(found.group(2))
    return ",".join(_DAYS[day] for day in range(first, last + 1))
