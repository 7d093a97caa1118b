"""Where an e-paper's issues stand, what its home page says, and that no bytes make a reader fail otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support_epaper import BASE, DAY, FOLDER, board_page, directory, document, listing, series, story_page

from crawler.epapers.fronts import PATIENCE, Fronts, says_no_issue
from crawler.sources.assembling import assemble
from crawler.sources.base import Ask, ReadError
from crawler.sources.board import read_board
from crawler.sources.choice import choose
from crawler.sources.epaper import FRONTS, Epaper
from crawler.sources.story import read_story
from storage.sourceconfig import EpaperSource

SOURCE = Epaper(EpaperSource(kind="epaper", base_url=BASE))
HOME = f"{BASE}/paperindex.htm"


def test_the_first_question_is_the_home_page() -> None:
    assert SOURCE.asks() == (Ask(HOME, HOME),)
    assert SOURCE.hosts == {"paper.example"}


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="refresh" content="0;URL=html/2021-10/26/node_1.htm">',
        "<META HTTP-EQUIV='Refresh' CONTENT=\"0; url='html/2021-10/26/node_1.htm?v=1'\">",
        "<script>window.location.href = 'html/2021-10/26/node_1.htm'</script>",
        "<body><a href=html/2021-10/26/node_1.htm>进入</a></body>",
        '<meta http-equiv="refresh" content="0;html/2021-10/26/node_1.htm">',
        "<script>top.location.assign('html/2021-10/26/node_1.htm')</script>",
        '<script>var newest = "html/2021-10/26/node_1.htm"; window.open(newest, "_self");</script>',
    ],
)
def test_the_home_page_leads_to_the_newest_issue(html: str) -> None:
    assert SOURCE.newest(document(html, HOME)) == (f"{FOLDER}/node_1.htm", DAY)


def test_of_a_home_page_s_many_days_the_newest_counts_and_none_that_is_yet_to_come() -> None:
    days = "".join(f"<a href=html/2021-10/{day}/node_1.htm>{day}</a>" for day in (24, 25, 26))
    html = f"<table>{days}</table><a href=html/2031-10/27/node_1.htm>27</a>"
    assert SOURCE.newest(document(html, HOME)) == (f"{FOLDER}/node_1.htm", DAY)
    led = f"<script>location.href='html/2021-10/25/node_1.htm'</script>{html}"
    assert SOURCE.newest(document(led, HOME))[1] == DAY - timedelta(days=1)


def test_a_home_page_that_answered_with_the_issue_itself() -> None:
    page = document(board_page(directory((1, "第01版：要闻")), ""), f"{FOLDER}/node_1.htm?v=1")
    assert SOURCE.newest(page) == (f"{FOLDER}/node_1.htm", DAY)


def test_a_home_page_that_answered_with_a_board_of_nobody_knows_which_day_is_an_error() -> None:
    """Then issues are looked for by their days; it was a newest issue of no day, of which none was ever read."""
    with pytest.raises(ReadError):
        SOURCE.newest(document(board_page(directory((1, "第01版：要闻")), ""), f"{BASE}/html/node_1.htm"))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>维护中</p>",
        '<meta http-equiv="refresh" content="0;URL=/error.htm">',
        f'<meta http-equiv="refresh" content="0{" " * 2000}">',  # was tried in each of so many ways, for hours
    ],
)
def test_a_home_page_that_leads_nowhere_is_an_error(html: str) -> None:
    with pytest.raises(ReadError):
        SOURCE.newest(document(html, HOME))


@pytest.mark.parametrize(
    "notice",
    [
        "您选择的日期没有报纸", "今日无报！", "该日期暂无数据", "11月20日没有出版", "本日休刊",
    ],
)  # fmt: skip
def test_a_notice_that_no_newspaper_was_printed(notice: str) -> None:
    assert says_no_issue(document(f"<p>{notice}</p>"))


@pytest.mark.parametrize("page", ["今日无法访问本报", "今日报纸", "该日期" + "的版面" * 300 + "当日没有报纸", ""])
def test_what_is_no_such_notice(page: str) -> None:
    assert not says_no_issue(document(f"<p>{page}</p>"))


def test_the_address_of_any_day() -> None:
    assert SOURCE.issue_url(DAY) == f"{FOLDER}/node_1.htm"
    assert SOURCE.issue_url(DAY, FRONTS[1]) == f"{FOLDER}/node_2.htm"


def test_the_newest_issue_tells_the_folders_of_the_others() -> None:
    other = "http://paper.example/content/2018-01/31/node_2.htm"
    assert SOURCE.issue_url(DAY, other) == "http://paper.example/content/2021-10/26/node_2.htm"
    assert SOURCE.issue_url(DAY, other.replace("-", "")) == "http://paper.example/content/202110/26/node_2.htm"
    own = "http://paper.example/rb/2018-01/31/001/node.htm"
    assert SOURCE.issue_url(DAY, own) == "http://paper.example/rb/2021-10/26/001/node.htm"


def test_an_issue_that_is_not_in_the_newest_skins_folder_may_be_in_a_classic_one() -> None:
    layout = f"{BASE}/layout/202110/26/node_01.html"
    assert SOURCE.fronts(layout, DAY) == (f"{FOLDER}/node_1.htm", f"{FOLDER}/node_2.htm")
    assert SOURCE.fronts(f"{FOLDER}/node_2.htm", DAY) == (f"{FOLDER}/node_1.htm",)


def test_after_an_issue_none_is_looked_for_elsewhere_and_before_it_for_a_fortnight() -> None:
    fronts, other = Fronts(), [f"{FOLDER}/node_2.htm"]
    fronts.answered(f"{FOLDER}/node_1.htm", DAY)
    assert fronts.elsewhere("/node_1.htm", DAY + timedelta(days=3), other) is None
    for gap in range(1, PATIENCE + 1):
        assert fronts.elsewhere("/node_1.htm", DAY - timedelta(days=gap), other) == other[0]
        fronts.missed()
    assert fronts.elsewhere("/node_1.htm", DAY - timedelta(days=20), other) is None


def test_a_base_serves_its_own_dates_only() -> None:
    config = EpaperSource.model_validate(
        {"kind": "epaper", "base_url": BASE, "from": "2021-10-26", "until": "2021-10-27"}
    )
    source = Epaper(config)
    assert [day for day in range(1, 32) if source.serves(date(2021, 10, day))] == [26, 27]
    assert SOURCE.serves(date(1999, 1, 1))


def test_from_pages_to_one_text() -> None:
    entries = directory((1, "第01版：要闻"), (2, "第特1版：改革巡礼"))
    pages = [
        board_page(
            entries, listing(("content_1_1", "今起推出专题报道", "海湾改革巡礼~~~"), ("content_1_2", "明日有雨", "~~~"))
        ),
        board_page(entries, listing(("content_2_3", "甲局提速", "~~~"), ("content_2_4", "广告", "~~~"))),
    ]
    boards = [read_board(document(html, f"{FOLDER}/node_{n}.htm")) for n, html in enumerate(pages, 1)]
    texts = {"content_1_1": ("今起推出专题报道", "开篇。"), "content_2_3": ("甲局提速", "甲段。")}
    read = [
        (
            each.board,
            [
                read_story(document(story_page(title, f"<P>　　{text}</P>"), f"{FOLDER}/{name}.htm"))
                for name, (title, text) in texts.items()
                if f"{FOLDER}/{name}.htm" in {link.url for link in each.stories}
            ],
        )
        for each in choose(series(), boards)
    ]
    assembled = assemble(series(), read)
    assert assembled is not None
    assert assembled.extract.body.split("\n") == [
        "海湾日报2021年10月26日1版", "开篇。", "海湾日报2021年10月26日特1版", "甲局提速", "甲段。",
    ]  # fmt: skip
    assert assembled.extract.title == "今起推出专题报道"


MARKS = st.sampled_from(
    [
        b"<a id=pageLink href=node_1.htm>", "第01版：要闻".encode(), b'<table id="bmdhTable">', b"<tr>", b"</a>",
        b"<span>~~~",
        b"<area href=content_1.htm>", b"<a href=content_1.htm>", b"<founder-title>", b"<founder-content>",
        b"<table class=wz>",
        b"<!--<npm:article-title>-->", b"<!--</npm:article-title>-->",
        b"<!--enpproperty <title>x</title>/enpproperty-->",
        b"<!--enpcontent-->", b"<!--/enpcontent-->", b'<a href="http://[">', b"<base href='http://[x'>",
        b"<div id=ozoom>",
        b"<meta http-equiv=refresh content='0;url=http://[/node_1.htm'>", "9999年99月99日 星期一".encode(), b"</table>",
        b"<img src='//[' usemap=#x>", b"<div class=search-result-list><ul><li><h3><a href=/p/1234.html>",
    ]
)  # fmt: skip
BYTES = st.one_of(st.binary(max_size=300), st.lists(st.one_of(MARKS, st.binary(max_size=8)), max_size=30).map(b"".join))


@settings(max_examples=150, deadline=None)
@example(b"")
@example(b"<" * 2000)
@example(b"<div>" * 5000)
@given(BYTES)
def test_no_bytes_make_a_reader_fail_otherwise(body: bytes) -> None:
    for reader in (read_board, read_story, SOURCE.newest):
        try:
            found = reader(document(body))
        except ReadError:
            continue
        assert found
