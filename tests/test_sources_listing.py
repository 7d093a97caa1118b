"""The listing source: any site by CSS, without code; from a saved page and end to end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from support_crawl import (
    body as body_of,
)
from support_crawl import (
    config_of,
    crawl,
    database,
    paper,
    squeezed,
    text_of,
    titles,
    visit_of,
)

from crawler.sources.base import Ask, Index, ReadError
from crawler.sources.listing import Listing
from demo import Newspaper
from storage.sourceconfig import ListingSource
from storage.values import Document, Surface, Verdict

__all__ = ["database", "paper"]

URL = "https://www.example.cn/gaige/"


def read(html: str, page: int = 1, **rules: Any) -> Index:
    config = ListingSource.model_validate({"kind": "listing", "urls": [URL], "link": "ul.news a", **rules})
    document = Document(URL, 200, {}, f"<html><body>{html}</body></html>".encode(), datetime.now(UTC), URL)
    return Listing(config).read_index(document, Ask(URL, URL, page))


def test_links_are_what_the_selector_finds() -> None:
    index = read('<ul class="news"><li><a href="1.html" title="全题">短题</a> 2021-11-02</li></ul><a href="/x">x</a>')
    [link] = index.links
    assert (link.url, link.text, link.title) == (URL + "1.html", "短题", "全题")
    assert link.published_on == date(2021, 11, 2)


def test_a_selector_may_name_the_box_around_the_anchor() -> None:
    index = read('<ul class="news"><li><b>•</b><a href="/1.html">题</a></li></ul>', link="ul.news li")
    assert [link.url for link in index.links] == ["https://www.example.cn/1.html"]


def test_addresses_follow_the_declared_base() -> None:
    html = '<base href="https://www.example.cn/news/"><ul class="news"><li><a href="1.html">题</a></li></ul>'
    assert read(html).links[0].url == "https://www.example.cn/news/1.html"


def test_a_selector_that_finds_nothing_is_named() -> None:
    with pytest.raises(ReadError, match=r"ul\.news a"):
        read("<p>改版了</p>")
    assert read("<p>没有了</p>", page=2).links == ()


def test_the_next_page_by_selector_or_by_meaning() -> None:
    html = '<ul class="news"><li><a href="1.html">题</a></li></ul><a class="on" href="p2.html">→</a>'
    assert read(html).next_url is None
    assert read(html, next="a.on").next_url == URL + "p2.html"
    assert read('<base href="/old/">' + html, next="a.on").next_url == "https://www.example.cn/old/p2.html"
    assert read(html.replace("p2.html", "javascript:go(2)"), next="a.on").next_url is None
    assert read(html + '<a href="p3.html">下一页</a>').next_url == URL + "p3.html"


def test_its_hosts_and_surface() -> None:
    config = ListingSource(kind="listing", urls=(URL, "http://other.example.cn:8080/"), link="a")
    assert Listing(config).hosts == {"www.example.cn", "other.example.cn:8080"}
    assert Listing(config).surface(URL) is Surface.LISTING
    assert Listing(config).fallbacks(URL) == ()


def test_a_listing_is_followed_like_any_list(paper: Newspaper, database: str) -> None:
    piece = paper.print_instalment(date(2021, 11, 2))
    paper.print_many(30, since=date(2021, 11, 3))
    source = {"kind": "listing", "urls": [f"{paper.website}/channel/news/"], "link": ".article-list h3 a"}
    config = config_of(paper, database, source=[source])
    crawl(config)
    assert titles(config) == [piece.title]
    assert squeezed(body_of(config, piece.title)) == text_of(piece)
    paper.reset_counts()
    crawl(config)
    assert paper.requests_to("/p/") == 0


def test_a_wrong_selector_is_complained_of_by_name(paper: Newspaper, database: str) -> None:
    paper.print_instalment(date(2021, 11, 2))
    source = {"kind": "listing", "urls": [f"{paper.website}/channel/news/"], "link": ".renamed a"}
    config = config_of(paper, database, source=[source])
    run = crawl(config)
    seen = visit_of(config, run, f"{paper.website}/channel/news/")
    assert seen.verdict is Verdict.FAILED
    assert ".renamed a" in seen.reason
