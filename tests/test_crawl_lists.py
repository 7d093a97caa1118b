"""Lists: what is taken from them, how far they are read, and what a later run need not read again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import (
    assert_sound,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    open_for,
    paper,
    path,
    rows,
    tally,
    text_of,
    titles,
    visit_of,
    visits,
    website,
)

from crawler.following.wishes import Wishes
from demo import Newspaper
from storage.ledger.coverage import Coverage
from storage.values import Outcome, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
BURIED = 60
"""Ordinary pieces that fill three pages of a list."""


def test_instalments_are_found_by_link_text_and_by_title_attribute(paper: Newspaper, database: str) -> None:
    short = paper.print_instalment(DAY, named="title")
    paper.correct(short.id, title="改革巡礼：短题")
    long = paper.print_instalment(DAY)
    late_words = "一个长得列表放不下的标题，系列的名字要到最后才会出现，列表里只看得到前半截——青岛改革巡礼"
    paper.correct(long.id, title=late_words)
    paper.print_many(12)
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == sorted(["改革巡礼：短题", late_words])
    assert (run.outcome, tally(run)) == (Outcome.DONE, {"new": 2, "filtered": 1})
    assert_sound(config)


def test_what_a_lists_hot_list_mentions_must_say_so_itself_and_is_asked_once(paper: Newspaper, database: str) -> None:
    news, late = paper.print_news(DAY, title="港口新开一条航线"), paper.print_instalment(DAY)
    hot = "".join(f"<li><a href='/p/{each.id}.html'>改革巡礼今日看点</a></li>" for each in (news, late))
    flow = "".join(
        f"<div class='pic-summary'><div class='title'><a href='/p/{9000 + n}.html'>旧闻{n}</a></div></div>"
        for n in range(3)
    )
    paper.say(f"{paper.website}/", f"<html><body>{flow}<h3>24小时热榜</h3><ol>{hot}</ol></body></html>".encode())
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == [late.title]
    assert visit_of(config, run, desktop(paper, news)).verdict is Verdict.FILTERED
    paper.reset_counts()
    crawl(config)
    assert paper.requests_to(f"/p/{news.id}.html") == 0


def test_words_in_paragraphs_related_and_hot_lists_make_no_instalment(paper: Newspaper, database: str) -> None:
    piece = paper.print_instalment(DAY)
    for number in range(8):
        paper.print_news(DAY + timedelta(days=number % 3), mentions="本报专栏青岛改革巡礼日前报道过此事。")
    config = config_of(paper, database)
    crawl(config)
    assert titles(config) == [piece.title]
    assert paper.requests_to("/p/") == 1


def test_a_link_to_a_stranger_is_noted_and_never_followed(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    config = config_of(paper, database)
    run = crawl(config)
    assert paper.requests_to(paper.elsewhere) == 0
    seen = visit_of(config, run, f"{paper.elsewhere}/gaige/1.html")
    assert seen.verdict is Verdict.FILTERED
    assert paper.elsewhere.removeprefix("http://") in seen.reason


def test_the_day_that_a_stranger_stands_beside_is_not_proven_empty(paper: Newspaper, database: str) -> None:
    """The list shows the series there on 28 October, and nobody reads it: an instalment may stand on that host."""
    first, at = date(2021, 10, 22), datetime(2021, 11, 4, 1, tzinfo=UTC)
    for count in range(12):
        paper.print_news(first + timedelta(days=count))
    config = config_of(paper, database)
    crawl(config, at=at)
    with open_for(config, at) as archive:
        days = archive.agenda.ledger("reform", first + timedelta(days=3), first + timedelta(days=10))
    assert [day.on.day for day in days if day.verdict is not Coverage.NOTHING_PRINTED] == [27, 28]


def test_links_without_host_are_followed_and_scripts_are_not(paper: Newspaper, database: str) -> None:
    pieces = [paper.print_instalment(DAY) for _ in range(10)]
    assert any(piece.id % 9 == 0 for piece in pieces)
    config = config_of(paper, database)
    run = crawl(config)
    assert len(instalments(config)) == 10
    assert all(seen.url.startswith("http") for seen in visits(config, run))


def test_excluded_words_win_and_say_so(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    out = paper.print_news(DAY, title="改革巡礼征文启事")
    config = config_of(paper, database, exclude=["征文"])
    run = crawl(config)
    assert tally(run)["new"] == 1
    seen = visit_of(config, run, desktop(paper, out))
    assert (seen.verdict, "征文" in seen.reason) == (Verdict.FILTERED, True)
    assert paper.requests_to(path(out)) == 0


def test_a_second_run_asks_for_nothing_but_the_list(paper: Newspaper, database: str) -> None:
    for number in range(4):
        paper.print_instalment(DAY + timedelta(days=number))
    paper.print_many(BURIED, since=DAY)
    config = config_of(paper, database)
    assert tally(crawl(config))["new"] == 4
    paper.reset_counts()
    again = crawl(config)
    assert tally(again).get("new", 0) == 0
    assert sorted(url.removeprefix(paper.website) for url in paper.requests) == ["/", "/robots.txt"]


def test_the_first_run_reads_every_page(paper: Newspaper, database: str) -> None:
    oldest = paper.print_instalment(DAY)
    paper.print_many(200, since=DAY + timedelta(days=1))
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == [oldest.title]
    assert run.tally[Verdict.INDEX] == 11


def test_the_first_run_ends_below_the_first_wanted_day(paper: Newspaper, database: str) -> None:
    for number in range(100):
        paper.print_news(date(2021, 1, 1) + timedelta(days=number))
    wanted = paper.print_instalment(DAY)
    config = config_of(paper, database, since=date(2021, 10, 26))
    run = crawl(config)
    assert titles(config) == [wanted.title]
    assert run.tally[Verdict.INDEX] == 2


def test_an_instalment_below_the_first_wanted_day_is_not_kept(paper: Newspaper, database: str) -> None:
    early = paper.print_instalment(date(2021, 9, 1))
    paper.print_instalment(DAY)
    config = config_of(paper, database, since=date(2021, 10, 26))
    run = crawl(config)
    assert tally(run)["new"] == 1
    assert visit_of(config, run, desktop(paper, early)).verdict is Verdict.FILTERED


def test_an_instalment_buried_under_pages_of_news_is_found(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    paper.print_many(50, since=DAY)
    config = config_of(paper, database)
    crawl(config)
    missed = paper.print_instalment(DAY + timedelta(days=1))
    paper.print_many(BURIED, since=DAY + timedelta(days=2))
    paper.reset_counts()
    run = crawl(config)
    assert tally(run)["new"] == 1
    assert missed.title in titles(config)
    # three pages of news, the one with the instalment, and one that brought nothing new
    assert run.tally[Verdict.INDEX] <= 5


def test_an_instalment_that_turns_up_on_a_page_of_known_ones_is_found(paper: Newspaper, database: str) -> None:
    paper.print_many(40, since=DAY)
    config = config_of(paper, database)
    crawl(config)
    late = paper.print_instalment(DAY + timedelta(days=3))
    paper.back_date(late.id, DAY)
    crawl(config)
    if late.title not in titles(config):  # it stands below what a daily run reads: a backfill reads on
        crawl(config, Wishes(since=DAY))
    assert titles(config) == [late.title]


@pytest.mark.parametrize("lists", ["loop", "endless"])
def test_lists_without_an_end_are_left(paper: Newspaper, database: str, lists: str) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(45, since=DAY)
    paper.arrange(lists=lists)
    config = config_of(paper, database, since=date(2021, 10, 26))
    run = crawl(config)
    assert titles(config) == [piece.title]
    assert run.tally[Verdict.INDEX] <= 5
    assert run.outcome is Outcome.DONE


def test_the_next_page_behind_a_button_is_read(paper: Newspaper, database: str) -> None:
    oldest = paper.print_instalment(DAY)
    paper.print_many(50, since=DAY + timedelta(days=1))
    config = config_of(paper, database, source=[website(paper, lists=["/channel/more/"])])
    run = crawl(config)
    assert titles(config) == [oldest.title]
    assert run.tally[Verdict.INDEX] == 3


def test_several_lists_bring_one_article_once(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    paper.print_many(30, since=DAY)
    config = config_of(paper, database, source=[website(paper, lists=["/", "/channel/news/", "/special/gaige/"])])
    run = crawl(config)
    assert tally(run)["new"] == 1
    assert paper.requests_to("/p/") == 1
    assert_sound(config)


def test_a_list_that_moved_is_complained_of(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    paper.redesign("list-empty")
    config = config_of(paper, database)
    run = crawl(config)
    assert run.outcome is Outcome.COMPLAINTS
    assert visit_of(config, run, paper.website + "/").verdict is Verdict.FAILED


def test_a_list_that_answers_404_is_complained_of(paper: Newspaper, database: str) -> None:
    config = config_of(paper, database, source=[website(paper, lists=["/nothing-here/"])])
    run = crawl(config)
    assert run.outcome is Outcome.COMPLAINTS
    seen = visit_of(config, run, paper.website + "/nothing-here/")
    assert (seen.verdict, seen.status) == (Verdict.FAILED, 404)
    assert "404" in run.complaints[0]["message"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [("504 Gateway Time-out", "错误页面"), ("您要看的页面不存在或已被删除", "不存在")],
)
def test_what_a_site_says_with_200_in_place_of_a_list_is_what_is_wrong(
    paper: Newspaper, database: str, told: str, reason: str
) -> None:
    paper.say("/", f"<html><head><title>{told}</title></head><body><h1>{told}</h1></body></html>".encode())
    run = crawl(config_of(paper, database))
    [complaint] = run.complaints
    assert complaint["check"] == "list_lost"
    assert reason in complaint["message"]
    assert "改版" not in str(complaint)


def test_a_list_that_gives_no_answer_is_missed_though_the_site_answers(paper: Newspaper, database: str) -> None:
    """Articles that are known are read as ever, and whatever comes out stands on the list that nobody sees."""
    paper.print_instalment(DAY)
    config = config_of(paper, database)
    crawl(config)
    paper.hang_up(f"{paper.website}/")
    run = crawl(config, Wishes(recheck=True))
    assert tally(run) == {"unchanged": 1, "failed": 1}
    assert [row["check"] for row in run.complaints] == ["list_lost"]
    paper.heal()
    assert [row["check"] for row in crawl(config).recovered] == ["list_lost"]


def test_a_list_that_goes_on_as_data_is_read_up_to_there(paper: Newspaper, database: str) -> None:
    piece = paper.print_instalment(DAY)
    more = '<div class="more" data-url="/api/more">加载更多</div>'
    row = f'<li><a href="{path(piece)}">{piece.title}</a></li>'
    paper.say("/", f"<ul>{row}</ul>{more}".encode())
    paper.say("/api/more", json.dumps({"state": True, "html": "<li><a href='/p/1384812.html'>旧闻</a></li>"}).encode())
    config = config_of(paper, database)
    run = crawl(config)
    assert (tally(run), run.outcome) == ({"new": 1}, Outcome.DONE)
    seen = visit_of(config, run, f"{paper.website}/api/more")
    assert (seen.verdict, "JSON" in seen.reason, "条链接" in seen.reason) == (Verdict.INDEX, True, False)
    assert rows(config, "SELECT key FROM listed WHERE key LIKE '%1384812%'") == []


def test_a_list_that_is_data_is_called_so(paper: Newspaper, database: str) -> None:
    paper.say("/", b'{"state": true, "data": []}', content_type="application/json")
    run = crawl(config_of(paper, database))
    assert "不是网页，是 JSON 数据" in run.complaints[0]["message"]


@pytest.mark.slow
def test_a_thousand_pages_and_the_whole_endless_chain(paper: Newspaper, database: str) -> None:
    oldest = paper.print_instalment(DAY)
    paper.print_many(2400, since=DAY + timedelta(days=1))
    paper.arrange(page_size=2)
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == [oldest.title]
    assert run.tally[Verdict.INDEX] > 1000
    assert run.outcome is Outcome.DONE


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_endless_chain_ends_and_is_complained_of(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    paper.arrange(lists="endless", page_size=2)
    config = config_of(paper, database)
    run = crawl(config)
    assert run.outcome is Outcome.COMPLAINTS
    assert len(titles(config)) == 1


def test_what_comes_late_is_found_by_the_weekly_sweep_of_the_lists(paper: Newspaper, database: str) -> None:
    for number in range(90):
        paper.print_news(DAY + timedelta(days=number // 3))
    known = paper.print_instalment(DAY + timedelta(days=28))
    bare = f"<title>{known.title}</title><h1>{known.title}</h1><div class=article-content><p>{text_of(known)}</p></div>"
    paper.say(desktop(paper, known), f"<html><body>{bare}</body></html>".encode())  # it leads to nothing
    config = config_of(paper, database, source=[website(paper)])
    at = datetime(2021, 12, 2, 4, tzinfo=UTC)
    crawl(config, at=at)
    late = paper.print_instalment(DAY + timedelta(days=16))
    crawl(config, at=at + timedelta(days=1))
    assert titles(config) == [known.title]
    crawl(config, at=at + timedelta(days=7))
    assert titles(config) == sorted([known.title, late.title])
    with open_for(config, at + timedelta(days=7)) as archive:
        [day] = archive.agenda.ledger("reform", late.printed_on, late.printed_on)
    assert day.verdict is Coverage.CAPTURED
    paper.reset_counts()
    crawl(config, at=at + timedelta(days=8))
    assert paper.requests_to("/index_") == 0
