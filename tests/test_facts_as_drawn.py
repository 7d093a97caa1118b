"""Date, outlet and editor as templates set them: every way here was drawn at random once and read wrongly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support_cms import PROSE, document, page, paragraphs

from crawler.extract import extract
from storage.values import Extract

LINE = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"
AT = datetime(2024, 7, 1, 2, 10, tzinfo=UTC)


def dated(line: str) -> Extract:
    return extract(document(page(paragraphs(PROSE)).replace(LINE, line)))


@pytest.mark.parametrize(
    "line",
    [
        "<div>2024-07-01 10:10丨来源：岛城日报丨阅读 3.2万</div>",
        "<div>来源：岛城日报 <time datetime='2024-07-01T10:10:00+08:00'>3小时前</time></div>",
        "<div>2024年07月01日10时10分 岛城日报 2381</div>",
        "<div>2024年07月01日10时10分00秒　来源：岛城日报</div>",
        "<div><span>日期：2024-07-01</span><span>时间：10:10</span><span>来源：岛城日报</span></div>",
        "<div><span><b>2024</b></span><span>07-01</span><span>10:10</span></div><div>来源：岛城日报</div>",
        "<div>来　源：岛城日报　　作　者：苗圃　　2024-07-01 10:10</div>",
    ],
)
def test_moment_and_outlet(line: str) -> None:
    found = dated(line)
    assert (found.source, found.published_at) == ("岛城日报", AT)


@pytest.mark.parametrize("outlet", ["新华社", "岛城发布", "岛城广播电视台"])
def test_an_outlet_before_a_count(outlet: str) -> None:
    assert dated(f"<div><span>{outlet}</span> <span>2024-07-01 10:10</span> <span>2381</span></div>").source == outlet


def test_an_outlet_between_slashes_and_before_a_moment_without_its_year() -> None:
    assert dated("<div>2024-07-01 10:10 / 岛城发布 / 阅读 1203</div>").source == "岛城发布"
    assert dated("<div>来源：岛城日报 07-01 10:10</div>").source == "岛城日报"


CHECKED = "<p>编辑丨林海</p><p>校对丨石磊</p><p>审核丨高原</p>"
RELATED = "<div><h3>相关阅读</h3><p>作者：石磊</p></div>"


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        (CHECKED + "<div>作者：苗圃</div>", "作者：苗圃"),
        (CHECKED + "<p>来源：岛城日报　记者：苗圃　编辑：林海</p>", "记者：苗圃"),
        (CHECKED + RELATED, None),
        (CHECKED + "<p>岛城市民的一天</p><p>海边的一天</p><p>作者：石磊</p>", None),
    ],
)
def test_the_author_below_those_who_checked_the_text(below: str, byline: str | None) -> None:
    assert extract(document(page(paragraphs(PROSE), after=below))).byline == byline


def test_the_author_beside_a_moment_that_is_hours_ago() -> None:
    assert dated("<div><span>岛城日报</span> <span>3小时前</span> <span>作者：苗圃</span></div>").byline == "作者：苗圃"


def test_a_news_agency_in_an_element_of_its_own() -> None:
    assert dated("<ul><li>2024-07-01 10:10</li><li>新华社</li><li>分享</li></ul>").source == "新华社"


def test_a_label_of_time_without_one_is_no_time() -> None:
    assert dated("<div>2024-07-01 时间：上午 来源：岛城日报</div>").published_at is None


@pytest.mark.parametrize(
    "colophon",
    [
        "<dl><dt>责任编辑</dt><dd>苗圃</dd><dt>审核</dt><dd>林间</dd></dl>",
        "<div><p>审核：</p><p>林海</p><p>责编：</p><p>苗圃</p></div>",
        "<div>编辑：\n\n苗圃</div>",
    ],
)
def test_an_editor_below_his_label(colophon: str) -> None:
    assert extract(document(page(paragraphs(PROSE), after=colophon))).editor == "苗圃"


def test_nobody_below_the_label() -> None:
    assert extract(document(page(paragraphs(PROSE), after="<p>责任编辑</p><p>版权所有</p>"))).editor is None
