"""The search through a real run: what has scrolled off every list is found, and read where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.run import work
from demo import Newspaper
from storage import Archive, Run, open_archive
from storage.configfile import parse_config
from storage.values import Surface

FIRST = date(2022, 3, 1)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as newspaper:
        yield newspaper


def crawl(paper: Newspaper, folder: Path) -> tuple[Archive, Run]:
    sources = [
        {"kind": "website", "base_url": paper.website, "mobile_url": paper.mobile},
        {"kind": "search", "url": paper.search},
    ]
    series = {"name": "reform", "title": "青岛改革巡礼", "match": ["改革巡礼"], "source": sources}
    config = parse_config({"database": f"sqlite:///{folder / 'a.db'}", "crawl": {"delay": 0}, "series": [series]})
    archive = open_archive(config.database)
    archive.upgrade()
    job = open_job(config, config.series[0], Wishes(), archive)
    assert isinstance(job, Job)
    return archive, work(job)


@pytest.mark.parametrize("layout", ["default", "variant"])
def test_forgotten_by_the_lists_and_found_by_the_search(paper: Newspaper, tmp_path: Path, layout: str) -> None:
    paper.search_layout(layout)
    pieces = [paper.print_instalment(on=FIRST + timedelta(days=day)) for day in range(12)]
    for day in range(12, 60):
        paper.print_news(on=FIRST + timedelta(days=day))
    paper.arrange(remember=40)
    archive, run = crawl(paper, tmp_path)
    assert run.outcome == "done", run.complaints
    found = list(archive.instalments())
    assert {one.title for one in found} == {piece.title for piece in pieces}
    assert {one.surface for one in found} == {Surface.WEBSITE}
    assert paper.requests_to("page=2") == 1


def test_a_search_without_results_is_no_trouble(paper: Newspaper, tmp_path: Path) -> None:
    for day in range(5):
        paper.print_news(on=FIRST + timedelta(days=day))
    _, run = crawl(paper, tmp_path)
    assert run.outcome == "done", run.complaints


def test_ordinary_news_that_mentions_the_series_is_none_of_it(paper: Newspaper, tmp_path: Path) -> None:
    paper.print_news(on=FIRST, mentions=True)
    archive, _ = crawl(paper, tmp_path)
    assert list(archive.instalments()) == []
