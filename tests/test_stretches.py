"""What a list proves by being read past a day."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.following.stretches import Stretch, empty_days
from storage.values import Link

FIRST = date(2022, 3, 1)
TODAY = date(2022, 3, 20)
OURS = "http://w.example/p/1.html"


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def stretch(days: list[int | None], ours: list[tuple[str, int | None]] | None = None) -> Stretch:
    links = [Link(url, "青岛改革巡礼", "", None if on is None else day(on)) for url, on in ours or []]
    return Stretch("website w", "http://w.example/", 1, [None if one is None else day(one) for one in days], links)


def proven(days: list[int | None], ours: list[tuple[str, int | None]] | None = None, known: set[str] | None = None,
           since: date | None = None, today: date = TODAY) -> list[int]:  # fmt: skip
    return [(on - FIRST).days + 1 for on in empty_days(stretch(days, ours), known or set(), since, today)]


def test_the_days_between_the_newest_entry_and_the_last_are_proven() -> None:
    assert proven([9, 8, 8, 6, 5, 4, 4]) == [6, 7, 8, 9]


def test_today_is_not_over() -> None:
    assert proven([20, 20, 18, 17, 16, 15]) == [18, 19]


def test_an_entry_that_nobody_has_read_leaves_its_day_open_and_the_one_before() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], [(OURS, 8)]) == [6, 9]


def test_an_entry_that_was_read_is_of_the_day_that_its_text_says() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], [(OURS, 8)], known={OURS}) == [6, 7, 8, 9]


def test_an_unread_entry_without_a_day_leaves_all_open() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], [(OURS, None)]) == []


def test_one_that_is_pinned_on_top_reaches_nowhere() -> None:
    assert proven([1, 9, 9, 8, 8, 7, 7, 7, 6, 6, 5, 5, 5, 4, 4]) == [6, 7, 8, 9]


def test_a_list_in_no_order_of_days_proves_nothing() -> None:
    assert proven([3, 9, 1, 8, 2, 7, 5, 6]) == []


def test_a_list_without_dates_proves_nothing() -> None:
    assert proven([None] * 8 + [9, 8, 7, 6]) == []


def test_nothing_is_proven_before_the_first_day_wanted() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], since=day(8)) == [8, 9]
