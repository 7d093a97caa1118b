"""Later pages of a long article that a list, a person or a link names: the article is what begins on its first page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.request import urlopen

import pytest
from support_crawl import (
    assert_sound,
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    paper,
    rows,
    squeezed,
    tally,
    text_of,
    titles,
    visit_of,
    visits,
)
from support_sockets import FIRST, HTML, Sockets, answer, config_for, page, server

from crawler.extraction.parts import first_part
from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from storage.config import Config
from storage.values import Verdict

__all__ = ["database", "paper", "server"]

DAY = date(2021, 11, 2)


@pytest.fixture
def long(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY, parts=3)


def part(paper: Newspaper, number: int, of: Piece) -> str:
    return f"{paper.website}/p/{of.id}_{number}.html"


def say_list(paper: Newspaper, addresses: Iterable[str], title: str, at: str = "/", more: str = "") -> None:
    """Have a list name one article at some addresses."""
    entries = "".join(f'<li><h3><a href="{address}">{title}</a></h3></li>' for address in addresses)
    page = f'<html><body><ul class="article-list">{entries}</ul>{more}</body></html>'
    paper.say(f"{paper.website}{at}", page.encode())


def assert_whole(config: Config, paper: Newspaper, long: Piece) -> None:
    """Check that the one article is the long one, whole."""
    (one,) = instalments(config)
    assert (one.url, one.copies, one.revisions) == (desktop(paper, long), 0, 1)
    assert squeezed(body(config, long.title)) == text_of(long)
    assert len(rows(config, "SELECT id FROM articles")) == 1
    assert_sound(config)


@pytest.mark.parametrize("named", [(2,), (3, 2), (1, 2, 3), (2, 1)])
def test_a_list_that_names_parts_means_the_article(
    paper: Newspaper, database: str, long: Piece, named: tuple[int, ...]
) -> None:
    addresses = [desktop(paper, long) if number == 1 else part(paper, number, long) for number in named]
    say_list(paper, addresses, long.title)
    config = config_of(paper, database)
    run = crawl(config)
    assert tally(run) == {"new": 1}
    assert_whole(config, paper, long)
    assert visit_of(config, run, part(paper, 2, long)).verdict is Verdict.INDEX
    assert [paper.requests_to(f"/p/{long.id}{rest}.html") for rest in ("", "_2", "_3")] == [1, 1, 1]
    assert tally(crawl(config)) == {}


def test_on_any_site_a_part_is_one_where_its_first_page_is_listed_or_known(
    paper: Newspaper, database: str, long: Piece
) -> None:
    say_list(paper, (part(paper, 2, long), desktop(paper, long)), long.title)
    source = {"kind": "listing", "urls": [f"{paper.website}/"], "link": "li a"}
    config = config_of(paper, database, source=[source])
    assert tally(crawl(config)) == {"new": 1}
    assert_whole(config, paper, long)
    say_list(paper, (part(paper, 3, long), part(paper, 2, long)), long.title)
    assert tally(crawl(config)) == {}
    assert_whole(config, paper, long)


def test_a_part_that_was_read_for_itself_is_read_again_for_its_article(
    paper: Newspaper, database: str, long: Piece
) -> None:
    """Where addresses tell nothing and the first page turns up only on the list's second page."""
    say_list(paper, (part(paper, 2, long),), long.title, more='<div class="page"><a href="/2.html">下一页</a></div>')
    say_list(paper, (desktop(paper, long),), long.title, at="/2.html")
    config = config_of(paper, database, source=[{"kind": "listing", "urls": [f"{paper.website}/"], "link": "li a"}])
    crawl(config)
    (one,) = instalments(config)
    assert one.url == desktop(paper, long)
    assert squeezed(body(config, long.title)) == text_of(long)
    assert_sound(config)


def test_an_address_asked_for_is_its_articles_whatever_page_it_names(
    paper: Newspaper, database: str, long: Piece
) -> None:
    config = config_of(paper, database)
    assert tally(crawl(config, Wishes(urls=(part(paper, 3, long),)))) == {"new": 1}
    assert_whole(config, paper, long)


@pytest.mark.slow
def test_a_page_bar_that_never_ends_is_no_articles(server: Sockets, database: str) -> None:
    def part_of(number: int) -> bytes:
        bar = f'<div class="page"><a href="/p/1_{number + 1}.html">下一页</a></div></body>'.encode()
        return answer(page(1).replace(b"</body>", bar), HTML)

    server.says |= {f"/p/1_{number}.html": lambda _, number=number: part_of(number) for number in range(2, 200)}
    server.says[FIRST] = lambda _: part_of(1)
    config = config_for(server, database)
    run = crawl(config)
    assert [seen.reason for seen in visits(config, run) if "还没有完" in seen.reason] != []
    assert (instalments(config), run.tally[Verdict.FAILED], run.requests) == ([], 1, 103)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("http://w.cn/p/155_2.html", "http://w.cn/p/155.html"),
        ("http://w.cn/p/155_12.HTML?v=1", "http://w.cn/p/155.HTML?v=1"),
        ("http://w.cn/show.php?id=5&page=2", "http://w.cn/show.php?id=5"),
        ("http://w.cn/show.php?page=3&id=5", "http://w.cn/show.php?id=5"),
        ("http://w.cn/p/155_1.html", "http://w.cn/p/155_1.html"),
        ("http://w.cn/p/155.html", "http://w.cn/p/155.html"),
        ("http://w.cn/2021-11/02/content_2.htm", "http://w.cn/2021-11/02/content_2.htm"),
        ("http://w.cn/2021/t20211102_155001.html", "http://w.cn/2021/t20211102_155001.html"),
    ],
)
def test_the_first_page_by_the_looks_of_an_address(url: str, first: str) -> None:
    assert first_part(url) == first


@pytest.mark.parametrize("ending", ["HTML", "Html"])
def test_the_letters_of_an_ending_make_no_difference(paper: Newspaper, database: str, ending: str) -> None:
    short = paper.print_instalment(date(2021, 11, 3))
    with urlopen(desktop(paper, short)) as answer:
        page = answer.read()
    address = desktop(paper, short).replace("html", ending)
    paper.say(address, page)
    say_list(paper, (address,), short.title)
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == [short.title]
    assert visit_of(config, run, address).verdict is Verdict.NEW


@pytest.mark.parametrize("status", [404, 500])
def test_half_an_article_is_told_and_kept(paper: Newspaper, database: str, long: Piece, status: int) -> None:
    paper.fail(f"/p/{long.id}_3.html", status)
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    seen = {visit.url: visit for visit in visits(config, run)}
    halves = [desktop(paper, long), part(paper, 2, long)]
    assert [(seen[url].verdict, seen[url].status) for url in halves] == [(Verdict.INDEX, 200)] * 2
    assert all(str(status) in seen[url].reason for url in halves)
    assert run.tally[Verdict.FAILED] == 1
    kept = {row.url for row in rows(config, "SELECT url FROM snapshots WHERE status = 200")}
    assert {*halves} <= kept
    paper.heal()
    assert tally(crawl(config))["new"] == 1
    assert_whole(config, paper, long)


def test_half_an_article_that_is_whole_elsewhere_is_asked_for_once(
    paper: Newspaper, database: str, long: Piece
) -> None:
    paper.fail(f"{paper.website}/p/{long.id}_3.html", 404)
    config = config_of(paper, database)
    run = crawl(config)
    assert visit_of(config, run, desktop(paper, long)).verdict is Verdict.INDEX
    assert [one.url for one in instalments(config)] == [f"{paper.mobile}/p/{long.id}.html"]
    before = paper.requests_to("/p/")
    assert tally(crawl(config)) == {"filtered": 1}  # what the hot list mentions
    assert paper.requests_to("/p/") == before
    assert_sound(config)
