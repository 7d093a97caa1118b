"""Missing numbers and the days they get."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.ledger.numbering import Gap, Numbered, day_of, gaps


def issue(number: int, day: int) -> Numbered:
    return Numbered(number, date(2022, 3, 1) + timedelta(days=day - 1), f"之{number}")


def missing(*issues: Numbered) -> list[int]:
    return [gap.number for gap in gaps(issues)]


@pytest.mark.parametrize(
    ("issues", "lost"),
    [
        ([issue(10, 1), issue(12, 8)], [11]),
        ([issue(10, 1), issue(11, 4), issue(12, 8)], []),
        ([issue(10, 1), issue(10, 2), issue(11, 3)], []),  # a reprint of its own
        ([issue(12, 1), issue(11, 3), issue(13, 8)], []),  # 11 came late
        ([issue(40, 1), issue(1, 8), issue(3, 15)], [2]),  # a new count
        ([issue(3, 1), issue(2022, 8)], []),  # a year is no number
        ([issue(3, 1), issue(9, 2)], [4, 5, 6, 7, 8]),
        ([issue(3, 1), issue(10, 2)], []),
        ([issue(10, 1), issue(12, 8), issue(11, 100)], []),  # 11 came after 12
        ([issue(10, 1), issue(12, 8), issue(11, 200)], [11]),  # this one is of a new count
        ([issue(3, 1), issue(23, 60)], list(range(4, 23))),  # many, and days enough for them
        ([issue(11, 1), issue(12, 1), issue(14, 1)], [13]),  # three of one day
        ([issue(1, 1)], []),
    ],
)
def test_missing_numbers(issues: list[Numbered], lost: list[int]) -> None:
    assert missing(*issues) == lost
    assert missing(*reversed(issues)) == lost


def gap(first: int, last: int) -> Gap:
    return Gap(11, issue(10, first), issue(12, last))


def day(number: int) -> date:
    return issue(0, number).on


def test_the_day_lies_between_the_neighbours() -> None:
    assert day_of(gap(1, 9), (), ()) == day(5)


def test_a_day_that_is_taken_is_passed_over() -> None:
    assert day_of(gap(1, 9), {day(5)}, ()) in {day(4), day(6)}


def test_a_day_that_nobody_has_shown_to_be_empty_goes_first() -> None:
    shown = {day(number) for number in range(2, 9)} - {day(8)}
    assert day_of(gap(1, 9), (), shown) == day(8)


def test_all_shown_to_be_empty_it_is_between_them_all_the_same() -> None:
    assert day_of(gap(1, 9), (), {day(number) for number in range(1, 10)}) == day(5)


def test_without_a_day_between_it_is_the_later_one() -> None:
    assert day_of(gap(1, 2), {day(1), day(2)}, ()) == day(2)
