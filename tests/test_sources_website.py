"""The website source: what its lists give, which addresses are articles, where their mobile pages are."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.sources.base import Ask, ReadError
from crawler.sources.website import Website
from storage.sourceconfig import WebsiteSource
from storage.values import Document, Link, Surface

HOST = "https://news.example.cn"
SITE = Website(WebsiteSource(kind="website", base_url=HOST, mobile_url="https://m.example.cn", lists=("/", "/gaige/")))


def page(body: str, url: str = f"{HOST}/") -> Document:
    html = f"<html><head><title>观海</title></head><body>{body}</body></html>"
    return Document(url, 200, {"content-type": "text/html; charset=utf-8"}, html.encode(), datetime.now(UTC), url)


def item(number: int, title: str, on: str = "", short: str = "") -> str:
    time = f"<time>{on}</time>" if on else ""
    anchor = f'<a href="/p/{number}.html" title="{title}">{short or title}</a>'
    return f'<div class="pic-summary"><div class="title">{anchor}{time}</div></div>'


def read(body: str, number: int = 1) -> object:
    return SITE.read_index(page(body), Ask(f"{HOST}/", f"{HOST}/", number))


def test_the_first_pages_of_its_lists() -> None:
    assert [ask.url for ask in SITE.asks()] == [f"{HOST}/", f"{HOST}/gaige/"]
    assert SITE.hosts == {"news.example.cn", "m.example.cn"}
    twice = WebsiteSource(kind="website", base_url=HOST, lists=("/", "/gaige/", f"{HOST}/"))
    assert [ask.url for ask in Website(twice).asks()] == [f"{HOST}/", f"{HOST}/gaige/"]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("\\p\\155001.html", f"{HOST}/p/155001.html"),
        ("..\\p/155001.html?a=\\b", f"{HOST}/p/155001.html?a=\\b"),
        ("\\\\news.example.cn\\p\\155001.html", f"{HOST}/p/155001.html"),
        ("https://me:secret@NEWS.example.cn/p/155001.html#top", f"{HOST}/p/155001.html"),
        ("  /p/155001.HTML  ", f"{HOST}/p/155001.HTML"),
        ("https://[::1/p/155001.html", None),
    ],
)
def test_an_address_in_any_spelling(href: str, url: str | None) -> None:
    assert [link.url for link in links_of(f'<a href="{href}">很长的标题</a><a href="/p/7.html">别的标题</a>')] == [
        *([url] if url else []), f"{HOST}/p/7.html",
    ]  # fmt: skip


def links_of(body: str) -> tuple[Link, ...]:
    return SITE.read_index(page(body), Ask(f"{HOST}/", f"{HOST}/")).links


def test_a_flow_gives_text_title_and_date() -> None:
    index = SITE.read_index(page(item(7, "很长的标题", "2021-11-02 08:30", "很长…")), Ask(f"{HOST}/", f"{HOST}/"))
    [link] = index.links
    assert (link.url, link.text, link.title) == (f"{HOST}/p/7.html", "很长…", "很长的标题")
    assert link.published_on == date(2021, 11, 2)
    assert (index.layout, index.missed) == ("home", ())


def test_a_picture_and_a_headline_of_one_address_are_one_link() -> None:
    picture = '<div class="img-box"><ul><a href="/p/7.html" title="改革巡礼"><img src="a.jpg"></a></ul></div>'
    index = SITE.read_index(page(picture + item(7, "让办事快起来")), Ask(f"{HOST}/", f"{HOST}/"))
    [link] = index.links
    assert (link.text, link.title) == ("让办事快起来", "改革巡礼")


def test_links_to_other_hosts_are_strangers() -> None:
    body = (
        item(7, "题")
        + '<a href="http://other.example.org/gaige/1.html">改革巡礼</a><a href="javascript:x()">改革巡礼</a>'
    )
    index = SITE.read_index(page(body), Ask(f"{HOST}/", f"{HOST}/"))
    assert [link.url for link in index.links] == [f"{HOST}/p/7.html"]
    assert [link.url for link in index.strangers] == ["http://other.example.org/gaige/1.html"]


def test_an_unknown_markup_is_read_by_meaning() -> None:
    body = "".join(f'<dl><dt><a href="/p/{n}.html">题{n}</a></dt><dd>2021年11月{n}日</dd></dl>' for n in range(1, 4))
    index = SITE.read_index(page(body), Ask(f"{HOST}/", f"{HOST}/"))
    assert [link.published_on for link in index.links] == [date(2021, 11, n) for n in range(1, 4)]
    assert index.layout == "meaning"
    assert index.missed


@pytest.mark.parametrize("body", ["", "<p>维护中</p>", '<a href="/about.html">关于</a>'])
def test_a_page_without_an_article_is_no_list(body: str) -> None:
    with pytest.raises(ReadError):
        read(body)


def test_an_older_page_may_be_empty() -> None:
    index = SITE.read_index(page("<p>没有了</p>"), Ask(f"{HOST}/index_9.html", f"{HOST}/", 9))
    assert (index.links, index.next_url) == ((), None)


@pytest.mark.parametrize(
    "bar",
    [
        '<a href="/index_2.html">下一页</a>',
        '<a href="/index_2.html">下页 ></a>',
        '<a rel="next" href="/index_2.html">»</a>',
        '<div><span>1</span><a href="/index_2.html">2</a><a href="/index_3.html">3</a></div>',
        '<a href="/index_2.html">加载更多</a>',
        '<button data-url="x">更多</button><a data-url="/index_2.html">查看更多</a>',
    ],
)
def test_the_next_page_is_found(bar: str) -> None:
    index = SITE.read_index(page(item(7, "题") + bar), Ask(f"{HOST}/", f"{HOST}/"))
    assert index.next_url == f"{HOST}/index_2.html"


@pytest.mark.parametrize(
    "bar",
    [
        "",
        '<a href="javascript:next()">下一页</a>',
        '<a class="disabled" href="/index_2.html">下一页</a>',
        '<a href="https://other.example.org/2.html">下一页</a>',
        f'<a href="{HOST}/">下一页</a>',
        '<a href="/p/8.html">下一页的故事</a>',
    ],
)
def test_what_turns_no_page_is_none(bar: str) -> None:
    index = SITE.read_index(page(item(7, "题") + bar), Ask(f"{HOST}/", f"{HOST}/"))
    assert index.next_url is None


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/p/155001.html", True),
        ("/p/155001_2.html", True),
        ("/2012/0117/4455.shtml", True),
        ("/20120117/4455.shtml", True),
        ("/", False),
        ("/channel/news/index.html", False),
        ("/zhuanti/haiyang.html", False),
    ],
)
def test_which_addresses_are_articles(path: str, is_one: bool) -> None:
    assert SITE.is_article(HOST + path) is is_one


def test_surfaces_and_the_mobile_page() -> None:
    assert SITE.surface(f"{HOST}/p/7.html") is Surface.WEBSITE
    assert SITE.surface("https://m.example.cn/p/7.html") is Surface.MOBILE
    assert SITE.fallbacks(f"{HOST}/p/7.html?from=list") == ("https://m.example.cn/p/7.html",)
    assert SITE.fallbacks("https://m.example.cn/p/7.html") == ()
    assert Website(WebsiteSource(kind="website", base_url=HOST)).fallbacks(f"{HOST}/p/7.html") == ()


@pytest.mark.parametrize(
    "path",
    [
        "/guanhai/155001_1.html",
        "/2017-10/26/content_123456.htm",
        "/qingdao/2018-03/18/content_20108623.htm",
        "/system/2021/10/26/012345678.shtml",
    ],
)
def test_entries_of_sites_whose_addresses_are_others(path: str) -> None:
    index = SITE.read_index(page(f'<ul><li><a href="{path}">改革巡礼</a></li></ul>'), Ask(f"{HOST}/", f"{HOST}/"))
    assert [link.url for link in index.links] == [HOST + path]


def test_pages_that_are_lists_themselves_are_no_entries() -> None:
    others = "".join(f'<a href="{path}">改革巡礼</a>' for path in ("/node_3118.htm", "/index_20.html", "/channel/21/"))
    index = SITE.read_index(page(item(7, "题") + others), Ask(f"{HOST}/", f"{HOST}/"))
    assert [link.url for link in index.links] == [f"{HOST}/p/7.html"]


@pytest.mark.parametrize(
    ("box", "aside"),
    [
        ("<div class='hot-list'><ul><li>{}</li></ul></div>", True),
        ("<div><h3>24小时热榜</h3><ol><li>{}</li></ol></div>", True),
        ("<div id='relatedNews'><p>{}</p></div>", True),
        ("<div class='sidebar'><h3>编辑推荐</h3><ul><li>{}</li></ul></div>", False),
        ("<div class='img-box'><ul>{}</ul></div>", False),
        ("<div class='hotel-news'><ul><li>{}</li></ul></div>", False),
    ],
)
def test_hot_and_related_lists_stand_aside(box: str, aside: bool) -> None:
    body = item(7, "一条新闻") + box.format('<a href="/p/8.html">改革巡礼背后</a>')
    assert SITE.read_index(page(body), Ask(f"{HOST}/", f"{HOST}/")).asides == ({f"{HOST}/p/8.html"} if aside else set())
    both = item(8, "改革巡礼背后") + body
    assert not SITE.read_index(page(both), Ask(f"{HOST}/", f"{HOST}/")).asides


@pytest.mark.parametrize(
    ("number", "title", "entries"),
    [("2", "一窗通办走进社区", 2), ("2", "", 1), ("2", "跳转到第2页", 1), ("尾页", "", 1)],
)
def test_a_slides_number_is_an_entry_by_its_headline_and_a_page_bars_is_none(
    number: str, title: str, entries: int
) -> None:
    index = SITE.read_index(
        page(item(1, "改革巡礼｜码头换新颜") + f'<a href="/p/2.html" title="{title}">{number}</a>'),
        Ask(f"{HOST}/", f"{HOST}/"),
    )
    assert len(index.links) == entries
