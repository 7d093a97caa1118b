"""Which days break a Chinese newspaper's week: public holidays, the days given for them, and make-up days.

The state council's notices, as the library chinesecalendar knows them. Beyond its years (the notice for a year comes
in November of the year before) the holidays' own dates tell, with a margin, because nobody knows the make-up days yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import chinese_calendar

_SOLAR: Final = ((1, 1, 1, 3), (4, 5, 2, 2), (5, 1, 1, 5), (10, 1, 1, 8))
"""Month and day of a holiday that the sun fixes, days before and after it that may belong to it."""

_MOON: Final = {
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
}
"""Spring Festival, Dragon Boat and Mid-Autumn of the years for which no notice is out yet."""

_MOON_MARGINS: Final = ((2, 8), (2, 2), (2, 2))
_MAKE_UP_DAYS: Final = 10
"""How far from a holiday a weekend may be worked for it."""


@lru_cache(maxsize=1024)
def is_irregular(day: date) -> bool:
    """Tell whether a day is no ordinary one of its weekday: a public holiday, a day given for it, or a make-up day.

    An ordinary Saturday or Sunday is regular.
    """
    try:
        _, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return _may_be_irregular(day)
    return name is not None


def _may_be_irregular(day: date) -> bool:
    reach = _MAKE_UP_DAYS if day.weekday() >= 5 else 0
    return any(
        begin - timedelta(days=reach) <= day <= end + timedelta(days=reach)
        for year in (day.year, day.year + 1)
        for begin, end in _spans(year)
    )


def _spans(year: int) -> list[tuple[date, date]]:
    fixed = [(date(year, month, day), before, after) for month, day, before, after in _SOLAR]
    moving = [(date(year, *place), *margin) for place, margin in zip(_MOON.get(year, ()), _MOON_MARGINS, strict=False)]
    return [(at - timedelta(days=before), at + timedelta(days=after)) for at, before, after in (*fixed, *moving)]
