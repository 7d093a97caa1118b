"""What is not asked, and what is not believed: conditional requests, addresses that are one, texts that are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import (
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    mobile,
    paper,
    rows,
    tally,
    titles,
    visit_of,
    website,
)

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from demo.server import Request
from storage.config import Config
from storage.values import Verdict

__all__ = ["database", "paper"]

FIRST = date(2022, 3, 1)
NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
RECHECK = Wishes(since=FIRST, recheck=True)


def days(count: float) -> datetime:
    return NOON + timedelta(days=count)


def asked(paper: Newspaper, fragment: str) -> list[Request]:
    return [request for request in paper.log if fragment in request.url]


def printed(paper: Newspaper, count: int = 1) -> list[Piece]:
    return [paper.print_instalment(on=FIRST, surfaces={"lists", "website"}) for _ in range(count)]


def test_a_list_that_says_304_is_read_as_before(paper: Newspaper, database: str) -> None:
    printed(paper, 2)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    paper.reset_counts()
    run = crawl(config, at=days(0.1))
    [request] = [one for one in paper.log if one.url == f"{paper.website}/"]
    assert "if-none-match" in request.headers
    seen = visit_of(config, run, f"{paper.website}/")
    assert (seen.verdict, seen.status) == (Verdict.INDEX, 304)
    assert "304" in seen.reason
    assert run.outcome == "done", run.complaints


def test_an_article_that_says_304_is_unchanged_and_not_due_again_at_once(paper: Newspaper, database: str) -> None:
    [piece] = printed(paper)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    first = crawl(config, at=days(1))  # an article's first 304 is checked
    seen = visit_of(config, first, desktop(paper, piece))
    assert (seen.verdict, seen.status) == (Verdict.UNCHANGED, 200)
    run = crawl(config, at=days(2))
    seen = visit_of(config, run, desktop(paper, piece))
    assert (seen.verdict, seen.status) == (Verdict.UNCHANGED, 304)
    assert "304" in seen.reason
    paper.reset_counts()
    crawl(config, at=days(2.1))
    assert asked(paper, desktop(paper, piece)) == []


def test_last_modified_alone_will_do(paper: Newspaper, database: str) -> None:
    paper.etags = "dates"
    [piece] = printed(paper)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    crawl(config, at=days(1))
    run = crawl(config, at=days(2))
    assert visit_of(config, run, desktop(paper, piece)).status == 304
    paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
    crawl(config, at=days(4))
    assert titles(config) == ["青岛改革巡礼：改过的题目"]


@pytest.mark.slow
def test_one_304_in_ten_is_read_in_full_from_run_to_run(paper: Newspaper, database: str) -> None:
    printed(paper, 4)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    paper.reset_counts()
    for number in range(1, 7):  # four articles and a list each time: thirty answers
        crawl(config, RECHECK, at=days(number / 10))
    requests = [request for request in paper.log if not request.url.endswith("robots.txt")]
    conditional = [request for request in requests if "if-none-match" in request.headers]
    in_full = [request for request in requests if "if-none-match" not in request.headers]
    assert (len(conditional), len(in_full)) == (30, 3)  # an article's first one, and one in ten from then on
    assert len({request.url for request in in_full}) > 1  # not the same one for ever


@pytest.mark.slow
def test_a_lie_is_found_out_and_its_address_is_never_believed_again(paper: Newspaper, database: str) -> None:
    paper.etags = "lying"
    [piece] = printed(paper)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    crawl(config, RECHECK, at=days(0.01))  # an article's first 304 is checked, and true
    paper.correct(piece.id, replacing=(piece.truth.body[-1], "更正后的最后一段。"))
    runs = 0
    while "更正后的最后一段。" not in body(config, piece.title) and runs < 25:
        runs += 1
        crawl(config, RECHECK, at=days(runs / 10))
    assert 1 < runs < 25
    lied = rows(config, "SELECT url FROM heard WHERE distrusted_at IS NOT NULL")
    assert desktop(paper, piece) in {row.url for row in lied}
    paper.reset_counts()
    crawl(config, RECHECK, at=days(4))
    assert all("if-none-match" not in one.headers for one in asked(paper, desktop(paper, piece)))


def test_an_address_given_by_hand_is_read_in_full(paper: Newspaper, database: str) -> None:
    [piece] = printed(paper)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    paper.reset_counts()
    crawl(config, Wishes(urls=(desktop(paper, piece),)), at=days(0.1))
    [request] = asked(paper, desktop(paper, piece))
    assert "if-none-match" not in request.headers


def test_queries_that_change_nothing_are_one_address(paper: Newspaper, database: str) -> None:
    [piece] = printed(paper)
    config = config_of(paper, database)
    crawl(config, at=NOON)
    marked = "".join(
        f'<div class="pic-summary"><div class="title"><a href="{desktop(paper, piece)}{query}">{piece.title}</a>'
        "<time>2022-03-01 08:00</time></div></div>"
        for query in ("?v=1", "?utm_source=x&utm_medium=y", "?share=weixin", "?from=timeline&isappinstalled=0")
    )
    paper.say(f"{paper.website}/", f"<html><body>{marked}</body></html>".encode())
    paper.reset_counts()
    run = crawl(config, at=days(0.1))
    assert asked(paper, f"/p/{piece.id}.html") == []
    assert tally(run) == {}


def test_the_address_that_only_led_to_the_text_is_known_too(paper: Newspaper, database: str) -> None:
    piece = paper.print_instalment(on=FIRST, surfaces={"lists", "mobile"})
    config = config_of(paper, database, source=[website(paper)])
    crawl(config, at=NOON)
    assert [one.url for one in instalments(config)] == [mobile(paper, piece)]
    paper.reset_counts()
    crawl(config, at=days(0.1))
    assert asked(paper, f"/p/{piece.id}.html") == []


@pytest.mark.slow
def test_rechecks_grow_rarer_and_end(paper: Newspaper, database: str) -> None:
    [piece] = printed(paper)
    config: Config = config_of(paper, database, {"recheck_days": 10})
    read = []
    for day in (0, 1, 2, 3, 4, 6, 8, 12, 16):
        paper.reset_counts()
        crawl(config, at=days(day))
        if asked(paper, desktop(paper, piece)):
            read.append(day)
    assert read == [0, 1, 2, 4, 8]
