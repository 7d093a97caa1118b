"""What pages that apps share, and those of more papers, do that no rule had been made from: in the tests' own words."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TITLE, document, page, paragraphs

from crawler.extract import extract
from storage.values import Extract

DATED = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"


def dated(line: str, inner: str = "") -> Extract:
    """The usual page with another date line."""
    return extract(document(page(inner or paragraphs(PROSE)).replace(DATED, f"<div class='info'>{line}</div>")))


def read(inner: str) -> Extract:
    return extract(document(page(inner)))


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<span>岛城日报/看岛新闻</span><span>2024-07-01 10:10</span><span>1.2万阅读</span>", "岛城日报/看岛新闻"),
        (
            "<p>岛城晚报·看岛</p><p>2024-07-01 10:10:33 <span>发布于山东</span> <span>阅读 3.2万</span></p>",
            "岛城晚报·看岛",
        ),
        ("<b>岛城都市报</b><em>2024-07-01 10:10</em><i>阅读3.4万+</i>", "岛城都市报"),
        ("<span>岛城日报农村版</span><span>2小时前</span><a href='#'>+关注</a>", "岛城日报农村版"),
    ],
)
def test_a_moment_in_an_element_of_its_own_is_set_apart_from_its_neighbours(line: str, source: str) -> None:
    assert dated(line).source == source


@pytest.mark.parametrize("day", ["2024年7月1日", "7月1日", "2024-07-01"])
def test_a_day_within_a_sentence_is_not(day: str) -> None:
    said = (
        f"<p><span>记者了解到，</span><span>{day}</span><span>起，这里的窗口只剩下一个，办一张证只跑一趟。</span></p>"
    )
    first = read(f"{said}{paragraphs(PROSE)}").body.split("\n")[0]
    assert first == f"记者了解到，{day}起，这里的窗口只剩下一个，办一张证只跑一趟。"


def test_the_account_whose_name_stands_above_what_a_portal_says_of_it() -> None:
    found = dated("<p>看岛发布</p><p>2024-07-01 10:10 · 岛城日报官方账号</p><p>关注</p>")
    assert found.source == "看岛发布"


@pytest.mark.parametrize("behind", ["<span>字体：大 中 小</span>", "<span>我要评论(0)</span>", "<span>分享到：</span>"])
def test_a_control_right_behind_the_author_is_none_of_the_name(behind: str) -> None:
    found = dated(f"<span>2024-07-01 10:10</span><span>来源：岛城日报</span><span>作者：苗圃</span>{behind}")
    assert [person.name for person in found.people] == ["苗圃"]


@pytest.mark.parametrize(
    "line",
    [
        "<time>2024-07-01 10:10</time><span>岛城报／ <a href='/r'>記者汪彤</a>／台北即時報導</span>",
        "本报记者 汪彤 <span>《 岛城报 》（ 2024年07月01日 第 03 版）</span>",
    ],
)
def test_the_reporter_beside_a_paper_and_its_date(line: str) -> None:
    assert [person.name for person in dated(line).people] == ["汪彤"]


@pytest.mark.parametrize(("wire", "name"), [("王小明台北", "王小明"), ("汪彤基隆", "汪彤"), ("王小明洛杉磯", "王小明")])
def test_the_wires_reporter_right_before_the_place(wire: str, name: str) -> None:
    opening = f"（島城社記者{wire}12日電）{PROSE[0]}"
    found = read(paragraphs((opening, *PROSE[1:])))
    assert ([person.name for person in found.people], found.body.split("\n")[0]) == ([name], opening)


def test_the_editor_of_a_named_site_at_the_end_of_a_paragraph() -> None:
    found = read(paragraphs((*PROSE[:-1], f"{PROSE[-1]}（看岛新闻编辑付晓）")))
    assert (found.editor, found.body.split("\n")) == ("付晓", list(PROSE))


def test_where_an_author_works_is_printed() -> None:
    last = f"{PROSE[-1]}（作者系看岛新闻编辑付晓）"
    assert read(paragraphs((*PROSE[:-1], last))).body.split("\n")[-1] == last


@pytest.mark.parametrize(
    "line",
    [
        "打开看岛新闻 查看精彩图片",
        "打开“看岛新闻”查看观点",
        "打开看岛，查看全部评论",
        "去“看岛新闻”阅读全文",
        "打开看岛新闻体验更佳",
        "点分享",
        "挑错",
    ],
)
def test_what_an_app_asks_between_the_paragraphs(line: str) -> None:
    inner = f"{paragraphs(PROSE[:3])}<p>{line}</p>{paragraphs(PROSE[3:])}"
    assert read(inner).body.split("\n") == list(PROSE)


def test_a_headline_behind_authority_and_column_is_what_the_page_tells_machines() -> None:
    shown = f"<table><tr><td class='title'>{TITLE}</td></tr><tr><td>发布日期：2024-07-01 10:10</td></tr></table>"
    metas = f"<meta name='ArticleTitle' content='{TITLE}'><meta name='ContentSource' content='岛城市教育局'>"
    found = extract(
        document(
            f"<html><head><title>岛城市教育局 工作动态 {TITLE}</title>{metas}</head><body>{shown}"
            f"<div id='zoom'>{paragraphs(PROSE)}</div></body></html>"
        )
    )
    assert (found.title, found.source, found.body.split("\n")) == (TITLE, "岛城市教育局", list(PROSE))


def test_an_account_that_posts_names_author_and_editor_with_bars() -> None:
    meta = "<span class='rich_media_meta rich_media_meta_text'>俞一帆</span><a id='js_name'>岛城日报</a>"
    told = paragraphs(("来源｜岛城日报", "编辑｜邬晓", "校对｜史册", "点分享", "点收藏"))
    found = extract(
        document(
            f"<html><head><meta property='og:title' content='{TITLE}'></head><body><h1 id='activity-name'>{TITLE}</h1>"
            f"<div>{meta}</div><div id='js_content'><section>{paragraphs(PROSE)}</section>"
            f"<section>{told}</section></div></body></html>"
        )
    )
    assert (found.byline, found.editor, found.source) == ("俞一帆", "邬晓", "岛城日报")
    assert found.body.split("\n") == list(PROSE)


def test_the_captions_that_a_paper_attaches_above_its_story() -> None:
    caption = "周师傅在窗口前核对材料。"
    picture = f"<table class='pci_c'><tr><td><img src='1.jpg'></td></tr><tr><td><p>{caption}</p></td></tr></table>"
    signed = "<p class='sec'>本报记者 安然 <span>《 岛城日报 》（ 2024年07月01日 第 03 版）</span></p>"
    heads = f"<h3>民生调查</h3><h1>{TITLE}</h1>{signed}<div class='attachment'>{picture}</div>"
    told = f"<div class='article'>{heads}<div id='ozoom'>{paragraphs(PROSE)}</div></div>"
    found = extract(document(f"<html><head><title>{TITLE}--岛城日报</title></head><body>{told}</body></html>"))
    assert (found.kicker, found.byline, str(found.printed_on)) == ("民生调查", "本报记者 安然", "2024-07-01")
    assert found.body.split("\n") == [caption, *PROSE]


def test_a_text_of_short_sentences_goes_on_behind_links_to_others() -> None:
    short = (
        "如今窗口前没有人排队了，办一张证只要十几分钟。",
        "周师傅说，剩下的时间正好用来回店里备料。",
        "隔壁的裁缝铺也赶在当天下班以前办好了手续。",
    )
    links = "<p><strong>相关阅读：</strong></p><p><a href='/1'>地铁六号线二期开始铺轨</a></p>"
    links += "<p><a href='/2'>一批新学校今秋启用</a></p>"
    found = read(f"{paragraphs(PROSE[:1])}{links}{paragraphs(short * 2)}")
    assert found.body.split("\n") == [PROSE[0], *short * 2]


def test_a_teaser_below_its_link_is_no_text_that_goes_on() -> None:
    teaser = "<p><a href='/1'>地铁六号线二期开始铺轨</a></p><p>明年这个时候，从东到西只要四十分钟。</p>"
    found = read(f"{paragraphs(PROSE)}<p><strong>相关阅读：</strong></p>{teaser}")
    assert found.body.split("\n") == list(PROSE)


def test_an_apps_date_line_without_a_year_above_its_text() -> None:
    line = "<p>看岛新闻 07-01 10:10</p><div>本文共812字，阅读约需3分钟</div>"
    told = "<script>var shown = '2024-07-01 10:10:00';</script>"
    html = page(f"{line}{paragraphs(PROSE)}").replace(DATED, told)
    found = extract(document(html))
    assert (found.source, str(found.published_at)) == ("看岛新闻", "2024-07-01 02:10:00+00:00")
    assert found.body.split("\n") == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "<span>岛城日报</span> | <span>记者 康元</span> | <span>2024-07-01 10:10</span>",
        "<span>岛城日报记者 康元</span><span>2024-07-01 10:10</span><span>来源：岛城日报</span>",
    ],
)
def test_the_reporter_among_the_facts_beside_a_date(line: str) -> None:
    found = dated(line)
    assert (found.source, [person.name for person in found.people]) == ("岛城日报", ["康元"])


@pytest.mark.parametrize("line", ["立即用岛城日报App睇更多即時新聞", "◤想看更多新聞◢"])
def test_what_an_app_promises_is_none_of_the_text(line: str) -> None:
    found = read(f"{paragraphs(PROSE[:3])}<p>{line}</p>{paragraphs(PROSE[3:])}<p>{line}</p>")
    assert found.body.split("\n") == list(PROSE)
