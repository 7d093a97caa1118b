"""What more outlets' pages do that no rule had been made from: each page here is told again in the tests' own words."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TITLE, document, page, paragraphs, teasers

from crawler.extract import extract
from storage.values import Extract

DATED = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"
FIRST = "今年涨价的窗口关了八个 办一张证只跑一趟"
WHOLE = f"{FIRST}　跑得最勤的人反而省心 周师傅说这样最好"


def dated(line: str, inner: str = "") -> Extract:
    """The usual page with another date line."""
    return extract(document(page(inner or paragraphs(PROSE)).replace(DATED, line)))


def parted(shown: str, text: str) -> Extract:
    """A page whose own title is the first part of its headline, which its menu links as well."""
    menu = f"<dl><dd><a href='/1'>{FIRST}</a></dd><dd><a href='/2'>另一座城市也在改窗口</a></dd></dl>"
    buttons = ("回应", "推荐", "最美窗口票选活动")
    tools = "<ul>" + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in buttons) + "</ul>"
    return extract(
        document(
            f"<html><head><title>{FIRST} - 岛城新闻</title></head><body>{menu}<div>{shown}<p>2024/07/01</p>{tools}"
            f"<div class='c'>{text}</div></div><ul>{teasers()}</ul></body></html>"
        )
    )


def test_a_headline_in_parts_of_which_the_title_has_the_first() -> None:
    found = parted(f"<div>{WHOLE}</div>", paragraphs(PROSE))
    assert (found.title, found.body.split("\n")) == (WHOLE.replace("\u3000", " "), list(PROSE))
    assert str(found.published_on) == "2024-07-01"


@pytest.mark.parametrize(
    "after",
    [
        "2024-07-01 10:10 来源：岛城日报",
        "岛城日报 记者 周某某 王某某",
        "- 岛城新闻网",
        "（组图）",
        "7月1日早上的政务大厅",
    ],
)
def test_what_follows_a_headline_in_its_line_need_be_none_of_it(after: str) -> None:
    assert parted(f"<div>{FIRST} {after}</div>", paragraphs(PROSE)).title == FIRST


def test_a_headline_that_stands_alone_goes_on_nowhere() -> None:
    assert parted(f"<h1>{FIRST}</h1><div>{WHOLE}</div>", paragraphs(PROSE)).title == FIRST


def test_a_sentence_that_begins_with_the_headline_is_none() -> None:
    said = f"{FIRST} 这是记者昨天看到的。"
    assert parted("", paragraphs((said, *PROSE))).title == FIRST


@pytest.mark.parametrize(
    "shown", ["发布时间：<span>07-01</span><span>10:10</span><span>原创作者</span>", "7月1日 10:10", "07/01 10:10"]
)
@pytest.mark.parametrize(
    "told",
    [
        "<meta itemprop='dateUpdate' content='2024-07-01 10:10:57'>",
        "<script>var kept = {'saved': '2025-03-02 08:00', 'shown': '2024-07-01 10:10:57'};</script>",
    ],
)
def test_the_year_that_the_page_shows_nowhere(shown: str, told: str) -> None:
    found = dated(f"<div class='info'><div>{shown}</div></div>{told}")
    assert str(found.published_at) == "2024-07-01 02:10:00+00:00"


def test_of_two_years_none_is_taken() -> None:
    told = "<script>var a = '2023-07-01 10:10', b = '2024-07-01 10:10';</script>"
    assert dated(f"<div class='info'>07-01 10:10</div>{told}").published_at is None


def test_when_a_text_was_made_by_the_dublin_core() -> None:
    changed = "<div class='info'>更新时间 2024年7月1日, 格林尼治标准时间03:40</div>"
    html = page(paragraphs(PROSE)).replace(DATED, changed)
    made = "<meta name='DCTERMS.created' content='2024-07-01T02:10:00+00:00'></head>"
    assert str(extract(document(html.replace("</head>", made))).published_at) == "2024-07-01 02:10:00+00:00"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<span>原创</span> <span>岛城都市报</span> <span>2024-07-01 10:10</span>", "岛城都市报"),
        ("<span>民生资讯</span> <span>岛城日报</span> <span>2024-07-01 10:10</span>", "岛城日报"),
        ("<span>岛城网 半岛频道</span> <span>2024-07-01 10:10</span>", "岛城网 半岛频道"),
        ("<a href='/u'><h2>IslandNow 岛城新闻网</h2></a><p>2024-07-01 10:10</p>", "IslandNow 岛城新闻网"),
    ],
)
def test_the_outlet_among_other_words_beside_the_date(line: str, source: str) -> None:
    assert dated(f"<div class='info'>{line}</div>").source == source


def test_the_reporters_line_that_leads_to_what_else_they_wrote() -> None:
    credit = "岛城新闻中心／综合报道"
    found = dated(DATED, f"<p><a href='/search'>{credit}</a></p>{paragraphs(PROSE)}")
    assert found.body.split("\n") == [credit, *PROSE]


def test_a_fact_that_says_the_headline_again_is_no_more_of_the_text() -> None:
    kept = f"<ul><li>原标题：{TITLE}，这一年窗口前的队伍短了一半，办一张证只跑一趟</li><li>责任编辑: 周某某</li></ul>"
    found = extract(document(page(paragraphs(PROSE)).replace("</body>", f"{kept}</body>")))
    beside = dated(DATED, f"<div class='t'>{paragraphs(PROSE)}</div>{kept}")
    assert [one.body.split("\n") for one in (found, beside)] == [list(PROSE)] * 2


@pytest.mark.parametrize(
    "kept", ["<script>var saved = '2023-05-06 08:00 来源：外埠晚报';</script>", "<p hidden>2023-05-06 08:00</p>"]
)
def test_what_readers_do_not_see_is_not_read_above_the_text(kept: str) -> None:
    found = dated(f"<div class='info'>2024-07-01 10:10 来源：岛城日报</div>{kept}")
    assert (found.source, str(found.published_at)) == ("岛城日报", "2024-07-01 02:10:00+00:00")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<span>2024-07-01 10:10 岛城星空[整理]</span>", "岛城星空"),
        ("<span>2024-07-01 10:10</span>", None),
        ("<span>岛城星空的人们</span><p>2024-07-01 10:10</p>", None),
    ],
)
def test_the_sites_own_name_beside_the_date(line: str, source: str | None) -> None:
    html = page(paragraphs(PROSE)).replace(DATED, f"<div class='info'>{line}</div>").replace("_岛城网<", "|岛城星空<")
    assert extract(document(html)).source == source
