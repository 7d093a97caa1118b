"""Special-topic pages: which pages are one, and which of their links therefore belong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import config_of, crawl, database, paper, titles, visit_of, website

from crawler.following.topics import is_topic, matched_links
from crawler.sources.base import Ask, Index
from crawler.sources.website import Website
from demo import Newspaper
from demo.prose import news
from storage.config import SeriesConfig
from storage.sourceconfig import WebsiteSource
from storage.values import Document, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)
URL = "https://news.example.cn/special/gaige/"
SITE = Website(WebsiteSource(kind="website", base_url="https://news.example.cn"))


def series(*match: str, exclude: tuple[str, ...] = ()) -> SeriesConfig:
    source = {"kind": "website", "base_url": "https://news.example.cn"}
    values = {"name": "reform", "title": "青岛改革巡礼", "match": match or ("改革巡礼",), "exclude": exclude}
    return SeriesConfig.model_validate({**values, "source": [source]})


def entries(*numbers: int, words: str = "让办事快起来") -> str:
    return "".join(f'<li><a href="/p/{number}.html">{words}之{number}</a></li>' for number in numbers)


def read(body: str, title: str = "青岛改革巡礼_专题_观海新闻") -> Index:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return SITE.read_index(Document(URL, 200, {}, html.encode(), datetime.now(UTC), URL), Ask(URL, URL))


def numbers(index: Index, followed: SeriesConfig | None = None) -> list[int]:
    found = matched_links(followed or series(), index)
    return [int(link.url.split("/p/")[1].split(".")[0]) for link, matched in found if not matched.excluded]


@pytest.mark.parametrize(
    ("title", "one"),
    [
        ("青岛改革巡礼_专题_观海新闻", True),
        ("专题-青岛改革巡礼-观海新闻", True),
        ("聚焦“青岛改革巡礼”系列报道", True),
        ("改革巡礼", True),
        ("青岛市2022改革巡礼｜青岛日报", True),
        ("新闻_观海新闻", False),
        ("“青岛改革巡礼”启动仪式举行_观海新闻", False),
        ("青岛改革巡礼：把服务送到家门口_观海新闻", False),
    ],
)
def test_a_topic_page_calls_itself_by_the_series_and_little_else(title: str, one: bool) -> None:
    assert is_topic(series(), read(f"<ul>{entries(1, 2)}</ul>", title)) is one


def test_a_heading_names_the_page_unless_it_leads_somewhere() -> None:
    listed = f"<ul>{entries(1, 2)}</ul>"
    assert is_topic(series(), read(f"<h1>青岛改革巡礼</h1>{listed}", "观海新闻"))
    assert is_topic(series(), read(f'<h1><img src="t.jpg" alt="青岛改革巡礼"></h1>{listed}', "观海新闻"))
    assert not is_topic(series(), read(f'<h1><a href="/p/9.html">青岛改革巡礼</a></h1>{listed}', "观海新闻"))
    assert not is_topic(series(), read(f'<div class="side"><h2>青岛改革巡礼</h2></div>{listed}', "观海新闻"))


def test_every_link_of_its_own_list_belongs() -> None:
    body = f'<div class="banner"></div><div class="list"><ul>{entries(1, 2, 3)}</ul></div>'
    assert numbers(read(body)) == [1, 2, 3]
    assert numbers(read(body, "新闻_观海新闻")) == []


@pytest.mark.parametrize(
    "aside",
    [
        '<div class="top-nav"><a href="/p/90.html">最近的一条大新闻</a><a href="/p/91.html">另外一条大新闻</a></div>',
        '<nav><a href="/p/90.html">最近的一条大新闻</a><a href="/p/91.html">另外一条大新闻</a></nav>',
        "<div><h4>24小时热榜</h4><ol>{}</ol></div>",
        '<div><div class="tt"><h3>相关阅读</h3><a href="/more">更多</a></div><div><ul>{}</ul></div></div>',
        "<div class=box><p>热门推荐</p><ul>{}</ul></div>",
        '<div class="hotList"><ul>{}</ul></div>',
        "<footer><ul>{}</ul></footer>",
        '<div class="r"><ul>{}</ul></div>',
    ],
)
def test_what_stands_beside_its_list_does_not(aside: str) -> None:
    body = f'<div class="l"><ul>{entries(1, 2, 3)}</ul></div>{aside.format(entries(90, 91))}'
    assert numbers(read(body)) == [1, 2, 3]


def test_a_topic_page_whose_own_list_a_script_brings_has_none() -> None:
    index = read(f'<div id="list"></div><footer><ul>{entries(90, 91)}</ul></footer>')
    assert is_topic(series(), index)
    assert numbers(index) == []


def test_the_longer_list_beside_it_does_not_where_the_words_tell() -> None:
    own = f'<div class="l"><ul>{entries(1, words="改革巡礼｜甲")}{entries(2, 3)}</ul></div>'
    assert numbers(read(f'<div class="r"><ul>{entries(*range(50, 60))}</ul></div>{own}')) == [1, 2, 3]


def test_without_any_words_the_list_with_dates_is_its_own() -> None:
    own = "".join(f'<li><a href="/p/{number}.html">让办事快起来</a><i>2021-11-0{number}</i></li>' for number in (1, 2))
    assert numbers(read(f'<div class="r"><p>{entries(7, 8, 9)}</p></div><div class="l"><ul>{own}</ul></div>')) == [1, 2]


def test_several_modules_of_one_make_belong() -> None:
    module = '<div class="module m{}"><h3>{}</h3><ul>{}</ul></div>'
    body = module.format(1, "部门篇", entries(1, 2)) + module.format(2, "区市篇", entries(3, 4))
    assert numbers(read(body + module.format(3, "热门排行", entries(7, 8)))) == [1, 2, 3, 4]


def test_excluded_words_hold_on_a_topic_page() -> None:
    index = read(f"<ul>{entries(1, 2)}{entries(3, words='预告')}</ul>")
    assert numbers(index, series(exclude=("预告",))) == [1, 2]


def test_a_topic_page_brings_what_its_titles_do_not_tell(paper: Newspaper, database: str) -> None:
    named = paper.print_instalment(DAY, surfaces={"website"})
    untold = [
        paper.print_piece(news(number), DAY + timedelta(days=number), kind="instalment", surfaces={"website"})
        for number in range(1, 5)
    ]
    ordinary = [paper.print_news(DAY + timedelta(days=number)) for number in range(6)]
    config = config_of(paper, database, source=[website(paper, lists=["/special/gaige/", "/"])])
    run = crawl(config)
    assert titles(config) == sorted(piece.title for piece in (named, *untold))
    assert all(paper.requests_to(f"/p/{piece.id}.html") == 0 for piece in ordinary)
    assert "5 条属于本系列" in visit_of(config, run, f"{paper.website}/special/gaige/").reason
    assert visit_of(config, run, f"{paper.website}/").verdict is Verdict.INDEX
