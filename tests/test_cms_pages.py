"""Articles in the manner of newspapers' content systems: every printed line, no other, and who edited it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support_cms import ARTICLES, PROSE, TITLE, Article, document, page, paragraphs, teasers

from crawler.extract import LayoutChanged, extract


@pytest.mark.parametrize("build", ARTICLES.values(), ids=ARTICLES.keys())
def test_every_printed_line_and_no_other(build: Callable[[], Article]) -> None:
    article = build()
    assert extract(document(article.page)).body.split("\n") == list(article.lines)


@pytest.mark.parametrize("build", ARTICLES.values(), ids=ARTICLES.keys())
def test_what_stands_around_the_text(build: Callable[[], Article]) -> None:
    article = build()
    found = extract(document(article.page))
    said = {name: getattr(found, name) for name in article.told}
    if found.published_at is not None and "published_at" in said:
        said["published_at"] = found.published_at.isoformat()
    assert said == article.told


@pytest.mark.parametrize(
    ("line", "editor"),
    [
        ("一审：王小二 二审：李小三 三审：张小四", None),
        ("责任编辑：刘某某　校对：王小二　审核：李小三", "刘某某"),
        ("编辑/刘某某 审核/李小三", "刘某某"),
        ("责任编辑刘某某", "刘某某"),
        ("监制：王小二　统筹：李小三　编辑：刘某某", "刘某某"),
        ("来源：岛城日报　编辑：刘某某", "刘某某"),
        ("[来源：岛城网 编辑：刘某某]", "刘某某"),
        ("初审编辑：李小某", None),
        ("值班主编：周小五", None),
        ("审核：李小三", None),
    ],
)
def test_who_saw_a_text_through_is_no_text(line: str, editor: str | None) -> None:
    found = extract(document(page(paragraphs((*PROSE, line)))))
    assert (found.body, found.editor) == ("\n".join(PROSE), editor)


def test_a_story_after_an_editors_line_in_the_middle_stays() -> None:
    found = extract(document(page(paragraphs((*PROSE[:3], "责任编辑：刘某某", *PROSE[3:])))))
    assert (found.body.split("\n"), found.editor) == (list(PROSE), "刘某某")


@pytest.mark.parametrize("line", ["编辑出版产业园开园", "小编提醒您", "编辑部的故事", "责编手记"])
def test_a_headline_with_such_a_word_names_no_editor_and_ends_nothing(line: str) -> None:
    found = extract(document(page(paragraphs((*PROSE[:5], line, PROSE[5])))))
    assert (found.body.split("\n"), found.editor) == ([*PROSE[:5], line, PROSE[5]], None)


def test_a_notice_keeps_its_service_line_signature_and_date() -> None:
    lines = (*PROSE[:3], "特此通告。", "咨询电话：0532-80001234", "市行政审批服务局", "2024年6月18日")
    found = extract(document(page(paragraphs(lines))))
    assert found.body.split("\n") == list(lines)
    assert found.published_at is not None


@pytest.mark.parametrize(
    ("shown", "head"),
    [
        ("<time datetime='2024-07-01T10:10:00+08:00'>3小时前</time>", ""),
        ("<span itemprop='datePublished' content='2024-07-01T10:10:00+08:00'>今天</span>", ""),
        ("2024-07-01", '<script type="application/ld+json">{"datePublished": "2024-07-01T02:10:00Z"}</script>'),
    ],
)
def test_the_time_that_a_page_tells_machines(shown: str, head: str) -> None:
    shell = (
        page(paragraphs(PROSE)).replace("2024-07-01 10:10 来源：岛城日报", shown).replace("</head>", f"{head}</head>")
    )
    found = extract(document(shell))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-07-01T02:10:00+00:00"


def test_the_time_of_another_day_or_of_a_list_is_not_the_articles() -> None:
    listed = "".join(f"<li><time datetime='2024-06-0{n}T08:00'>{n}日</time></li>" for n in (1, 2))
    dated = page(paragraphs(PROSE), after=f"<ul>{listed}</ul>").replace("2024-07-01 10:10", "2024-07-01")
    assert extract(document(dated)).published_at is None
    told = '<script type="application/ld+json">{"datePublished": "2023-01-01T02:10:00Z"}</script></head>'
    assert extract(document(dated.replace("</head>", told))).published_at is None


@pytest.mark.parametrize("outlet", ["大海网·海报新闻", "“岛城发布”微信公众号", "青岛日报社/观海新闻"])
def test_an_outlets_name_is_whole(outlet: str) -> None:
    assert extract(document(page(paragraphs(PROSE)).replace("来源：岛城日报", f"来源：{outlet}"))).source == outlet


SERIES = (
    "改革潮涌 勇立潮头",
    "青岛日报2021年10月27日特1版",
    "聚焦平台建设",
    "坚持战略攻坚",
    "锻造强劲引擎",
    "——片区改革纪实",
    PROSE[0],
    PROSE[1],
    "青岛前海风光。",
    "青岛市发展改革委",
    "数据多跑路",
    "群众少跑腿",
    PROSE[2],
    "青岛市财政局",
    "分享改革红利",
    PROSE[3],
    "关键词：放管服",
    PROSE[4],
    "审核：从7天到1天",
    PROSE[5],
    "（青岛日报/观海新闻记者 赵大海）",
    "青岛日报2021年10月27日1版",
)
NESTED = "".join(f"<section><section><p>{line}</p></section></section>" for line in (*SERIES, "责编 刘某某"))
SURFACES = {
    "paragraphs": page(paragraphs((*SERIES, "责任编辑：刘某某")), after=f"<h3>相关阅读</h3><ul>{teasers()}</ul>"),
    "breaks": page("<br/>".join((*SERIES, "责任编辑：刘某某"))),
    "sections": page(NESTED),
    "headings": page(
        f"{paragraphs(SERIES[:2])}<h2>{'<br>'.join(SERIES[2:5])}</h2>{paragraphs(SERIES[5:9])}<h3>{SERIES[9]}</h3>"
        f"<h2>{SERIES[10]}<br>{SERIES[11]}</h2>{paragraphs(SERIES[12:])}<p>编辑：刘某某</p>"
    ),
}


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES.keys())
def test_an_instalment_keeps_markers_departments_and_stacked_headlines_in_order(surface: str) -> None:
    found = extract(document(surface))
    assert found.body.split("\n") == list(SERIES)
    assert (found.editor, str(found.printed_on)) == ("刘某某", "2021-10-27")


def test_a_request_to_switch_scripts_on_is_no_article() -> None:
    shell = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div id='app'></div>"
    with pytest.raises(LayoutChanged):
        extract(
            document(
                f"{shell}<noscript>本站用到了脚本，您的浏览器没有运行它们，所以看不到内容。</noscript></body></html>"
            )
        )


@pytest.mark.parametrize(
    ("told", "kept"), [(r"\ud83d", "\ufffd"), (r"\u0000", ""), (r"\uffff", ""), (r"\ud83d\ude00", "😀")]
)
@pytest.mark.parametrize("paragraph", ["{}", "<p>{}</p>"])
def test_an_escape_in_json_that_is_no_character(told: str, kept: str, paragraph: str) -> None:
    """Half of a pair, where a site cut its text between two; no database takes one."""
    body = r"\n".join(paragraph.format(line.replace('"', r"\"") + told) for line in PROSE)
    data = f'{{"headline": "{TITLE}{told}", "articleBody": "{body}"}}'
    shell = f"<title>{TITLE}</title><script type='application/ld+json'>{data}</script><div id='app'></div>"
    found = extract(document(shell))
    assert (found.title, found.body) == (TITLE + kept, "\n".join(line + kept for line in PROSE))


@pytest.mark.parametrize("data", ["{", "[]", "null", '{"articleBody": 7}', "[" * 5000, '{"articleBody": ""}'])
def test_data_that_tells_nothing(data: str) -> None:
    shell = f"<html><head><title>{TITLE}</title><script type='application/ld+json'>{data}</script></head>"
    with pytest.raises(LayoutChanged):
        extract(document(f"{shell}<body><h1>{TITLE}</h1></body></html>"))


def test_what_the_page_shows_goes_before_what_it_tells() -> None:
    told = '<script type="application/ld+json">{"articleBody": "只是一段摘要。"}</script>'
    assert extract(document(page(paragraphs(PROSE)) + told)).body == "\n".join(PROSE)
