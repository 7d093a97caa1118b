"""Which days of an e-paper a run looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.epapers.agenda import backfill_days, fresh_days
from storage.running.sweeps import Found, Sweep

NOW = datetime(2022, 1, 20, 0, 0, tzinfo=UTC)
NEWEST = date(2022, 1, 20)


def look(on: int, found: Found = Found.NOTHING, days_ago: float = 1.0) -> Sweep:
    at = NOW - timedelta(days=days_ago)
    return Sweep("s", "e", date(2022, 1, on), found, "http://e.example", 200, "", 1, at)


def test_the_first_run_looks_at_the_newest_issue_only() -> None:
    assert fresh_days([], NEWEST, 30, NOW) == [NEWEST]


def test_days_since_the_last_look() -> None:
    assert fresh_days([look(17)], NEWEST, 30, NOW) == [date(2022, 1, day) for day in (18, 19, 20)]


def test_an_issue_that_was_read_is_not_read_again_the_same_day() -> None:
    assert fresh_days([look(20, days_ago=0.1)], NEWEST, 30, NOW) == []


@pytest.mark.parametrize(("at", "days"), [("2022-01-20T23:50+08:00", [20, 21]), ("2022-01-21T00:10+08:00", [21])])
def test_a_day_without_an_issue_is_looked_at_again_until_one_look_came_after_it(at: str, days: list[int]) -> None:
    early = replace(look(20, Found.NO_ISSUE), swept_at=datetime.fromisoformat(at).astimezone(UTC))
    now = datetime.fromisoformat("2022-01-21T07:30+08:00")
    assert fresh_days([early], date(2022, 1, 21), 30, now) == [date(2022, 1, day) for day in days]


def test_failed_days_are_looked_at_again() -> None:
    assert fresh_days([look(20, days_ago=0.1), look(12, Found.FAILED)], NEWEST, 30, NOW) == [date(2022, 1, 12)]


OTHERS = [look(day) for day in (*range(10, 14), *range(16, 20))]


def test_young_days_once_a_week_and_old_ones_never() -> None:
    looks = [look(20, days_ago=0.1), look(15, days_ago=8), look(14), look(2, days_ago=12), *OTHERS]
    assert fresh_days(looks, NEWEST, 10, NOW) == [date(2022, 1, 15)]


def test_a_week_is_over_for_a_run_that_is_never_on_the_second() -> None:
    looks = [look(20, days_ago=0.1), look(15, days_ago=6.99), look(14, days_ago=6.0), *OTHERS]
    assert fresh_days(looks, NEWEST, 10, NOW) == [date(2022, 1, 15)]


def test_a_long_absence_reaches_back_no_further_than_young_days() -> None:
    looks = [Sweep("s", "e", date(2021, 6, 1), Found.NOTHING, "", 200, "", 1, NOW)]
    assert fresh_days(looks, NEWEST, 3, NOW) == [date(2022, 1, day) for day in (18, 19, 20)]


def test_a_backfill_goes_on_where_it_stopped() -> None:
    began = NOW - timedelta(hours=2)
    looks = [look(1, days_ago=0.01), look(2, Found.FAILED, days_ago=0.01), look(3, days_ago=5)]
    wanted = backfill_days(looks, date(2022, 1, 1), date(2022, 1, 4), began)
    assert wanted == [date(2022, 1, day) for day in (2, 3, 4)]


def test_young_days_that_nobody_looked_at_are_looked_at_a_week_later() -> None:
    assert fresh_days([look(20, days_ago=6.0)], NEWEST, 5, NOW) == []
    assert fresh_days([look(20, days_ago=7.0)], NEWEST, 5, NOW) == [date(2022, 1, day) for day in range(15, 21)]
