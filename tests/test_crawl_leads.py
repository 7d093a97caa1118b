"""Links of instalments: 上一篇 and 相关阅读 lead to what no list names any more, and never to what is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import (
    SERIES,
    assert_sound,
    config_of,
    crawl,
    database,
    desktop,
    mobile,
    paper,
    path,
    titles,
    visit_of,
    visits,
    website,
)

from crawler.extract import extract
from crawler.extraction.leads import same_shape
from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from demo.prose import news
from storage import open_archive
from storage.config import Config
from storage.running.leads import Lead, leads_at
from storage.values import Document, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
OFF_LISTS = frozenset({"website"})
PROSE = "全市各部门继续把改革事项落到项目上、落到办事窗口上，让企业和群众少跑一趟、少等一天，件件有着落。"


def a_week_apart(paper: Newspaper, count: int) -> list[Piece]:
    """Print instalments of which only the newest is on a list."""
    days = [DAY + timedelta(days=7 * number) for number in range(count)]
    hidden = [paper.print_instalment(day, surfaces=OFF_LISTS) for day in days[:-1]]
    return [*hidden, paper.print_instalment(days[-1])]


def lead_to(config: Config, url: str) -> Lead:
    with open_archive(config.database, read_only=True) as archive:
        return leads_at(archive.database, SERIES, [url])[url]


def article(title: str, links: str) -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class=article-content><p>{title}{PROSE}</p><p>{PROSE}{title}</p></div>{links}</body></html>"
    ).encode()


def test_what_scrolled_off_the_lists_is_reached_from_its_successor(paper: Newspaper, database: str) -> None:
    pieces = a_week_apart(paper, 6)
    config = config_of(paper, database)
    crawl(config)
    assert titles(config) == sorted(piece.title for piece in pieces)
    assert max(paper.requests_to(path(piece)) for piece in pieces) == 1
    assert lead_to(config, desktop(paper, pieces[-2])).named_by == desktop(paper, pieces[-1])
    paper.reset_counts()
    crawl(config)
    assert paper.requests_to("/p/") == 0
    assert_sound(config)


def test_leads_go_back_to_the_first_day_and_no_further(paper: Newspaper, database: str) -> None:
    pieces = a_week_apart(paper, 8)
    config = config_of(paper, database, since=pieces[4].printed_on)
    run = crawl(config)
    assert titles(config) == sorted(piece.title for piece in pieces[4:])
    beyond = [seen for seen in visits(config, run) if seen.verdict is Verdict.FILTERED and "/p/" in seen.url]
    assert 1 <= len(beyond) <= 3  # the newest instalment's related list names three; from there nothing is followed
    paper.reset_counts()
    crawl(config)
    assert paper.requests_to("/p/") == 0


def test_a_window_keeps_what_it_was_led_to_and_goes_no_further(paper: Newspaper, database: str) -> None:
    pieces = a_week_apart(paper, 9)
    config = config_of(paper, database)
    crawl(config, Wishes(since=pieces[-1].printed_on))
    assert titles(config) == sorted(piece.title for piece in pieces[-4:])


def test_what_a_link_names_and_nobody_can_read_is_evidence(paper: Newspaper, database: str) -> None:
    lost, named_by = a_week_apart(paper, 2)
    paper.fail(f"*{path(lost)}", status=404)
    config = config_of(paper, database)
    at = datetime(2021, 11, 10, tzinfo=UTC)
    run = crawl(config, at=at)
    for address in (desktop(paper, lost), mobile(paper, lost)):
        seen = visit_of(config, run, address)
        assert (seen.verdict, seen.status) == (Verdict.FAILED, 404)
        assert desktop(paper, named_by) in seen.reason
        assert lost.title in seen.reason
    lead = lead_to(config, desktop(paper, lost))
    assert lead.words == lost.title
    again = crawl(config, at=at + timedelta(days=1))
    assert desktop(paper, named_by) in visit_of(config, again, desktop(paper, lost)).reason
    paper.heal()
    crawl(config, at=at + timedelta(days=2))
    assert lost.title in titles(config)
    assert_sound(config)


def test_a_link_whose_words_are_not_the_headline_must_prove_itself(paper: Newspaper, database: str) -> None:
    decoy = paper.print_piece(news(7), DAY, surfaces=OFF_LISTS)
    bare = paper.print_piece(news(8), DAY, surfaces=OFF_LISTS)
    named_by = paper.print_instalment(DAY + timedelta(days=1))
    links = (
        f"<p>上一篇：<a href='/p/{decoy.id}.html'>此前的改革巡礼报道</a></p>"
        f"<ul><li><a href='/p/{bare.id}.html'>改革巡礼｜{bare.title}</a></li></ul>"
    )
    paper.say(desktop(paper, named_by), article(named_by.title, links))
    paper.fail(desktop(paper, decoy), status=503)
    paper.fail(mobile(paper, decoy), status=503)
    config = config_of(paper, database)
    crawl(config)
    paper.heal(desktop(paper, decoy))
    run = crawl(config)  # owed since it failed, and still nobody's word for it
    assert titles(config) == sorted([bare.title, named_by.title])
    assert visit_of(config, run, desktop(paper, decoy)).verdict is Verdict.FILTERED


def test_mentions_navigation_and_strangers_are_not_followed(paper: Newspaper, database: str) -> None:
    mentioned = paper.print_instalment(DAY, surfaces=OFF_LISTS)
    named_by = paper.print_instalment(DAY + timedelta(days=1))
    strange = f"{paper.elsewhere}/gaige/20211102.html"
    links = (
        f"<p>{PROSE}<a href='/p/{mentioned.id}.html'>青岛改革巡礼</a>此前已有报道。</p>"
        f"<a href='/channel/gaige/index.html'>青岛改革巡礼</a><a href='{strange}'>外地看青岛改革巡礼</a>"
        f"<a href='/p/{named_by.id}.html'>{named_by.title}</a>"
    )
    paper.say(desktop(paper, named_by), article(named_by.title, links))
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == [named_by.title]
    assert paper.requests_to(path(mentioned)) + paper.requests_to("/channel/") + paper.requests_to("/gaige/") == 0
    seen = visit_of(config, run, strange)
    assert seen.verdict is Verdict.FILTERED
    assert desktop(paper, named_by) in seen.reason


def test_instalments_that_link_to_each_other_are_read_once(paper: Newspaper, database: str) -> None:
    one, two = (paper.print_instalment(DAY + timedelta(days=each), surfaces=OFF_LISTS) for each in (0, 1))
    front = paper.print_instalment(DAY + timedelta(days=2))
    for piece, other in ((front, one), (one, two), (two, one)):
        paper.say(desktop(paper, piece), article(piece.title, f"<a href='/p/{other.id}.html'>{other.title}</a>"))
    config = config_of(paper, database)
    crawl(config)
    assert len(titles(config)) == 3
    assert paper.requests_to("/p/") == 3


def test_a_mobile_page_leads_to_desktop_pages(paper: Newspaper, database: str) -> None:
    first = paper.print_instalment(DAY)
    shell = paper.print_instalment(DAY + timedelta(days=1), video=True)
    config = config_of(paper, database)
    run = crawl(config)
    assert len(titles(config)) == 2
    assert mobile(paper, first) not in {visit.url for visit in visits(config, run)}
    assert paper.requests_to(path(shell)) == 2


def test_only_the_wished_address_is_read(paper: Newspaper, database: str) -> None:
    pieces = a_week_apart(paper, 3)
    config = config_of(paper, database)
    crawl(config, Wishes(urls=(desktop(paper, pieces[-1]),)))
    assert titles(config) == [pieces[-1].title]


def test_ordinary_news_with_a_related_list_leads_nowhere(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY, surfaces=OFF_LISTS)
    paper.print_news(DAY + timedelta(days=1), mentions="本报“青岛改革巡礼”专栏日前也曾关注这一话题。")
    config = config_of(paper, database)
    crawl(config)
    assert titles(config) == []
    assert paper.requests_to("/p/") == 0


def test_elsewhere_an_article_looks_like_the_one_that_links_to_it(paper: Newspaper, database: str) -> None:
    hidden = paper.print_instalment(DAY)
    named_by = paper.print_instalment(DAY + timedelta(days=1))
    listed = f"{paper.dailyqd}/zhuanti/list.htm"
    own = f"{paper.dailyqd}/guanhai/{named_by.id}_1.html"
    paper.say(listed, f"<ul class=news><li><a href='{own}'>{named_by.title}</a></li></ul>".encode())
    links = (
        f"<a href='/zhuanti/gaige/'>青岛改革巡礼专题</a><a href='/guanhai/{hidden.id}_1.html'>上篇：{hidden.title}</a>"
    )
    paper.say(own, article(named_by.title, links))
    source = {"kind": "listing", "urls": [listed], "link": "ul.news a"}
    config = config_of(paper, database, source=[source])
    crawl(config)
    assert titles(config) == sorted([hidden.title, named_by.title])
    assert paper.requests_to("/zhuanti/gaige") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.cn/guanhai/155001_1.html", "http://a.cn/guanhai/9_1.html", True),
        ("http://a.cn/2021-10/26/content_7.htm", "http://a.cn/2021-11/02/content_123.htm", True),
        ("http://a.cn/a/6f3e09d1a2b4c8ff.html", "http://a.cn/a/0b12aa45de90ff17.html", True),
        ("http://a.cn/guanhai/155001_1.html", "http://a.cn/guanhai/", False),
        ("http://a.cn/p/1.html", "http://b.cn/p/1.html", False),
    ],
)
def test_addresses_of_one_shape(one: str, other: str, same: bool) -> None:
    assert same_shape(one, other) is same


def test_the_words_and_the_day_of_a_link() -> None:
    url = "http://a.cn/p/1.html"
    entry = "<li><a href='2.html' title='全长的标题在这里'>全长的…</a> <em>2021-10-29</em></li>"
    links = f"<ul>{entry}</ul><a href='3.html'>更多</a>"
    document = Document(url, 200, {}, article("本篇的标题", links), datetime.now(UTC), url)
    [lead] = extract(document).leads
    assert (lead.url, lead.text, lead.title) == ("http://a.cn/p/2.html", "全长的…", "全长的标题在这里")
    assert lead.published_on == date(2021, 10, 29)


def test_a_site_without_mobile_pages(paper: Newspaper, database: str) -> None:
    pieces = a_week_apart(paper, 2)
    config = config_of(paper, database, source=[website(paper, mobile_url=None)])
    crawl(config)
    assert len(titles(config)) == len(pieces)
