"""A cron line in a time zone, as crontab(5) means it, told by APScheduler.

The two differ in the days: APScheduler counts a week from Monday, overlooks a step and whatever else stands behind a
name (`1-5/2`, `1#1`), and where day and weekday are both narrowed wants both. So those fields are handed over as lists
of names, and such a line is two triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from storage.language import say

_FIELDS: Final = ("minute", "hour", "day", "month", "day_of_week")
_WEEKDAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART: Final = re.compile(r"(?:(?P<all>\*)|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[1-9]\d?))?", re.ASCII)


def cron_triggers(line: str, zone: ZoneInfo, jitter: int = 0) -> list[CronTrigger]:
    """Return the triggers of a five-field cron line, each of which makes it due; `jitter` is in seconds.

    They are two where day and weekday are both narrowed: the line means either, not both. Raises ValueError.
    """
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(
            say(
                f"应当是五栏（分 时 日 月 星期），写了 {len(fields)} 栏", f"five fields are needed, {len(fields)} found"
            )
        )
    try:
        return [
            CronTrigger(**dict(zip(_FIELDS, each, strict=True)), timezone=zone, jitter=jitter or None)
            for each in _in_names(*fields)
        ]
    except ValueError as error:
        raise ValueError(
            say("不是 cron 的写法（分 时 日 月 星期，例：30 7 * * 1-5）", f"no line of cron (30 7 * * 1-5): {error}")
        ) from error


def _in_names(minute: str, hour: str, day: str, month: str, weekday: str) -> Iterator[tuple[str, ...]]:
    """Yield the fields once, or once for the days of the month and once for those of the week."""
    month, named = _named(month, _MONTHS, 1), _named(weekday, _WEEKDAYS, 0)
    if day.startswith("*") or weekday.startswith("*"):
        yield minute, hour, day, month, named
    else:
        yield minute, hour, day, month, "*"
        yield minute, hour, "*", month, named


def _named(field: str, names: Sequence[str], lowest: int) -> str:
    """Return a field as a list of names, each once: a week has two Sundays, 0 and 7."""
    found = dict.fromkeys(names[number] for part in field.split(",") for number in _numbers(part, names, lowest))
    return ",".join(found)


def _numbers(part: str, names: Sequence[str], lowest: int) -> range:
    found = _PART.fullmatch(part.lower())
    if found is None:
        raise ValueError(f"{part!r} is not understood")
    step, highest = int(found["step"] or 1), len(names) - 1
    if found["all"]:
        return range(lowest, highest + 1, step)
    first = _number(found["first"], names, lowest)
    last = _number(found["last"] or "", names, first) if found["last"] else highest if found["step"] else first
    return range(first, last + 1, step)


def _number(word: str, names: Sequence[str], lowest: int) -> int:
    """Return the number of a name or of digits, not below the lowest; a Sunday behind another day is number 7."""
    numbers = [int(word)] if word.isdigit() else [number for number, name in enumerate(names) if name == word]
    for number in numbers:
        if lowest <= number < len(names):
            return number
    raise ValueError(f"{word!r} is out of range")
