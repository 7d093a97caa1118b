"""How long the rest of a backfill takes."""

from __future__ import annotations

from datetime import timedelta

from crawler.progress import ISSUE_PAGES, Progress


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def progress(delay: float) -> tuple[Progress, Clock]:
    clock = Clock()
    return Progress(delay, clock), clock


def test_before_a_day_is_read_an_issue_takes_what_issues_take() -> None:
    one, _ = progress(1.0)
    one.plan("a", 100)
    assert one.left == timedelta(seconds=100 * ISSUE_PAGES)


def read(one: Progress, clock: Clock, source: str, days: int, pages: int, pace: float) -> None:
    for _ in range(days):
        for _ in range(pages):
            clock.now += pace
            one.asked(source)
        one.done(source)


def test_the_pages_that_issues_took_tell_of_the_others() -> None:
    one, clock = progress(1.0)
    one.plan("a", 100)
    read(one, clock, "a", days=10, pages=8, pace=0.5)
    assert one.left == timedelta(seconds=90 * 8)
    assert one.days == (10, 100)


def test_a_site_slower_than_the_delay_takes_longer() -> None:
    one, clock = progress(1.0)
    one.plan("a", 100)
    read(one, clock, "a", days=10, pages=8, pace=2.0)
    assert one.left == timedelta(seconds=90 * 8 * 2)


def test_two_sources_go_side_by_side() -> None:
    one, _ = progress(1.0)
    one.plan("a", 10)
    one.plan("b", 30)
    assert one.left == timedelta(seconds=30 * ISSUE_PAGES)


def test_what_was_answered_before_a_kill_costs_nothing() -> None:
    one, _ = progress(1.0)
    one.plan("a", 2)
    one.done("a")
    one.done("a")
    assert one.left == timedelta(0)
