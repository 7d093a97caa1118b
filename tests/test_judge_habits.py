"""On which days an instalment is expected: weekdays, hours, holidays, make-up days, and when nobody expects any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.judge.habits import Issue, has_lapsed, overdue
from storage.judge.holidays import is_irregular

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2024, 6, 18)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def issues(days: Iterable[date], hour: int | None = 6) -> list[Issue]:
    return [Issue(day, None if hour is None else at(day, hour)) for day in days]


def before(day: date, *weeks: int) -> list[date]:
    return [day - timedelta(weeks=number) for number in weeks]


def expected(
    found: list[Issue], now: datetime, since: date = date(2024, 1, 1), without: Iterable[date] = ()
) -> list[date]:
    return [day.on for day in overdue(found, now, ZONE, since, set(without))]


@pytest.mark.parametrize(
    ("weeks", "wanted"),
    [
        ((1, 2, 3, 4, 5, 6), [TUESDAY]),
        ((1, 3, 4, 6), [TUESDAY]),
        ((1, 2, 3), []),
        ((1, 2, 3, 7, 8, 9), []),
    ],
)
def test_four_of_the_last_six_such_weekdays_make_a_habit(weeks: tuple[int, ...], wanted: list[date]) -> None:
    assert expected(issues(before(TUESDAY, *weeks)), at(TUESDAY, 7, 30)) == wanted


def test_a_habit_says_how_often_it_was_kept() -> None:
    found = overdue(issues(before(TUESDAY, 1, 2, 4, 5, 6)), at(TUESDAY, 9), ZONE, date(2024, 1, 1))
    assert [(day.on, day.hits) for day in found] == [(TUESDAY, 5)]


def test_nothing_is_expected_before_the_hour_at_which_it_always_was_there() -> None:
    weekly = [*issues(before(TUESDAY, 2, 3, 4, 5, 6)), *issues(before(TUESDAY, 1), hour=10)]
    assert expected(weekly, at(TUESDAY, 9, 59)) == []
    assert expected(weekly, at(TUESDAY, 10)) == [TUESDAY]


def test_without_hours_a_day_is_judged_when_it_is_over() -> None:
    weekly = issues(before(TUESDAY, 1, 2, 3, 4, 5, 6), hour=None)
    assert expected(weekly, at(TUESDAY, 23, 59)) == []
    assert expected(weekly, at(TUESDAY + timedelta(days=1), 0)) == [TUESDAY]


def test_it_stays_expected_until_another_instalment_comes_and_lapses_after_sixty_days() -> None:
    weekly = issues(before(TUESDAY, 1, 2, 3, 4, 5, 6))
    friday = TUESDAY + timedelta(days=3)
    assert expected(weekly, at(friday, 7)) == [TUESDAY]
    assert expected([*weekly, *issues([friday])], at(friday, 7)) == []
    newest = TUESDAY - timedelta(weeks=1)
    assert expected(weekly, at(newest + timedelta(days=60), 7))
    assert expected(weekly, at(newest + timedelta(days=61), 7)) == []
    assert has_lapsed(weekly, newest + timedelta(days=61))
    assert not has_lapsed(weekly, newest + timedelta(days=60))
    assert expected([], at(TUESDAY, 7)) == []


def test_days_before_anybody_watched_are_none_of_ours() -> None:
    weekly = issues(before(TUESDAY, 1, 2, 3, 4, 5, 6))
    assert expected(weekly, at(TUESDAY, 7), since=TUESDAY) == [TUESDAY]
    assert expected(weekly, at(TUESDAY + timedelta(days=1), 7), since=TUESDAY + timedelta(days=1)) == []


def test_a_public_holiday_is_not_expected_and_not_counted() -> None:
    spring_festival = date(2024, 2, 13)
    weekly = issues(before(spring_festival, 1, 2, 3, 4, 5, 6))
    assert expected(weekly, at(spring_festival, 7), since=date(2023, 1, 1)) == []
    behind = date(2024, 3, 19)
    kept = [day for day in before(behind, 1, 2, 3, 4, 5, 6, 7) if day != spring_festival]
    assert len(kept) == 6
    found = overdue(issues(kept), at(behind, 7), ZONE, date(2023, 1, 1))
    assert [(day.on, day.hits) for day in found] == [(behind, 6)]


def test_a_weekend_that_is_worked_is_no_ordinary_one() -> None:
    make_up = date(2024, 2, 18)
    assert make_up.weekday() == 6
    sundays = issues(before(make_up, 2, 3, 4, 5, 6, 7))
    assert expected(sundays, at(make_up, 9), since=date(2023, 1, 1)) == []
    ordinary = make_up + timedelta(weeks=1)
    assert expected(sundays, at(ordinary, 9), since=date(2023, 1, 1)) == [ordinary]


def test_a_day_without_an_issue_is_not_expected() -> None:
    weekly = issues(before(TUESDAY, 1, 2, 3, 4, 5, 6))
    assert expected(weekly, at(TUESDAY, 9), without=[TUESDAY]) == []


@pytest.mark.parametrize(
    ("day", "irregular"),
    [
        (date(2021, 10, 4), True),  # National Day's week
        (date(2021, 10, 9), True),  # a Saturday worked for it
        (date(2021, 10, 16), False),  # an ordinary Saturday
        (date(2021, 10, 26), False),
        (date(2024, 9, 17), True),  # Mid-Autumn
        (date(2031, 1, 24), True),  # Spring Festival of a year without a notice
        (date(2031, 6, 24), True),  # Dragon Boat, likewise
        (date(2031, 12, 31), True),  # may be given for New Year
        (date(2031, 10, 8), True),
        (date(2031, 10, 12), True),  # a Sunday that may be worked
        (date(2031, 11, 11), False),
        (date(2031, 11, 16), False),
        (date(2045, 5, 1), True),
        (date(2045, 3, 7), False),
        (date(1999, 10, 1), True),
    ],
)
def test_days_that_break_the_week(day: date, irregular: bool) -> None:
    assert is_irregular(day) is irregular
