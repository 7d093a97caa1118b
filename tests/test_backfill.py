"""A backfill with its own budget: it pauses, goes on without asking twice, and ends with a proof of every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from support_crawl import Told, database, json_lines, paper, settings, tell, website, write_config

from demo import Newspaper

__all__ = ["database", "paper", "tell"]

FIRST = date(2022, 3, 1)
LAST = FIRST + timedelta(days=4)
WINDOW = ("--since", str(FIRST), "--until", str(LAST))


def printed(paper: Newspaper) -> None:
    paper.print_instalment(on=FIRST + timedelta(days=1))
    paper.print_instalment(on=FIRST + timedelta(days=3), surfaces={"epaper"}, named="board")
    paper.print_news(on=FIRST)
    paper.print_news(on=LAST)
    paper.set_issues(without=[FIRST + timedelta(days=2)])


@pytest.mark.slow
def test_it_pauses_goes_on_and_proves_every_day(
    paper: Newspaper, database: str, tmp_path: Path, tell: Callable[..., Told]
) -> None:
    printed(paper)
    sources = [website(paper), {"kind": "epaper", "base_url": paper.epaper}]
    write_config(tmp_path, settings(paper, database, source=sources))
    paused = tell("crawl", *WINDOW, "--budget", "20", "--json")
    [row] = json_lines(paused.out)
    assert (paused.code, row["outcome"], row["requests"]) == (0, "paused", 20)
    assert sum(row["coverage"][name] for name in ("found", "had", "nothing_printed", "not_found", "failed")) < 5
    planned = tell("crawl", *WINDOW, "--dry-run")
    assert str(FIRST + timedelta(days=4)).replace("-", "/")[-3:] in planned.out
    ended = tell("crawl", *WINDOW, "--json")
    [row] = json_lines(ended.out)
    assert (ended.code, row["outcome"]) == (0, "done")
    assert [each["brought"] for each in row["coverage"]["days"]] == [
        "nothing_printed", "found", "nothing_printed", "found", "nothing_printed",
    ]  # fmt: skip
    assert row["coverage"]["found"] == 2
    assert [url for url, count in paper.requests.items() if count > 1 and "robots" not in url] == []
    again = tell("crawl", *WINDOW)
    assert "原来就有 2 天" in again.out
    assert "没有刊登 3 天" in again.out
    calendar = tell("coverage", "--from", str(FIRST), "--to", str(LAST))
    assert "当天没有出报" in calendar.out
    assert "个版的目录都读了" in calendar.out


def test_a_dry_run_asks_nobody_and_names_what_is_left(
    paper: Newspaper, database: str, tmp_path: Path, tell: Callable[..., Told]
) -> None:
    printed(paper)
    sources = [website(paper), {"kind": "epaper", "base_url": paper.epaper}]
    write_config(tmp_path, settings(paper, database, {"delay": 1.0}, source=sources))
    planned = tell("crawl", *WINDOW, "--dry-run", "--json")
    rows = json_lines(planned.out)
    assert len([row for row in rows if "/node_1.htm" in row["url"]]) == 5
    assert "0:00:52" in tell("crawl", *WINDOW, "--dry-run").out
    assert json_lines(tell("crawl", "--url", f"{paper.website}/p/1.html", "--dry-run", "--json").out)[0]["url"]
    assert sum(paper.requests.values()) == 0
