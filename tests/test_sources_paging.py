"""How lists go on: channel lists of the CMS, old lists whose files are numbered from the oldest, buttons and bars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import assert_sound, config_of, crawl, database, paper, titles, website

from crawler.sources.base import Ask, Index
from crawler.sources.listing import Listing
from crawler.sources.website import Website
from demo import Newspaper
from storage.sourceconfig import ListingSource, WebsiteSource
from storage.values import Document, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
CITY = "https://www.wanbao.example.cn"
SITE = Website(WebsiteSource(kind="website", base_url=CITY))

CHANNEL = """<div class="nav"><a href="/">首页</a><a href="/channel/12/">要闻</a></div>
<div class="column article-list"><ul data-cid="12">
 <li class="article-picture-item"><a href="/p/7001.html" class="m-imagetext"><img src="t.jpg"></a>
  <div><h3><a href="/p/7001.html" title="老街新事之三：一口井的去留">老街新事之三：一口…</a></h3>
  <p class="tags"><a href="/tag/a">民生</a></p><span class="time">2023-05-06 09:00</span></div></li>
 <li class="article-item"><h3><a href="/p/6990.html">昨夜有雨</a></h3><div class="time">2023年5月5日</div></li>
</ul></div>"""


def document(body: str, url: str) -> Document:
    return Document(url, 200, {}, f"<html><body>{body}</body></html>".encode(), datetime.now(UTC), url)


def read(body: str, path: str = "/channel/12/") -> Index:
    return SITE.read_index(document(body, CITY + path), Ask(CITY + path, CITY + path))


def test_a_channel_list_gives_whole_titles_and_their_own_days() -> None:
    index = read(CHANNEL)
    first, second = index.links
    assert (first.title, first.published_on) == ("老街新事之三：一口井的去留", date(2023, 5, 6))
    assert (second.text, second.published_on) == ("昨夜有雨", date(2023, 5, 5))
    assert (index.layout, index.missed) == ("channel", ())


def test_a_page_bar_behind_an_end_in_the_middle_of_the_page_is_read() -> None:
    assert read(f"{CHANNEL}</body></html><p><a href='2/'>下一页&raquo;</a></p>").next_url == f"{CITY}/channel/12/2/"


@pytest.mark.parametrize(
    ("bar", "path"),
    [
        ('<div class="page"><span>1</span><a href="list_2.html">2</a><a class="next" href="list_2.html">&gt;</a></div>',
         "/channel/12/list_2.html"),
        ('<a class="pagination-next" href="/channel/12/?page=2">›</a>', "/channel/12/?page=2"),
        ('<button class="more" data-url="/channel/12/list_2.html">加载更多</button>', "/channel/12/list_2.html"),
        ('<div id="loadMore" data-href="list_2.html"><span>点击</span>加载更多</div>', "/channel/12/list_2.html"),
        ('<table><tr><td class="now">1</td><td><a href="list_2.html">2</a></td></tr></table>',
         "/channel/12/list_2.html"),
        ('<a class="next" href="list_2.html">下一条是什么</a>', None),
        ('<a class="next disabled" href="list_2.html">&gt;</a>', None),
    ],
)  # fmt: skip
def test_a_channel_list_goes_on(bar: str, path: str | None) -> None:
    assert read(CHANNEL + bar).next_url == (CITY + path if path else None)


OLD = ListingSource(kind="listing", urls=(f"{CITY}/xw/node_77.htm",), link="td.lm a")


def old(number: int | None, links: str) -> Index:
    """Read a page of an old list: its bar names 首页, 上一页, 下一页 and 尾页, its files count from the oldest."""
    url = f"{CITY}/xw/node_77{'' if number is None else f'_{number}'}.htm"
    row = '<table><tr><td class="lm"><a href="../2016-03/02/content_9.htm">题</a></td><td>[2016/3/2]</td></tr></table>'
    bar = f'<div id="displaypagenum"><center>{links}</center></div>'
    return Listing(OLD).read_index(document(row + bar, url), Ask(url, OLD.urls[0], 2))


def test_a_list_numbered_from_the_oldest_page() -> None:
    first = old(None, '首页 上一页 <a href="node_77_31.htm">下一页</a> <a href="node_77_1.htm">尾页</a>')
    assert first.next_url == f"{CITY}/xw/node_77_31.htm"
    assert first.links[0].published_on == date(2016, 3, 2)
    ends = '<a href="node_77.htm">首页</a> <a href="node_77_{}.htm">上一页</a> <a href="node_77_{}.htm">下一页</a>'
    assert old(31, ends.format(32, 30)).next_url == f"{CITY}/xw/node_77_30.htm"
    assert old(1, ends.format(2, 1)).next_url is None
    assert old(1, '<a href="node_77_2.htm">上一页</a> <a href="javascript:void(0)">下一页</a>').next_url is None


def test_an_entry_s_words_and_day_by_selectors() -> None:
    rules = ListingSource(kind="listing", urls=(CITY,), link="a.pic", title=".hd", date=".when")
    row = (
        '<div class="card"><a class="pic" href="/a/{0}.html"><img alt="图"></a><div class="hd">标题{0}</div>'
        '<p>2020-01-01 的一次会议</p><div class="when">2023-05-0{0}</div><a href="/c/{0}">评论</a></div>'
    )
    found = Listing(rules).read_index(document(row.format(1) + row.format(2), CITY), Ask(CITY, CITY)).links
    assert [(link.text, link.published_on) for link in found] == [
        ("标题1", date(2023, 5, 1)), ("标题2", date(2023, 5, 2)),
    ]  # fmt: skip


def test_a_selected_next_page_may_be_a_box_around_its_link() -> None:
    rules = ListingSource(kind="listing", urls=(CITY,), link="li a", next="span.older")
    body = '<ul><li><a href="/a/1.html">题</a></li></ul><span class="older"><a href="/p2">→</a></span>'
    assert Listing(rules).read_index(document(body, CITY), Ask(CITY, CITY)).next_url == f"{CITY}/p2"


@pytest.mark.parametrize("kind", ["listing", "website"])
def test_the_reprint_s_old_list_is_read_to_its_oldest_page(paper: Newspaper, database: str, kind: str) -> None:
    oldest = paper.print_instalment(DAY, surfaces={"dailyqd"})
    paper.print_many(50, since=DAY + timedelta(days=1))
    start = f"{paper.dailyqd}/news/node_3118.htm"
    listing = {"kind": "listing", "urls": [start], "link": ".maincon_left_top li a"}
    site = {"kind": "website", "base_url": paper.dailyqd, "lists": ["/news/node_3118.htm"]}
    config = config_of(paper, database, source=[listing if kind == "listing" else site])
    run = crawl(config)
    assert titles(config) == [oldest.title]
    assert run.tally[Verdict.INDEX] == 3
    paper.print_many(20, since=DAY + timedelta(days=9))
    late = paper.print_instalment(DAY + timedelta(days=10))
    crawl(config)  # what the newest page held has moved into a file of its own
    assert late.title in titles(config)
    assert_sound(config)


def test_lists_that_forget_after_forty_entries(paper: Newspaper, database: str) -> None:
    paper.arrange(remember=40)
    pieces = [paper.print_instalment(DAY + timedelta(days=7 * number)) for number in range(4)]
    paper.print_many(60, since=pieces[-1].printed_on + timedelta(days=1))
    newest = paper.print_instalment(pieces[-1].printed_on + timedelta(days=7))
    config = config_of(paper, database, source=[website(paper, lists=["/", "/channel/news/"])])
    crawl(config)
    assert titles(config) == sorted(piece.title for piece in (*pieces, newest))
