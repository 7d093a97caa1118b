"""`xunli probe`: what stands at an address, what a source makes of it, and that nothing else is asked or stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support_crawl import Told, desktop, json_lines, paper, settings, tell, website, write_config

from crawler.extraction.tree import parse
from crawler.sources.suggest import propose
from demo import Newspaper
from storage.values import Link

__all__ = ["paper", "tell"]

DAY = date(2021, 11, 2)
Tell = Callable[..., Told]


@pytest.fixture
def look(paper: Newspaper, tell: Tell, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Probe an address of the newspaper: its row, with the exit code as `code`; checks that nothing was stored."""
    sources = [
        website(paper, lists=["/", "/special/gaige/"]), {"kind": "epaper", "base_url": paper.epaper},
        {"kind": "search", "url": paper.search},
    ]  # fmt: skip
    write_config(tmp_path, settings(paper, f"sqlite:///{tmp_path / 'archive.db'}", source=sources))

    def looked(url: str, *options: str) -> dict[str, Any]:
        told = tell("probe", url, *options, "--json")
        assert not (tmp_path / "archive.db").exists()
        [row] = json_lines(told.out) or [{"error": told.err}]
        return {**row, "code": told.code}

    return looked


Look = Callable[..., dict[str, Any]]


def test_a_list_names_its_links_and_why(paper: Newspaper, look: Look) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(30, since=DAY)
    paper.reset_counts()
    row = look(f"{paper.website}/")
    assert (row["code"], row["kind"], row["layout"]) == (0, "list", "home")
    assert row["source"] == f"website {paper.website}"
    assert row["next"] == f"{paper.website}/index_2.html"
    strange = [link for link in row["links"] if link["url"].startswith(paper.elsewhere)]
    assert [(link["follow"], link["words"]) for link in strange] == [(False, "改革巡礼")]
    assert sum(paper.requests.values()) == 2  # robots.txt and the page
    second = look(row["next"])
    [ours] = [link for link in second["links"] if link["follow"]]
    assert (ours["url"], ours["words"], ours["date"]) == (desktop(paper, piece), "改革巡礼", str(DAY))
    assert all(link["reason"] for link in second["links"])


def test_a_topic_page_an_article_and_a_search(paper: Newspaper, look: Look) -> None:
    pieces = [paper.print_instalment(DAY + timedelta(days=number), named="kicker") for number in range(3)]
    paper.print_many(8, since=DAY)
    topic = look(f"{paper.website}/special/gaige/")
    assert topic["kind"] == "topic"
    assert {link["url"] for link in topic["links"] if link["follow"]} == {desktop(paper, piece) for piece in pieces}
    article = look(desktop(paper, pieces[-1]))
    assert article["kind"] == "article"
    assert article["article"]["title"] == pieces[-1].title
    assert "改革巡礼" in article["article"]["verdict"]
    assert article["article"]["pages"]
    found = look(paper.search.replace("{words}", "改革巡礼").replace("{page}", "1"))
    assert (found["kind"], found["total"]) == ("search", 3)


def test_a_long_article_says_where_it_goes_on(paper: Newspaper, look: Look) -> None:
    long = paper.print_instalment(DAY, parts=3)
    row = look(desktop(paper, long))["article"]
    assert row["next_part"] == f"{paper.website}/p/{long.id}_2.html"
    assert "action=fulltext" in row["full_text_at"]
    assert paper.requests_to("/p/") == 1


def test_an_e_paper_from_its_home_page_to_a_story(paper: Newspaper, look: Look) -> None:
    paper.print_instalment(DAY, named="board")
    paper.print_news(DAY)
    home = look(f"{paper.epaper}/paperindex.htm")
    assert home["kind"] == "epaper"
    board = look(home["links"][0]["url"])
    assert board["kind"] == "board"
    ours = [one for one in board["boards"] if "改革巡礼" in one["name"]]
    special = look(ours[0]["url"])
    assert all(link["follow"] for link in special["links"] if link["text"])
    story = look(next(link["url"] for link in special["links"] if link["follow"]))
    assert story["kind"] == "story"
    assert story["article"]["body"]


@pytest.mark.parametrize(
    ("trouble", "code", "kind"),
    [("404", 3, "error"), ("challenge", 3, "challenge"), ("empty", 3, "unknown"), ("robots", 3, None)],
)
def test_what_cannot_be_read(paper: Newspaper, look: Look, trouble: str, code: int, kind: str | None) -> None:
    url = desktop(paper, paper.print_instalment(DAY))
    match trouble:
        case "404":
            paper.fail(url, status=404)
        case "challenge":
            paper.challenge(url)
        case "empty":
            paper.empty(url)
        case _:
            paper.robots = "User-agent: *\nDisallow: /p/\n"
    row = look(url)
    assert (row["code"], row.get("kind")) == (code, kind)
    assert row["error"]


def test_selectors_are_tried_on_a_site_that_no_source_names(paper: Newspaper, look: Look, tell: Tell) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(30, since=DAY - timedelta(days=1))
    url = f"{paper.dailyqd}/news/node_3118.htm"
    row = look(url)
    assert (row["kind"], row["source"]) == ("list", None)
    best = row["selectors"][0]["css"]
    tried = look(url, "--link", best, "--next", "#displaypagenum a:last-child")
    assert (tried["layout"], tried["next"]) == ("listing", f"{paper.dailyqd}/news/node_3118_1.htm")
    assert [link["url"] for link in tried["links"] if link["follow"]] == [f"{paper.dailyqd}/guanhai/{piece.id}_1.html"]
    text = look(
        f"{paper.dailyqd}/guanhai/{piece.id}_1.html", "--body", ".articlebox", "--remove", "h1, h2, p:nth-of-type(-n+2)"
    )
    assert text["layout"] == "listing"
    assert text["article"]["body"].split("\n")[0] != piece.truth.body[0]
    told = tell("probe", url, "--link", best)
    assert f'link = "{best}"' in told.out
    assert f'urls = ["{url}"]' in told.out


def test_a_selector_that_finds_nothing_brings_others(paper: Newspaper, look: Look) -> None:
    paper.print_many(10, since=DAY)
    row = look(f"{paper.website}/channel/news/", "--link", ".nothing a")
    assert (row["code"], row["kind"]) == (3, "unknown")
    assert ".nothing a" in row["error"]
    assert row["selectors"]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["probe", "www.example.cn"], 2, "https://"),
        (["probe", "ftp://www.example.cn/"], 2, "https://"),
        (["probe", "http://127.0.0.1:9/"], 4, "连接被拒绝"),
        (["probe", "http://127.0.0.1:9/", "--link", "div[["], 2, "--link"),
        (["probe", "http://127.0.0.1:9/", "--series", "nobody"], 2, "nobody"),
    ],
)
def test_one_sentence_says_what_is_wrong(tell: Tell, arguments: list[str], code: int, word: str) -> None:
    told = tell(*arguments)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
    assert told.err.count("\n") == 1


def test_what_eyes_see(paper: Newspaper, look: Look, tell: Tell) -> None:
    piece = paper.print_instalment(DAY)
    paper.print_many(15, since=DAY)
    listed = tell("probe", f"{paper.website}/")
    assert f"✓ {DAY}　{piece.title}" in listed.out
    assert "没有系列的字样" in listed.out
    read = tell("probe", desktop(paper, piece), "--lang", "en")
    assert "kept: its headlines have '改革巡礼'" in read.out
    assert piece.truth.body[-1][:20] in read.out


def test_proposals_find_the_entries_and_little_else() -> None:
    entry = (
        '<li class="item n{0}"><span>[<a href="/c/1">要闻</a>]</span><h3><a href="/a/{0}">第{0}条新闻的标题</a></h3>'
        '<a href="/a/{0}#c">评论</a></li>'
    )
    page = (
        '<div class="nav"><a href="/x">一个很长的频道名称</a></div>'
        f'<div class="box"><ul id="news">{"".join(entry.format(n) for n in range(1, 9))}</ul></div>'
    )
    root = parse(f"<html><body>{page}</body></html>")
    assert root is not None

    def has_words(link: Link) -> bool:
        return "第3条" in link.text

    best = propose(root, "http://a.cn/", has_words)[0]
    assert {link.url for link in best.links} == {f"http://a.cn/a/{number}" for number in range(1, 9)}
    assert best.matched == 1


@pytest.mark.parametrize(("address", "kind"), [("/archives/77", "article"), ("/archives/category/news/2", "list")])
def test_a_page_addressed_as_its_recent_articles_are_is_one_of_them(
    paper: Newspaper, look: Look, address: str, kind: str
) -> None:
    recent = "".join(
        f'<li><a href="/archives/{number}">老街新事之{number}：一口井</a> <i>2021-10-{number}</i></li>'
        for number in range(11, 19)
    )
    text = "".join(f"<p>老街的第{number}口井修好了，街坊们都来看，说水还是从前的味道。</p>" for number in range(9))
    page = f"<html><head><title>老街新事</title></head><body><h1>老街新事</h1>{text}<ul>{recent}</ul></body></html>"
    paper.say(f"{paper.website}{address}", page.encode())
    assert look(f"{paper.website}{address}")["kind"] == kind


def proposed(page: str) -> str:
    root = parse(f"<html><body>{page}</body></html>")
    assert root is not None
    return propose(root, "http://a.cn/", lambda link: "第3条" in link.text + link.title)[0].css


@pytest.mark.parametrize(
    ("entry", "css"),
    [
        ('<tr><td height="25" align="left"><a href="/a/{0}.html">第{0}条新闻标题</a></td><td>10-28</td></tr>',
         'td[height="25"] > a'),
        ('<tr><td class="t"><a href="/xw/">[要闻]</a> <a class="link" href="/a/{0}.html">第{0}条新闻标题</a></td></tr>',
         "td.t > a.link"),
        ('<tr><td><div class="pic"><a href="/a/{0}"><img alt="第{0}条新闻标题"></a></div>'
         '<h3 class="headline"><a href="/a/{0}">第{0}条新闻标题</a></h3></td></tr>', "h3.headline > a"),
    ],
)  # fmt: skip
def test_of_selectors_for_one_list_the_one_with_its_headlines_alone_is_proposed(entry: str, css: str) -> None:
    """Old pages made of tables name no box; a channel's link stands in every row, a picture's beside every headline."""
    menu = "".join(f'<td><a href="/c{number}/">政府信息公开第{number}栏</a></td>' for number in range(12))
    rows = "".join(entry.format(number) for number in range(1, 9))
    assert proposed(f"<table><tr>{menu}</tr></table><table>{rows}</table>") == css


def test_a_table_without_a_name_is_known_by_its_border() -> None:
    menu = "".join(f'<tr><td><a href="/c{number}/">政府信息公开第{number}栏</a></td></tr>' for number in range(12))
    rows = "".join(f'<tr><td>{n}</td><td><a href="/a/{n}">第{n}条新闻的标题</a></td></tr>' for n in range(1, 9))
    assert proposed(f'<table>{menu}</table><table border="1">{rows}</table>') == 'table[border="1"] > tr > td > a'


def test_a_tag_of_its_own_is_a_name() -> None:
    """What a list goes on with may be its data alone, without the boxes around it."""
    records = "".join(f'<record><li><a href="/a/{n}.html">第{n}条新闻的标题</a></li></record>' for n in range(1, 9))
    assert proposed(f'<div class="main"><recordset>{records}</recordset></div>') == "record > li > a"


def test_the_visit_is_ours_by_name(paper: Newspaper, look: Look) -> None:
    paper.print_many(5, since=DAY)
    before = datetime.now(UTC)
    look(f"{paper.website}/")
    assert {request.path for request in paper.log} == {"/robots.txt", "/"}
    assert all("xunli" in request.headers["user-agent"] for request in paper.log)
    assert all(request.when >= before for request in paper.log)
