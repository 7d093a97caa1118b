"""The CMS's search: both result layouts, what is by meaning, where paging ends, and what is no result page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.match import match_link
from crawler.sources.base import Ask, Index, ReadError
from crawler.sources.search import PAGE_CAP, Search
from storage.config import SeriesConfig
from storage.sourceconfig import SearchSource
from storage.values import Document, Surface

TEMPLATE = "https://app.example.com/?app=search&controller=index&action=search&wd={words}&page={page}&order=time"
CONFIG = SearchSource(kind="search", url=TEMPLATE)
SERIES = SeriesConfig.model_validate(
    {"name": "h", "title": "改革巡礼", "match": ["改革巡礼", "re:巡礼.*期", "海湾 观察"],
     "source": [{"kind": "search", "url": TEMPLATE}]}
)  # fmt: skip
SOURCE = Search(CONFIG, SERIES)
FIRST = SOURCE.asks()[0]


def ask(page: int) -> Ask:
    return Ask(FIRST.url.replace("page=1", f"page={page}"), FIRST.start, page)


def read(html: str, page: int = 1) -> Index:
    body = html.encode()
    asked = ask(page)
    return SOURCE.read_index(Document(asked.url, 200, {}, body, datetime(2026, 1, 1, tzinfo=UTC)), asked)


def hit(number: int, title: str = '海湾<span class="keyword">改革巡礼</span>专题', host: str = "") -> str:
    return f"""<li><h3 class="title"><a href="{host}/p/{number}.html" target="_blank">{title}</a></h3>
      <div class="m-imagetext"><div><p>摘要里也有<span class="keyword">改革巡礼</span></p>
      <span>2021-10-26 07:12</span></div></div></li>"""


def results(count: int, *hits: str) -> str:
    return f"""<title>搜索</title><div class="column info">找到相关内容约 <b>{count}</b> 篇</div>
      <div class="column search-result-list"><ul>{"".join(hits)}</ul></div>
      <div class="hot"><a href="/p/999999.html">热门文章在此</a></div>"""


COLUMNS = """<div class="search-time"><p class="f-l">约有结果 <span>23</span></p></div>
  <section class="column"><section class="column-main"><dl class="search-list">
  <dd><div class="article title"><a href="/p/155001.html">海湾<em>改革</em><em>巡礼</em>之二</a></div>
  <div class="description"><div class="h-pic"><div class="texts"><p class="summary">摘要</p></div></div></div>
  <p class="result">来源：<var>2021年10月27日 08:00</var></p></dd></dl></section></section>"""


def test_one_question_for_each_plain_word() -> None:
    asked = [parse_qs(urlsplit(each.url).query) for each in SOURCE.asks()]
    assert [(each["wd"], each["page"]) for each in asked] == [(["改革巡礼"], ["1"]), (["海湾 观察"], ["1"])]
    assert SOURCE.hosts == {"app.example.com"}


def test_the_default_layout() -> None:
    index = read(results(12, *(hit(155000 + n) for n in range(10))))
    assert (index.layout, index.total, len(index.links), index.missed) == ("list", 12, 10, ())
    first = index.links[0]
    assert (first.url, first.text) == ("https://app.example.com/p/155000.html", "海湾改革巡礼专题")
    assert first.published_on == date(2021, 10, 26)
    assert index.next_url == ask(2).url


def test_the_other_layout() -> None:
    index = read(COLUMNS)
    assert (index.layout, index.total) == ("columns", 23)
    assert [(link.text, link.published_on) for link in index.links] == [("海湾改革巡礼之二", date(2021, 10, 27))]


def test_only_the_title_speaks_for_a_result() -> None:
    link = read(results(1, hit(155000, "别的新闻"))).links[0]
    assert match_link(SERIES, link) is None


def test_a_title_that_line_breaks_and_tags_divide_is_whole() -> None:
    link = read(results(1, hit(1550, '\n 海湾<span>改革</span>\n   <span class="keyword">巡礼</span> 2021 '))).links[0]
    assert link.text == "海湾改革巡礼 2021"


def test_results_on_a_sister_host_are_links() -> None:
    link = read(results(1, hit(155000, host="https://www.sister.example"))).links[0]
    assert link.url == "https://www.sister.example/p/155000.html"
    assert SOURCE.surface(link.url) is Surface.SEARCH


def test_one_result_twice_is_one() -> None:
    assert len(read(results(2, hit(155000), hit(155000))).links) == 1


def test_a_channel_s_name_before_the_title_is_not_the_title() -> None:
    entry = hit(155000).replace('<h3 class="title">', '<h3 class="title"><a href="/news/">[新闻]</a>')
    assert read(results(1, entry)).links[0].text == "海湾改革巡礼专题"


def test_paging_ends_with_the_count_only_on_a_page_that_is_not_full() -> None:
    full = [hit(155000 + n) for n in range(10)]
    assert read(results(10, *full)).next_url == ask(2).url
    assert read(results(13, *full[:3]), 2).next_url is None
    assert read(results(31, *full[:9]), 1).next_url == ask(2).url


def test_a_site_that_shows_fewer_results_a_page_is_read_on() -> None:
    four = [hit(155000 + n) for n in range(4)]
    assert read(results(10, *four), 1).next_url == ask(2).url
    assert read(results(10, *four), 2).next_url == ask(3).url  # pages of ten would have ended before
    bar = "<div class='page'><a href='?page=1'>上一页</a><a href='?page=3'>下一页</a></div>"
    assert read(results(14, *four) + bar, 2).next_url == ask(3).url
    assert read(results(14, *four), 2).next_url is None


def test_paging_ends_at_the_sites_cap() -> None:
    full = [hit(155000 + n) for n in range(10)]
    assert read(results(5000, *full), PAGE_CAP - 1).next_url == ask(PAGE_CAP).url
    assert read(results(5000, *full), PAGE_CAP).next_url is None


@pytest.mark.parametrize(
    "html",
    [
        results(0),
        '<div class="column info">约0篇</div>',
        '<input name="wd" value="改革巡礼"><p>抱歉，没有找到相关内容</p><a href="/p/155001.html">热门文章</a>',
        "<p>很抱歉，没有找到与“改革巡礼”相关的文章</p>",
        '<div class="search-result-list"><ul></ul></div>',
    ],
)
def test_no_result_is_an_empty_index(html: str) -> None:
    index = read(html)
    assert (index.links, index.next_url) == ((), None)


def test_behind_the_last_page_there_is_nothing() -> None:
    index = read(results(23), 4)
    assert (index.links, index.next_url, index.total) == ((), None, 23)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>502 Bad Gateway</p>",
        "<h1>没有找到您要的页面</h1>",
        '<title>首页</title><a href="/p/155001.html">一条新闻</a><a href="/p/155002.html">又一条</a>',
        '<div class="column info">约12篇</div><div class="search-result-list"><ul></ul></div>',
    ],
)
def test_what_is_no_result_page_is_an_error(html: str) -> None:
    with pytest.raises(ReadError):
        read(html)


def test_an_old_site_is_asked_in_its_own_encoding() -> None:
    asked = Search(SearchSource(kind="search", url=TEMPLATE, encoding="gbk"), SERIES).asks()[0]
    assert "wd=%B8%C4%B8%EF%D1%B2%C0%F1&page=1" in asked.url


@pytest.mark.parametrize(
    ("shown", "on"), [("昨天 08:30", date(2025, 12, 31)), ("3天前", date(2025, 12, 29)), ("12-30", None)]
)
def test_the_day_of_a_hit_is_told_from_when_the_page_was_fetched(shown: str, on: date | None) -> None:
    listed = read(results(1, hit(155001).replace("2021-10-26 07:12", shown)))
    told = f"<p>约 1 篇</p><ul><li><a href=/p/155001.html>海湾改革巡礼之三</a><i>{shown}</i></li></ul>"
    assert [link.published_on for index in (listed, read(told)) for link in index.links] == [on, on]


@pytest.mark.parametrize("title", ["海湾改革<em>巡礼</em>之三", "海湾<font color=red>改革巡礼</font>之三"])
def test_links_that_mark_the_words_are_results(title: str) -> None:
    assert [link.text for link in read(f"<div><a href=/p/155003.html>{title}</a></div>").links] == ["海湾改革巡礼之三"]


@pytest.mark.parametrize("title", ["海湾改革巡礼之三", "<b>改革巡礼</b>", "海湾改革巡礼<i>之三</i>"])
def test_links_that_mark_nothing_asked_are_none(title: str) -> None:
    with pytest.raises(ReadError):
        read(f"<div><a href=/p/155003.html>{title}</a></div>")


def test_an_unknown_layout_is_read_by_meaning() -> None:
    html = """<input name="wd" value="改革巡礼"><p>共找到 14 条结果</p><a href="/channel/">频道</a>
      <div class="r"><a href="/p/155001.html">海湾<b>改革巡礼</b>之一</a> 2021-10-26</div>
      <div class="r"><a href="/p/155001.html">摘要：改革巡礼</a></div>
      <div class="r"><a href="/p/155002.html">别的</a></div>"""
    index = read(html)
    assert [link.text for link in index.links] == ["海湾改革巡礼之一", "别的"]
    assert index.layout == "meaning"
    assert index.missed
    assert index.next_url == ask(2).url
    assert read(html, 2).next_url is None


def test_a_template_without_pages_is_asked_once() -> None:
    source = Search(SearchSource(kind="search", url="https://app.example.com/s?q={words}"), SERIES)
    asked = source.asks()[0]
    page = Document(asked.url, 200, {}, results(50, *(hit(n) for n in range(1000, 1010))).encode(), datetime.now(UTC))
    assert source.read_index(page, asked).next_url is None


@settings(max_examples=100, deadline=None)
@example(b"<div class=search-result-list><li><h3><a href=http://[>")
@example(("找到" + "9" * 5000 + "篇").encode())
@given(st.one_of(st.binary(max_size=300), st.text("<>/=\"' 约篇0123abdhilpruse-", max_size=200).map(str.encode)))
def test_no_bytes_make_it_fail_otherwise(body: bytes) -> None:
    try:
        SOURCE.read_index(Document(FIRST.url, 200, {}, body, datetime(2026, 1, 1, tzinfo=UTC)), FIRST)
    except ReadError:
        return
