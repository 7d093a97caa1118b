"""What happens to a site, over real HTTP: each change is complained of in its first run, ordinary days never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from support_judge import MONDAY, Desk, checks, desk

from crawler.following.wishes import Wishes
from demo import Newspaper
from storage.config import Config
from storage.judge.holidays import is_irregular
from storage.values import Outcome

TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as opened:
        yield opened


def change(name: str) -> Callable[[Newspaper], None]:
    def redesign(paper: Newspaper) -> None:
        paper.redesign(name)

    return redesign


def challenged(pattern: str) -> Callable[[Newspaper], None]:
    def challenge(paper: Newspaper) -> None:
        paper.challenge(pattern)

    return challenge


def sent_home(paper: Newspaper) -> None:
    paper.redirect(f"{paper.website}/p/*", f"{paper.website}/")


def checked_with_403(paper: Newspaper) -> None:
    page = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    paper.say("*", page.encode(), status=403)


MUTATIONS = {
    "the body's class is renamed": (change("renamed"), "layout_drift"),
    "the date is dropped": (change("dateless"), "layout_changed"),
    "the list has moved": (change("list-moved"), "layout_changed"),
    "the list is empty": (change("list-empty"), "layout_changed"),
    "the home page for everything": (change("home-everywhere"), "layout_changed"),
    "a list of another markup": (change("nmgnews"), "layout_drift"),
    "a challenge everywhere": (challenged("*"), "challenge"),
    "every article leads home": (sent_home, "layout_changed"),
    "a challenge with status 403": (checked_with_403, "challenge"),
    "a challenge for articles": (challenged("/p/*"), "challenge"),
}


QUICK = ("the body's class is renamed", "the list is empty")


@pytest.mark.parametrize(
    "mutation", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in MUTATIONS]
)
def test_a_change_is_complained_of_in_the_first_run_and_recovers(site: Desk, mutation: str) -> None:
    apply, check = MUTATIONS[mutation]
    site.weeks(3)
    apply(site.paper)
    site.print_day(TUESDAY)
    run = site.morning(TUESDAY)
    assert checks(run) == [check]
    assert run.complaints[0]["evidence"]
    site.paper.heal()
    site.paper.redesign("cmstop")
    site.print_day(FRIDAY)
    recovered = site.morning(FRIDAY)
    assert (recovered.outcome, recovered.complaints) == (Outcome.DONE, ())
    assert [row["check"] for row in recovered.recovered] == [check]


def test_one_earlier_article_is_enough_of_a_measure(site: Desk) -> None:
    site.paper.print_instalment(MONDAY)
    site.morning(MONDAY)
    site.paper.redesign("renamed")
    site.paper.print_instalment(TUESDAY)
    run = site.morning(TUESDAY)
    assert checks(run) == ["layout_drift"]
    assert ".article-content" in run.complaints[0]["message"]


def test_desktop_articles_that_are_challenged_are_told_though_the_mobile_page_saves_them(site: Desk) -> None:
    site.weeks(2)
    site.paper.challenge(f"{site.paper.website}/p/*")
    site.print_day(TUESDAY)
    run = site.morning(TUESDAY)
    assert checks(run) == ["challenge"]
    assert sum(1 for _ in site.archive.instalments()) == 5


def test_what_was_not_looked_at_is_not_over(site: Desk) -> None:
    site.weeks(3)
    site.paper.redesign("renamed")
    site.print_day(TUESDAY)
    site.morning(TUESDAY)
    quiet = site.morning(TUESDAY, time(9))
    assert (quiet.outcome, quiet.complaints, quiet.recovered) == (Outcome.DONE, (), ())
    site.print_day(FRIDAY)
    again = site.morning(FRIDAY)
    assert (checks(again), again.recovered) == (["layout_drift"], ())


@pytest.mark.slow
def test_a_broken_site_never_becomes_the_usual_one(site: Desk) -> None:
    site.weeks(3)
    site.paper.redesign("dateless")
    for number in range(1, 40):
        day = MONDAY + timedelta(days=number)
        site.print_day(day)
        run = site.morning(day)
        if day.weekday() in (1, 4):
            assert "layout_changed" in checks(run)
        assert run.recovered == ()


def test_no_source_is_noted_escalates_and_recovers(site: Desk, tmp_path: Path) -> None:
    site.weeks(2)
    site.paper.hang_up("*")
    first = site.morning(MONDAY)
    assert (first.outcome, first.complaints) == (Outcome.UNREACHABLE, ())
    assert [each.level for each in site.archive.news.standing("gaige")] == [0]
    for number in range(1, 8):
        site.morning(MONDAY + timedelta(days=number))
    standing = site.archive.news.standing("gaige")
    assert [(each.check, each.level) for each in standing] == [("unreachable", 2)]
    site.paper.heal()
    back = site.morning(MONDAY + timedelta(days=8))
    assert [row["check"] for row in back.recovered] == ["unreachable"]


def test_an_article_that_is_not_there_today_is_no_complaint_and_an_error_is_one(site: Desk) -> None:
    site.weeks(2)
    site.print_day(TUESDAY)
    site.paper.fail("/p/*", 503)
    assert checks(site.morning(TUESDAY)) == ["error_share"]
    site.paper.heal()
    assert site.morning(WEDNESDAY).complaints == ()


def test_a_day_of_habit_without_an_instalment(site: Desk) -> None:
    site.weeks(7)
    site.print_day(TUESDAY, habit=())
    assert site.morning(TUESDAY, time(1)).complaints == (), "before the hour at which it always came"
    run = site.morning(TUESDAY)
    assert checks(run) == ["nothing_found"]
    assert "2024-03-05（周二）" in run.complaints[0]["message"]
    assert any("6 个周二有 6 个" in line for line in run.complaints[0]["evidence"])
    assert checks(site.morning(WEDNESDAY)) == ["nothing_found"]
    site.print_day(FRIDAY)
    assert [row["check"] for row in site.morning(FRIDAY).recovered] == ["nothing_found"]


def test_a_broken_list_is_not_mistaken_for_a_day_without_an_instalment(site: Desk) -> None:
    site.weeks(7)
    site.paper.redesign("list-empty")
    site.print_day(TUESDAY)
    assert checks(site.morning(TUESDAY)) == ["layout_changed"]


def test_a_backfill_and_a_single_address_do_not_judge_today(site: Desk) -> None:
    site.weeks(7)
    site.print_day(TUESDAY, habit=())
    site.clock.turn(TUESDAY, time(20))
    assert site.crawl(Wishes(since=date(2024, 1, 1), until=date(2024, 2, 1))).complaints == ()
    known = next(site.archive.instalments()).url
    assert site.crawl(Wishes(urls=(known,))).complaints == ()


def test_a_number_between_two_others(site: Desk) -> None:
    for number, day in ((9, 0), (10, 1), (12, 3)):
        site.paper.print_instalment(MONDAY + timedelta(days=day), number=number)
    run = site.morning(FRIDAY)
    assert checks(run) == ["numbered_gap"]
    assert "缺第 11 期" in run.complaints[0]["message"]
    site.paper.print_instalment(WEDNESDAY, number=11)
    found = site.morning(FRIDAY, time(9))
    assert (found.complaints, [row["check"] for row in found.recovered]) == ((), ["numbered_gap"])


def plain(config: Config) -> dict[str, Any]:
    return config.model_dump(mode="json", by_alias=True)


def test_a_source_that_brings_nothing_any_more_while_others_go_on(tmp_path: Path) -> None:
    with desk(tmp_path) as site:
        search = {"kind": "search", "url": site.paper.search}
        sources = [*plain(site.config)["series"][0]["source"], search]
        site.config = site.config.model_validate(
            {**plain(site.config), "series": [{**plain(site.config)["series"][0], "source": sources}]}
        )
        site.weeks(2)
        nothing = '<div class="column info">约0篇</div><div class="column search-result-list"><ul></ul></div>'
        search_page = f"<html><head><title>搜索</title></head><body>{nothing}</body></html>".encode()
        site.paper.say("/?app=search*", search_page)
        run = site.morning(MONDAY)
        assert checks(run) == ["source_silent"]
        assert "2024-03-03" in run.complaints[0]["evidence"][0]
        site.paper.heal()
        assert [row["check"] for row in site.morning(TUESDAY).recovered] == ["source_silent"]


@pytest.mark.slow
def test_an_e_paper_that_stands_still_while_the_website_goes_on(tmp_path: Path) -> None:
    with desk(tmp_path) as site:
        series = plain(site.config)["series"][0]
        epaper = {"kind": "epaper", "base_url": site.paper.epaper}
        values = {**plain(site.config), "series": [{**series, "source": [*series["source"], epaper]}]}
        site.config = site.config.model_validate(values)
        site.weeks(1)
        stopped = '<html><head><meta http-equiv="refresh" content="0;URL=html/2024-03/03/node_1.htm"></head></html>'
        site.paper.say(f"{site.paper.epaper}/paperindex.htm", stopped.encode())
        told = []
        for number in range(9):
            site.print_day(MONDAY + timedelta(days=number))
            told.append(checks(site.morning(MONDAY + timedelta(days=number))))
        assert told == [[]] * 4 + [["source_silent"]] * 5
        site.paper.heal()
        assert [row["check"] for row in site.morning(MONDAY + timedelta(days=9)).recovered] == ["source_silent"]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("begin", [date(2024, 1, 22), date(2024, 9, 2)])
def test_sixty_ordinary_days_with_their_holidays(site: Desk, begin: date) -> None:
    """Spring Festival and the Qingming of a make-up Sunday; Mid-Autumn and the National Day's week."""
    site.weeks(8, until=begin)
    holidays = 0
    for number in range(60):
        day = begin + timedelta(days=number)
        holidays += is_irregular(day)
        site.print_day(day, habit=() if is_irregular(day) else (1, 4))
        run = site.morning(day)
        assert (day, run.outcome, run.complaints) == (day, Outcome.DONE, ())
    assert holidays >= 8
    assert site.archive.news.standing("gaige") == []
