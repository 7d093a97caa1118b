"""When a cron line is due in a zone: summer time loses nothing and doubles nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.schedule.cron import cron_triggers
from storage.schedule.due import due_between, next_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its summer time is half an hour
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
MOMENTS = st.integers(0, 364 * 86400).map(lambda seconds: YEAR[0] + timedelta(seconds=seconds))


def local(line: str, zone: ZoneInfo, day: date) -> list[str]:
    """The times of one local day as its wall clock shows them, with the offset."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = midnight.astimezone(UTC) - timedelta(seconds=1)
    until = (midnight + timedelta(days=1)).astimezone(UTC) - timedelta(seconds=1)
    return [at.astimezone(zone).strftime("%H:%M%z")[:8] for at in due_between(line, zone, after, until)]


@pytest.mark.parametrize(
    ("line", "day", "times"),
    [
        ("30 7 * * *", date(2026, 6, 1), ["07:30-04"]),
        ("30 2 * * *", date(2026, 3, 8), ["03:30-04"]),  # 02:30 does not exist
        ("30 1 * * *", date(2026, 11, 1), ["01:30-04"]),  # 01:30 comes twice
        ("0 1,2,3 * * *", date(2026, 3, 8), ["01:00-05", "03:00-04"]),
        ("0 1,2 * * *", date(2026, 11, 1), ["01:00-04", "02:00-05"]),
        ("30 7 * * 0", date(2026, 11, 1), ["07:30-05"]),
        ("30 7 * * 7", date(2026, 11, 2), []),
    ],
)
def test_days_of_new_york(line: str, day: date, times: list[str]) -> None:
    assert local(line, NEW_YORK, day) == times


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 3, 9), 24), (date(2026, 11, 1), 25)])
def test_every_hour_follows_real_time(day: date, hours: int) -> None:
    assert len(local("0 * * * *", NEW_YORK, day)) == hours


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK, LORD_HOWE, ZoneInfo("Pacific/Apia")])
@pytest.mark.parametrize("line", ["30 7 * * *", "30 2 * * *", "15 2 * * *", "45 1 * * *", "0 0 * * *"])
def test_a_daily_slot_comes_once_a_day(zone: ZoneInfo, line: str) -> None:
    due = due_between(line, zone, *YEAR)
    assert len(due) == 365
    days = {at.astimezone(zone).date() for at in due}
    assert len(days) >= 364  # a first slot of the local year may lie before the first of January in UTC


@settings(deadline=None, max_examples=40)
@given(
    st.lists(MOMENTS, min_size=2, max_size=8),
    st.sampled_from(["30 2 * * *", "*/20 * * * *", "0 */3 * * 6", "59 23 31 * *"]),
    st.sampled_from([NEW_YORK, LORD_HOWE, SHANGHAI]),
)
def test_windows_that_touch_share_and_lose_nothing(bounds: list[datetime], line: str, zone: ZoneInfo) -> None:
    edges = sorted(bounds)
    window = edges[:1] + [min(edge, edges[0] + timedelta(days=20)) for edge in edges[1:]]
    parts = [at for first, last in pairwise(window) for at in due_between(line, zone, first, last)]
    assert parts == due_between(line, zone, window[0], window[-1])


@pytest.mark.parametrize("line", ["30 2 * * *", "30 1 * * *", "15 2 * * *", "0 * * * *"])
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (NEW_YORK, date(2026, 3, 8)), (NEW_YORK, date(2026, 11, 1)),
        (LORD_HOWE, date(2026, 4, 5)), (LORD_HOWE, date(2026, 10, 4)),
    ],
)  # fmt: skip
def test_a_service_that_looks_every_ten_minutes_loses_nothing_in_a_night_on_which_the_clock_is_set(
    line: str, zone: ZoneInfo, day: date
) -> None:
    begin = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) - timedelta(hours=1)
    edges = [begin + timedelta(minutes=10 * number) for number in range(6 * 8)]
    parts = [at for first, last in pairwise(edges) for at in due_between(line, zone, first, last)]
    assert parts == due_between(line, zone, edges[0], edges[-1])
    assert parts, "the night has one"


@settings(deadline=None)
@given(MOMENTS)
def test_the_next_is_the_first_of_those_that_follow(after: datetime) -> None:
    found = next_due("30 2 * * 1", NEW_YORK, after)
    assert found == due_between("30 2 * * 1", NEW_YORK, after, after + timedelta(days=15))[0]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("0 7 * * 1-5/2", "2 4 6 9 11 13"),
        ("0 7 * * */2", "1 3 5 7 8 10"),
        ("0 7 * * sun-sat/3", "1 4 7 8 11 14"),
        ("0 7 * * sat-sun", "1 7 8 14 15 21"),
        ("0 7 * * 5-7", "1 6 7 8 13 14"),
        ("0 7 1,5 * mon", "1 2 5 9 16 23"),  # both are narrowed: either makes it due
        ("0 7 */2 * mon", "9 23"),
        ("0 7 1-3 OCT-dec/1 *", "1 2 3"),
        ("0 7 1-3 1-11/5 *", "1 2 3"),
        ("0 7 1-3 */3 *", ""),
        ("0 7 1-3 */10 *", "1 2 3"),
        ("0 7 * * 3/2", "1 4 6 8 11 13"),
    ],
)
def test_days_and_weekdays_are_those_of_crontab(line: str, days: str) -> None:
    november = (datetime(2026, 10, 31, 16, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC))
    found = [str(at.astimezone(SHANGHAI).day) for at in due_between(line, SHANGHAI, *november)]
    assert " ".join(found[:6]) == days


def test_the_next_of_two_kinds_of_days_is_the_sooner() -> None:
    assert next_due("0 8 28 * 5", SHANGHAI, datetime(2026, 11, 20, 1, tzinfo=UTC)) == datetime(2026, 11, 27, tzinfo=UTC)
    assert next_due("0 8 30 2 5", SHANGHAI, datetime(2026, 11, 26, 1, tzinfo=UTC)) == datetime(2027, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    ["0 7 * * 1#1", "0 7 * * 5L", "0 7 * * 8", "0 7 * 13 *", "0 7 * 0 *", "0 7 * * 6-1", "0 7 * * 1-", "0 7 * * ,"],
)
def test_what_crontab_does_not_know_is_refused_in_one_language(line: str) -> None:
    with pytest.raises(ValueError, match=r"^不是 cron 的写法（[^A-Z]+）$"):
        cron_triggers(line, SHANGHAI)


def test_rare_and_impossible_days() -> None:
    assert next_due("0 8 29 2 *", SHANGHAI, YEAR[0]) == datetime(2028, 2, 29, tzinfo=UTC)
    assert next_due("0 8 30 2 *", SHANGHAI, YEAR[0]) is None
    assert due_between("0 8 30 2 *", SHANGHAI, *YEAR) == []
