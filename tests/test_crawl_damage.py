"""Damage: what a broken answer becomes. The right verdict and reason, the run's row tells it, the archive is whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest
from support_crawl import (
    assert_sound,
    body,
    config_of,
    crawl,
    database,
    desktop,
    instalments,
    json_lines,
    mobile,
    paper,
    path,
    rows,
    settings,
    squeezed,
    start,
    tally,
    text_of,
    titles,
    visit_of,
    write_config,
)

from demo import Newspaper, Piece
from storage.values import Outcome, Verdict

__all__ = ["database", "paper"]

DAY = date(2021, 11, 2)


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    return paper.print_instalment(DAY)


@pytest.fixture
def other(paper: Newspaper, piece: Piece) -> Iterator[Piece]:
    """A second instalment, whole, that no damage to the first may touch."""
    yield paper.print_instalment(DAY)
    paper.heal()  # lets whoever waits in a stall go


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    ("sent", "declared"),
    [
        ("gbk", "utf-8"),
        ("utf-8", "gbk"),
        ("gb18030", "gb2312"),
        ("utf-8", "iso-8859-1"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-8"),
    ],
)
def test_a_wrongly_declared_encoding_is_seen_through(
    paper: Newspaper, database: str, piece: Piece, sent: str, declared: str, header: bool
) -> None:
    paper.mislabel(path(piece), bytes=sent, declared=declared, header=header)
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == [piece.title]
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert run.outcome is Outcome.DONE


@pytest.mark.parametrize("declared", ["utf-8", "gbk"])
def test_a_wrongly_declared_list_is_read(paper: Newspaper, database: str, piece: Piece, declared: str) -> None:
    paper.mislabel("/", bytes="gbk" if declared == "utf-8" else "utf-8", declared=declared)
    config = config_of(paper, database)
    crawl(config)
    assert titles(config) == [piece.title]


DAMAGES = {
    "cut": ("正文没有收全", None),
    "cut_packed": ("正文没有收全", None),
    "hang_up": ("连接", None),
    "binary": ("不是网页", 200),
    "empty": ("空", 200),
    "challenge": ("验证", 200),
    "error": ("500", 500),
    "forbidden": ("403", 403),
    "flood": ("太大", None),
}


def spoil(paper: Newspaper, pattern: str, damage: str) -> None:
    match damage:
        case "cut":
            paper.cut_body(pattern)
        case "cut_packed":
            paper.pack(pattern, keep=0.6)
        case "hang_up":
            paper.hang_up(pattern)
        case "binary":
            paper.binary(pattern)
        case "empty":
            paper.empty(pattern)
        case "challenge":
            paper.challenge(pattern)
        case "error":
            paper.fail(pattern, status=500)
        case "forbidden":
            paper.fail(pattern, status=403)
        case "flood":
            paper.flood(pattern, megabytes=200)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_article_has_failed_with_its_reason(
    paper: Newspaper, database: str, piece: Piece, other: Piece, damage: str
) -> None:
    spoil(paper, f"*{path(piece)}", damage)
    config = config_of(paper, database)
    run = crawl(config)
    reason, status = DAMAGES[damage]
    for address in (desktop(paper, piece), mobile(paper, piece)):
        seen = visit_of(config, run, address)
        assert (seen.verdict, seen.status) == (Verdict.FAILED, status)
        assert reason in seen.reason
    assert titles(config) == [other.title]
    assert run.outcome is Outcome.COMPLAINTS
    assert any(reason in str(complaint) for complaint in run.complaints)
    assert_sound(config)
    paper.heal()
    crawl(config)
    assert titles(config) == sorted([piece.title, other.title])
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert_sound(config)


@pytest.mark.parametrize("damage", ["error", "challenge", "cut"])
def test_a_damaged_article_that_stands_nowhere_else_is_complained_of(
    paper: Newspaper, database: str, piece: Piece, damage: str
) -> None:
    spoil(paper, desktop(paper, piece), damage)
    paper.fail(mobile(paper, piece), status=404)
    config = config_of(paper, database)
    run = crawl(config)
    assert tally(run)["failed"] == 2
    assert run.outcome is Outcome.COMPLAINTS
    assert DAMAGES[damage][0] in str(run.complaints)
    paper.heal()
    assert crawl(config).outcome is Outcome.DONE


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_list_is_complained_of(paper: Newspaper, database: str, piece: Piece, damage: str) -> None:
    spoil(paper, "/", damage)
    config = config_of(paper, database)
    run = crawl(config)
    seen = visit_of(config, run, paper.website + "/")
    assert seen.verdict is Verdict.FAILED
    assert seen.reason
    assert run.outcome in (Outcome.COMPLAINTS, Outcome.UNREACHABLE)
    paper.heal()
    assert tally(crawl(config))["new"] == 1


@pytest.mark.parametrize(
    ("wraps", "named"), [(0, "gzip"), (1, ""), (2, "gzip"), (2, "gzip, gzip"), (0, "br"), (0, "deflate"), (1, "utf-8")]
)
def test_what_a_packed_page_is_tells_how_to_unpack_it(
    paper: Newspaper, database: str, piece: Piece, wraps: int, named: str
) -> None:
    paper.pack(path(piece), wraps=wraps, named=named)
    config = config_of(paper, database, source=[{"kind": "website", "base_url": paper.website}])
    run = crawl(config)
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert run.outcome is Outcome.DONE


def test_a_header_in_any_bytes_costs_no_page(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.head("*", "X-Powered-By", "青岛".encode("gbk"))
    config = config_of(paper, database)
    assert crawl(config).outcome is Outcome.DONE
    assert titles(config) == [piece.title]


@pytest.mark.parametrize(("name", "value"), [("X-Long", b"a" * 400_000), ("Content-Length", b"7"), ("X-Nul", b"a\0b")])
def test_an_answer_that_breaks_the_rules_is_told_from_none(
    paper: Newspaper, database: str, piece: Piece, name: str, value: bytes
) -> None:
    paper.head("/", name, value)
    config = config_of(paper, database)
    run = crawl(config)
    assert "HTTP 的规矩" in visit_of(config, run, paper.website + "/").reason
    assert run.outcome is Outcome.COMPLAINTS


def test_a_packed_page_that_was_cut_short_once_is_asked_for_again(
    paper: Newspaper, database: str, piece: Piece
) -> None:
    paper.pack(path(piece), keep=0.6, times=1)
    config = config_of(paper, database)
    crawl(config)
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert (paper.requests_to(desktop(paper, piece)), paper.requests_to(mobile(paper, piece))) == (2, 0)


def test_a_damaged_answer_leaves_a_known_text_alone(paper: Newspaper, database: str, piece: Piece) -> None:
    from crawler.following.wishes import Wishes

    config = config_of(paper, database)
    crawl(config)
    for damage in DAMAGES:
        if damage != "flood":
            spoil(paper, f"*{path(piece)}", damage)
            crawl(config, Wishes(recheck=True))
    [kept] = instalments(config)
    assert (kept.revisions, kept.gone_at) == (1, None)
    assert squeezed(body(config, piece.title)) == text_of(piece)
    assert_sound(config)


@pytest.mark.slow
def test_a_stall_ends_with_the_time_of_the_run(paper: Newspaper, database: str, piece: Piece, other: Piece) -> None:
    paper.stall(path(piece))
    config = config_of(paper, database, crawl={"timeout": 1.5})
    run = crawl(config)
    assert run.outcome is Outcome.TIMEOUT
    assert "crawl.timeout" in (run.error or "")
    assert titles(config) == [other.title]
    assert_sound(config)
    paper.heal()
    assert crawl(config_of(paper, database)).outcome is Outcome.DONE
    assert titles(config) == sorted([piece.title, other.title])
    assert_sound(config)


def test_a_slow_answer_is_waited_for(paper: Newspaper, database: str, piece: Piece) -> None:
    paper.stall(path(piece), seconds=1.0, times=1)
    assert tally(crawl(config_of(paper, database)))["new"] == 1


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_stall_ends_by_itself(paper: Newspaper, database: str, piece: Piece, other: Piece) -> None:
    paper.stall(f"*{path(piece)}")
    config = config_of(paper, database)
    run = crawl(config)
    assert visit_of(config, run, desktop(paper, piece)).verdict is Verdict.FAILED
    assert titles(config) == [other.title]


@pytest.mark.slow
def test_a_huge_document_is_not_held_in_memory(tmp_path: Path, paper: Newspaper, database: str, piece: Piece) -> None:
    paper.flood(f"*{path(piece)}", megabytes=200)
    file = write_config(tmp_path, settings(paper, database))
    with start(tmp_path, "--config", file, "crawl", "--json") as process:
        largest = most_memory(process.pid)
        printed, told = process.communicate()
    assert process.returncode == 3, told
    [row] = json_lines(printed)
    assert "太大" in str(row["complaints"])
    assert largest < 400_000_000


def most_memory(pid: int) -> int:
    """Return the most memory that a process and its children held at once, in bytes, until it ends."""
    largest, process = 0, psutil.Process(pid)
    pause = threading.Event()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            family = [process, *process.children(recursive=True)]
            largest = max(largest, sum(one.memory_info().rss for one in family))
        except psutil.NoSuchProcess:
            continue
        pause.wait(0.02)
    return largest


def test_a_site_where_every_article_is_a_challenge_stores_nothing(
    paper: Newspaper, database: str, piece: Piece, other: Piece
) -> None:
    paper.challenge("/p/*")
    config = config_of(paper, database)
    run = crawl(config)
    assert titles(config) == []
    assert run.outcome is Outcome.COMPLAINTS
    assert any("验证" in complaint["message"] for complaint in run.complaints)
    assert rows(config, "SELECT count(*) AS n FROM articles")[0].n == 0


def test_a_page_of_an_unknown_layout_is_still_read_or_refused_never_empty(
    paper: Newspaper, database: str, piece: Piece
) -> None:
    for design in ("renamed", "dateless", "nmgnews", "yili", "flat"):
        paper.redesign(design)
        config = config_of(paper, f"{database}.{design}")
        crawl(config)
        assert squeezed(body(config, piece.title)) == text_of(piece), design
