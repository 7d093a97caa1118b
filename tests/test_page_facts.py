"""Where pages say when an article came out, from whom it is and who made it, beside the usual line below a headline."""

from __future__ import annotations

import pytest
from support_cms import PROSE, document, page, paragraphs, teasers

from crawler.extract import extract
from storage.values import Extract

LINE = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def read(line: str, *, after: str = "", head: str = "", inner: str = paragraphs(PROSE)) -> Extract:
    shell = page(inner, after=after).replace(LINE, line).replace("</head>", f"{head}</head>")
    return extract(document(shell))


def put_up(found: Extract) -> str | None:
    return found.published_at.isoformat() if found.published_at else None


@pytest.mark.parametrize(
    "changed", ["最后更新: 2024-07-01 18:30:00", "更新时间：2024-07-01 18:30", "修改于 2024-07-01 18:30"]
)
def test_when_it_was_changed_is_not_when_it_came_out(changed: str) -> None:
    found = read(f"<p>2024-07-01 10:10 来源：岛城日报</p><p>{changed}</p>")
    assert put_up(found) == "2024-07-01T02:10:00+00:00"
    told = "<meta property='article:published_time' content='2024-07-01T10:10:00+08:00'>"
    assert put_up(read(f"<p>{changed}</p>", head=told)) == "2024-07-01T02:10:00+00:00"
    assert put_up(read(f"<p>{changed}</p>")) == "2024-07-01T10:30:00+00:00"


def test_an_authoritys_record_above_the_headline_tells_the_day() -> None:
    record = (
        "<table><tr><td>发文字号：</td><td>岛应急〔2024〕12号</td><td>发布日期：</td><td>2024-07-01</td></tr></table>"
    )
    shell = page(paragraphs(PROSE)).replace(LINE, "").replace("<h1>", f"{record}<h1>")
    found = extract(document(shell))
    assert str(found.published_on) == "2024-07-01"
    assert found.body.split("\n") == list(PROSE)


def test_the_outlet_in_a_colophon_below_the_text_and_none_of_a_list() -> None:
    colophon = "<div><a href='#c'>查看评论</a></div><ul><li><b>版权声明</b> 来源：岛城商报 作者：</li></ul>"
    assert read("<p>2024-07-01 10:10</p>", after=colophon).source == "岛城商报"
    listed = f"<h3>相关阅读</h3><ul>{teasers()}</ul><p>来源：别家网 2024-06-30</p>"
    assert read("<p>2024-07-01 10:10</p>", after=listed).source is None
    assert read(LINE, after=colophon).source == "岛城日报"


def test_the_outlet_behind_a_forums_label_and_no_place() -> None:
    line = (
        "<p>2024-7-1 10:10<span>|</span>发布者: <a href='/u'>海风</a><span>|</span>查看: 12<span>|</span>来自: {}</p>"
    )
    assert read(line.format("岛城晚报")).source == "岛城晚报"
    assert read(line.format("湖北")).source is None


def test_the_outlet_and_the_reporter_without_labels() -> None:
    found = read("<p><i>2024-07-01 10:10</i> <i>岛城晚报</i> <i>首席记者 赵大海 通讯员 方小雨</i></p>")
    assert (found.source, found.byline) == ("岛城晚报", "首席记者 赵大海 通讯员 方小雨")


def test_facts_that_only_a_style_sheet_sets_apart() -> None:
    after = "<div><span>栏目主编：孔一</span><span>文字编辑：梁二</span><span>题图来源：岛城图库</span></div>"
    assert read(LINE, after=after).editor == "梁二"


def test_an_outlet_is_no_editor_and_who_gave_a_picture_no_author() -> None:
    found = read(LINE, after="<div>责任编辑： 岛城网</div>", inner=paragraphs((*PROSE, "（图片由受访单位提供）")))
    assert (found.editor, found.byline) == (None, None)
    assert found.body.endswith("（图片由受访单位提供）")


@pytest.mark.parametrize("outside", [True, False])
def test_the_responsible_editor_goes_before_another(outside: bool) -> None:
    said = paragraphs(("编辑：王小二", "责编：刘小某", "监制：李小三"))
    text = paragraphs(PROSE)
    found = read(LINE, inner=text, after=f"<div>{said}</div>") if outside else read(LINE, inner=text + said)
    assert (found.editor, found.body.split("\n")) == ("刘小某", list(PROSE))


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div>来源：岛城日报　作者：第二党支部<br>时间：2024-07-01 10:10</div>", "作者：第二党支部"),
        ("<div>□ 本报记者 袁小某　发布：2024-07-01　来源：岛城日报</div>", "本报记者 袁小某"),
    ],
)
def test_who_wrote_it_beside_the_outlet(line: str, byline: str) -> None:
    found = read(line, inner=paragraphs((*PROSE, "（作者单位：岛城文联）")))
    assert (found.source, found.byline) == ("岛城日报", byline)


@pytest.mark.parametrize(
    ("line", "source", "byline", "editor"),
    [
        ("2024-07-01 10:10　来源：岛城日报　记者 赵大海　编辑 王小二", "岛城日报", "记者 赵大海", "王小二"),
        ("2024-07-01 10:10 | 来源：岛城日报 | 编辑：王小二 | 责任编辑：刘小某", "岛城日报", None, "刘小某"),
        ("供稿：团委　编辑：王小二　日期：2024-07-01", None, None, "王小二"),
        ("撰稿：赵大海　编辑：王小二　发布时间：2024-07-01", None, "撰稿：赵大海", "王小二"),
        ("来源：岛城日报　作者：赵大海 李小三　发布时间：2024-07-01", "岛城日报", "作者：赵大海 李小三", None),
        ("作者：赵大海 岛城晚报 来源：岛城晚报 2024-07-01", "岛城晚报", "作者：赵大海", None),
        ("发布时间：2024.07.01 10:10　浏览量：12　发布单位：市教育局", "市教育局", None, None),
        ("10:10 2024-07-01 岛城晚报", "岛城晚报", None, None),
        ("岛城融媒 2024-07-01 10:10 山东", "岛城融媒", None, None),
    ],
)
def test_a_date_lines_facts(line: str, source: str | None, byline: str | None, editor: str | None) -> None:
    found = read(f"<p>{line}</p>")
    assert (str(found.published_on), found.source, found.byline, found.editor) == ("2024-07-01", source, byline, editor)
