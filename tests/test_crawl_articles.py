"""Articles: long ones in parts, the mobile page as a way out, rechecks, corrections, and what is withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import (
    assert_sound,
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    mobile,
    paper,
    path,
    rows,
    squeezed,
    tally,
    text_of,
    titles,
    visit_of,
    visits,
    website,
)

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from storage.values import Outcome, Surface, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
PRINTED = datetime(2021, 11, 2, 2, 0, tzinfo=UTC)
"""The morning on which the first run of a recheck test takes place."""


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY)


def part(number: int, of: Piece) -> str:
    return f"/p/{of.id}_{number}.html"


# --- long articles ---------------------------------------------------------------------------------------------------


def test_a_long_article_is_joined_in_order(paper: Newspaper, database: str) -> None:
    long = paper.print_instalment(DAY, parts=3)
    config = config_of(paper, database)
    run = crawl(config)
    assert tally(run)["new"] == 1
    assert titles(config) == [long.title]
    assert squeezed(body(config, long.title)) == text_of(long)
    assert visit_of(config, run, paper.website + part(2, long)).verdict is Verdict.INDEX
    assert len(rows(config, "SELECT id FROM snapshots WHERE url LIKE '%/p/%'")) == 3
    assert_sound(config)


def test_a_long_article_is_whole_whatever_counters_its_list_puts_on(paper: Newspaper, database: str) -> None:
    long = paper.print_instalment(DAY, parts=3)
    address = f"{desktop(paper, long)}?v=1&from=timeline"
    entry = f'<div class="pic-summary"><div class="title"><a href="{address}">{long.title}</a></div></div>'
    paper.say(f"{paper.website}/", f"<html><body>{entry}</body></html>".encode())
    config = config_of(paper, database)
    crawl(config)
    assert squeezed(body(config, long.title)) == text_of(long)
    assert paper.requests_to(path(long)) == 1


def test_a_missing_part_stores_nothing_partial_and_is_retried(paper: Newspaper, database: str) -> None:
    long = paper.print_instalment(DAY, parts=3)
    paper.fail(f"{paper.website}{part(2, long)}", status=404)
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert instalments(config) == []
    assert visit_of(config, run, paper.website + part(2, long)).verdict is Verdict.FAILED
    paper.heal()
    assert tally(crawl(config))["new"] == 1
    assert squeezed(body(config, long.title)) == text_of(long)
    assert_sound(config)


def test_a_missing_part_is_read_on_the_mobile_page_which_has_it_whole(paper: Newspaper, database: str) -> None:
    long = paper.print_instalment(DAY, parts=3)
    paper.fail(f"{paper.website}{part(3, long)}", status=503)
    config = config_of(paper, database)
    crawl(config)
    [kept] = instalments(config)
    assert kept.surface is Surface.MOBILE
    assert squeezed(body(config, kept.title)) == text_of(long)
    assert_sound(config)


# --- the mobile page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["404", "challenge", "empty", "500"])
def test_the_mobile_page_stands_in_for_the_desktop_page(
    paper: Newspaper, database: str, piece: Piece, trouble: str
) -> None:
    address = desktop(paper, piece)
    match trouble:
        case "challenge":
            paper.challenge(address)
        case "empty":
            paper.empty(address)
        case status:
            paper.fail(address, status=int(status))
    config = config_of(paper, database)
    run = crawl(config)
    [kept] = instalments(config)
    assert (kept.url, kept.surface) == (mobile(paper, piece), Surface.MOBILE)
    assert squeezed(body(config, kept.title)) == text_of(piece)
    assert visit_of(config, run, address).verdict is Verdict.FILTERED
    assert mobile(paper, piece) in visit_of(config, run, address).reason
    assert_sound(config)


def test_a_video_shell_is_read_on_the_mobile_page(paper: Newspaper, database: str) -> None:
    shell = paper.print_instalment(DAY, video=True)
    config = config_of(paper, database)
    crawl(config)
    [kept] = instalments(config)
    assert kept.surface is Surface.MOBILE
    assert squeezed(body(config, kept.title)) == text_of(shell)


def test_a_page_without_a_date_is_of_the_day_that_its_list_prints(paper: Newspaper, database: str) -> None:
    undated = paper.print_news(DAY, title="改革巡礼：码头边的一间屋子")
    paper.fail(desktop(paper, undated), status=404)
    paper.bare_mobile()
    config = config_of(paper, database)
    crawl(config)
    [kept] = instalments(config)
    assert (kept.surface, kept.printed_on, kept.published_at, kept.dated_on) == (Surface.MOBILE, None, None, DAY)
    paper.correct(undated.id, title="改革巡礼：码头边的两间屋子")
    assert tally(crawl(config, Wishes(recheck=True)))["revised"] == 1
    assert instalments(config)[0].dated_on == DAY


def test_an_article_read_on_its_mobile_page_is_known_by_its_desktop_address(
    paper: Newspaper, database: str, piece: Piece
) -> None:
    paper.fail(desktop(paper, piece), status=404)
    config = config_of(paper, database)
    crawl(config)
    paper.heal()
    paper.reset_counts()
    again = crawl(config, at=datetime.now(UTC))
    assert len(instalments(config)) == 1
    assert tally(again).get("failed", 0) == 0
    assert_sound(config)


def test_an_article_that_is_nowhere_has_failed_and_is_asked_again(
    paper: Newspaper, database: str, piece: Piece
) -> None:
    paper.fail(f"*{path(piece)}", status=404)
    config = config_of(paper, database)
    run = crawl(config)
    assert visit_of(config, run, desktop(paper, piece)).verdict is Verdict.FAILED
    assert visit_of(config, run, mobile(paper, piece)).verdict is Verdict.FAILED
    paper.heal()
    paper.print_many(60, since=DAY + timedelta(days=1))
    assert tally(crawl(config))["new"] == 1
    assert len(instalments(config)) == 1


def test_an_article_that_goes_on_failing_is_given_up(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.fail(f"*{path(piece)}", status=404)
    config = config_of(paper, database)
    crawl(config, at=PRINTED)
    paper.print_many(60, since=DAY + timedelta(days=1))
    paper.reset_counts()
    crawl(config, at=PRINTED + timedelta(days=29))
    assert paper.requests_to(path(piece)) == 2
    paper.reset_counts()
    crawl(config, at=PRINTED + timedelta(days=31))
    assert paper.requests_to(path(piece)) == 0


# --- reading again ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_instalment_is_read_again_as_its_schedule_says(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database)
    read = []
    for day in (0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33):
        paper.reset_counts()
        crawl(config, at=PRINTED + timedelta(days=day))
        if paper.requests_to(path(piece)):
            read.append(day)
    assert read == [0, 1, 2, 4, 8, 16]


def test_a_correction_is_a_revision(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database)
    crawl(config, at=PRINTED)
    paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
    run = crawl(config, at=PRINTED + timedelta(days=1))
    assert tally(run) == {"revised": 1, "filtered": 1}
    assert titles(config) == ["青岛改革巡礼：改过的题目"]
    assert rows(config, "SELECT number, cause FROM revisions ORDER BY number") == [(1, "publisher"), (2, "publisher")]


def test_lying_etags_hide_no_correction(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.etags = "lying"
    config = config_of(paper, database)
    crawl(config, at=PRINTED)
    paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
    run = crawl(config, at=PRINTED + timedelta(days=1))
    assert tally(run)["revised"] == 1


def test_recheck_reads_known_ones_whatever_their_schedule(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database)
    crawl(config)
    paper.reset_counts()
    run = crawl(config, Wishes(recheck=True))
    assert paper.requests_to(path(piece)) == 2  # whether it changed, and in full: a series' first 304 is not believed
    assert tally(run)["unchanged"] == 1


def test_a_single_address_is_read_when_its_headline_is_of_the_series(
    paper: Newspaper, database: str, piece: Piece
) -> None:
    news = paper.print_news(DAY, mentions="青岛改革巡礼")
    config = config_of(paper, database)
    run = crawl(config, Wishes(urls=(desktop(paper, piece), desktop(paper, news))))
    assert titles(config) == [piece.title]
    assert visit_of(config, run, desktop(paper, news)).verdict is Verdict.FILTERED
    assert paper.requests_to(paper.website + "/") == 3  # robots.txt and the two


# --- withdrawn -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["404", pytest.param("410", marks=pytest.mark.slow), "notice", "home"])
def test_a_withdrawn_article_is_suspected_then_gone(paper: Newspaper, database: str, piece: Piece, how: str) -> None:
    paper.print_instalment(DAY)
    config = config_of(paper, database, crawl={"gone_after": {"confirmations": 2, "days": 14}})
    crawl(config, at=PRINTED)
    paper.withdraw(piece.id, how)
    first = crawl(config, at=PRINTED + timedelta(days=1))
    assert visit_of(config, first, desktop(paper, piece)).verdict is Verdict.SUSPECTED
    second = crawl(config, at=PRINTED + timedelta(days=2))
    assert visit_of(config, second, desktop(paper, piece)).verdict is Verdict.SUSPECTED
    last = crawl(config, at=PRINTED + timedelta(days=16))
    assert visit_of(config, last, desktop(paper, piece)).verdict is Verdict.GONE
    [gone] = [one for one in instalments(config) if one.gone_at]
    assert gone.title == piece.title
    assert body(config, gone.title)
    assert_sound(config)


def test_without_days_the_confirmations_are_enough(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database, crawl={"gone_after": {"confirmations": 1, "days": 0}})
    crawl(config)
    paper.withdraw(piece.id)
    run = crawl(config, Wishes(recheck=True))
    assert tally(run)["gone"] == 1
    assert instalments(config)[0].gone_at is not None


def test_an_article_that_returns_is_no_longer_suspected(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database, crawl={"gone_after": {"confirmations": 2, "days": 0}})
    crawl(config)
    paper.withdraw(piece.id)
    crawl(config, Wishes(recheck=True))
    paper.restore(piece.id)
    crawl(config, Wishes(recheck=True))
    paper.withdraw(piece.id)
    assert tally(crawl(config, Wishes(recheck=True)))["suspected"] == 1
    assert tally(crawl(config, Wishes(recheck=True)))["gone"] == 1
    paper.restore(piece.id)
    back = crawl(config, Wishes(recheck=True))
    assert tally(back)["unchanged"] == 1
    assert instalments(config)[0].gone_at is None


def test_an_outage_is_no_withdrawal(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database, crawl={"gone_after": {"confirmations": 1, "days": 0}})
    crawl(config)
    paper.fail("/p/*", status=500)
    run = crawl(config, Wishes(recheck=True))
    assert "gone" not in tally(run)
    assert tally(run)["failed"] >= 1
    assert instalments(config)[0].gone_at is None


def test_a_newspaper_whose_every_page_leads_home_withdraws_nothing_for_good(
    paper: Newspaper, database: str, piece: Piece
) -> None:
    config = config_of(paper, database, crawl={"gone_after": {"confirmations": 2, "days": 0}})
    crawl(config)
    before = body(config, piece.title)
    paper.redesign("home-everywhere")
    crawl(config, Wishes(recheck=True))
    paper.redesign("cmstop")
    crawl(config, Wishes(recheck=True))
    assert body(config, piece.title) == before
    assert instalments(config)[0].revisions == 1
    assert instalments(config)[0].gone_at is None


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_every_document_is_kept_once(paper: Newspaper, database: str, piece: Piece) -> None:
    config = config_of(paper, database)
    crawl(config)
    kept = rows(config, "SELECT url, sha256 FROM snapshots ORDER BY id")
    assert {row.url for row in kept} >= {paper.website + "/", desktop(paper, piece)}
    crawl(config, Wishes(recheck=True))
    assert rows(config, "SELECT url, sha256 FROM snapshots ORDER BY id") == kept


def test_pages_that_are_no_article_are_kept_too(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.challenge(desktop(paper, piece))
    config = config_of(paper, database)
    run = crawl(config)
    addresses = {row.url for row in rows(config, "SELECT url FROM snapshots")}
    assert desktop(paper, piece) in addresses
    assert {seen.url for seen in visits(config, run) if seen.status == 200} <= addresses


def test_a_dropped_instalment_is_not_read_again(paper: Newspaper, database: str, piece: Piece) -> None:
    from storage import open_archive

    config = config_of(paper, database, source=[website(paper)])
    crawl(config)
    with open_archive(database) as archive:
        archive.drop(instalments(config)[0].id)
    paper.print_instalment(DAY + timedelta(days=1))
    paper.reset_counts()
    run = crawl(config, Wishes(recheck=True))
    assert paper.requests_to(path(piece)) == 0
    assert len(instalments(config)) == 1
    assert run.outcome is Outcome.DONE


def test_the_same_text_at_two_addresses_is_one_instalment(paper: Newspaper, database: str, piece: Piece) -> None:
    twin = paper.print_instalment(DAY, text=piece.text)
    config = config_of(paper, database)
    run = crawl(config)
    assert tally(run) == {"new": 1, "copy": 1, "filtered": 1}
    [kept] = instalments(config)
    assert kept.copies == 1
    assert visit_of(config, run, desktop(paper, twin)).verdict in (Verdict.NEW, Verdict.COPY)
    assert_sound(config)
