"""Pages beyond what newspapers print: a text longer than any article, a list of thousands of links."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support_crawl import (
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    paper,
    path,
    tally,
    visit_of,
)

from demo import Newspaper

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)


def test_a_page_longer_than_any_article_is_none(paper: Newspaper, database: str) -> None:
    long, other = paper.print_instalment(DAY), paper.print_instalment(DAY + timedelta(days=1))
    line = "".join(f"第{number}句话说今年办成了实事，群众满意。" for number in range(60_000))
    paper.say(desktop(paper, long), f"<html><body><h1>{long.title}</h1><div><p>{line}</p></div></body></html>".encode())
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert "不会是一篇文章" in visit_of(config, run, desktop(paper, long)).reason
    assert [one.title for one in instalments(config)] == [other.title]


@pytest.mark.slow
def test_a_list_of_five_thousand_links_is_read_once(paper: Newspaper, database: str) -> None:
    piece = paper.print_instalment(DAY)
    entries = "".join(
        f'<li><h3><a href="/p/{number}.html">普通新闻第{number}条说的是别的事情</a></h3><span>2021-11-02</span></li>'
        for number in range(900_000, 905_000)
    )
    ours = f'<li><h3><a href="{path(piece)}">{piece.title}</a></h3><span>2021-11-02</span></li>'
    listing = f'<html><body><ul class="article-list">{entries}{ours}</ul></body></html>'
    paper.say(f"{paper.website}/", listing.encode())
    config = config_of(paper, database)
    assert tally(crawl(config)) == {"new": 1}
    assert tally(crawl(config)) == {}
