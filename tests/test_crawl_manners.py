"""Manners: one request a while to a host, robots.txt, Retry-After, named hosts only, an honest name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from support_crawl import (
    NOBODY,
    Told,
    assert_sound,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    mobile,
    paper,
    path,
    settings,
    tally,
    tell,
    titles,
    visit_of,
    website,
    write_config,
)

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from storage.values import Outcome, Verdict

__all__ = ["database", "paper", "tell"]

DAY = date(2021, 11, 2)


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY)


def waits(paper: Newspaper, surface: str) -> list[float]:
    """Return the seconds between each two requests to a surface."""
    times = [request.when for request in paper.log if request.surface == surface]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


def test_requests_to_one_host_keep_their_distance(paper: Newspaper, database: str, piece: Piece) -> None:
    for _ in range(3):
        paper.print_instalment(DAY)
    paper.fail(desktop(paper, piece), status=404)
    crawl(config_of(paper, database, crawl={"delay": 0.2}))
    assert len(waits(paper, "website")) >= 5  # robots.txt, the list, four articles
    assert min(waits(paper, "website")) >= 0.1  # what the newspaper notes lags by what its thread waits
    assert sum(waits(paper, "website")) >= 0.2 * len(waits(paper, "website")) - 0.1


def test_the_user_agent_is_ours(paper: Newspaper, database: str, piece: Piece) -> None:
    crawl(config_of(paper, database, crawl={"user_agent": "xunli-test/1 (+https://example.org/)"}))
    assert {request.headers["user-agent"] for request in paper.log} == {"xunli-test/1 (+https://example.org/)"}
    assert all("cookie" not in request.headers and "referer" not in request.headers for request in paper.log)


def test_robots_that_forbid_an_article(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = "User-agent: *\nDisallow: /p/\n"
    config = config_of(paper, database)
    run = crawl(config)
    assert paper.requests_to("/p/") == 0
    seen = visit_of(config, run, desktop(paper, piece))
    assert (seen.verdict, seen.status) == (Verdict.FAILED, None)
    assert "robots.txt" in seen.reason
    assert run.outcome is Outcome.COMPLAINTS
    assert "robots.txt" in run.complaints[0]["message"]


def test_robots_that_name_us(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = "User-agent: xunli\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    run = crawl(config_of(paper, database))
    assert run.outcome is Outcome.COMPLAINTS
    assert {request.path for request in paper.log} == {"/robots.txt"}


def test_robots_count_for_all_that_wait_for_them(paper: Newspaper, database: str, piece: Piece) -> None:
    pieces = [piece, *(paper.print_instalment(DAY) for _ in range(3))]
    paper.robots = "User-agent: *\nDisallow: /\n"
    crawl(config_of(paper, database), Wishes(urls=tuple(desktop(paper, each) for each in pieces)))
    assert {request.path for request in paper.log} == {"/robots.txt"}


def test_robots_that_forbid_others(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = "User-agent: BadBot\nDisallow: /\n"
    run = crawl(config_of(paper, database))
    assert tally(run)["new"] == 1


def test_robots_may_be_missing(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = 404
    assert tally(crawl(config_of(paper, database)))["new"] == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_fail_allow_nothing(paper: Newspaper, database: str, piece: Piece, status: int) -> None:
    paper.robots = status
    config = config_of(paper, database)
    run = crawl(config)
    reason = visit_of(config, run, f"{paper.website}/").reason
    assert "robots.txt 读不到" in reason
    assert str(status) in reason
    assert {request.path for request in paper.log} == {"/robots.txt"}
    assert run.outcome in (Outcome.COMPLAINTS, Outcome.UNREACHABLE)
    assert tally(run) == {"failed": 1}


def test_robots_that_cannot_be_had_allow_nothing(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.hang_up("/robots.txt")
    config = config_of(paper, database)
    run = crawl(config)
    assert {request.path for request in paper.log} == {"/robots.txt"}
    assert "robots.txt 读不到" in visit_of(config, run, paper.website + "/").reason
    assert run.outcome is Outcome.UNREACHABLE
    paper.heal()
    assert tally(crawl(config))["new"] == 1


def test_a_run_without_a_host_says_so_in_one_sentence(tell: Callable[..., Told], tmp_path: Path, database: str) -> None:
    source = [{"kind": "website", "base_url": NOBODY}]
    file = write_config(tmp_path, settings(None, database, source=source))
    told = tell("--config", file, "--lang", "en", "crawl")
    assert told.code == 4
    [sentence] = told.out.splitlines()[1:]
    assert sentence.endswith("so nothing is asked.")


def test_a_connection_that_breaks_costs_one_request_a_try(paper: Newspaper, database: str, piece: Piece) -> None:
    """The HTTP library asks once more by itself, at once and past the budget, unless it is told not to."""
    paper.hang_up(f"{paper.website}{path(piece)}")
    run = crawl(config_of(paper, database))
    assert paper.requests_to(f"{paper.website}{path(piece)}") == 4
    assert run.requests == len(paper.log)


def test_robots_that_cannot_be_had_once_are_asked_for_again(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = f"User-agent: *\nDisallow: {path(piece)}\n"
    paper.hang_up("/robots.txt", times=2)
    crawl(config_of(paper, database))
    assert paper.requests_to("/p/") == 0
    assert paper.requests_to(f"{paper.website}/robots.txt") == 3


def test_robots_beyond_the_size_of_any_are_read_so_far(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = f"User-agent: *\nDisallow: /p/\n{'# ' * 300_000}\nAllow: /p/\n"
    crawl(config_of(paper, database))
    assert paper.requests_to("/p/") == 0


def test_a_delay_that_robots_ask_for_is_kept(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = "User-agent: *\nCrawl-delay: 9\n\nUser-agent: xunli\nCrawl-delay: 0.3\n"
    crawl(config_of(paper, database))
    assert len(waits(paper, "website")) == 2  # robots.txt, the list, the article
    assert sum(waits(paper, "website")) >= 0.5


@pytest.mark.parametrize("asked", ["soon", "-5", "0", "nan"])
def test_a_delay_that_is_none_does_no_harm(paper: Newspaper, database: str, piece: Piece, asked: str) -> None:
    paper.robots = f"User-agent: *\nCrawl-delay: {asked}\n"
    assert crawl(config_of(paper, database)).outcome is Outcome.DONE


def test_robots_are_left_aside_where_the_configuration_says_so(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.robots = "User-agent: *\nDisallow: /\n"
    run = crawl(config_of(paper, database, crawl={"obey_robots": False}))
    assert tally(run)["new"] == 1
    assert paper.requests_to("/robots.txt") == 0


def test_a_failing_server_is_asked_again(paper: Newspaper, database: str, piece: Piece) -> None:
    rule = paper.fail(desktop(paper, piece), status=503, times=2)
    run = crawl(config_of(paper, database))
    assert tally(run)["new"] == 1
    assert (rule.struck, paper.requests_to(path(piece))) == (2, 3)


def test_a_failing_list_is_asked_again(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.fail("/", status=502, times=3)
    run = crawl(config_of(paper, database))
    assert tally(run)["new"] == 1
    assert run.outcome is Outcome.DONE


@pytest.mark.parametrize("status", [pytest.param(429, marks=pytest.mark.slow), 503])
def test_retry_after_in_seconds_is_honoured(paper: Newspaper, database: str, piece: Piece, status: int) -> None:
    paper.print_instalment(DAY)
    rule = paper.fail("/p/*", status=status, times=1, retry_after=2)
    run = crawl(config_of(paper, database))
    assert tally(run)["new"] == 2
    assert rule.struck == 1
    assert max(waits(paper, "website")) >= 1.9


@pytest.mark.slow
def test_retry_after_as_a_date_is_honoured(paper: Newspaper, database: str, piece: Piece) -> None:
    when = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    paper.fail("/p/*", status=429, times=1, retry_after=format_datetime(when, usegmt=True))
    run = crawl(config_of(paper, database))
    assert tally(run)["new"] == 1
    [_, again] = [request.when for request in paper.log if request.path == path(piece)]
    assert again >= when - timedelta(milliseconds=100)


def test_retry_after_goes_by_the_clock_that_the_server_shows(paper: Newspaper, database: str, piece: Piece) -> None:
    clock = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    until = format_datetime(clock + timedelta(seconds=1), usegmt=True)
    paper.fail("/p/*", status=503, times=1, retry_after=until, clock=clock)
    run = crawl(config_of(paper, database))
    assert tally(run)["new"] == 1
    assert max(waits(paper, "website")) >= 0.9


@pytest.mark.parametrize("status", [302, 403])
def test_whoever_asks_to_wait_is_left_alone_so_long(paper: Newspaper, database: str, piece: Piece, status: int) -> None:
    paper.fail(path(piece), status=status, retry_after=86_400)
    later = [paper.print_instalment(DAY - timedelta(days=number)) for number in range(1, 30)]
    run = crawl(config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}]))
    assert paper.requests_to("/p/") < len(later) - 5  # those in flight, and who answered before
    assert tally(run)["failed"] > 5


def test_a_wait_longer_than_ours_leaves_the_host_alone(paper: Newspaper, database: str, piece: Piece) -> None:
    for _ in range(3):
        paper.print_instalment(DAY)
    paper.fail(f"{paper.website}/p/*", status=429, retry_after=86_400)
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert paper.requests_to("/p/") <= 4  # those in flight, none again
    assert all(count == 1 for url, count in paper.requests.items() if "/p/" in url)
    assert tally(run)["failed"] == 4
    assert run.outcome is Outcome.COMPLAINTS
    paper.heal()
    assert tally(crawl(config))["new"] == 4


@pytest.mark.parametrize(
    "asked", ["soon, very soon", "-5", "Fri, 01 Jan 1999 00:00:00 GMT", "Fri, 01 Jan 99999 00:00:00 GMT",
              "Thu, 26 Nov 2021 12:00:00 +99999999999999999999", "Thu, 26 Nov 2021 12:00:00"],
)  # fmt: skip
def test_nonsense_in_retry_after_does_no_harm(paper: Newspaper, database: str, piece: Piece, asked: str) -> None:
    paper.fail("/p/*", status=503, times=1, retry_after=asked)
    assert tally(crawl(config_of(paper, database)))["new"] == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_never_leave_the_named_hosts(paper: Newspaper, database: str, piece: Piece, status: int) -> None:
    paper.redirect(desktop(paper, piece), f"{paper.elsewhere}{path(piece)}", status=status)
    paper.redirect(mobile(paper, piece), f"{paper.elsewhere}{path(piece)}", status=status)
    config = config_of(paper, database)
    run = crawl(config)
    assert paper.requests_to(paper.elsewhere) == 0
    assert titles(config) == []
    seen = visit_of(config, run, desktop(paper, piece))
    assert seen.verdict is Verdict.FAILED
    assert paper.elsewhere.removeprefix("http://") in seen.reason


def test_a_list_that_leads_elsewhere_is_not_followed(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.redirect(f"{paper.website}/", paper.elsewhere)
    run = crawl(config_of(paper, database))
    assert paper.requests_to(paper.elsewhere) == 0
    assert run.outcome is Outcome.COMPLAINTS
    told = run.complaints[0]["message"]
    assert f"跳转到了 {paper.elsewhere.removeprefix('http://')}" in told
    assert "新地址写进配置" in told


def test_a_redirect_within_the_named_hosts_is_followed(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.redirect(desktop(paper, piece), mobile(paper, piece))
    config = config_of(paper, database)
    crawl(config)
    assert titles(config) == [piece.title]
    assert_sound(config)


def test_a_redirect_that_turns_in_circles_ends(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.redirect(f"*{path(piece)}", desktop(paper, piece))
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert tally(run)["failed"] == 1
    assert "绕回" in visit_of(config, run, desktop(paper, piece)).reason
    assert paper.requests_to(path(piece)) == 1
    assert run.outcome is Outcome.COMPLAINTS


def test_redirects_without_an_end_are_given_up(paper: Newspaper, database: str, piece: Piece) -> None:
    for number in range(20):
        paper.redirect(f"{path(piece)}{f'?{number}' if number else ''}", f"{path(piece)}?{number + 1}")
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert "没有到头" in visit_of(config, run, desktop(paper, piece)).reason
    assert paper.requests_to(path(piece)) == 11


@pytest.mark.parametrize(
    "to", ["http://[::1", "http://127.0.0.1:99999/x", "http://.example..com/", "ftp://127.0.0.1/x"]
)
def test_a_redirect_to_what_is_no_address_of_ours(paper: Newspaper, database: str, piece: Piece, to: str) -> None:
    paper.redirect(path(piece), to)
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    seen = visit_of(config, run, desktop(paper, piece))
    assert seen.verdict is Verdict.FAILED
    assert "Error" not in seen.reason


def test_a_host_may_be_spelt_in_many_ways(paper: Newspaper, database: str, piece: Piece) -> None:
    host = paper.website.removeprefix("http://").replace(":", ".:")
    paper.redirect("/start", f"HTTP://reader:word@{host}/")
    paper.redirect(desktop(paper, piece), f"http://{host}{path(piece)}?from=timeline")
    config = config_of(paper, database, source=[website(paper, lists=["/start"])])
    run = crawl(config)
    assert titles(config) == [piece.title]
    assert run.outcome is Outcome.DONE
    assert {request.headers["host"] for request in paper.log} == {paper.website.removeprefix("http://")}


def test_an_address_of_any_length_has_its_visit(paper: Newspaper, database: str, piece: Piece) -> None:
    far = f"{path(piece)}?{'x' * 3000}"
    paper.say("/", f'<ul><li><a href="{far}">青岛改革巡礼：一个很长的网址</a></li></ul>'.encode())
    config = config_of(paper, database)
    run = crawl(config)
    assert visit_of(config, run, paper.website + far).verdict is Verdict.NEW


def test_a_wish_for_another_host_asks_nobody(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database)
    run = crawl(config, Wishes(urls=(f"{paper.elsewhere}/p/1.html",)))
    assert paper.requests_to(paper.elsewhere) == 0
    assert tally(run).keys() <= {"failed", "filtered"}


def test_a_budget_pauses_the_run_and_the_next_goes_on(paper: Newspaper, database: str, piece: Piece) -> None:
    for number in range(5):
        paper.print_instalment(DAY + timedelta(days=number))
    config = config_of(paper, database, crawl={"budget": 4})
    outcomes = []
    for _ in range(8):
        paper.reset_counts()
        run = crawl(config)
        outcomes.append(run.outcome)
        assert sum(paper.requests.values()) <= 4
        assert run.requests == sum(paper.requests.values())
        if run.outcome is Outcome.DONE:
            break
    assert outcomes[0] is Outcome.PAUSED
    assert outcomes[-1] is Outcome.DONE
    assert len(instalments(config)) == 6
    assert_sound(config)


def test_a_budget_smaller_than_the_lists_comes_through_all_the_same(paper: Newspaper, database: str) -> None:
    oldest = paper.print_instalment(DAY)
    paper.print_many(120, since=DAY + timedelta(days=1))
    config = config_of(paper, database, crawl={"budget": 6})
    for number in range(8):
        if crawl(config).outcome is Outcome.DONE:
            break
        paper.print_news(DAY + timedelta(days=30 + number))
    assert titles(config) == [oldest.title]
    assert crawl(config).outcome is Outcome.DONE
    assert_sound(config)


def test_the_mobile_host_is_asked_only_where_it_is_needed(paper: Newspaper, database: str, piece: Piece) -> None:
    crawl(config_of(paper, database, source=[website(paper)]))
    assert paper.requests_to(paper.mobile) == 0
