"""However a list is marked up, its entries are read with their titles and days, and it goes on where it does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

import pytest
from support_lists import HOST, MENTION, NOW, TODAY, Entry, ListPage, made
from support_lists_paging import chain

from crawler.following.walk import Walk
from crawler.sources.base import Ask, Index, ReadError, Source
from crawler.sources.days import printed_day
from crawler.sources.links import looks_like_article
from crawler.sources.listing import Listing
from crawler.sources.website import Website
from storage.addresses import canonical, day_in
from storage.sourceconfig import ListingSource, WebsiteSource
from storage.values import Document, Link

SITE: Final = Website(WebsiteSource(kind="website", base_url=HOST))
START: Final = f"{HOST}/xw/"


def bare(text: str) -> str:
    return "".join(text.split())


def is_told(link: Link, entry: Entry) -> bool:
    """Tell whether a link says what its entry does: the title in full, the day, and nothing of an abstract."""
    titled = bare(link.title or link.text) == bare(entry.title)
    mentions = MENTION in bare(link.text + link.title)
    return titled and not mentions and (link.published_on or day_in(link.url)) == entry.day


def read(page: ListPage, source: Source) -> Index:
    return source.read_index(page.document, Ask(page.document.url, page.turn.start, page.turn.page))


def is_read(page: ListPage, source: Source) -> bool:
    index = read(page, source)
    links = {canonical(link.url): link for link in index.links}
    entries = {canonical(entry.url): entry for entry in page.entries}
    beside = {canonical(url) for url in page.beside}
    asides = {canonical(url) for url in index.asides}
    return (
        len(links) == len(index.links)
        and entries.keys() <= links.keys()
        # What a selector finds is what somebody chose.
        and (source is not SITE or links.keys() - entries.keys() == asides <= beside)
        and all(is_told(links[key], entry) for key, entry in entries.items())
        and index.next_url == page.turn.next_url
    )


def by_css(page: ListPage) -> Listing:
    return Listing(ListingSource(kind="listing", urls=(page.turn.start,), link=page.css))


def test_a_site_s_lists_are_read_however_they_are_made() -> None:
    assert [seed for seed in range(120) if not is_read(made(seed), SITE)] == []


def test_lists_by_css_are_read_however_they_are_made() -> None:
    assert [seed for seed in range(150, 210) if not is_read(page := made(seed), by_css(page))] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", [1000, 2000])
def test_so_they_are_on_two_thousand_pages(first: int) -> None:
    assert [seed for seed in range(first, first + 1000) if not is_read(made(seed), SITE)] == []


@pytest.mark.slow
def test_so_are_another_thousand_by_css() -> None:
    assert [seed for seed in range(3000, 4000) if not is_read(page := made(seed), by_css(page))] == []


# --- from page to page -----------------------------------------------------------------------------------------------


def index_of(body: str, url: str = START, page: int = 1, head: str = "", now: datetime = NOW) -> Index:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return SITE.read_index(Document(url, 200, {}, html.encode(), now, url), Ask(url, url, page))


def walked(seed: int) -> tuple[list[str], list[str]]:
    """Walk through a whole list; returns the addresses of its pages and those that were asked for."""
    pages = {turn.url: turn for turn in chain(Random(seed), HOST)}
    start = next(iter(pages))
    walk, asked, ask = Walk(start), list[str](), Ask(start, start)
    while len(asked) <= len(pages):
        asked.append(ask.url)
        entry = f'<ul><li><a href="/p/{1000 + len(asked)}.html">一条新闻</a></li></ul>'
        turn = pages[ask.url]
        following = walk.step(ask, index_of(entry + turn.html, ask.url, ask.page, turn.head), ())
        if following is None:
            break
        ask = following
    return list(pages), asked


def test_a_list_is_walked_from_its_first_page_to_its_last_and_no_further() -> None:
    ways = [walked(seed) for seed in range(60)]
    assert [asked for pages, asked in ways if pages != asked] == []


ITEM: Final = '<ul><li><a href="/p/1001.html">一条新闻</a></li></ul>'


@pytest.mark.parametrize(
    ("bar", "path"),
    [
        ('<a href="list_2.html"><img src="n.gif" alt="下一页"></a>', "list_2.html"),
        ('<a href="list_2.html" title="下一页"><i></i></a>', "list_2.html"),
        ('<a href="list_2.html">下一頁</a>', "list_2.html"),
        ('<a href="javascript:;" data-url="list_2.html">加载更多</a>', "list_2.html"),
        ('<a href="#" data-href="list_2.html">查看更多</a>', "list_2.html"),
        ('<a href="/channel/21/">查看更多</a>', None),
        ("<a href=\"javascript:location.href='list_2.html'\">下一页</a>", "list_2.html"),
        ('<input type="button" value="下一页" onclick="window.location=\'list_2.html\'">', "list_2.html"),
        ('<a href="javascript:goPage(2)">下一页</a>', None),
        ('<ul><li class="disabled"><a href="list_2.html">下一页</a></li></ul>', None),
        ('<a href="/xw/index.html">下一页</a>', None),
        ('<a href="#">下一页</a><base href="/old/">', None),
        ('<div><a class="on" href="/xw/">1</a><a href="list_2.html">2</a></div>', "list_2.html"),
        ('<ul><li><span>[1]</span></li><li><a href="list_2.html">[2]</a></li></ul>', "list_2.html"),
        ('<p><a href="/p/2002.html">1</a><a href="/p/2003.html">2</a></p>', None),
        ('<p><a href="/p/1001.html#pl">2</a> <a href="/xw/comment/77.html">3</a></p>', None),
        ('<p><a href="/other/list_2.html">2</a></p>', None),
        ("<script>createPageHTML(3, 0, 'index', 'shtml');</script>", "index_1.shtml"),
        ('<script>createPageHTML("bar", 3, 0, "index", "html", 41);</script>', "index_1.html"),
        ("<script>createPageHTML(3, 2, 'index', 'shtml');</script>", None),
        ("<script>createPageHTML('page_div',2, 1,'list','shtml',24);</script>", "list_2.shtml"),
        ("<script>createPageHTML('page_div',2, 2,'list','shtml',24);</script>", None),
        ("<a onclick=\"turn(this,'/xw/11040-2.html')\" tagname=\"/xw/11040-2.html\">下一页</a>", "11040-2.html"),
        ("<a onclick=\"turn(this,'/xw/11040-' + page + '.html')\">下一页</a>", None),
        ("<a href='javascript:void(0);' onclick=\"location.href='index_2.jhtml'\">下一页</a>", "index_2.jhtml"),
        ('<ul><li class="next"><a href="list_2.html">›</a></li></ul>', "list_2.html"),
        ('<ul class="next"><li><a href="list_3.html">›</a></li><li><a href="list_4.html">›</a></li></ul>', None),
        ('<div class="nav-previous"><a href="page/2">← 较早的文章</a></div>', "page/2"),
    ],
)  # fmt: skip
def test_where_a_list_goes_on(bar: str, path: str | None) -> None:
    assert index_of(ITEM + bar).next_url == (START + path if path else None)


@pytest.mark.parametrize(("at", "file", "following"), [(1, "list", 2), (2, "list_2", 3), (3, "list_3", None)])
def test_a_bar_that_names_its_box_counts_from_one(at: int, file: str, following: int | None) -> None:
    bar = f"<script>createPageHTML('page_div', 3, {at}, 'list', 'shtml', 41);</script>"
    url = f"{START}{file}.shtml"
    assert index_of(ITEM + bar, url, page=at).next_url == (following and f"{START}list_{following}.shtml")


def test_entries_that_a_script_opens_are_read_by_the_address_it_is_given() -> None:
    """Some authorities' systems link nothing: their lists and page bars call a function with the address."""
    row = '<li><a href="javascript:void(0)" onclick="show(\'/xw/202110/t20211028_{0}.html\')">第{0}条</a></li>'
    turn = "<a onclick=\"turn(this,'/xw/1104077-{}.html')\">{}</a>"
    bar = turn.format(2, "下一页") + turn.format(9, "尾页")
    index = index_of("<ul>" + row.format(11) + row.format(12) + f"</ul><div>{bar}</div>")
    assert [link.url for link in index.links] == [f"{START}202110/t20211028_{number}.html" for number in (11, 12)]
    assert index.next_url == f"{START}1104077-2.html"


COUNTED: Final = """<script>
    var currentPage = {at};//所在页从0开始
    var nextPage = currentPage+1//下一页
    var countPage = 3//共多少页
    if(countPage>1&&currentPage!=(countPage-1))
        document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>&nbsp;");
</script>"""


@pytest.mark.parametrize(("at", "following"), [(0, "index_1.html"), (1, "index_2.html"), (2, None)])
def test_a_script_may_write_its_page_bar_from_two_numbers(at: int, following: str | None) -> None:
    assert index_of(ITEM + COUNTED.format(at=at)).next_url == (following and START + following)


STORE: Final = (
    '<datastore><nextgroup><![CDATA[<a href="{0}"></a>]]></nextgroup><recordset><record><![CDATA[\n'
    '<li><a href="/art/2021/10/26/art_77_9876.html" title="老街新事之三">老街…</a><span>2021-10-26</span></li>'
    "]]></record></recordset></datastore>"
)
PROXY: Final = "/module/web/jpage/dataproxy.jsp?page={0}&columnid=77&unitid=9"


@pytest.mark.parametrize(
    ("page", "following"),
    [
        ('<html><body><div><script type="text/xml">' + STORE.format(PROXY.format(1)) + "</script></div>", 1),
        ("<?xml version='1.0' encoding='utf-8'?>\n" + STORE.format(PROXY.format(2)), 2),
        (STORE.format(""), None),
    ],
)  # fmt: skip
def test_entries_that_a_page_keeps_as_data_are_read_and_so_is_the_answer_that_goes_on(
    page: str, following: int | None
) -> None:
    index = SITE.read_index(Document(START, 200, {}, page.encode(), NOW, START), Ask(START, START))
    [link] = index.links
    assert (link.title, link.published_on) == ("老街新事之三", date(2021, 10, 26))
    assert index.next_url == (following and HOST + PROXY.format(following))


def test_what_a_script_comments_out_is_none_of_its_page() -> None:
    code = "<script>//<![CDATA[\nvar ad = '<a href=\"/p/1002.html\">一条广告</a>';\n//]]></script>"
    assert [link.url for link in index_of(ITEM + code).links] == [f"{HOST}/p/1001.html"]


def test_the_head_may_name_the_next_page() -> None:
    assert index_of(ITEM, head='<link rel="next" href="/xw/?page=2">').next_url == f"{START}?page=2"


@pytest.mark.parametrize(
    ("path", "bar", "following"),
    [
        ("page/2/", '<a href="/xw/">1</a><b>2</b><a href="/xw/page/3/">3</a>', "page/3/"),
        ("n_7.htm", '<a href="n.htm">1</a><b>2</b><a href="n_6.htm">3</a><a href="n_5.htm">4</a>', "n_6.htm"),
        ("?page=5", '<a href="?page=4">4</a><a href="?page=5">5</a><a href="?page=6">6</a>', "?page=6"),
        ("?page=6", '<a href="?page=4">4</a><a href="?page=5">5</a><a href="?page=6">6</a>', None),
    ],
)
def test_the_number_behind_this_page_s(path: str, bar: str, following: str | None) -> None:
    found = index_of(f"{ITEM}<div>{bar}</div>", START + path, 2)
    assert found.next_url == (START + following if following else None)


# --- which links -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "one"),
    [
        ("/show-77-5150-1.html", True),
        ("/newsDetail_forward_5150123", True),
        ("/node_5150123", False),
        ("/index.php?m=content&a=show&catid=7&id=5150", True),
        ("/index.php?m=content&a=lists&catid=7&id=5150", False),
        ("/xw/202110/t20211026_51.html", True),
        ("/2021-10/26/3.html", True),
        ("/art/2021/8/1/art_7_51.html", True),
        ("/tag/51500.html", False),
        ("/comment/51500.html", False),
        ("/author/51500.html", False),
        ("/content/202110/26/51500.pdf", False),
        ("/html/2021-10/26/node_1.htm", False),
        ("/list-1200-1.html", False),
        ("/show.php?id=51&from=list", True),
        ("/list.php?id=51", False),
        ("/2021-10/26/", False),
    ],
)
def test_what_an_article_s_address_looks_like(path: str, one: bool) -> None:
    assert looks_like_article(HOST + path) is one


@pytest.mark.parametrize("href", ["{}:443/p/7.html", "{bare}/p/7.html", "{upper}/p/7.html"])
def test_the_same_host_is_spelt_in_several_ways(href: str) -> None:
    written = href.format(HOST, bare=HOST.removeprefix("https://"), upper=HOST.upper())
    assert [link.url for link in index_of(f'<a href="{written}">一条新闻</a>').links] == [f"{HOST}/p/7.html"]


# --- in which words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('<a href="/p/7.html"><img><h3>老街新事</h3><p>改革巡礼记者在现场看到，工人正在铺管线。</p></a>', "老街新事"),
        ('<a href="/p/7.html"><em>老街新事</em><span class="time">昨天</span></a>', "老街新事"),
        ('<a href="/p/7.html">老街新事</a><a href="/p/7.html">[详细]</a><a href="/p/7.html#c">评论(3)</a>', "老街新事"),
        ('<a href="/p/7.html">老街新事</a><p><a href="/p/7.html">改革巡礼记者看到，正在铺管线。</a></p>', "老街新事"),
        ('<a href="/p/7.html"><img alt="图片"></a><a href="/p/7.html">老街新事</a>', "老街新事"),
        ('<a href="/p/7.html"><img alt="a.jpg"></a><a href="/p/7.html">老街新事</a>', "老街新事"),
        ('<a href="/p/7.html" title="老街新事"><img alt="1.jpg"></a>', ""),
        ('<a href="/p/7.html">老街<br>新事</a>', "老街新事"),
        ('<a href="/p/7.html">\n  老街\n  新事\n</a>', "老街新事"),
        ('<a href="/p/7.html">老街新事</a> <a href="/p/7.html">继续阅读<i>老街新事</i></a>', "老街新事"),
        ('<a href="/p/7.html">改革巡礼</a>｜<a href="/p/7.html">老街新事</a>', "改革巡礼 老街新事"),
    ],
)  # fmt: skip
def test_an_entry_s_words_are_headlines(entry: str, words: str) -> None:
    [link] = index_of(f"<ul><li>{entry}</li></ul>").links
    assert link.text == words


def test_a_link_may_be_nested_deeper_than_anybody_would() -> None:
    deep = "<span>" * 1500 + "老街新事" + "</span>" * 1500
    assert [link.text for link in index_of(f'<a href="/p/7.html">{deep}</a>').links] == ["老街新事"]


def test_a_title_attribute_may_say_more_than_the_title() -> None:
    attribute = "文章标题：老街新事之三&#10;作者：佚名&#10;更新时间：2021-10-26 08:00:00"
    [link] = index_of(f'<li><a href="/p/7.html" title="{attribute}">老街…</a></li>').links
    assert link.title == "老街新事之三"


def test_who_entered_an_article_is_none_of_its_title() -> None:
    attribute = "文章标题：老街新事之三&#13;文章录入：佚名&#13;更新时间：2021-10-26"
    [link] = index_of(f'<li><a href="/p/7.html" title="{attribute}">老街…</a></li>').links
    assert link.title == "老街新事之三"


def test_a_picture_tells_the_title_that_is_cut_off() -> None:
    [link] = index_of('<li><a href="/p/7.html"><img alt="老街新事之三"></a><a href="/p/7.html">老街…</a></li>').links
    assert (link.text, link.title) == ("老街…", "老街新事之三")


def test_a_selector_s_picture_and_headline_are_one_entry() -> None:
    body = '<li><a href="/p/7.html"><img src="t.jpg"></a><a href="/p/7.html">改革巡礼：老街新事</a></li>'
    source = Listing(ListingSource(kind="listing", urls=(START,), link="li a"))
    document = Document(START, 200, {}, body.encode(), NOW, START)
    assert [link.text for link in source.read_index(document, Ask(START, START)).links] == ["改革巡礼：老街新事"]


# --- entries whose addresses tell nothing ----------------------------------------------------------------------------


def by_day(row: str, path: str = "", beside: str = "") -> list[str]:
    """Return the entries that are read of four rows, each given its number and its day."""
    rows = "".join(row.format(number, f"2021-10-{number}") for number in (24, 25, 26, 27))
    try:
        index = index_of(f"<nav>{MENU}</nav><ul>{rows}</ul>{beside}", START + path)
    except ReadError:
        return []
    return [link.url.removeprefix(HOST) for link in index.links]


MENU: Final = "".join(f'<a href="/c{number}/">政府信息公开第{number}栏</a>' for number in range(9))
ADDRESSES: Final = (
    "/archives/{0}", "/gnxw/5{0}.jhtml", "/xw/article-{0}-1.html", "/zw/202110/0a1b{0}c3d4e5f.shtml",
    "/xw/2021-10-{0}/7.html", "/xw/1134{0}/202110281720519987/index.html",
)  # fmt: skip
"""How WordPress, JeeCMS, Discuz and authorities' systems name articles that have small numbers or none."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_dated_headlines_are_entries_whatever_their_addresses(address: str) -> None:
    found = by_day(f'<li><a href="{address}">老街新事之{{0}}：一口井</a><span>{{1}}</span></li>')
    assert found == [address.format(number) for number in (24, 25, 26, 27)]


@pytest.mark.parametrize(
    "row",
    [
        '<li><a href="/archives/{0}">老街新事之{0}：一口井</a></li>',
        '<li><a href="/zhuanti/laojie/">老街新事专题{0}</a><span>{1}</span></li>',
        '<li><a href="/zhuanti/2021laojie{0}/">老街新事专题{0}</a><span>{1}</span></li>',
        '<li><a href="/xw/list_{0}.html">老街新事第{0}页的</a><span>{1}</span></li>',
        '<li><a href="/f/{0}.pdf">老街新事图册第{0}册</a><span>{1}</span></li>',
        '<li><a href="https://www.elsewhere.example.cn/archives/{0}">老街新事之{0}：一口井</a><span>{1}</span></li>',
        '<li><a href="/archives/{0}">{0}</a><span>{1}</span></li>',
    ],
)  # fmt: skip
def test_what_has_no_day_or_no_figure_is_told_by_its_address_alone(row: str) -> None:
    assert by_day(row) == []


def test_a_link_beside_a_known_entry_is_none() -> None:
    row = '<li>[<a href="/lanmu/77">市民议事厅频道</a>] <a href="/p/10{0}.html">老街新事</a> <i>{1}</i></li>'
    assert by_day(row) == [f"/p/10{number}.html" for number in (24, 25, 26, 27)]


def test_the_last_page_of_a_bar_is_no_entry() -> None:
    bar = '<a href="/list/politics/20211028/5">最後一頁</a><a href="/list/politics/20211028/1">第一頁</a>'
    assert by_day('<li><a href="/p/10{0}.html">老街新事</a></li>', beside=bar) == [
        f"/p/10{n}.html" for n in range(24, 28)
    ]


def test_a_dt_that_leads_nowhere_heads_the_list_in_its_dd() -> None:
    rain, snow = (f'<li><a href="/p/{number}.html">天气</a></li>' for number in (2001, 2002))
    hot = f"<dl><dt><b>热点内容</b></dt><dd><ul>{rain}{snow}</ul></dd></dl>"
    row = '<dl><dt><a href="/p/10{0}.html">今日热点</a></dt><dd><a href="/p/10{0}.html"><img></a></dd></dl>'
    index = index_of(row.format(24) + row.format(25) + hot)
    assert index.asides == {f"{HOST}/p/2001.html", f"{HOST}/p/2002.html"}


def test_two_dated_links_make_no_list() -> None:
    row = '<li><a href="/archives/{0}">老街新事之{0}：一口井</a><span>2021-10-{0}</span></li>'
    index = index_of(f'<p><a href="/p/1001.html">一条新闻</a></p><ul>{row.format(11)}{row.format(12)}</ul>')
    assert [link.url for link in index.links] == [f"{HOST}/p/1001.html"]


# --- on which day ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-10-26", (2021, 10, 26)),
        ("[2021/10/26]", (2021, 10, 26)),
        ("青岛日报 2021年10月26日 08:30", (2021, 10, 26)),
        ("发布时间：2021.10.26　阅读：1203", (2021, 10, 26)),
        ("10-26 08:30", (None, 10, 26)),
        ("（10月26日）", (None, 10, 26)),
        ("3小时前", (2021, 10, 28)),
        ("昨天 20:11", (2021, 10, 27)),
        ("5天前", (2021, 10, 23)),
        ("2021年10月26日起施行", None),
        ("2021年10月26日，记者在现场看到。", None),
        ("报名截止：2021-10-30", None),
        ("2021-10-26 更新：2021-10-27", None),
        ("2021-13-26", None),
        ("比分 3-2", None),
        ("1203", None),
    ],
)
def test_what_a_text_prints_as_a_day(text: str, day: tuple[int | None, int, int] | None) -> None:
    printed = printed_day(text, NOW)
    assert (None if printed is None else (printed.year, printed.month, printed.day)) == day


def days(body: str, **given: object) -> list[date | None]:
    return [link.published_on for link in index_of(body, **given).links]  # type: ignore[arg-type]


ON: Final = date(2021, 10, 26)
TWO: Final = ('<a href="/p/7001.html">老街新事之一</a>', '<a href="/p/7002.html">老街新事之二</a>')


@pytest.mark.parametrize(
    "body",
    [
        "<div><h3>{0}</h3><p>自2019-03-01起试行。</p><i>2021-10-26</i><h3>{1}</h3><p></p><i>2021-10-25</i></div>",
        "<dl><dt>{0}</dt><dd>2021-10-26</dd><dt>{1}</dt><dd>2021-10-25</dd></dl>",
        "<div>·{0} 2021-10-26<br>·{1} 2021-10-25<br></div>",
        "<div><i>2021-10-26</i> {0}<br><i>2021-10-25</i> {1}<br></div>",
        "<div><h4>2021年10月26日</h4><ul><li>{0}</ul><h4>2021年10月25日</h4><ul><li>{1}</ul></div>",
        "<dl><dt>2021-10-26</dt><dd>{0}</dd><dt>2021-10-25</dt><dd>{1}</dd></dl>",
        "<div><p>2021-10-28</p><h3>{0}</h3><i>2021-10-26</i><h3>{1}</h3><i>2021-10-25</i></div>",
        "<div><i>2021-10-28</i><h3>{0}</h3><i>2021-10-26</i><h3>{1}</h3><i>2021-10-25</i></div>",
        "<ul><li><b>26</b><i>2021-10</i><p>{0}</p></li><li><b>25</b><i>2021-10</i><p>{1}</p></li></ul>",
        "<ul><li>{0}<p>2019年3月1日起，这里试行新的办法。</p><i>2021-10-26</i></li><li>{1}<i>2021-10-25</i></li></ul>",
        '<ul><li>{0}<p><a href="/author/1.html">青岛日报/观海新闻</a> 2021-10-26</p></li><li>{1} 2021-10-25</li></ul>',
        '<ul><li><a href="/channel/2/">市内要闻频道</a>{0} 2021-10-26</li><li>{1} 2021-10-25</li></ul>',
    ],
)
def test_each_entry_has_its_own_day(body: str) -> None:
    assert days(body.format(*TWO)) == [ON, ON - timedelta(days=1)]


@pytest.mark.parametrize(
    "body",
    [
        "<div><p>2021年10月28日 星期四</p><ul><li>{0}</li><li>{1}</li></ul></div>",
        "<div><ul><li>{0}</li><li>{1}</li></ul><p>更新时间：2021-10-28</p></div>",
        "<div><p>2021-10-28</p><ul><li>{0}</li></ul></div>{1}",
        '<ul><li>{0}</li><li>{1}</li><li><a href="http://b.example.cn/1">别处的一条新闻</a> 2021-10-28</li></ul>',
        '<ul><li>{0}</li><li><a href="http://b.example.cn/1">别处的一条新闻</a> 2021-10-28</li></ul><p>{1}</p>',
        '<ul><li><a href="/p/7001.html">2019年1月1日起施行的办法</a></li><li>{1}</li></ul>',
    ],
)
def test_a_day_that_is_another_s_is_no_entry_s(body: str) -> None:
    assert days(body.format(*TWO)) == [None, None]


def test_the_day_in_the_last_line_of_an_entry_s_dl_is_its_own_beside_its_channel() -> None:
    row = (
        '<dl><dt><a href="/p/{0}.html">老街新事</a></dt><dd><a href="/p/{0}.html"><img src="t.jpg"></a>一段摘要</dd>'
        '<dd>分类: <a href="/channel/3/">市民议事厅频道</a> <span>2021-10-{0} 08:30</span></dd></dl>'
    )
    days = {link.url: link.published_on for link in index_of(row.format(26) + row.format(25)).links}
    assert days == {f"{HOST}/p/{day}.html": date(2021, 10, day) for day in (26, 25)}


def test_a_day_below_a_list_is_not_its_last_entry_s() -> None:
    one = '<h3><a href="/p/{0}.html">老街新事之{0}</a></h3><i>2021-10-26</i>'
    several = "<ul><li>{}</li><li>{}</li></ul><i>2021-10-28</i>".format(*TWO)
    assert days(f"<div>{''.join(map(one.format, range(10, 15)))}{several}</div>") == [ON] * 5 + [None] * 2


def test_a_day_without_its_year() -> None:
    body = "<ul><li>{} [10-27]</li><li>{} [12-31]</li></ul>".format(*TWO)
    assert days(body) == [TODAY - timedelta(days=1), date(2020, 12, 31)]
    assert days(body, page=2) == [None, None]
    assert days(body, now=datetime(2021, 12, 1, tzinfo=UTC)) == [None, None]  # nothing new for a month: of which year?
    named = '<ul><li><a href="/content/201810/7.html">老街新事之一</a> [10-26]</li></ul>'
    assert days(named, page=2) == [date(2018, 10, 26)]
