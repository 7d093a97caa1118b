"""What outlets' pages do that no rule had been made from: each page here is told again in the tests' own words."""

from __future__ import annotations

import pytest
from support_cms import PROSE, TITLE, document, page, paragraphs, teasers

from crawler.extract import extract
from storage.values import Extract

HEADLINE = "开一家小餐馆 三张证一起领到手"
MOTTO = "岛城新媒 一家有观点的媒体"
UNDATED = page(paragraphs(PROSE)).replace("<div class='info'>2024-07-01 10:10 来源：岛城日报</div>", "")


def read(inner: str) -> Extract:
    return extract(document(page(inner)))


def shell(told: str, shown: str, date: str) -> Extract:
    """A page whose own title is `told` and which shows `shown` above its date line."""
    return extract(
        document(
            f"<html><head><title>{told}</title><meta property='og:title' content='{told}'></head><body>"
            f"<div><a href='/'>首页</a></div><div class='m'>{shown}{date}<div>字级大小：<a href='#'>小</a></div>"
            f"<div class='c'>{paragraphs(PROSE)}</div></div><div class='r'><ul>{teasers()}</ul></div></body></html>"
        )
    )


@pytest.mark.parametrize("told", ["岛城广播全球资讯", "新闻动态--岛城地理协会官网", MOTTO])
@pytest.mark.parametrize("date", ["<p>2024-07-01 10:10</p>", "<p>发布时间：2024-07-01 来源：岛城日报</p>"])
def test_the_headline_that_no_title_of_the_page_tells(told: str, date: str) -> None:
    found = shell(told, f"<h5>首页 - 要闻</h5><div class='t2'>{HEADLINE}</div>", date)
    assert (found.title, found.body.split("\n")) == (HEADLINE, list(PROSE))


def test_a_heading_need_say_less_of_its_text_than_a_plain_line() -> None:
    told, date = MOTTO, "<p><a href='/b'>编译组</a> 2024-07-01 10:10 <span>237 次</span></p>"
    found = shell(told, "<h3 class='bigNewsTitle'>窗口前的周师傅喜出望外</h3><div>产生短网址</div>", date)
    assert found.title == "窗口前的周师傅喜出望外"


def test_a_line_that_the_text_does_not_repeat_is_no_headline() -> None:
    found = shell("岛城改革巡礼", "<div>向海而兴 看见不一样的城</div>", "<p>2024-07-01 10:10</p>")
    assert found.title == "岛城改革巡礼"


def test_a_headline_that_the_page_tells_and_shows_stays() -> None:
    found = shell("全城只跑一趟", f"<div>全城只跑一趟</div><div>{HEADLINE}</div>", "<p>2024-07-01 10:10</p>")
    assert found.title == "全城只跑一趟"


@pytest.mark.parametrize(
    ("credit", "source"),
    [
        ("【島城晚報╱記者崔雯╱即時報導】", "島城晚報"),
        ("〔島城日報/記者崔雯〕", "島城日報"),
        ("【記者崔雯╱即時報導】", None),
    ],
)
def test_the_outlet_before_its_reporter_in_brackets(credit: str, source: str | None) -> None:
    dated = page(paragraphs(PROSE)).replace(
        "<div class='info'>2024-07-01 10:10 来源：岛城日报</div>",
        f"<table><tr><td><div>{credit}</div></td><td><div>2024.07.01 01:06 pm</div></td></tr></table>",
    )
    found = extract(document(dated))
    assert (found.source, found.body.split("\n")) == (source, list(PROSE))


def test_what_stands_behind_an_editors_line_without_a_name_is_none_of_the_text() -> None:
    teaser = "<blockquote><p>另一座城市的故事</p><p>那里的人们也在排队，等一张表把他们的事办完。</p></blockquote>"
    found = read(f"{paragraphs(PROSE)}<p>责任编辑：<span></span></p>{teaser},岛城都市报")
    assert found.body.split("\n") == list(PROSE)


def test_an_editors_line_above_the_text_without_a_name_ends_nothing() -> None:
    assert read(f"<p>责任编辑：</p>{paragraphs(PROSE)}").body.split("\n") == list(PROSE)


def test_a_caption_in_any_element_of_its_figure_is_printed() -> None:
    figure = (
        "<figure><div><a href='1.jpg'><img src='1.jpg'></a></div>"
        "<div class='des'><p>周师傅在窗口前核对材料。岛报</p></div></figure>"
    )
    told = page(paragraphs(PROSE)).replace("<div class='artbody'>", f"{figure}<div class='artbody'>")
    found = extract(document(told))
    assert (found.title, found.body.split("\n")) == (TITLE, ["周师傅在窗口前核对材料。岛报", *PROSE])


@pytest.mark.parametrize(
    ("below", "at"),
    [
        ("<p>(2024-07-01&nbsp;10:10)&nbsp; 晚间新闻</p>", "2024-07-01T02:10:00+00:00"),
        ("<p>周师傅 2024-07-01 10:10 说：办得快</p>", None),
        ("<ul><li><a href='/1'>地铁六号线开始铺轨</a> (2024-07-01 10:10)</li></ul>", None),
    ],
)
def test_the_time_right_below_a_text_that_nothing_else_dates(below: str, at: str | None) -> None:
    found = extract(document(UNDATED.replace("<div class='bottom'>", f"{below}<div class='bottom'>", 1)))
    assert (found.published_at and found.published_at.isoformat()) == at
    assert found.body.split("\n") == list(PROSE)


def test_the_day_in_the_reporters_line_with_which_a_text_opens() -> None:
    opening = "島城新媒2024.07.01 崔雯/島城報導"
    found = extract(document(UNDATED.replace(f"<p>{PROSE[0]}", f"<p>{opening}</p><p>{PROSE[0]}")))
    assert found.body.split("\n")[0] == opening
    assert str(found.published_on) == "2024-07-01"


def test_a_cry_at_the_end_that_is_all_link_is_none_of_the_text() -> None:
    cry = "<p><a href='//app.example'>立即下载岛城新媒，城市脉动在你手中！</a></p>"
    assert read(f"{paragraphs(PROSE)}{cry}").body.split("\n") == list(PROSE)


def test_cries_in_a_row_behind_a_list_are_none_of_the_text() -> None:
    cries = "<p>‧<a href='//a.example'>【揭秘】不想等三天！小店主当天拿证大公开！</a></p>"
    listed = f"<div class='k'>{teasers('p')}</div><div class='ev'>{cries}{cries}</div>"
    assert read(f"{paragraphs(PROSE)}{listed}").body.split("\n") == list(PROSE)


def test_the_path_to_a_page_may_say_when() -> None:
    path = "<div><a href='/'>首页</a> ＞ <a href='/p'>评论</a> ＞ 正文<span>2024年07月01日 10:10</span></div>"
    found = extract(document(UNDATED.replace("<div class='main'>", f"{path}<div class='main'>", 1)))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-07-01T02:10:00+00:00"
    today = path.replace(" 10:10", "")
    assert (
        extract(document(UNDATED.replace("<div class='main'>", f"{today}<div class='main'>", 1))).published_on is None
    )


def test_the_editor_among_those_who_made_the_text_in_its_last_line() -> None:
    last = "区行政审批局供稿&nbsp; 摄影/张岩&nbsp; 编辑/苏方"
    found = read(paragraphs((*PROSE, last)))
    assert (found.editor, found.body.split("\n")[-1]) == ("苏方", "区行政审批局供稿 摄影/张岩 编辑/苏方")


@pytest.mark.parametrize(
    ("told", "at", "on"),
    [
        ("2024-07-01-10:10:07", "2024-07-01T02:10:00+00:00", "2024-07-01"),
        ("2024-07-01-23:59:59", None, "2024-07-01"),
        ("2024-07-01 00:00:00", None, "2024-07-01"),
    ],
)
def test_a_time_behind_a_hyphen_and_the_last_second_of_a_day(told: str, at: str | None, on: str) -> None:
    meta = f"<meta name='firstpublishedtime' content='{told}'>"
    found = extract(document(UNDATED.replace("<head>", f"<head>{meta}")))
    assert (found.published_at and found.published_at.isoformat(), str(found.published_on)) == (at, on)


@pytest.mark.parametrize(
    ("line", "names"),
    [("责编：Nora Lin", ["Nora Lin"]), ("责编：nora", ["nora"]), ("责任编辑：苏方 林某", ["苏方", "林某"])],
)
def test_an_editor_of_two_latin_words_is_one_person(line: str, names: list[str]) -> None:
    found = read(paragraphs((*PROSE, line)))
    assert (found.editor, [person.name for person in found.people]) == (" ".join(names), names)


def test_an_aside_that_holds_the_headline_is_the_articles_header() -> None:
    comments = "\n<!-- 评论数 -->\n<a href='#c'>1</a>\n"
    header = f"<aside><h1>{TITLE}</h1>\n<span>2024-07-01 10:10 来源：岛城日报</span>{comments}</aside>"
    found = extract(
        document(
            f"<html><head><title>{TITLE}|岛城娱乐</title></head><body><nav><a href='/'>首页</a></nav>"
            f"<section>{header}<div>{paragraphs(PROSE)}</div></section><ul>{teasers()}</ul></body></html>"
        )
    )
    assert (str(found.published_at), found.source) == ("2024-07-01 02:10:00+00:00", "岛城日报")
    assert (found.title, found.body.split("\n")) == (TITLE, list(PROSE))
