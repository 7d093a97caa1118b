"""What a document says, field by field, and why some documents say nothing."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extract import (
    EXTRACTOR,
    ExtractionError,
    LayoutChanged,
    ListingRules,
    NotAnArticle,
    extract,
    join_parts,
)
from storage.values import Document, Extract, Person

URL = "https://paper.example/p/300200.html"
PARAGRAPHS = (
    "市里今天召开会议，部署下一阶段的改革工作，要求各部门把群众反映最多的事情先办好。",
    "会议听取了三个部门的汇报，并且通报了前九个月的考核结果，多数项目按时完成。",
    "有关负责人表示，明年将把好的做法写进制度，让企业少跑路、好办事。",
)
TITLE = "改革巡礼：把群众的事先办好"


def document(page: str | bytes, url: str = URL, headers: dict[str, str] | None = None) -> Document:
    body = page if isinstance(page, bytes) else page.encode()
    return Document(
        url, 200, headers or {"content-type": "text/html; charset=utf-8"}, body, datetime(2024, 1, 2, tzinfo=UTC)
    )


def page(
    body: str = "".join(f"<p>{line}</p>" for line in PARAGRAPHS),
    *,
    title: str = TITLE,
    head: str = "",
    info: str = "",
    after: str = "",
    tail: str = "_某某新闻网",
) -> str:
    return (
        f"<html><head><title>{title}{tail}</title>{head}</head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<h1>{title}</h1><div class='info'>{info}</div><div class='box'>{body}</div>{after}</body></html>"
    )


def read(*args: str, url: str = URL, **kwargs: str) -> Extract:
    return extract(document(page(*args, **kwargs), url))


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("2024-05-16 17:02", "2024-05-16T09:02:00+00:00"),
        ("2024-05-16 07:02:33", "2024-05-15T23:02:00+00:00"),
        ("2024年05月16日 17:02 来源：某某日报", "2024-05-16T09:02:00+00:00"),
        ("2024年05月10日06:58 | 来源：某某网", "2024-05-09T22:58:00+00:00"),
        ("发布时间：2024/5/6 8:05", "2024-05-06T00:05:00+00:00"),
        ("2024-05-20 14:33·某某社", "2024-05-20T06:33:00+00:00"),
        ("２０２４年５月６日　８：０５", "2024-05-06T00:05:00+00:00"),
        ("2024年5月22日週三 上午8:21", "2024-05-22T00:21:00+00:00"),
        ("2024年5月22日 下午3:15", "2024-05-22T07:15:00+00:00"),
        ("<span>2024-05-16</span><span>17:02:33</span>", "2024-05-16T09:02:00+00:00"),
        ("<b>2024</b><i><em>05</em>/<em>16</em></i><i>17:02:33</i>", "2024-05-16T09:02:00+00:00"),
        ("2024—05—16 17:02", "2024-05-16T09:02:00+00:00"),
    ],
)
def test_published_at_to_the_minute_from_the_line_at_the_headline(info: str, expected: str) -> None:
    found = read(info=info)
    assert found.published_at is not None
    assert found.published_at.isoformat() == expected


@pytest.mark.parametrize(
    "info",
    [
        "更新时间：2024-05-20 12:00　发布时间：2024-05-16 17:02",
        "2024-05-16 17:02 最后更新：2024年5月20日 12:00",
        "<span>更新于 2024-05-20 12:00</span><br><span>2024-05-16 17:02</span>",
        "城市更新　2024-05-16 17:02",
    ],
)
def test_when_a_page_was_changed_is_not_when_it_was_put_up(info: str) -> None:
    found = read(info=info)
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-05-16T09:02:00+00:00"


def test_the_last_change_counts_where_a_page_tells_nothing_else() -> None:
    changed = "更新时间：2024-05-20 12:00"
    put_up = '<meta property="article:published_time" content="2024-05-16T17:02:00+08:00">'
    assert read(info=changed).published_on == date(2024, 5, 20)
    assert read(info=changed, head=put_up).published_on == date(2024, 5, 16)
    assert read(info=f"发布日期：2024-05-16 {changed}").published_on == date(2024, 5, 16)


def test_a_date_without_a_time_of_day_gives_no_instant() -> None:
    found = read(info="2024-05-16")
    assert (found.published_at, found.published_on) == (None, date(2024, 5, 16))


def test_a_date_of_a_hot_list_is_none_of_the_article() -> None:
    found = read(
        after="<div class='hot'><h3>热点推荐</h3><ul><li><a href='/1'>另一件事情</a> 2023-01-01 10:00</li></ul></div>"
    )
    assert (found.published_at, found.published_on) == (None, None)


def test_metas_tell_the_time_where_the_page_does_not_show_it() -> None:
    found = read(head='<meta property="article:published_time" content="2024-05-16T17:02:00+08:00">')
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-05-16T09:02:00+00:00"


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("2024-05-16 17:02 来源：青岛日报社 / 观海新闻", "青岛日报社 / 观海新闻"),
        ("来源：某某日报 作者：张三 2024-05-16 17:02", "某某日报"),
        ("2024-05-20 14:33·新华社", "新华社"),
        ("2024-05-16 17:02", None),
        ("（来源：某某日报）", "某某日报"),
        ("来源：某某日报（海外版）", "某某日报（海外版）"),
    ],
)
def test_source_as_printed(info: str, source: str | None) -> None:
    assert read(info=info).source == source


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑:王小二",
        "（责任编辑：王小二）",
        "(编辑：王小二)",
        "责编 王小二",
        "[责任编辑: 王小二 ]",
        "编辑丨王小二",
        "责编：王小二 审校：李三 监制：赵四",
        "作者：记者 张三 编辑：王小二",
    ],
)
def test_the_editor_line_gives_the_editor_and_is_no_text(line: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, line))
    found = read(body)
    assert (found.editor, found.body) == ("王小二", "\n".join(PARAGRAPHS))
    assert Person("王小二", "责任编辑") in found.people


def test_a_name_of_several_parts_edits_too() -> None:
    found = read("".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, "责任编辑：买买提·艾力")))
    assert (found.editor, found.body) == ("买买提·艾力", "\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("（青岛日报/观海新闻记者 张三丰）", "青岛日报/观海新闻记者 张三丰"),
        ("本报记者 张三丰 通讯员 李四光", "本报记者 张三丰 通讯员 李四光"),
    ],
)
def test_the_byline_stays_in_the_text(line: str, byline: str) -> None:
    found = read("".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, line)))
    assert found.byline == byline
    assert found.body.split("\n")[-1] == line
    assert Person("张三丰", "记者") in found.people


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("完整视频 http://v.example.cn/show.php?id=7", False),
        ("原文链接：https://news.example.cn/p/7.html", False),
        ("报名网址：https://bm.example.cn/2024", True),
        ("办事指南见 https://zw.example.cn/guide", True),
    ],
)
def test_a_line_that_only_points_to_the_original_is_no_text(line: str, kept: bool) -> None:
    found = read("".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, line)))
    assert found.body.split("\n") == [*PARAGRAPHS, *([line] if kept else [])]


@pytest.mark.parametrize("tail", ["_观海新闻", "-青岛日报", " | 某某网", "_新闻频道_某某网", " - 某某新闻网", ""])
def test_the_title_is_whole_and_without_the_sites_tail(tail: str) -> None:
    assert read(tail=tail).title == TITLE


def test_a_title_that_no_heading_shows_comes_from_the_page() -> None:
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    found = extract(
        document(f"<html><head><title>{TITLE}_观海新闻</title></head><body><div>{text}</div></body></html>")
    )
    assert found.title == TITLE


@pytest.mark.parametrize("tail", ["", "_观海新闻", " - 青岛日报", "｜观海新闻", "_青岛_青青岛"])
@pytest.mark.parametrize(
    "title", ["青岛改革巡礼｜把钱花在刀刃上", "青岛改革巡礼|财政局把钱花在刀刃上", "改革巡礼｜看见"]
)
def test_what_stands_behind_a_bar_is_the_headlines_where_only_the_page_s_title_has_it(title: str, tail: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    found = extract(document(f"<html><head><title>{title}{tail}</title></head><body><div>{text}</div></body></html>"))
    assert found.title == title


@pytest.mark.parametrize(
    "saved",
    [
        f"{TITLE}\n\n" + "\n\n".join(PARAGRAPHS),
        f"<p align=center><b>{TITLE}</b></p>" + "".join(f"<p>{line}</p>" for line in PARAGRAPHS),
    ],
    ids=["text", "part of a page"],
)
def test_the_first_line_is_the_headline_of_what_has_none(saved: str) -> None:
    found = extract(document(saved))
    assert (found.title, found.body) == (TITLE, "\n".join(PARAGRAPHS))


def test_a_text_that_begins_with_a_sentence_has_no_headline() -> None:
    assert extract(document("\n\n".join(PARAGRAPHS))).title == ""


def test_a_series_number_is_no_part_number() -> None:
    assert read(title="改革巡礼（3）").title == "改革巡礼（3）"


@pytest.mark.parametrize("tail", ["", "_观海新闻", " - 青岛日报", "｜观海新闻"])
@pytest.mark.parametrize("column", ["", "<div class='title'>改革巡礼</div>", "<h2>改革巡礼</h2>"])
def test_what_stands_behind_a_bar_is_the_headlines_where_the_page_shows_it(column: str, tail: str) -> None:
    """A mobile page's headline stands in a box without a telling name, the column's name maybe in one above it."""
    title, text = "改革巡礼｜看见：一座城的码头", "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    shown = f"<p>打开APP</p>{column}<div class='t9'>{title}</div><div class='c7'><p>改革巡礼｜看见</p>{text}</div>"
    found = extract(document(f"<html><head><title>{title}{tail}</title></head><body>{shown}</body></html>"))
    assert (found.title, found.kicker) == (title, "改革巡礼｜看见")
    assert title not in found.body


def test_a_data_table_keeps_its_rows() -> None:
    table = "<table><tr><th>区市</th><th>项目</th></tr><tr><td>市南区</td><td>12</td></tr></table>"
    found = read("".join(f"<p>{line}</p>" for line in PARAGRAPHS) + table + f"<p>{PARAGRAPHS[0]}</p>")
    assert found.body.split("\n")[3:5] == ["区市 | 项目", "市南区 | 12"]


def test_an_epaper_story() -> None:
    text = "".join(f"<P>　　{line}" for line in PARAGRAPHS)
    found = extract(
        document(
            "<html><head><title>青岛日报</title></head><body><table><tr><td>2021年10月26日 星期二 出版</td></tr></ta"
            "ble>"
            "<table class=wz><tr valign=top><td class=font02>引题在这里</td></tr>"
            f"<tr valign=top><td class=font01><founder-title>{TITLE}</founder-title></td></tr></table>"
            f"<div id=ozoom class=content><founder-content>{text}</div></body></html>"
        )
    )
    assert (found.title, found.printed_on, found.layout) == (TITLE, date(2021, 10, 26), "founder-cnepaper")
    assert found.body == "\n".join(PARAGRAPHS)


def test_an_epaper_story_with_its_marks_and_caption() -> None:
    found = extract(
        document(
            "<html><head><title>青岛日报</title></head><body>"
            "<!--<npm:article-pretitle>-->一行引题<!--</npm:article-pretitle>-->"
            f"<founder-title>{TITLE}</founder-title>"
            "<!--<npm:article-subtitle>--><b>一行副题</b><!--</npm:article-subtitle>-->"
            "<table id=newspic><tr><td><img src=a.jpg></td></tr><tr><td>海边的新工地。</td></tr></table>"
            f"<div id=ozoom><founder-content><P>{PARAGRAPHS[0]}</P><P>{PARAGRAPHS[1]}</P></founder-content></div>"
        )
    )
    assert (found.kicker, found.subtitle, found.title) == ("一行引题", "一行副题", TITLE)
    assert found.body.split("\n") == ["海边的新工地。", PARAGRAPHS[0], PARAGRAPHS[1]]


def test_a_byline_that_opens_the_text() -> None:
    found = read(f"<p>本报讯（记者 张三丰 通讯员 李四光）{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>")
    assert found.byline == "记者 张三丰 通讯员 李四光"
    assert found.people == (Person("张三丰", "记者"), Person("李四光", "通讯员"))


def test_parts_are_found_and_joined() -> None:
    bar = (
        "<div class='sabrosus'><span class='current'>1</span>"
        "<a href='300200_2.html'>2</a><a href='300200_2.html'>下一页</a></div>"
    )
    first = read(after=bar)
    second = read(
        "<p>" + "第二部分的文字接着往下说，说的是同一件事情的后半段。" * 2 + "</p>",
        title=f"{TITLE}（2）",
        url="https://paper.example/p/300200_2.html",
    )
    whole = join_parts([first, second])
    assert first.next_part == "https://paper.example/p/300200_2.html"
    assert second.next_part is None
    assert whole.title == TITLE
    assert len(whole.body.split("\n")) == 4


def test_a_link_to_another_article_is_no_next_part() -> None:
    assert read(after="<a href='300201_2.html'>下一页</a><a href='300199.html'>下一篇</a>").next_part is None


def test_rules_of_a_listing_go_first() -> None:
    other = f"<div class='mine'><p>{PARAGRAPHS[0]}</p><p class='no'>{PARAGRAPHS[1]}</p></div>"
    found = extract(document(page(after=other)), rules=ListingRules(body=".mine", remove=".no"))
    assert found.body == PARAGRAPHS[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<title>安全验证</title><p>请完成下方验证后继续访问</p>", "challenge"),
        ("<title>Just a moment...</title>", "challenge"),
        ("<script>document.cookie='acw_sc__v2=1';document.location.reload()</script>", "challenge"),
        (
            "<h1>请求被拦截</h1><p>2026-11-25 06:12 您提交的请求带有不合法的参数，已经被网站管理员设置为拦截。</p>",
            "challenge",
        ),
        ("<div id='app'></div><script src='/app.js'></script>", "empty"),
        ("<title>提示</title><p>您访问的内容不存在</p>", "withdrawn"),
        ("<p>该文章已被删除</p>", "withdrawn"),
        ("<title>404 Not Found</title>", "withdrawn"),
        ("<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>", "error_page"),
        ("   ", "empty"),
        ("<html><body></body></html>", "empty"),
        ("<h1>一段视频</h1><div class='video-content'><video src='a.mp4'></video></div><p>首页</p>", "video"),
        (b"%PDF-1.4\n\x00\x01\x02", "binary"),
        (bytes(range(32)) * 20, "binary"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "binary"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "binary"),
        (json.dumps({"title": TITLE, "body": PARAGRAPHS}, ensure_ascii=False, indent=1), "data"),
        ("\n".join(json.dumps({"id": each, "body": PARAGRAPHS}) for each in range(3)), "data"),
        ("\ufeffid,title,body\r\n" + "".join(f'{each},{TITLE},"{PARAGRAPHS[0]}\n改"\r\n' for each in range(3)), "data"),
        (f"<?xml version='1.0'?>\n<rss><channel><item><title>{TITLE}</title></item></channel></rss>", "data"),
    ],
)
def test_what_is_no_article(text: str | bytes, kind: str) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        extract(document(text))
    assert refusal.value.kind == kind
    assert refusal.value.url == URL


@pytest.mark.parametrize(
    "first", [TITLE, "1版, 2版, 3版", "[图] 市民在办事大厅", '{"不是数据"}', "记者 王宁, 李青, 赵海", f"<p>{TITLE}</p>"]
)
def test_a_text_without_a_page_around_it_is_read(first: str) -> None:
    """People save an article as text or copy a part of the page; its commas and brackets make it no table."""
    found = extract(document("\n".join((first, *PARAGRAPHS)).encode()))
    assert PARAGRAPHS[-1] in found.body


@pytest.mark.parametrize(
    "words",
    ["节前开展安全检查", "提醒市民不要泄露验证码", "惠及403户居民", "有关文件已经失效", "政务系统升级今日完成"],
)
def test_short_news_has_words_of_notices(words: str) -> None:
    told = f"本报讯 记者昨日从有关部门获悉，我市{words}，三十二家重点单位参加，各项工作平稳有序推进，群众办事不受影响。"
    told += "下一步将建立台账、限期销号，并在每月的第一周向社会公布进展，欢迎广大市民监督。"
    assert words in read(f"<p>{told}</p>", title=f"改革巡礼｜{words}", info="2024-05-16 17:02").body


def test_a_list_of_links_is_a_changed_layout() -> None:
    links = "".join(f"<li><a href='/p/{n}.html'>第{n}条新闻的标题写在这里</a></li>" for n in range(60))
    with pytest.raises(LayoutChanged, match="版式"):
        extract(document(f"<html><body><ul>{links}</ul></body></html>"))


@pytest.mark.parametrize("error", [LayoutChanged(URL, "版式变了"), NotAnArticle(URL, "空的", "empty")])
def test_refusals_survive_pickling(error: ExtractionError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.args, copy.__dict__) == (type(error), error.args, error.__dict__)


def test_an_extract_survives_pickling_and_names_its_extractor() -> None:
    found = read()
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.extractor == EXTRACTOR


@pytest.mark.parametrize("end", ["</html>", "</body></html>", "</BODY>\n</HTML >", "</body></html><html><body>"])
def test_what_stands_behind_an_end_in_the_middle_of_a_page_belongs_to_it(end: str) -> None:
    whole = page(info="2024-01-02 07:10")
    torn = whole.replace("<h1>", f"{end}<h1>")
    assert extract(document(torn)) == extract(document(whole))
    later = whole.replace(f"<p>{PARAGRAPHS[1]}", f"{end}<p>{PARAGRAPHS[1]}")
    assert extract(document(later)).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("depth", [300, 5000, 60_000])
def test_deep_nesting(depth: int) -> None:
    inner = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    try:
        found = extract(document(f"<h1>{TITLE}</h1>" + "<div>" * depth + inner + "</div>" * depth))
    except ExtractionError:
        return
    assert PARAGRAPHS[0] in found.body


@pytest.mark.slow
def test_a_page_of_megabytes() -> None:
    found = read("".join(f"<p>{PARAGRAPHS[n % 3]}</p>" for n in range(20_000)))
    assert len(found.body.split("\n")) == 20_000


@pytest.mark.slow
def test_a_form_of_ten_thousand_controls() -> None:
    """Each is a card's, and all stand in one place, which is looked at once: every time it took minutes."""
    for control in ("<input>", "<button></button>", "<input type=radio>"):
        found = read("".join(f"<p>{line}</p>" for line in PARAGRAPHS) + f"<p>{control * 10_000}</p>")
        assert found.body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("told", ["&#1;", "&#8", "&#11;", "&#x0001F;", "&#X7f;", "&#xFFFE;", "&#65535;"])
def test_a_reference_to_a_control_character_is_no_text(told: str) -> None:
    """Word processors leave them in what is pasted; as they are, no tree takes them."""
    found = read(f"<p>{PARAGRAPHS[0]}{told}</p><p>{told}{PARAGRAPHS[1]}</p><p>&#115;&#x1F4F0;{PARAGRAPHS[2]}</p>")
    assert found.body == "\n".join((*PARAGRAPHS[:2], f"s📰{PARAGRAPHS[2]}"))
    seen = read(head=f'<meta name="source" content="青岛{told}日报">', title=f"{TITLE}{told}")
    assert (seen.title, seen.source) == (TITLE, "青岛日报")


def test_nul_bytes_and_unclosed_tags() -> None:
    text = "<p>" + "<p>".join(PARAGRAPHS)
    found = extract(document(f"<h1>{TITLE}<div>\0{text}<b><i><div>"))
    assert [line for line in PARAGRAPHS if line in found.body] == list(PARAGRAPHS)


@pytest.mark.parametrize("named", ["&#27;", "&#x1B;", "&#0000027;", "&#8", "&#xffff;"])
def test_what_no_text_can_hold_is_left_out_though_a_reference_names_it(named: str) -> None:
    shown = "".join(f"<p>{named}{line}</p>" for line in PARAGRAPHS)
    found = extract(document(f"<h1>{named}{TITLE}</h1><div>{shown}</div>"))
    assert (found.title, found.body) == (TITLE, "\n".join(PARAGRAPHS))


def test_what_no_text_can_hold_is_left_out_though_json_names_it() -> None:
    told = {"@type": "NewsArticle", "headline": f"\ud800{TITLE}", "articleBody": "\n\x1b\0".join(PARAGRAPHS)}
    found = extract(document(f'<h1>{TITLE}</h1><script type="application/ld+json">{json.dumps(told)}</script>'))
    assert (found.title, found.body) == (TITLE, "\n".join(PARAGRAPHS))


SCRAPS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table><tr><td>",
        "<br>",
        "<a href='x'>",
        "</a>",
        "<!--",
        "-->",
        "<h1>",
        "<script>",
        "</script>",
        "<span style='display:block'>",
        "&nbsp;",
        "&#27;",
        "\0",
        "\ud7ff",
        "{a:b}",
        "&#1;",
        "&#xfffe",
        "<title>",
        "<meta charset=gbk>",
        *PARAGRAPHS,
        "责任编辑：王小二",
        "相关阅读",
        "2021-13-45 25:61",
        "青岛日报2021年2月31日1版",
        "<a href='//[x'>下一页</a>",
        "<link rel=canonical href='http://[a'>",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=600), st.lists(SCRAPS, max_size=60).map(lambda parts: "".join(parts).encode())))
def test_any_bytes_give_an_extract_or_a_refusal(body: bytes) -> None:
    try:
        found = extract(document(body))
    except ExtractionError:
        return
    assert all(line.strip() for line in found.body.split("\n"))


@pytest.mark.parametrize("tag", ["h1", "h2"])
@pytest.mark.parametrize("length", [1, 30])
def test_a_headline_alone_is_no_article(tag: str, length: int) -> None:
    words = "改革没有完成时，只有进行时。" * length
    page = f"<html><body><{tag}>{words}</{tag}></body></html>"
    with pytest.raises(LayoutChanged) as refused:
        extract(document(page))
    assert refused.value.title == (words if tag == "h1" else "")
    assert pickle.loads(pickle.dumps(refused.value)).title == refused.value.title


def test_the_only_heading_of_a_page_without_a_title_is_its_headline_however_short() -> None:
    text = "改革没有完成时，只有进行时，今天的报道要从清晨六点的码头说起。" * 6
    page = f"<html><body><h1>改革</h1><p>{text}</p></body></html>"
    found = extract(document(page))
    assert (found.title, found.body) == ("改革", text)
