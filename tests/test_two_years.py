"""Two years of a series that scrolls away, and the proof that all of it was found: the goals of backfill and frugality.

The newspaper forgets on its lists, keeps a quarter of the instalments on one surface only, prints some without the
series' name in the title, and mentions the series in related lists and ordinary news. What it was asked, it counts.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support_crawl import (
    assert_sound,
    command,
    config_of,
    crawl,
    environment,
    open_for,
    rows,
    settings,
    text_of,
    write_config,
)
from support_crawl import squeezed as squeeze
from support_databases import BACKENDS, copied, expire_leases, new_database, postgres_server

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from storage import Run
from storage.config import Config
from storage.ledger.coverage import Coverage

__all__ = ["postgres_server"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

FIRST, LAST = date(2021, 10, 26), date(2023, 10, 25)
WINDOW = Wishes(since=FIRST, until=LAST)
DAYS = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
NO_ISSUE = [day for day in DAYS[1:-1] if day.weekday() == 6 and day.day <= 7]
"""The first Sunday of each month; the series comes on Tuesdays and Fridays."""
BEGUN = datetime(2023, 10, 26, 1, 0, tzinfo=UTC)
KILLS = 20
IN_FLIGHT = 16
"""Requests that a run has open at once at most."""


@dataclass(frozen=True, slots=True)
class Backfilled:
    """A newspaper, its instalments, and the archive that one uninterrupted backfill made of it."""

    paper: Newspaper
    printed: list[Piece]
    config: Config
    run: Run
    asked: Counter[str]


def sources(paper: Newspaper) -> list[dict[str, Any]]:
    return [
        {"kind": "website", "base_url": paper.website, "mobile_url": paper.mobile, "lists": ["/", "/special/gaige/"]},
        {"kind": "epaper", "base_url": paper.epaper},
        {"kind": "search", "url": paper.search},
        {"kind": "listing", "urls": [f"{paper.dailyqd}/news/node_3118.htm"], "link": ".maincon_left_top li a",
         "next": "#displaypagenum a:last-child"},
        {"kind": "listing", "urls": [f"{paper.qingdaonews}/qingdao/"], "link": "ul.newsList a"},
        {"kind": "listing", "urls": [f"{paper.portal}/gaige/"], "link": "ul.news a", "date": ".when"},
    ]  # fmt: skip


@pytest.fixture(scope="module", params=BACKENDS)
def years(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backfilled]:
    with Newspaper() as paper:
        printed = paper.print_years(FIRST, LAST)
        paper.arrange(remember=40)
        paper.set_issues(until=LAST, without=NO_ISSUE)
        database = new_database(request.param, request, tmp_path_factory.mktemp("years"))
        config = config_of(paper, database, {"timeout": 36000}, source=sources(paper))
        run = crawl(config, WINDOW, at=BEGUN)
        yield Backfilled(paper, printed, config, run, Counter(paper.requests))


def archive_of(config: Config) -> dict[str, Any]:
    """Return what an archive holds, without what depends on when and in which order it came."""
    texts = "SELECT url, surface, title, body, dated_on, page FROM articles ORDER BY url"
    copies = "SELECT c.url, c.relation, l.url FROM articles AS c JOIN articles AS l ON l.id = c.copy_of ORDER BY c.url"
    with open_for(config, BEGUN) as archive:
        verdicts = [(day.on, day.verdict) for day in archive.agenda.ledger("reform", FIRST, LAST)]
    return {"texts": rows(config, texts), "copies": rows(config, copies), "verdicts": verdicts}


def test_the_newspaper_is_as_hard_as_it_should_be(years: Backfilled) -> None:
    alone = [piece.surfaces for piece in years.printed if len(piece.surfaces - {"search"}) == 1]
    assert len(alone) >= len(years.printed) // 4
    standing = {surface for surfaces in alone for surface in surfaces - {"search"}}
    assert standing >= {"epaper", "website", "mobile", "dailyqd", "qingdaonews", "portal"}
    assert {piece.named for piece in years.printed} == {"title", "kicker", "board"}
    nameless = [piece for piece in years.printed if "改革巡礼" not in piece.title]
    assert len(nameless) > 50
    mentioning = [piece for piece in years.paper.state.pieces.values() if piece.kind == "news"]
    assert sum("改革巡礼" in text_of(piece) for piece in mentioning) > 50


def test_every_instalment_is_captured_and_none_invented(years: Backfilled) -> None:
    assert years.run.outcome == "done", years.run.complaints
    with open_for(years.config, BEGUN) as archive:
        found = list(archive.instalments())
    assert Counter(one.dated_on for one in found) == Counter(piece.printed_on for piece in years.printed)
    truth = {piece.printed_on: piece for piece in years.printed}
    for one in found:
        held = squeeze(rows(years.config, "SELECT body FROM articles WHERE id = :id", id=one.id)[0].body)
        paragraphs = [line.text for line in truth[one.dated_on].truth.lines if line.role == "paragraph"]
        assert all(squeeze(paragraph) in held for paragraph in paragraphs), one.url
    assert_sound(years.config)


def test_every_day_has_a_verdict_and_each_nothing_printed_is_true(years: Backfilled) -> None:
    with open_for(years.config, BEGUN) as archive:
        days = archive.agenda.ledger("reform", FIRST, LAST)
    assert [day.on for day in days] == DAYS
    printed = {piece.printed_on for piece in years.printed}
    for day in days:
        assert day.verdict is (Coverage.CAPTURED if day.on in printed else Coverage.NOTHING_PRINTED), day
        assert day.evidence, day
    assert all(any("404" in told for told in day.evidence) for day in days if day.on in NO_ISSUE)


def test_no_address_was_asked_twice(years: Backfilled) -> None:
    twice = {url for url, count in years.asked.items() if count > 1 and not url.endswith("/robots.txt")}
    assert twice == set()


def test_the_daily_run_asks_for_what_is_new_and_due_and_nothing_else(years: Backfilled, tmp_path: Path) -> None:
    paper, at = years.paper, BEGUN + timedelta(days=1)
    config = years.config.model_copy(update={"database": copied(years.config.database, tmp_path)})
    with open_for(config, at) as archive:
        due = set(archive.agenda.due("reform", 30))
    today = LAST + timedelta(days=1)
    piece = paper.print_instalment(on=today, parts=3)
    paper.set_issues(without=NO_ISSUE)
    paper.reset_counts()
    try:
        run = crawl(config, at=at)
        asked, log = Counter(paper.requests), list(paper.log)
    finally:
        paper.move(piece.id, ())
        paper.set_issues(until=LAST, without=NO_ISSUE)
    assert run.outcome == "done", run.complaints
    with open_for(config, at) as archive:
        assert today in {one.dated_on for one in archive.instalments()}
    lists = _list_pages(paper, asked)
    issue = {url for url in asked if f"/{today:%Y-%m/%d}/" in url and url.startswith(paper.epaper)}
    new = {url for url in asked if str(piece.id) in url or url.endswith(f"_{497_000_000 + piece.id}")}
    new |= {url for url in asked if str(22_000_000 + piece.id) in url or str(497_000_000 + piece.id) in url}
    robots = {url for url in asked if url.endswith("/robots.txt")}
    checks = [one for one in log if one.url not in robots and "if-none-match" in one.headers]
    assert set(asked) - lists - issue - new - robots - due == set()
    assert max(asked.values()) <= 2
    assert sum(asked.values()) - len(asked) <= -(-len(checks) // 10)
    assert len(robots) <= 7
    assert sum(asked.values()) == run.requests


def _list_pages(paper: Newspaper, asked: Counter[str]) -> set[str]:
    """Return the pages of lists and searches that were asked for: of each its front, and at most the page behind it."""
    fronts = {
        f"{paper.website}/": f"{paper.website}/index_",
        f"{paper.website}/special/gaige/": f"{paper.website}/special/gaige/index_",
        f"{paper.epaper}/paperindex.htm": "-",
        f"{paper.dailyqd}/news/node_3118.htm": f"{paper.dailyqd}/news/node_3118_",
        f"{paper.qingdaonews}/qingdao/": "-",
        f"{paper.portal}/gaige/": "-",
        paper.search.split("{words}")[0]: paper.search.split("{words}")[0],
    }
    pages: set[str] = set()
    for front, behind in fronts.items():
        further = {url for url in asked if url == front or url.startswith(behind)}
        assert 1 <= len(further) <= 2, further
        pages |= further
    return pages


def test_killed_twenty_times_it_ends_with_the_same_archive(
    years: Backfilled, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    paper = years.paper
    backend = "sqlite" if years.config.database.startswith("sqlite") else "postgresql"
    database = new_database(backend, request, tmp_path)
    values = settings(paper, database, {"timeout": 36000}, source=sources(paper))
    started = command("crawl", "--config", write_config(tmp_path, values), "--since", str(FIRST), "--until", str(LAST))
    dice = random.Random(7)
    total = sum(years.asked.values())
    moments = sorted(dice.sample(range(1, int(total * 0.97)), KILLS))
    paper.reset_counts()
    kills = sum(_killed_at(paper, started, moment, database) for moment in moments)
    ended = subprocess.run(started, env=environment(), capture_output=True, text=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert kills == KILLS
    config = years.config.model_copy(update={"database": database})
    assert archive_of(config) == archive_of(years.config)
    assert_sound(config)
    twice = {url: n for url, n in paper.requests.items() if n > 1 and not url.endswith("/robots.txt")}
    print(f"{kills} kills, {total} requests at least, {len(twice)} addresses asked twice, {sum(twice.values())} times")
    assert len(twice) <= kills * IN_FLIGHT
    assert sum(twice.values()) - len(twice) <= kills * IN_FLIGHT


def _killed_at(paper: Newspaper, started: list[str], moment: int, database: str) -> bool:
    """Start the backfill and kill it once the newspaper has served so many requests in all."""
    process = subprocess.Popen(started, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(paper.log) < moment:
        time.sleep(0.002)
    killed = process.poll() is None
    if killed:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    expire_leases(database)
    return killed
