"""Documents as authorities set them: the headline in several lines, a number above, files below."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TEASERS, TITLE, document, page, paragraphs, teasers

from crawler.extract import extract

LINE = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def test_a_headline_in_several_lines_is_said_once() -> None:
    title = "岛城人民代表大会常务委员会关于批准调整预算的决议"
    stacked = "<p><b>岛城人民代表大会常务委员会<br>关于批准调整预算的决议</b><br>（2024年6月29日通过）</p>"
    shell = page(stacked + paragraphs(PROSE), title=title).replace(f"<h1>{title}</h1>{LINE}", "")
    told = shell.replace("</head>", "<meta name='firstpublishedtime' content='2024-07-01-10:10:00'></head>")
    found = extract(document(told))
    assert (found.title, found.body.split("\n")) == (title, ["（2024年6月29日通过）", *PROSE])
    assert str(found.published_on) == "2024-07-01"


def test_the_number_above_a_document_and_the_files_below_it_are_printed() -> None:
    inner = f"<div class='doc'><p>岛应急〔2024〕12号</p><div class='zw'>{paragraphs(PROSE)}</div></div>"
    shell = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{LINE}{inner}"
        f"<div><p>附件：<a href='b.doc'>排查表.doc</a></p></div><ul>{teasers()}</ul></body></html>"
    )
    found = extract(document(shell))
    assert found.body.split("\n") == ["岛应急〔2024〕12号", *PROSE, "附件：排查表.doc"]
    assert not set(TEASERS) & set(found.body.split("\n"))


@pytest.mark.parametrize(
    "line",
    [
        "文章分页",
        "微信扫一扫打赏",
        "本期编辑 王小二",
        "一审一校：王小二 二审二校：李小三 三审三校：张小四",
        "总值班：王小二",
        "排版：王小二",
        "出品：岛城日报社",
        "↓↓↓",
        "觉得不错，请点赞、在看、分享",
        "喜欢此内容的人还喜欢",
        "新闻推荐",
        "图文来源：岛城融媒",
        "文章来源于岛城日报",
        "综合：新华社、岛城日报",
        "如有侵权，请联系删除",
        "作者声明：内容取材于网络",
        "未完待续，点击下一页",
    ],
)
def test_a_sites_own_words_below_a_text(line: str) -> None:
    assert extract(document(page(paragraphs((*PROSE, line))))).body.split("\n") == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "市民纷纷点赞、转发。",
        "图/王小二",
        "整理：王小二",
        "数据来源于市统计局的季度公报。",
        "统筹：王小二",
        "咨询电话：0532-80001234",
    ],
)
def test_words_like_those_that_were_printed(line: str) -> None:
    assert extract(document(page(paragraphs((*PROSE, line))))).body.split("\n") == [*PROSE, line]


@pytest.mark.parametrize("line", ["收藏与分享", "出品：老厂的新招牌"])
def test_they_are_headings_between_paragraphs(line: str) -> None:
    body = extract(document(page(paragraphs((*PROSE[:3], line, *PROSE[3:]))))).body
    assert body.split("\n") == [*PROSE[:3], line, *PROSE[3:]]


def test_files_that_a_script_gives_out_are_known_by_their_names() -> None:
    files = "<li><a href='/system/download?id=1'>1.汇总表.docx</a></li><li><a href='/f?id=2'>2.申报书.pdf</a></li>"
    shell = page(paragraphs(PROSE), after=f"<div><b>附件：</b><ul>{files}</ul></div>")
    assert extract(document(shell)).body.split("\n") == [*PROSE, "附件：", "1.汇总表.docx", "2.申报书.pdf"]
