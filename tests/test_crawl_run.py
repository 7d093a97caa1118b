"""A run as a process: killed, stopped, at once with another, its row, its exit code, what it prints."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from support_crawl import (
    NOBODY,
    SERIES,
    Told,
    assert_sound,
    command,
    config_of,
    crawl,
    database,
    environment,
    instalments,
    json_lines,
    paper,
    rows,
    settings,
    start,
    tally,
    tell,
    titles,
    website,
    write_config,
    xunli,
)
from support_databases import database_url, postgres_server

from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.run import work
from demo import Newspaper
from storage import open_archive
from storage.config import Config
from storage.values import Outcome, Verdict

__all__ = ["database", "database_url", "paper", "postgres_server", "tell"]

BOTH = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""A few processes on each database: quick on SQLite, on PostgreSQL with the slow tests."""

DAY = date(2021, 11, 2)
MANY = 12


def printed(paper: Newspaper, instalments_: int = MANY, news: int = 50) -> list[str]:
    """Print instalments among news and return their titles."""
    pieces = [paper.print_instalment(DAY + timedelta(days=number)) for number in range(instalments_)]
    paper.print_many(news, since=DAY + timedelta(days=4))
    return sorted(piece.title for piece in pieces)


def wait_until(paper: Newspaper, requests: int, fragment: str = "/p/") -> None:
    """Wait until the newspaper has been asked so often."""
    pause = threading.Event()
    while paper.requests_to(fragment) < requests:
        pause.wait(0.01)


def assert_caught_up(config: Config, expected: list[str]) -> None:
    assert crawl(config).outcome is Outcome.DONE
    assert titles(config) == expected
    assert rows(config, "SELECT url FROM articles GROUP BY url HAVING count(*) > 1") == []
    assert_sound(config)


@pytest.mark.slow
@BOTH
def test_a_killed_first_walk_is_continued(tmp_path: Path, paper: Newspaper, database_url: str) -> None:
    expected = printed(paper)
    config = config_of(paper, database_url)
    file = write_config(tmp_path, settings(paper, database_url))
    paper.stall(f"/p/{paper.instalments()[3].id}.html")
    with start(tmp_path, "--config", file, "crawl") as process:
        wait_until(paper, 6)
        process.kill()
        process.communicate()
    paper.heal()
    assert_caught_up(config, expected)
    killed = rows(config, "SELECT outcome, error FROM runs ORDER BY id")[0]
    assert killed.outcome == "interrupted"
    assert killed.error


@pytest.mark.parametrize("stalled", ["article", pytest.param("list", marks=pytest.mark.slow)])
def test_a_request_that_a_stopped_run_gave_up_is_no_failure(paper: Newspaper, database: str, stalled: str) -> None:
    printed(paper)
    paper.stall(f"/p/{paper.instalments()[3].id}.html" if stalled == "article" else "/index_2.html")
    with signalled(paper, 6):
        run = crawl(config_of(paper, database, {"delay": 0.3}))
    assert (run.outcome, run.tally[Verdict.FAILED], run.complaints) == (Outcome.INTERRUPTED, 0, ())


@contextmanager
def signalled(paper: Newspaper, requests: int) -> Iterator[None]:
    """Send this process a SIGTERM, which the run in it takes, once the newspaper has been asked so often."""

    def send() -> None:
        wait_until(paper, requests)
        os.kill(os.getpid(), signal.SIGTERM)

    sender = threading.Thread(target=send, daemon=True)
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)  # where the run ends first, nothing else does
    sender.start()
    try:
        yield
    finally:
        sender.join(30)
        signal.signal(signal.SIGTERM, before)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_first_walk_is_continued(
    tmp_path: Path, paper: Newspaper, database: str, number: signal.Signals
) -> None:
    expected = printed(paper)
    config = config_of(paper, database)
    file = write_config(tmp_path, settings(paper, database))
    paper.stall(f"/p/{paper.instalments()[3].id}.html")
    with start(tmp_path, "--config", file, "crawl", "--json") as process:
        wait_until(paper, 6)
        process.send_signal(number)
        told, errors = process.communicate()
    [row] = json_lines(told)
    assert (row["outcome"], process.returncode) == ("interrupted", 130)
    assert row["failed"] == 0  # nor did it wait for the article that stalls, which would have failed in the end
    assert "Traceback" not in errors
    paper.heal()
    assert_caught_up(config, expected)


@pytest.mark.slow
def test_a_first_walk_that_took_too_long_is_continued(paper: Newspaper, database: str) -> None:
    expected = printed(paper, news=300)
    paper.stall("/index_7.html")
    assert crawl(config_of(paper, database, crawl={"timeout": 1.5})).outcome is Outcome.TIMEOUT
    paper.heal()
    paper.print_many(45, since=DAY + timedelta(days=60))
    assert_caught_up(config_of(paper, database), expected)


@pytest.mark.slow
def test_a_walk_stopped_between_two_finished_ones_loses_nothing(paper: Newspaper, database: str) -> None:
    expected = printed(paper, 3)
    config = config_of(paper, database)
    assert_caught_up(config, expected)
    buried = paper.print_instalment(DAY + timedelta(days=20))
    paper.print_many(70, since=DAY + timedelta(days=21))
    paper.stall("/index_2.html")
    assert crawl(config_of(paper, database, crawl={"timeout": 1})).outcome is Outcome.TIMEOUT
    paper.heal()
    assert_caught_up(config, sorted([*expected, buried.title]))


def test_a_page_of_a_list_that_failed_is_walked_again(paper: Newspaper, database: str) -> None:
    expected = printed(paper, news=120)
    paper.fail("/index_4.html", status=404)
    config = config_of(paper, database)
    assert crawl(config).outcome is Outcome.COMPLAINTS
    paper.heal()
    assert_caught_up(config, expected)


@pytest.mark.slow
@BOTH
def test_two_crawls_at_once_on_an_absent_database(tmp_path: Path, paper: Newspaper, database_url: str) -> None:
    expected = printed(paper, 4, 10)
    file = write_config(tmp_path, settings(paper, database_url))
    paper.stall("/robots.txt")
    with start(tmp_path, "--config", file, "crawl") as one, start(tmp_path, "--config", file, "crawl") as two:
        wait_for_the_first(one, two)
        paper.heal()
        told = [process.communicate() for process in (one, two)]
    assert sorted(process.returncode for process in (one, two)) == [0, 5], told
    config = config_of(paper, database_url)
    assert titles(config) == expected
    assert rows(config, "SELECT count(*) AS n FROM runs")[0].n == 1
    assert_sound(config)


def wait_for_the_first(*processes: subprocess.Popen[str]) -> None:
    """Wait until one of the processes has ended."""
    pause = threading.Event()
    while all(process.poll() is None for process in processes):
        pause.wait(0.05)


def test_the_row_of_a_run_has_every_field(
    tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]
) -> None:
    printed(paper, 2, 5)
    file = write_config(tmp_path, settings(paper, database))
    done = tell("--config", file, "crawl", SERIES, "--json")
    assert done.code == 0, done.err
    [row] = json_lines(done.out)
    assert row["series"] == SERIES
    assert (row["trigger"], row["outcome"], row["new"], row["failed"]) == ("manual", "done", 2, 0)
    assert row["requests"] == sum(paper.requests.values())
    assert row["complaints"] == row["recovered"] == []
    assert isinstance(row["seconds"], float)
    assert row.keys() >= {"run", "revised", "unchanged", "copy", "filtered", "suspected", "gone"}
    [again] = json_lines(tell("--config", file, "runs", "--json").out)
    assert {name: again[name] for name in row} == row
    assert again.keys() >= {"started_at", "ended_at", "due_at"}
    assert again["due_at"] is None
    assert again["started_at"].endswith("+08:00")


def test_what_people_see(tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]) -> None:
    first, _ = printed(paper, 2, 5)
    write_config(tmp_path, settings(paper, database))
    told = tell("crawl").out
    assert "完成" in told
    assert "新 2" in told
    assert first[:12] in tell("list").out
    assert "2 期" in tell("status").out


def test_lists_show_and_status_have_the_promised_fields(
    tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]
) -> None:
    printed(paper, 2, 5)
    write_config(tmp_path, settings(paper, database))
    crawl(config_of(paper, database))
    [newest, oldest] = json_lines(tell("list", "--json").out)
    assert newest.keys() >= {
        "id", "series", "title", "url", "surface", "printed_on", "published_at", "source", "byline", "editor",
        "characters", "sections", "copies", "revisions", "gone_at", "first_seen_at",
    }  # fmt: skip
    assert (oldest["printed_on"], oldest["surface"], oldest["copies"], oldest["revisions"]) == (
        DAY.isoformat(), "website", 0, 1,
    )  # fmt: skip
    [shown] = json_lines(tell("show", str(oldest["id"]), "--json").out)
    told = {key: value for key, value in oldest.items() if key != "cursor" and not isinstance(value, (list, dict))}
    assert {key: shown[key] for key in told} == told
    assert shown.keys() >= {"body", "kicker", "people", "pages", "addresses", "revision_list"}
    assert shown["addresses"][0].keys() >= {"url", "surface", "relation", "similarity", "gone_at"}
    assert shown["addresses"][0]["relation"] == "lead"
    assert shown["revision_list"][0].keys() >= {"number", "captured_at", "cause", "title"}
    section = shown["pages"][0]["sections"][0]
    assert section.keys() >= {"organisation", "organisation_printed", "headline", "body", "captions", "lines"}
    [state] = json_lines(tell("status", "--json").out)
    assert state["instalments"] == 2
    assert state["series"][0]["last_run"]["outcome"] == "done"


def test_no_network_is_exit_4(tmp_path: Path, database: str, tell: Callable[..., Told]) -> None:
    source = [{"kind": "website", "base_url": NOBODY}]
    write_config(tmp_path, settings(None, database, source=source))
    ended = tell("crawl", "--json")
    assert ended.code == 4, ended.err
    [row] = json_lines(ended.out)
    assert row["outcome"] == "unreachable"
    assert "连接被拒绝" in row["error"]
    assert row["failed"] == 1


def test_a_name_that_does_not_resolve_is_exit_4(tmp_path: Path, database: str, tell: Callable[..., Told]) -> None:
    source = [{"kind": "website", "base_url": "http://host.invalid"}]
    write_config(tmp_path, settings(None, database, source=source))
    ended = tell("crawl")
    assert ended.code == 4, ended.err
    assert "域名解析不了" in ended.out + ended.err
    assert "Traceback" not in ended.err


def test_a_source_that_is_silent_while_another_answers_is_a_complaint(
    tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]
) -> None:
    printed(paper, 1, 3)
    source = [website(paper), {"kind": "website", "base_url": NOBODY}]
    write_config(tmp_path, settings(paper, database, source=source))
    ended = tell("crawl", "--json")
    assert ended.code == 3, ended.err
    [row] = json_lines(ended.out)
    assert (row["outcome"], row["new"]) == ("complaints", 1)
    assert row["complaints"][0].keys() >= {"check", "message", "evidence"}


def test_a_dry_run_asks_nobody(tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]) -> None:
    write_config(tmp_path, settings(paper, database))
    told = tell("crawl", "--dry-run", "--json")
    assert [row["url"] for row in json_lines(told.out)] == [paper.website + "/"]
    assert not paper.requests


def test_a_dry_run_beside_an_archive_that_cannot_be_read_plans_nothing(
    tmp_path: Path, paper: Newspaper, tell: Callable[..., Told]
) -> None:
    """Of an absent one nothing was asked yet; of a damaged one nobody knows what was."""
    path = tmp_path / "damaged.db"
    path.write_bytes(b"no database at all " * 9)
    write_config(tmp_path, settings(paper, f"sqlite:///{path}"))
    told = tell("crawl", "--dry-run")
    assert (told.code, told.out) == (2, "")
    assert "damaged.db" in told.err


def test_all_series_run_one_after_the_other(
    tmp_path: Path, paper: Newspaper, database: str, tell: Callable[..., Told]
) -> None:
    printed(paper, 1, 3)
    values = settings(paper, database)
    values["series"].append(
        {**values["series"][0], "name": "absent", "source": [{"kind": "website", "base_url": NOBODY}]}
    )
    write_config(tmp_path, values)
    ended = tell("crawl", "--json")
    assert [row["outcome"] for row in json_lines(ended.out)] == ["done", "unreachable"]
    assert ended.code == 4


class Counting:
    """Whoever looks on, and counts."""

    def __init__(self) -> None:
        self.plans = list[str]()
        self.answers = list[str]()

    def planned(self, url: str) -> None:
        self.plans.append(url)

    def answered(self, url: str) -> None:
        self.answers.append(url)


def test_no_more_is_answered_than_was_planned(paper: Newspaper, database: str) -> None:
    """A robots.txt, a try again and an article that is sent on to another address are among the requests."""
    printed(paper, 3, 5)
    paper.fail("/p/", times=1)
    paper.redirect("/p/", "/p/1.html", times=1)
    config, watch = config_of(paper, database), Counting()
    with open_archive(database) as archive:
        archive.upgrade()
        job = open_job(config, config.series[0], Wishes(), archive)
        assert isinstance(job, Job)
        run = work(job, watch)
    assert run.requests == len(paper.log) > len(watch.plans)
    assert sorted(watch.answers) == sorted(watch.plans)


@pytest.mark.slow
def test_scrapy_runs_the_spider_too(tmp_path: Path, paper: Newspaper, database: str) -> None:
    expected = printed(paper, 2, 5)
    file = write_config(tmp_path, settings(paper, database))
    checkout = Path(__file__).resolve().parents[1]
    ended = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "series", "-a", f"series={SERIES}", "-a", f"config={file}"],
        cwd=checkout, env=environment(), capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    config = config_of(paper, database)
    assert titles(config) == expected
    [run] = rows(config, "SELECT outcome, requests, new FROM runs")
    assert (run.outcome, run.new, run.requests) == ("done", 2, sum(paper.requests.values()))


@pytest.mark.slow
def test_a_stopped_scrapy_run_says_so_in_its_row(tmp_path: Path, paper: Newspaper, database: str) -> None:
    printed(paper, 4, 5)
    file = write_config(tmp_path, settings(paper, database))
    paper.stall(f"/p/{paper.instalments()[1].id}.html")
    arguments = ["crawl", "series", "-a", f"series={SERIES}", "-a", f"config={file}"]
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", *arguments], cwd=Path(__file__).resolve().parents[1], env=environment(),
        stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        wait_until(paper, 3)
        process.send_signal(signal.SIGTERM)
        paper.heal()
        process.communicate()
    config = config_of(paper, database)
    [run] = rows(config, "SELECT outcome, ended_at FROM runs")
    assert run.ended_at is not None
    assert run.outcome == "interrupted"
    assert crawl(config).outcome is Outcome.DONE
    assert len(instalments(config)) == 4


def test_a_crawl_on_postgresql_is_the_same(paper: Newspaper, database_url: str) -> None:
    expected = printed(paper, 3, 30)
    config = config_of(paper, database_url)
    assert tally(crawl(config))["new"] == 3
    assert titles(config) == expected
    paper.reset_counts()
    crawl(config)
    assert paper.requests_to("/p/") == 0
    assert_sound(config)


@pytest.mark.slow
def test_a_run_tells_its_reasons_in_the_language_that_was_asked_for(paper: Newspaper, tmp_path: Path) -> None:
    """Reasons come from the archive's thread and from reading processes, too, which know no context."""
    for _ in range(20):  # more than one thread reads
        paper.print_instalment(DAY)
    film = paper.print_instalment(DAY, video=True)
    paper.close("mobile")
    database = f"sqlite:///{tmp_path / 'archive.db'}"
    write_config(tmp_path, settings(paper, database))
    assert xunli(tmp_path, "--lang", "en", "crawl").returncode in (0, 3)
    seen = rows(config_of(paper, database), "SELECT url, reason FROM visits")
    assert {"a new instalment", "the page has a film and no text"} <= {row.reason for row in seen}
    assert [row.reason for row in seen if not row.reason.isascii()] == []
    assert film.title not in titles(config_of(paper, database))


@pytest.mark.slow
def test_a_run_that_is_cut_leaves_no_error_in_the_log(paper: Newspaper, database: str, tmp_path: Path) -> None:
    paper.stall("/")
    write_config(tmp_path, settings(paper, database, crawl={"timeout": 1.0}))
    ended = subprocess.run(
        command("crawl"), cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert '"outcome": "timeout"' in ended.stderr
    assert '"level": "error"' not in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("argument", "told"), [("series=nobody", "nobody"), ("since=2021-10-26", "since")])
def test_what_scrapy_cannot_begin_is_one_sentence(tmp_path: Path, argument: str, told: str) -> None:
    source = [{"kind": "website", "base_url": "http://127.0.0.1:9"}]
    file = write_config(tmp_path, settings(None, f"sqlite:///{tmp_path / 'a.db'}", source=source))
    arguments = ["crawl", "series", "-a", argument, "-a", f"config={file}"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments], cwd=Path(__file__).resolve().parents[1], env=environment(),
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert told in done.stderr
