"""Boards of a Founder paper: both skins, and the damage that real ones have."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from support_epaper import DAY, FOLDER, board_page, directory, document, listing

from crawler.sources.base import ReadError
from crawler.sources.board import read_board
from crawler.sources.founder import Board, BoardLink, paper_name, read_label

SHARED = Path(os.environ.get("XUNLI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
REAL = SHARED / "fixtures" / "founder-epaper"
REAL_URL = "http://paper.example/html/2017-07/22/node_2.htm"


@pytest.fixture(scope="module")
def real() -> tuple[Board, dict[str, Any]]:
    if not REAL.is_dir():
        pytest.skip("the shared saved page is not here")
    name = "jjjcb_2017-07-22_node_2"
    board = read_board(document((REAL / f"{name}.htm").read_bytes(), REAL_URL))
    return board, json.loads((REAL / f"{name}.expected.json").read_text(encoding="utf-8"))


def test_real_page_facts(real: tuple[Board, dict[str, Any]]) -> None:
    board, said = real
    assert board.paper == said["paper"]
    assert str(board.on) == said["date"]
    assert (f"第{board.label}", board.name) == (said["board_no"], said["board_name"])


def test_real_page_directory(real: tuple[Board, dict[str, Any]]) -> None:
    board, said = real
    found = [(link.url, f"第{link.label}：{link.name}", link.pdf) for link in board.boards]
    expected = [(urljoin(REAL_URL, b["href"]), b["name"], urljoin(REAL_URL, b["pdf"])) for b in said["boards"]]
    assert found == expected
    assert board.others == board.boards[1:]


def test_real_page_stories_are_the_boards_own(real: tuple[Board, dict[str, Any]]) -> None:
    board, said = real
    expected = [(urljoin(REAL_URL, story["href"]), story["title"]) for story in said["articles"]]
    assert [(story.url, story.title) for story in board.stories] == expected


def test_real_page_steps_and_files(real: tuple[Board, dict[str, Any]]) -> None:
    board, said = real
    found = (board.next_board, board.page_image, board.pdf)
    names = ("next_board", "board_image", "board_pdf")
    assert found == tuple(urljoin(REAL_URL, said[name]) for name in names)


ENTRIES = directory((1, "第01版：要闻"), (2, "第 2 版：综合"), (9, "第特1版：海湾改革巡礼"), (10, "第A07版：教育"))
STORIES = listing(
    ("content_11_101", "港口又添新航线", "开放之年~~~——来自一线的报道"), ("content_11_102", "短讯两则", "~~~"),
    ("content_11_103", "只有引题", "看改革~~~"), ("content_11_104", "只有副题", "~~~——落款"),
)  # fmt: skip


def test_current_skin() -> None:
    steps = '<a class="preart" id="ed_pre" href="javascript:alert(\'已经是第一版\')">上一版</a>'
    steps += '<a href="node_2.htm">下一版</a>'
    issues = '<span id="upqi"><a href="../25/node_1.htm">上一期</a><a href="#">下一期</a></span>'
    areas = '<area shape="polygon" coords="1,2,3,4" href="content_11_101.htm?div=-1">' * 2
    board = read_board(document(board_page(ENTRIES, STORIES, areas, steps + issues), f"{FOLDER}/node_1.htm?v=1"))
    assert (board.url, board.on, board.label, board.name, board.paper) == (
        f"{FOLDER}/node_1.htm", DAY, "1版", "要闻", "海湾日报",
    )  # fmt: skip
    assert [(link.label, link.name) for link in board.boards] == [
        ("1版", "要闻"), ("2版", "综合"), ("特1版", "海湾改革巡礼"), ("A07版", "教育"),
    ]  # fmt: skip
    assert board.pdf == "http://paper.example/conpaper/hwrb/resfile/2021-10-26/01/hwrb01.pdf"
    assert board.page_image == "http://paper.example/conpaper/hwrb/resfile/2021-10-26/01/Page_b.jpg"
    assert board.next_board == f"{FOLDER}/node_2.htm"


def test_titles_hidden_beside_the_link() -> None:
    board = read_board(document(board_page(ENTRIES, STORIES)))
    assert [(s.title, s.pretitle, s.subtitle) for s in board.stories] == [
        ("港口又添新航线", "开放之年", "——来自一线的报道"), ("短讯两则", "", ""), ("只有引题", "看改革", ""),
        ("只有副题", "", "——落款"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        '<TR class="wzlb_tr"><TD><A HREF=content_11_101.htm>港口又添新航线'
        '<span style="DISPLAY: none">引题~~~副题</span></A></TD></TR>',
        '<tr class="wzlb_tr pile1"><td><a href="./content_11_101.htm?div=0" title="港口又添新航线">港口又添…</a></td>'
        "<td><span hidden>引题~~~副题</span></td></tr>",
        '<tr class="wzlb_tr"><td><a href="content_11_101.htm#top">港口又添新航线</a><span class="x">引题~~~副题</span>'
        '<br><a href="content_11_102.htm">别的</a></td></tr>',
    ],
)
def test_variants_of_a_list_entry(row: str) -> None:
    story = read_board(document(board_page(ENTRIES, f"<table>{row}</table>"))).stories[0]
    assert (story.url, story.title, story.pretitle, story.subtitle) == (
        f"{FOLDER}/content_11_101.htm", "港口又添新航线", "引题", "副题",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "pretitle"),
    [
        ('<div style="display:none">改革巡礼~~~</div>', "改革巡礼"),
        ('<input type="hidden" value="改革巡礼~~~">', "改革巡礼"),
        ('<input type="hidden" value="101">', ""),
        ('<span style="display:none">市民说，改革巡礼的路上听到了许多事。还有下文。</span>', ""),
        ('<div style="display:none">别处的改革巡礼</div>', ""),
    ],
)
def test_what_else_hides_beside_a_link(entry: str, pretitle: str) -> None:
    row = f"<ul><li><a href=content_11_101.htm>港口又添新航线</a>{entry}</li></ul>"
    assert read_board(document(board_page(ENTRIES, row))).stories[0].pretitle == pretitle


@pytest.mark.parametrize(
    ("before", "pretitle"),
    [
        ("[改革巡礼] ", "改革巡礼"), ("<p>“改革巡礼”系列报道</p>", "“改革巡礼”系列报道"), ("· ", ""), ("01 ", ""),
        ("<p>昨天，改革巡礼走进港口。</p>", ""),
    ],
)  # fmt: skip
def test_the_words_above_a_story_s_link_are_its_pretitle(before: str, pretitle: str) -> None:
    row = f"<ul><li>{before}<a href=content_11_101.htm>港口又添新航线</a><p>改革巡礼的摘要</p></li></ul>"
    assert read_board(document(board_page(ENTRIES, row))).stories[0].pretitle == pretitle


def test_what_the_list_does_not_say_another_link_to_the_story_does() -> None:
    area = '<area coords="1,1" href="content_1.htm" title="改革巡礼 甲事">'
    list_ = '<ul><li><a href=content_1.htm title="甲事有了新进展">甲事…</a></li>'
    list_ += "<li><a href=content_2.htm>乙事</a></li></ul>"
    popup = "<div id=btdh><a href=content_2.htm>乙事</a><span style='display:none'>看改革~~~</span></div>"
    stories = read_board(document(board_page(ENTRIES, list_, area + '<area href="content_2.htm">', popup))).stories
    assert [(one.title, one.pretitle) for one in stories] == [("甲事有了新进展", ""), ("乙事", "看改革")]
    assert "改革巡礼" in stories[0].tooltip


def test_a_title_s_lines_stay_apart_and_one_that_speaks_of_moving_is_no_step() -> None:
    row = '<ul><li><a href=content_1.htm title="三千职工转到新岗位">三千职工<br>转到新岗位</a></li></ul>'
    assert [one.title for one in read_board(document(board_page(ENTRIES, row))).stories] == ["三千职工 转到新岗位"]


def test_a_story_listed_twice_is_one_and_step_links_are_none() -> None:
    twice = listing(("content_1", "甲事", ""), ("content_1", "甲事", "引~~~副"), ("content_2", "乙事", ""))
    step = '<a href="content_9.htm" title="转到本版的下一篇报道">下一篇</a>'
    board = read_board(document(board_page(ENTRIES, twice + step)))
    assert [(s.title, s.pretitle) for s in board.stories] == [("甲事", "引"), ("乙事", "")]


def test_a_story_that_only_an_area_leads_to_is_kept() -> None:
    areas = '<AREA COORDS="1,1" href="content_5.htm"><area coords="2,2" href="javascript:void(0)">'
    board = read_board(document(board_page(ENTRIES, listing(("content_1", "甲事", "")), areas)))
    assert [(s.url.rsplit("/", 1)[1], s.title) for s in board.stories] == [
        ("content_1.htm", "甲事"),
        ("content_5.htm", ""),
    ]


CLASSIC = """<HTML><HEAD><TITLE>海湾日报</TITLE></HEAD><BODY><MAP NAME="pagepicmap">
<Area coords="1,2" shape="polygon" href="content_71.htm?div=-1"><Area coords="3,4" href=content_72.htm?div=0>
<Area coords="5,6" href=content_71.htm?div=-1></MAP>
<IMG SRC=../../1/2019-03/04/2/2019030402_brief.jpg USEMAP=#pagepicmap>
<p>2019年3月4日　星期<font class=weekday>一</font></p><td class=bm01>第2版　　　<span>综合</span></td>
<ul> <li><a href=content_71.htm><div id=mp71>甲事</div></a></li>
<li><a href=content_72.htm><div id=mp72>乙事</div></a></li>
<li><a href=content_73.htm><div id=mp73>没有热区的丙事</div></a></li></ul>
<table><tr><td><a href=content_71.htm>甲事</a></td></tr><tr><td><a href=content_99.htm>别的版的事</a></td></tr></table>
<table><tr><td>&nbsp;<a id=pageLink href=./node_187.htm>第1版：要闻</a></td>
<td><a href=../../1/a_pdf.pdf>PDF</a></td></tr>
<tr><td><a id=pageLink href=node_188.htm>第2版：综合</a></td><td><a href=../../1/b_pdf.pdf>PDF</a></td></tr>
<tr><td><a id=pageLink href=node_190.htm>第2版：综合（续页）</a></td></tr></table></BODY></HTML>"""


def test_classic_skin_by_its_hot_areas() -> None:
    board = read_board(document(CLASSIC, "http://paper.example/html/2019-03/04/node_188.htm"))
    assert (board.on, board.label, board.name) == (date(2019, 3, 4), "2版", "综合")
    assert [story.title for story in board.stories] == ["甲事", "乙事", "没有热区的丙事"]
    assert board.pdf == "http://paper.example/html/1/b_pdf.pdf"
    assert [link.url.rsplit("_", 1)[1] for link in board.boards] == ["187.htm", "188.htm", "190.htm"]


def test_two_boards_of_one_number_stay_two() -> None:
    board = read_board(document(CLASSIC, "http://paper.example/html/2019-03/04/node_188.htm"))
    assert [link.label for link in board.boards] == ["1版", "2版", "2版"]


def test_the_board_that_an_issue_opens_with_is_asked_for_once() -> None:
    """Also where the issue's own address is a second one of its first board."""
    page = board_page(directory((2, "第01版：要闻"), (3, "第02版：专题")), STORIES, more="<h2>第01版：要闻</h2>")
    for at in ("node_1.htm", "node_2.htm"):
        assert [link.label for link in read_board(document(page, f"{FOLDER}/{at}")).others] == ["2版"]


@pytest.mark.parametrize(
    "markup",
    [
        '<tr class="bmdh_tr"><td><a class="rigth_bmdh_href" href="node_1.htm">A07：教育</a></td></tr>',
        '<tr class="bmdh_tr pile1"><td>第A07版</td><td><a class="rigth_bmdh_href" href="node_1.htm">教育</a></td></tr>',
        "<div><a href='node_1.htm'>第A07版：教育</a></div>",
    ],
)
def test_variants_of_a_directory_entry(markup: str) -> None:
    board = read_board(document(board_page(f"<table>{markup}</table>", "")))
    assert board.boards == (BoardLink(f"{FOLDER}/node_1.htm", "A07版", "教育"),)
    assert (board.label, board.name) == ("A07版", "教育")


SPECIAL = "<a id=pageLink href=node_9.htm>特1：改革巡礼</a>"
CHOICES = (
    '<select onchange="go(this)"><option>请选择</option><option value="node_1.htm">第01版：要闻</option>'
    '<option value="./node_9.htm">特1版：改革巡礼</option></select>'
)
NAMED_BESIDE = (
    '<table><tr class="bmdh_tr"><td>第01版</td><td><a class="rigth_bmdh_href" href="node_1.htm">要闻</a></td></tr>'
    '<tr class="bmdh_tr"><td>第08版</td><td><a class="rigth_bmdh_href" href="node_9.htm">3·15特刊</a></td></tr></table>'
)


@pytest.mark.parametrize(
    ("markup", "second"),
    [
        (CHOICES, ("特1版", "改革巡礼")),
        (NAMED_BESIDE, ("8版", "3·15特刊")),
        (
            f"<table id=bmdhTable><tr><td><a href=node_1.htm>01：要闻</a>{SPECIAL}</td></tr></table>",
            ("特1版", "改革巡礼"),
        ),
        ("<a href=node_1.htm>第01版（要闻）</a><a href=node_9.htm>第09版（城事（上））</a>", ("9版", "城事（上）")),
        ("<div id=bmdh><a href=node_1.htm>01 要闻</a><a href=node_9.htm>09 24小时</a></div>", ("9版", "24小时")),
        (
            "<div id=bmdh><a href=node_1741.htm>版面概览</a><a href=node_1.htm>01版 要闻</a>"
            "<a href=node_9.htm>04-05版 聚焦</a></div>",
            ("4-5版", "聚焦"),
        ),
    ],
)
def test_directories_of_other_skins(markup: str, second: tuple[str, str]) -> None:
    board = read_board(document(board_page(markup, STORIES)))
    assert [(link.label, link.name) for link in board.boards] == [("1版", "要闻"), second]


def test_a_pdf_that_only_a_script_opens() -> None:
    entry = '<dl><dt><a id="pageLink" href="node_1.htm">第01版：要闻</a></dt><dd><img src=p.gif {}></dd></dl>'
    for told in ('filepath="../../../a/01.pdf"', "onclick=\"openPdf('../../../a/01.pdf')\""):
        board = read_board(document(board_page(entry.format(told), STORIES)))
        assert board.boards[0].pdf == "http://paper.example/conpaper/hwrb/a/01.pdf"


def test_the_newer_skin_keeps_its_stories_in_a_folder_of_their_own() -> None:
    root = "http://paper.example/rb/pc"
    links = "<ul><li><a href=../../../content/202110/26/content_7.html>甲事</a></li></ul>"
    links += "<a href=/wb/pc/content/202110/26/content_8.html>姊妹报的事</a>"
    links += "<a href=../../../content/202110/25/content_9.html>昨天的事</a>"
    page = board_page("<a href=node_01.html>第01版：要闻</a>", links)
    board = read_board(document(page, f"{root}/layout/202110/26/node_01.html"))
    assert [story.url for story in board.stories] == [f"{root}/content/202110/26/content_7.html"]


@pytest.mark.parametrize(
    ("boards", "stories", "name"),
    [("layout", "content", "c7.html"), ("column", "content", "content_7.html"), ("layout", "con", "content_7.html")],
)
def test_the_newer_skin_under_other_names(boards: str, stories: str, name: str) -> None:
    root = "http://paper.example/rb"
    link = f"<ul><li><a href=../../../{stories}/202110/26/{name}>甲事</a></li></ul>"
    page = board_page("<a href=node_01.html>第01版：要闻</a>", link)
    board = read_board(document(page, f"{root}/{boards}/202110/26/node_01.html"))
    assert [story.url for story in board.stories] == [f"{root}/{stories}/202110/26/{name}"]


def test_each_board_in_a_folder_of_its_own() -> None:
    entries = "<a id=pageLink href=../002/node.htm>第02版：民生</a><a id=pageLink href=../../25/003/node.htm>第03版</a>"
    page = board_page(entries, "<ul><li><a href=content_rb_7.htm>甲事</a></li></ul>")
    board = read_board(document(page, f"{FOLDER}/001/node.htm"))
    assert [(link.url, link.label) for link in board.boards] == [(f"{FOLDER}/002/node.htm", "2版")]
    assert [story.url for story in board.stories] == [f"{FOLDER}/001/content_rb_7.htm"]
    assert board.on == DAY


def test_boards_and_stories_that_bear_the_newspapers_code() -> None:
    entries = "<a id=pageLink href=nbs.D370200hwrb_02.htm>第02版：民生</a>"
    page = board_page(entries, "<ul><li><a href=nw.D370200hwrb_20211026_1-01.htm>甲事</a></li></ul>")
    board = read_board(document(page, f"{FOLDER}/nbs.D370200hwrb_01.htm"))
    assert [link.label for link in board.boards] == ["2版"]
    assert [story.title for story in board.stories] == ["甲事"]


@pytest.mark.parametrize(
    "notice",
    [
        "<p>展会定于2022年3月4日 星期五开幕，市民可以预约。</p>", "<p>展会定于2022年3月4日 星期五开幕，市民可</p>",
        "<p>市贸促会说，2022年3月4日 星期五开展</p>",
    ],
)  # fmt: skip
def test_what_a_story_announces_is_no_date_line(notice: str) -> None:
    page = board_page(ENTRIES, STORIES, "", notice).replace("2021年10月26日 星期二 出版", "")
    assert read_board(document(page)).on == DAY


@pytest.mark.parametrize("line", ["2021年10月25日 星期一 农历九月二十，第9876期", "海湾日报2021年10月25日 星期一 出版"])
def test_date_lines_of_another_day(line: str) -> None:
    page = board_page(ENTRIES, STORIES).replace("2021年10月26日 星期二 出版", line)
    assert read_board(document(page)).on == date(2021, 10, 25)


@pytest.mark.parametrize(
    "step", ["<a href=node_2.htm>后一版 &gt;</a>", "<a href=node_2.htm><img src=a.gif title=下一版></a>"]
)
def test_steps_by_other_names(step: str) -> None:
    assert read_board(document(board_page(ENTRIES, STORIES, "", step))).next_board == f"{FOLDER}/node_2.htm"


@pytest.mark.parametrize(
    "shown",
    [
        "<div>第04版：<strong>文化</strong></div>",
        '<span id="NewsEditionNumber">04</span><span id="NewsEditionName">文化</span>',
        "<td id='currentBM'>第04版：<strong>文化</strong></td>",
        "<div>当前版： 04版 文化</div>",
    ],
)
def test_the_page_says_which_board_it_is(shown: str) -> None:
    board = read_board(document(board_page(ENTRIES, "", "", shown), f"{FOLDER}/node_77.htm"))
    assert (board.label, board.name) == ("4版", "文化")


def test_the_date_line_wins_over_an_address_that_answers_with_another_issue() -> None:
    url = f"{FOLDER.removesuffix('26')}30/node_1.htm"
    assert read_board(document(board_page(ENTRIES, STORIES), url)).on == DAY
    today = "<p>今天是2026年11月23日 星期一</p>"
    assert read_board(document(board_page(ENTRIES, STORIES, "", today))).on == DAY


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("第01版：要闻", "1版", "要闻"), ("第 1 版：头版", "1版", "头版"), ("特1版：巡礼", "特1版", "巡礼"),
        ("第十二版  副刊", "12版", "副刊"), ("A07版", "A07版", ""), ("第０３版：经济", "3版", "经济"),
        ("要闻", "", "要闻"),
        ("第05版：特2版 巡礼", "特2版", "巡礼"), ("第T1版:2021改革巡礼", "T1版", "2021改革巡礼"),
        ("第08版：“一带一路”", "8版", "“一带一路”"),
        ("头版头条回顾", "", "头版头条回顾"), ("第04-05版：专题", "4-5版", "专题"), ("02-03版 聚焦", "2-3版", "聚焦"),
        ("第A04、A05版：聚焦", "A04、A05版", "聚焦"), ("第01版【要闻】", "1版", "要闻"),
    ],
)  # fmt: skip
def test_labels(text: str, label: str, name: str) -> None:
    assert read_label(text) == (label, name)


@pytest.mark.parametrize(
    "title",
    [
        "海湾日报",
        "海湾日报社数字报",
        "欢迎访问海湾日报电子版",
        "数字报_海湾日报",
        "第01版：要闻-海湾日报多媒体数字报",
        "《海湾日报》电子报",
    ],
)
def test_the_papers_name(title: str) -> None:
    assert paper_name(title) == "海湾日报"
    assert paper_name("数字报", "海报", "第01版：要闻") is None


@pytest.mark.parametrize(
    "html",
    [
        b"", b"<html></html>", b"\xff\xfe\x00", b"\x00" * 50,
        "<p>系统正在验证您的访问</p>".encode(),
        '<a href="/news/node_93394.htm">新闻</a><a href="/a/content_20108623.htm">一条新闻</a>'.encode(),
    ],
)  # fmt: skip
def test_what_is_no_board_is_an_error(html: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_board(document(html))
    assert caught.value.url == f"{FOLDER}/node_1.htm"


def test_a_list_of_the_day_s_best_is_not_the_board_s_where_its_areas_name_others() -> None:
    best = "".join(f"<li><a href=content_{n}.htm>热点新闻之{n}</a></li>" for n in (1, 7, 8, 9))
    areas = "".join(f'<area href="content_{n}.htm" title="港口又添新航线之{n}">' for n in (1, 2, 3))
    board = read_board(document(board_page(ENTRIES, f"<ul>{best}</ul>", areas)))
    assert [link.url[-5] for link in board.stories] == ["1", "2", "3"]


def test_a_directory_to_choose_from_is_read_by_its_numbers_and_a_calendar_is_none() -> None:
    boards = "<select><option value=node_1.htm>A01 要闻</option><option value=node_2.htm>A02 综合</option></select>"
    days = (
        "<select><option value=../25/node_1.htm>25日</option><option value=node_1.htm>2021年10月26日</option></select>"
    )
    assert [link.label for link in read_board(document(board_page(boards + days, STORIES))).boards] == [
        "A01版",
        "A02版",
    ]
    assert read_board(document(board_page("<td id=currentBM>第1版：要闻</td>" + days, STORIES))).boards == ()


def test_a_column_counts_beside_a_hidden_pretitle_too() -> None:
    row = (
        "<li>【海湾改革巡礼】<a href=content_1.htm>甲局提速</a><span style='display:none'>全市推进会召开~~~</span></li>"
    )
    assert [link.pretitle for link in read_board(document(board_page(ENTRIES, f"<ul>{row}</ul>"))).stories] == [
        "海湾改革巡礼 全市推进会召开"
    ]
