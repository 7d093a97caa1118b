"""Pages beyond what newspapers print: a text longer than any article, a list of thousands of links."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from support_crawl import (
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    json_lines,
    paper,
    path,
    settings,
    squeezed,
    tally,
    text_of,
    visit_of,
    write_config,
    xunli,
)

from demo import Newspaper
from storage.values import Outcome

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


def test_a_list_with_more_links_than_any_is_none(paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    links = "".join(f'<a href="/p/{number}.html">普通新闻第{number}条</a>' for number in range(25_000))
    paper.say(f"{paper.website}/", f"<html><body>{links}</body></html>".encode())
    config = config_of(paper, database)
    run = crawl(config)
    assert run.outcome is Outcome.COMPLAINTS
    assert "25000 条链接" in visit_of(config, run, f"{paper.website}/").reason


def test_a_flood_of_attributes_hides_no_text_and_costs_no_time(paper: Newspaper, database: str) -> None:
    """With half a million of them libxml2 would be at it for hours."""
    piece = paper.print_instalment(DAY)
    with urlopen(desktop(paper, piece)) as answer:
        page: bytes = answer.read()
    flood = b"<p " + b" ".join(b"a%d=1" % number for number in range(500_000)) + b">"
    paper.say(desktop(paper, piece), page.replace(b"<body>", b"<body>" + flood))
    config = config_of(paper, database, {"timeout": 60})
    assert crawl(config).outcome is Outcome.DONE
    assert squeezed(body(config, piece.title)) == text_of(piece)


@pytest.mark.slow
def test_a_page_that_a_parser_takes_minutes_for_does_not_outlive_its_run(
    tmp_path: Path, paper: Newspaper, database: str
) -> None:
    piece = paper.print_instalment(DAY)
    tag = b"<p " + b" ".join(b"a%d=1" % number for number in range(450)) + b">"
    paper.say(desktop(paper, piece), b"<html><body>" + tag * (30_000_000 // len(tag)))
    source = [{"kind": "website", "base_url": paper.website}]
    write_config(tmp_path, settings(paper, database, {"timeout": 4}, source=source))
    began = time.monotonic()
    ended = xunli(tmp_path, "crawl", "--json")
    assert (ended.returncode, json_lines(ended.stdout)[0]["outcome"]) == (3, "timeout"), ended.stderr
    assert time.monotonic() - began < 30


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
