"""The local newspaper over real HTTP: what it prints, where it stands, and each way in which it can misbehave."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from demo import Newspaper, Piece, edition

DAY = date(2021, 11, 2)


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def get(url: str, method: str = "GET", **headers: str) -> Got:
    """One request without following redirects."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method, target or "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def desktop(paper: Newspaper, piece: Piece) -> str:
    return f"{paper.website}/p/{piece.id}.html"


def mobile(paper: Newspaper, piece: Piece) -> str:
    return f"{paper.mobile}/p/{piece.id}.html"


def path(piece: Piece) -> str:
    return f"/p/{piece.id}.html"


def paragraphs(page: str, xpath: str) -> list[str]:
    """The text of every paragraph and table row under the box, as a reader sees it."""
    (box,) = html.fromstring(page).xpath(xpath)
    told = (" ".join(part.text_content() for part in row.xpath("self::p|td")) for row in box.xpath(".//p|.//tr"))
    return [line for line in told if line.strip()]


def in_order(wanted: list[str], told: list[str]) -> bool:
    rest = iter(told)
    return all(any(line == one for one in rest) for line in wanted)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as newspaper:
        yield newspaper


@pytest.fixture(scope="module")
def printed() -> Iterator[Newspaper]:
    with edition() as newspaper:
        yield newspaper


def test_the_demo_has_its_instalments_and_news(printed: Newspaper) -> None:
    pieces = printed.state.newest()
    news = [piece for piece in pieces if piece.kind == "news"]
    assert len(printed.instalments()) >= 12
    assert len(news) >= 200
    assert len({piece.truth.body for piece in pieces}) == len(pieces)
    assert printed.instalments()[0].printed_on == date(2021, 10, 26)
    assert abs(printed.instalments()[0].id - 155_000) < 15_000


def test_the_demo_is_the_same_every_time(printed: Newspaper) -> None:
    again = edition()
    assert {piece.id: piece for piece in again.state.newest()} == {piece.id: piece for piece in printed.state.newest()}


def test_every_instalment_stands_whole_on_desktop_and_mobile(printed: Newspaper) -> None:
    for piece in printed.instalments():
        wanted = [line.replace("\t", " ") for line in piece.truth.body]
        told: list[str] = []
        for part in range(1, piece.parts + 1):
            url = desktop(printed, piece) if part == 1 else f"{printed.website}/p/{piece.id}_{part}.html"
            told += paragraphs(get(url).text, '//div[@class="article-content"]')
        assert in_order(wanted, told), piece.title
        assert in_order(wanted, paragraphs(get(mobile(printed, piece)).text, '//div[@class="m-text"]')), piece.title


def test_truth_puts_every_line_into_one_place(printed: Newspaper) -> None:
    for piece in printed.instalments():
        inside = [line for page in piece.truth.pages for section in page.sections for line in section.lines]
        markers = [line for line in piece.truth.lines if line.role == "marker"]
        assert sorted(line.text for line in inside + markers) == sorted(piece.truth.body)


def test_mobile_chrome_stands_in_the_order_of_the_app(printed: Newspaper) -> None:
    piece = printed.instalments()[-1]
    text = unescape(re.sub(r"<[^>]+>", "\n", get(mobile(printed, piece)).text))
    marks = ["打开APP", "小贴士", "2步打开 观海新闻客户端", "点击右上角", piece.truth.body[0], "责任编辑："]
    marks += ["最热评论", "热门评论", "来说两句吧...", "表情", "相关阅读", "template 'mobile_v5/common/wake'"]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_older_pages_lead_from_the_home_to_everything(printed: Newspaper) -> None:
    found, url = set[str](), printed.website + "/"
    while url:
        tree = html.fromstring(get(url).text)
        found |= {urljoin(url, href) for href in tree.xpath('//*[@class="title"]/a/@href')}
        onward = tree.xpath('//a[@class="next"]/@href')
        url = urljoin(url, onward[0]) if onward else ""
    assert {desktop(printed, piece) for piece in printed.state.newest()} <= found


def test_home_has_the_picture_block_and_the_odd_links(printed: Newspaper) -> None:
    tree = html.fromstring(get(printed.website + "/").text)
    assert all(link.get("title") and link.get("href") for link in tree.xpath('//*[@class="img-box"]/ul/a'))
    links = tree.xpath('//*[@class="pic-summary"]/*[@class="title"]/a/@href')
    assert any(link.startswith("/") for link in links)
    assert any(link.startswith("javascript:") for link in links)
    assert any(link.startswith(printed.elsewhere) for link in links)


@pytest.mark.parametrize("name", ["news", "more"])
def test_channel_lists(printed: Newspaper, name: str) -> None:
    tree = html.fromstring(get(f"{printed.website}/channel/{name}/index.html").text)
    assert len(tree.xpath('//div[@class="article-list"]/ul[@data-cid]/li[@class="article-picture-item"]//h3/a')) == 20
    assert tree.xpath('//a[text()="下一页" or text()="加载更多"]/@href')


def test_a_special_page_holds_the_whole_series(printed: Newspaper) -> None:
    tree = html.fromstring(get(printed.website + "/special/gaige/").text)
    own = tree.xpath('//div[@class="special-list"]//a/@href')
    assert own == [desktop(printed, piece) for piece in reversed(printed.instalments())]
    news = {desktop(printed, piece) for piece in printed.state.newest() if piece.kind == "news"}
    assert news & set(tree.xpath("//a/@href"))  # what stands beside its list is none of it


def test_editor_line_stands_inside_and_outside_the_box(printed: Newspaper) -> None:
    inside = {
        bool(
            html.fromstring(get(desktop(printed, piece)).text).xpath(
                '//div[@class="article-content"]//p[@class="editor"]'
            )
        )
        for piece in printed.instalments()
        if piece.parts == 1
    }
    assert inside == {True, False}


def test_a_long_article_comes_in_parts_and_in_one_call(printed: Newspaper) -> None:
    piece = next(piece for piece in printed.instalments() if piece.parts == 3)
    first, last = get(desktop(printed, piece)).text, get(f"{printed.website}/p/{piece.id}_3.html").text
    assert "下一页" in first
    assert "下一页" not in last
    assert f"{piece.title}（3）" in last
    (call,) = html.fromstring(first).xpath('//a[@id="show-all-cont"]/@data-url')
    whole = get(call.replace("jsoncallback=?", "jsoncallback=back")).text
    assert whole.startswith("back({")
    assert all(line.split("\t")[0].replace('"', '\\"') in whole for line in piece.truth.body)
    assert get(f"{printed.website}/p/{piece.id}_4.html").status == 404


def test_a_video_page_has_its_text_on_the_mobile_site_only(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY, video=True)
    assert 'class="video-content"' in get(desktop(paper, piece)).text
    assert piece.truth.body[-1] not in get(desktop(paper, piece)).text
    assert piece.truth.body[-1] in get(mobile(paper, piece)).text


def test_related_list_mentions_the_series_in_ordinary_news(paper: Newspaper) -> None:
    instalment, news = paper.print_instalment(DAY), paper.print_news(DAY)
    (related,) = html.fromstring(get(desktop(paper, news)).text).xpath('//div[@class="ar_about"]')
    assert instalment.title in related.text_content()


def test_prints_with_day_time_and_words(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY, at=time(6, 17), number=12)
    assert "青岛改革巡礼之12" in piece.title
    assert "2021-11-02 06:17" in get(desktop(paper, piece)).text
    quiet = paper.print_instalment(DAY, named="kicker")
    assert "巡礼" not in quiet.title
    assert "青岛改革巡礼" in get(desktop(paper, quiet)).text.partition("ar_about")[0]
    news = paper.print_news(DAY, title="港口新开一条航线", mentions="本报曾报道青岛改革巡礼。")
    assert "本报曾报道青岛改革巡礼。" in get(desktop(paper, news)).text


def test_prints_while_it_serves_and_counts(paper: Newspaper) -> None:
    assert get(paper.website + "/p/155000.html").status == 404
    piece = paper.print_instalment(date(2021, 10, 26))
    assert piece.id == 155_000
    assert get(desktop(paper, piece), User_Agent="probe").status == 200
    assert paper.requests[desktop(paper, piece)] == 2
    assert paper.requests_to("/p/") == 2
    assert paper.log[-1].headers["user-agent"] == "probe"
    paper.reset_counts()
    assert not paper.requests
    assert not paper.log


def test_corrections(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY)
    word = piece.truth.body[-1][:6]
    paper.correct(piece.id, title="改正后的题目 青岛改革巡礼", replacing=(word, "更正后文字"), editor="新编辑")
    page = get(desktop(paper, piece)).text
    assert "改正后的题目" in page
    assert "更正后文字" in page
    assert word not in page.partition("ar_about")[0].partition("article-content")[2]
    paper.correct(piece.id, body=["只剩一段。"])
    assert paper.piece(piece.id).truth.body == ("只剩一段。",)
    assert paragraphs(get(mobile(paper, piece)).text, '//div[@class="m-text"]') == ["只剩一段。"]


@pytest.mark.parametrize(
    ("how", "status", "words"), [("404", 404, ""), ("410", 410, ""), ("notice", 200, "内容不存在"), ("home", 302, "")]
)
def test_withdrawals_and_returns(paper: Newspaper, how: str, status: int, words: str) -> None:
    piece = paper.print_instalment(DAY)
    paper.withdraw(piece.id, how)
    for url in (desktop(paper, piece), mobile(paper, piece)):
        got = get(url)
        assert got.status == status
        assert words in got.text
        assert got.headers.get("location", "/").endswith("/")
    assert path(piece) not in get(paper.website + "/").text
    paper.restore(piece.id)
    assert piece.title in get(desktop(paper, piece)).text


def test_back_dating_moves_it_in_the_lists(paper: Newspaper) -> None:
    late, early = paper.print_instalment(DAY), paper.print_instalment(date(2021, 11, 5))
    paper.back_date(early.id, date(2021, 10, 29))
    page = get(paper.website + "/").text
    assert page.index(f'{path(late)}" title') < page.rindex(f'{path(early)}" title')
    assert "2021-10-29" in get(desktop(paper, early)).text


@pytest.mark.parametrize("name", ["renamed", "dateless", "list-moved", "list-empty", "nmgnews", "yili", "flat"])
def test_designs_keep_the_text(paper: Newspaper, name: str) -> None:
    piece = paper.print_instalment(DAY)
    before = get(desktop(paper, piece)).text, get(paper.website + "/").text
    paper.redesign(name)
    after = get(desktop(paper, piece)).text, get(paper.website + "/").text
    assert after != before
    assert all(line.split("\t")[0] in unescape(after[0]) for line in piece.truth.body)
    paper.redesign("cmstop")
    assert (get(desktop(paper, piece)).text, get(paper.website + "/").text) == before


def test_home_at_every_address(paper: Newspaper) -> None:
    piece = paper.print_instalment(DAY)
    paper.redesign("home-everywhere")
    assert get(desktop(paper, piece)).body == get(paper.website + "/").body == get(paper.website + "/nothing").body


def test_an_unknown_design_is_refused_by_name(paper: Newspaper) -> None:
    with pytest.raises(ValueError, match="cmstop"):
        paper.redesign("nonsense")


def test_lists_that_forget_loop_or_never_end(paper: Newspaper) -> None:
    paper.print_many(50)
    paper.arrange(remember=40)
    assert get(paper.website + "/index_3.html").status == 404
    paper.arrange(lists="loop")
    assert "/index_2.html" in get(paper.website + "/index_3.html").text
    paper.arrange(lists="endless")
    pages = [get(f"{paper.website}/index_{number}.html").text for number in (4, 5, 900)]
    assert all("下一页" in page for page in pages)
    links = [set(re.findall(r"/p/\d+\.html", page)) for page in pages]
    assert not links[0] & links[1]


def test_many_distinct_pages(paper: Newspaper) -> None:
    pieces = paper.print_many(1_200)
    assert len({piece.truth.body for piece in pieces}) == len({piece.id for piece in pieces}) == 1_200
    assert get(desktop(paper, pieces[-1])).status == 200


def test_one_host_for_systems_that_have_no_other() -> None:
    with Newspaper(one_host=True) as paper:
        piece = paper.print_instalment(DAY)
        assert {urlsplit(url).hostname for url in (paper.website, paper.mobile, paper.epaper)} == {"127.0.0.1"}
        assert get(mobile(paper, piece)).status == 200
        assert get(desktop(paper, piece)).status == 200


def test_it_leaves_nothing_running() -> None:
    before = set(threading.enumerate())
    with Newspaper() as paper:
        address = urlsplit(paper.website)
    assert set(threading.enumerate()) <= before
    with socket.socket() as probe:
        assert probe.connect_ex((address.hostname or "", address.port or 0)) != 0


def test_a_browser_like_client_can_read_it(printed: Newspaper) -> None:
    with urllib.request.urlopen(printed.website + "/", timeout=10) as answer:
        assert "观海新闻" in answer.read().decode()
