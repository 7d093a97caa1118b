"""`xunli doctor`: every source live, the first step that fails by name, and what is around them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support_crawl import Told, config_of, crawl, desktop, json_lines, paper, settings, tell, website, write_config

from crawler.following.wishes import Wishes
from demo import Newspaper, Piece
from scheduler.checkup import clock_check, local_checks
from storage.config import Config
from storage.values import Trigger

__all__ = ["paper", "tell"]

DAY = date(2021, 11, 2)
UNDATED = "<p>全市各部门继续把改革事项落到项目上、落到办事窗口上，让企业和群众少跑一趟、少等一天，件件有着落。</p>" * 3
Examine = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def piece(paper: Newspaper) -> Piece:
    paper.print_many(5, since=DAY)
    return paper.print_instalment(DAY + timedelta(days=1))


@pytest.fixture
def examine(paper: Newspaper, tell: Callable[..., Told], tmp_path: Path) -> Examine:
    """Examine sources (the website, where none are given): the exit code and a row for each."""

    def examined(*sources: dict[str, Any], **more: Any) -> tuple[int, list[dict[str, Any]]]:
        values = settings(paper, f"sqlite:///{tmp_path / 'archive.db'}", source=sources or [website(paper)])
        write_config(tmp_path, {**values, **more})
        told = tell("doctor", "--json")
        return told.code, json_lines(told.out)

    return examined


@pytest.fixture
def plain() -> Iterator[int]:
    """The port of a server that speaks no TLS."""

    class Refusing(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1024)
            self.request.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def sources_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["check"] == "source"]


def test_all_is_well(paper: Newspaper, piece: Piece, examine: Examine) -> None:
    paper.reset_counts()
    code, rows = examine(
        website(paper), {"kind": "epaper", "base_url": paper.epaper}, {"kind": "epaper", "base_url": paper.classic},
        {"kind": "search", "url": paper.search},
        {"kind": "listing", "urls": [f"{paper.dailyqd}/news/node_3118.htm"], "link": ".maincon_left_top li a"},
    )  # fmt: skip
    assert code == 0, rows
    assert [row["ok"] for row in sources_of(rows)] == [True] * 5
    site, epaper = ([step["step"] for step in row["steps"]] for row in sources_of(rows)[:2])
    assert site == ["dns", "tcp", "http", "list", "link", "article", "date"]
    assert epaper == ["dns", "tcp", "home", "http", "directory", "board", "story"]
    assert piece.title in sources_of(rows)[0]["steps"][5]["detail"]
    assert max(paper.requests.values()) <= 2
    assert sum(count for url, count in paper.requests.items() if not url.endswith("robots.txt")) <= 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "step", "code"),
    [
        ("name", "dns", 4), ("port", "tcp", 4), ("certificate", "tls", 4), ("robots", "robots", 3), ("500", "http", 3),
        ("404", "http", 3), ("challenge", "challenge", 3), ("layout", "list", 3), ("article", "article", 3),
        ("article challenge", "challenge", 3), ("date", "date", 3), ("elsewhere", "http", 3), ("circle", "http", 3),
    ],
)  # fmt: skip
def test_the_first_step_that_fails(
    paper: Newspaper, piece: Piece, examine: Examine, plain: int, trouble: str, step: str, code: int
) -> None:
    source: dict[str, Any] = {"kind": "website", "base_url": paper.website}
    match trouble:
        case "name":
            source["base_url"] = "http://nowhere.invalid"
        case "port":
            source["base_url"] = "http://127.0.0.1:9"
        case "certificate":
            source["base_url"] = f"https://127.0.0.1:{plain}"
        case "robots":
            paper.robots = "User-agent: *\nDisallow: /\n"
        case "elsewhere":
            paper.redirect(f"{paper.website}/", paper.elsewhere)
        case "circle":
            paper.redirect(f"{paper.website}/", f"{paper.website}/")
        case "challenge":
            paper.challenge(f"{paper.website}/")
        case "layout":
            paper.redesign("list-empty")
        case "article":
            paper.fail("*/p/*", status=404)
        case "article challenge":
            paper.challenge("*/p/*")
        case "date":
            paper.say("*/p/*", f"<title>青岛改革巡礼</title><h1>青岛改革巡礼</h1><div>{UNDATED}</div>".encode())
        case status:
            paper.fail(f"{paper.website}/", status=int(status))
    found, rows = examine(source)
    [row] = sources_of(rows)
    assert (row["failed"], found) == (step, code), row
    assert row["detail"]
    assert "Connect call failed" not in row["detail"]  # asyncio's words for a closed port
    assert row["url"].startswith("http")
    assert [each["ok"] for each in row["steps"]] == [True] * (len(row["steps"]) - 1) + [False]


@pytest.mark.parametrize(("trouble", "step"), [("home", "home"), ("directory", "directory"), ("story", "http")])
def test_where_an_e_paper_breaks(paper: Newspaper, piece: Piece, examine: Examine, trouble: str, step: str) -> None:
    match trouble:
        case "home":
            paper.fail("*", status=404)
        case "directory":
            paper.say("*/node_1.htm", "<title>青岛日报</title><p>改版了</p>".encode())
        case _:
            paper.fail("*/content_*", status=500)
    code, rows = examine({"kind": "epaper", "base_url": paper.epaper})
    [row] = sources_of(rows)
    assert (row["failed"], code) == (step, 3), row


def test_a_newspaper_whose_folder_alone_leads_to_its_newest_issue_is_well(
    paper: Newspaper, piece: Piece, examine: Examine
) -> None:
    paper.fail("*paperindex.htm", status=404)
    leading = f'<meta http-equiv="refresh" content="0;url=html/{piece.printed_on:%Y-%m/%d}/node_1.htm">'
    paper.say(f"{paper.epaper}/", leading.encode())
    code, rows = examine({"kind": "epaper", "base_url": paper.epaper})
    assert (code, sources_of(rows)[0]["ok"]) == (0, True)


def test_a_search_whose_results_are_not_recognised(paper: Newspaper, piece: Piece, examine: Examine) -> None:
    paper.say("*action=search*", "<title>站点升级</title><p>暂停服务的几天里，请您改日再来看看</p>".encode())
    code, rows = examine({"kind": "search", "url": paper.search}, website(paper))
    assert (code, sources_of(rows)[0]["failed"], sources_of(rows)[1]["ok"]) == (3, "results", True)


def test_a_video_first_is_no_trouble(paper: Newspaper, examine: Examine) -> None:
    paper.print_news(DAY)
    paper.print_instalment(DAY, video=True)
    code, rows = examine({"kind": "website", "base_url": paper.website})
    assert (code, sources_of(rows)[0]["ok"]) == (0, True)


def test_what_is_around_the_sources(paper: Newspaper, piece: Piece, examine: Examine) -> None:
    code, rows = examine(notify=[{"url": "wecombot://$XUNLI_TEST_KEY_THAT_NOBODY_SET"}])
    checks = {row["check"]: row["ok"] for row in rows}
    assert code == 3
    assert checks == {"configuration": None, "archive": None, "disk": True, "channels": False, "source": True}
    code, rows = examine(database="sqlite:///no/such/folder/archive.db")
    assert code == 3
    assert next(row for row in rows if row["check"] == "disk")["ok"] is False


def test_the_folder_of_an_address_is_read_as_the_archive_reads_it(tmp_path: Path) -> None:
    (folder := tmp_path / "two words").mkdir()
    address = f"sqlite:///{tmp_path}/two%20words/archive.db"
    disk = next(check for check in local_checks(Config(database=address), None) if check.name == "disk")
    assert (disk.ok, str(folder) in disk.detail) == (True, True)


def test_slots_that_nobody_served(
    paper: Newspaper, piece: Piece, examine: Examine, tell: Callable[..., Told], tmp_path: Path
) -> None:
    config = config_of(paper, f"sqlite:///{tmp_path / 'archive.db'}")
    now = datetime.now(UTC)
    before = now - timedelta(days=5)
    crawl(config, Wishes(trigger=Trigger.SCHEDULE, due_at=before), at=before)
    code, rows = examine()
    [schedule] = [row for row in rows if row["check"] == "schedule"]
    assert (code, schedule["ok"]) == (3, False)
    assert "次到点没有运行，服务或定时器没有开着？" in tell("status").out
    assert json_lines(tell("status", "--json").out)[0]["series"][0]["missed_runs"] in {4, 5}
    crawl(config, Wishes(trigger=Trigger.SCHEDULE, due_at=now), at=now)
    code, rows = examine()
    [schedule] = [row for row in rows if row["check"] == "schedule"]
    assert (code, schedule["ok"]) == (0, True)
    assert "到点" not in tell("status").out


@pytest.mark.parametrize(("minutes", "ok"), [(0, True), (4, True), (-30, False), (30, False)])
def test_our_clock_beside_the_servers(minutes: int, ok: bool) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    check = clock_check([now + timedelta(minutes=minutes)] * 3, now)
    assert check is not None
    assert check.ok is ok
    assert clock_check([], now) is None


def test_what_eyes_see(paper: Newspaper, piece: Piece, examine: Examine, tell: Callable[..., Told]) -> None:
    examine()
    paper.redesign("list-empty")
    paper.reset_counts()
    told = tell("doctor")
    assert f"✗ website {paper.website}" in told.out
    assert "✗ 列表　列表页里认不出一条文章链接" in told.out
    assert f"xunli probe {paper.website}/" in told.out
    assert not Path("archive.db").exists()
    assert desktop(paper, piece) not in paper.requests
    assert tell("doctor", "nobody").code == 2
