"""What a page sets apart from its text, in whatever markup: 引题 and 副题, a signature, the heads of later pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support_cms import PROSE, TITLE, document, page, paragraphs, teasers

from crawler.extract import extract, join_parts
from storage.values import Extract

LINE = "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>"
HEADLINE = f"<h1>{TITLE}</h1>"
SHOWN = (
    HEADLINE,
    f"<div class='b1'><span>{TITLE}</span></div>",
    f"<table width='100%'><tr><td align='center'><b>{TITLE}</b></td></tr></table>",
    f"<center><font size='5'>{TITLE}</font></center>",
    f"<p align='center'><strong>{TITLE}</strong></p>",
)


def read(shell: str) -> Extract:
    return extract(document(shell))


@pytest.mark.parametrize("shown", SHOWN)
def test_kicker_and_deck_beside_a_headline_in_whatever_element(shown: str) -> None:
    stacked = f"<div class='k'>全市改革工作推进会召开</div>{shown}<div class='d'>——来自窗口一线的报道</div>"
    found = read(page(paragraphs(PROSE)).replace(HEADLINE, stacked))
    assert (found.title, found.kicker, found.subtitle) == (TITLE, "全市改革工作推进会召开", "——来自窗口一线的报道")
    assert found.body.split("\n") == list(PROSE)


@pytest.mark.parametrize("beside", ["2024-07-01 10:10", "-- 岛城", "——" + "很长的一段话" * 12])
def test_what_is_no_deck(beside: str) -> None:
    assert read(page(paragraphs(PROSE)).replace(HEADLINE, f"{HEADLINE}<div>{beside}</div>")).subtitle is None


SIGNED = "（岛城日报记者 苗圃）"


@pytest.mark.parametrize(
    "inner",
    [
        "<div><p>{}</p></div><div><p>{}</p></div>",
        "<div>　　{}<br><br></div><div>　　{}<br><br></div>",
        "<div><p>{}</p></div><div><div class='player'><span>语音播报</span></div><p>{}</p></div>",
        "<div><p>{}</p></div><div><p><a href='/7.html'>延伸阅读：一批新学校今秋启用</a></p><p>{}</p></div>",
        "<div>{}</div><div class='ad'><span>广告</span></div><div>{}</div>",
    ],
)
def test_who_signs_a_text_of_one_paragraph_in_an_element_of_his_own(inner: str) -> None:
    found = read(page(inner.format(PROSE[0] + PROSE[1], SIGNED)))
    assert found.body.split("\n") == [PROSE[0] + PROSE[1], SIGNED]
    assert found.byline == "岛城日报记者 苗圃"


@pytest.mark.parametrize("inner", ["<div><p>{}</p></div><div><p>{}</p></div>", "<p><span>{}</span></p><p>{}</p>"])
@pytest.mark.parametrize("button", ["", "<div><span>语音播报</span></div>"])
def test_short_lines_in_elements_of_their_own_are_of_a_text(inner: str, button: str) -> None:
    """One paragraph weighs nearly all of the text: its element is no box where others of its make stand beside it."""
    lines = [PROSE[0] + PROSE[1], "1.投诉件少了五成。"]
    found = read(page(inner.format(*lines).replace("</div><div>", f"</div>{button}<div>")))
    assert found.body.split("\n") == lines
    found = read(page(inner.format("本报记者 苗圃", lines[0]).replace("</div><div>", f"</div>{button}<div>")))
    assert found.body.split("\n") == ["本报记者 苗圃", lines[0]]


@pytest.mark.parametrize("below", ["作者：苗圃", "（责任编辑：苗圃）", "记者 苗圃的其他文章"])
def test_what_a_site_says_in_an_element_below_is_no_signature(below: str) -> None:
    found = read(page(f"<p>{PROSE[0] + PROSE[1]}</p>", after=f"<div>{below}</div>"))
    assert found.body.split("\n") == [PROSE[0] + PROSE[1]]


@pytest.mark.parametrize(
    "head",
    [
        (f"摘要：{PROSE[0][:40]}……",),
        (f"【导读】{PROSE[0][:40]}…",),
        (f"{TITLE}（2）",),
        ("全市改革工作推进会召开", TITLE),
    ],
)
def test_the_head_that_a_template_repeats_on_later_pages_is_said_once(head: tuple[str, ...]) -> None:
    first = read(page(paragraphs(PROSE[:3])))
    later = replace(first, url=first.url.replace(".html", "_2.html"), body="\n".join((*head, *PROSE[3:])))
    assert join_parts([first, later]).body.split("\n") == list(PROSE)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<dl><dt>发布时间</dt><dd>2024-07-01 10:10</dd><dt>来源</dt><dd>岛城日报社</dd></dl>", "岛城日报社"),
        ("<div><i class='t'></i>2024-07-01 10:10<i class='s'></i>岛城日报社<i class='e'></i>1283</div>", "岛城日报社"),
        ("<div>2024-07-01 10:10 | 岛城日报客户端 | 苗圃</div>", "岛城日报客户端"),
    ],
)
def test_the_outlet_below_a_label_before_a_counter_and_between_bars(line: str, source: str) -> None:
    found = read(page(paragraphs(PROSE)).replace(LINE, line))
    assert (found.source, found.published_at is not None) == (source, True)


def test_a_headline_with_a_bar_of_its_own_behind_the_sites_name() -> None:
    told = f"改革巡礼 | {TITLE}"
    shell = page(paragraphs(PROSE), title=told).replace(f"{told}_岛城网", f"岛城日报网 - {told}")
    assert read(shell.replace(f"<h1>{told}</h1>", f"<div class='b1'><span>{told}</span></div>")).title == told


def test_the_apps_name_in_quotes_is_still_an_offer_of_the_app() -> None:
    inner = paragraphs((*PROSE[:3], "点击下载“岛城新闻客户端”，看更多精彩内容", *PROSE[3:]))
    assert read(page(inner)).body.split("\n") == list(PROSE)


@pytest.mark.parametrize("shown", ["07-01 10:10", "7月1日 10:10"])
def test_the_time_of_a_line_without_its_year_on_the_day_that_a_meta_gives(shown: str) -> None:
    shell = page(paragraphs(PROSE)).replace("2024-07-01 10:10", shown)
    for day, minute in (("2024-07-01", "2024-07-01T02:10:00+00:00"), ("2024-07-02", None)):
        found = read(shell.replace("</head>", f"<meta name='publishdate' content='{day}'></head>"))
        assert (str(found.published_on), found.published_at and found.published_at.isoformat()) == (day, minute)


@pytest.mark.parametrize("mark", ["<p>{}</p>", "<section><p><span>{}</span></p></section>", "<div>{}</div>"])
def test_a_text_goes_on_behind_a_list_that_stands_between_its_paragraphs(mark: str) -> None:
    related = f"<div class='xg'><b>相关报道</b><ul>{teasers()}</ul></div>"
    lines = [PROSE[0] + PROSE[1], PROSE[2] + PROSE[3]]
    assert read(page(related.join(map(mark.format, lines)))).body.split("\n") == lines
    assert read(page(mark.format(lines[0]), after=related + mark.format(lines[1]))).body.split("\n") == lines[:1]
