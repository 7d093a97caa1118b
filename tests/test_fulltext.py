"""The call for a long article's whole text: where it is offered, what is taken for an answer, and what if it fails."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from support_crawl import (
    SERIES,
    assert_sound,
    body,
    config_of,
    crawl,
    database,
    desktop,
    paper,
    rows,
    squeezed,
    text_of,
    titles,
    visit_of,
    website,
)

from crawler.extract import extract, join_parts
from crawler.extraction.fulltext import call_for, content_of, with_whole
from crawler.extraction.tree import parse
from crawler.reextraction.rereading import reread
from demo import Newspaper, Piece
from storage import open_archive
from storage.config import Config
from storage.reextraction.reextractions import Slice
from storage.values import Document, Extract, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
URL = "https://news.example.cn/p/300200.html"
CALL = "https://app.example.cn/?app=article&controller=article&action=fulltext&jsoncallback=xunli&contentid=300200"
FIRST = "前一半的文字先把事情的来龙去脉说清楚，再说各部门怎么一件一件地落实下去，群众又是怎么说的。"
SECOND = "后一半的文字接着往下说，说的是同一件事情的结果，窗口少了、时间短了、材料也不用再交第二遍。"


def offered(page: str) -> str | None:
    root = parse(f"<html><body>{page}</body></html>")
    assert root is not None
    return call_for(root, URL)


@pytest.mark.parametrize(
    "page",
    [
        '<a id="show-all-cont" data-url="https://app.example.cn/?app=article&amp;controller=article&amp;action=fulltext'
        '&amp;jsoncallback=?&amp;contentid=300200">阅读全文</a>',
        "<script>$.getJSON('https://app.example.cn/?app=article&controller=article&action=fulltext&jsoncallback=?&contentid='"
        " + contentid, show)</script>",
        '<script>var contentid = "300200"; var stat = "//app.example.cn/?app=system&controller=content&action=stat'
        '&jsoncallback=?&contentid=300200";</script><div id=show-all-cont>阅读全文</div>',
    ],
)  # fmt: skip
def test_where_the_call_is_offered(page: str) -> None:
    call = offered(page)
    assert call is not None
    assert sorted(call.split("?")[1].split("&")) == sorted(CALL.split("?")[1].split("&"))
    assert call.startswith("https://app.example.cn/?")


@pytest.mark.parametrize(
    "page",
    [
        "<script>var stat = '//app.example.cn/?app=system&action=stat&contentid=300200'</script>",
        '<div id="show-all-cont">阅读全文</div>',
        '<a href="/p/300200_2.html">2</a>',
    ],
)
def test_where_it_is_not(page: str) -> None:
    assert offered(page) is None


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        ('jsonp12({"content": "<p>全文</p>"});', "<p>全文</p>"),
        ('\n$.fn.cb ({"content":"<p>\\u5168文<\\/p>","title":"题"}) ', "<p>全文</p>"),
        ('{"content": "<p>全文</p>"}', "<p>全文</p>"),
        (r'xunli({"content": "<p>全\ud83d\u0001文</p>"})', "<p>全\ufffd文</p>"),
        ('xunli({"content": "<p>全文</p>"}); alert(1)', None),
        ('alert(1); xunli({"content": "<p>全文</p>"})', None),
        ('xunli({"content": "<p>" + "全文</p>"})', None),
        ("xunli({content: '<p>全文</p>'})", None),
        ('xunli({"content": ""})', None),
        ('xunli({"state": false})', None),
        ('xunli(["content"])', None),
        ("<html>", None),
        ("", None),
    ],
)
def test_an_answer_is_data_and_nothing_else(answer: str, content: str | None) -> None:
    assert content_of(answer) == content


@pytest.mark.parametrize(
    ("page", "whole", "joined"),
    [
        ("ab", "abcd", "abcd"),
        ("xab", "abcd", "xabcd"),
        ("ab", "abc", "abc"),
        ("ab", "ab", None),
        ("ab", "acb", "acb"),
        ("ab", "bcd", "abcd"),
        ("abcdef", "efg", None),
        ("ab", "ba", None),
        ("ab", "cde", None),
    ],
)
def test_what_is_the_whole_of_a_page(page: str, whole: str, joined: str | None) -> None:
    found = with_whole(list(page), list(whole))
    assert (None if found is None else "".join(found)) == joined


def read(html: str, url: str) -> Extract:
    return extract(Document(url, 200, {}, html.encode(), datetime.now(UTC), url))


def test_the_first_page_leads_and_the_answer_is_the_text() -> None:
    bar = f'<a href="300200_2.html">2</a><a id="show-all-cont" data-url="{CALL.replace("&", "&amp;")}">阅读全文</a>'
    first = read(
        "<html><head><title>一件事_某网</title></head><body><h1>一件事</h1><p class='date'>2021-11-02 08:00</p>"
        f"<p class='source'>某报</p><div class='article-content'><p>{FIRST}</p></div>{bar}</body></html>",
        URL,
    )  # fmt: skip
    assert first.full_text_at == CALL
    whole = read(f'xunli({{"content": "<p>{FIRST}</p><p>{SECOND}</p><p>责任编辑：某某</p>"}})', CALL)
    joined = join_parts([first, whole])
    assert joined.body == f"{FIRST}\n{SECOND}"
    assert (joined.title, joined.editor, joined.source) == ("一件事", "某某", "某报")
    assert joined.published_at == first.published_at


# --- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def long(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY, parts=4)


def both(paper: Newspaper, database: str) -> Config:
    """Follow website and search: the search's host answers the call, too."""
    return config_of(paper, database, source=[website(paper), {"kind": "search", "url": paper.search}])


def part(number: int, of: Piece) -> str:
    return f"/p/{of.id}_{number}.html"


def test_the_whole_text_is_asked_for_once(paper: Newspaper, database: str, long: Piece) -> None:
    config = both(paper, database)
    run = crawl(config)
    assert titles(config) == [long.title]
    assert squeezed(body(config, long.title)) == text_of(long)
    assert paper.requests_to("action=fulltext") == 1
    assert paper.requests_to(f"/p/{long.id}_") == 0
    [call] = [url for url in paper.requests if "action=fulltext" in url]
    assert visit_of(config, run, call).verdict is Verdict.INDEX
    assert len(rows(config, "SELECT id FROM snapshots WHERE url LIKE '%fulltext%'")) == 1
    assert_sound(config)


def test_the_archive_reads_it_again_as_it_was(paper: Newspaper, database: str, long: Piece) -> None:
    config = both(paper, database)
    crawl(config)
    with open_archive(config.database, read_only=True) as archive:
        changed, tally = reread(archive.database, config.series[0], Slice(SERIES, 1, 1_000_000))
    assert (changed, tally.left, tally.articles) == ([], [], 1)


@pytest.mark.parametrize("trouble", ["503", "404", "challenge", "nonsense", "another", "robots"])
def test_without_it_page_by_page(paper: Newspaper, database: str, long: Piece, trouble: str) -> None:
    match trouble:
        case "challenge":
            paper.challenge("*action=fulltext*")
        case "nonsense":
            paper.say("*action=fulltext*", b'xunli({"content": "<p>" + x})', "application/javascript")
        case "another":
            told = f'xunli({{"content": "<p>{FIRST}</p><p>{SECOND}</p>"}})'
            paper.say("*action=fulltext*", told.encode(), "application/javascript")
        case "robots":
            paper.robots = "User-agent: *\nDisallow: /*fulltext\n"
        case status:
            paper.fail("*action=fulltext*", status=int(status))
    config = both(paper, database)
    run = crawl(config)
    assert squeezed(body(config, long.title)) == text_of(long)
    assert visit_of(config, run, desktop(paper, long)).verdict is Verdict.NEW
    assert [paper.requests_to(part(number, long)) for number in (2, 3, 4)] == [1, 1, 1]
    assert_sound(config)


def test_a_host_that_no_source_names_is_not_called(paper: Newspaper, database: str, long: Piece) -> None:
    config = config_of(paper, database)
    crawl(config)
    assert squeezed(body(config, long.title)) == text_of(long)
    assert paper.requests_to("action=fulltext") == 0
