"""The e-paper through a real run: every day of the window, each once, going on after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.run import work
from demo import Newspaper, edition
from demo.damage import CHALLENGE
from demo.server import Reply
from storage import Archive, Filter, Run, open_archive
from storage.config import Config
from storage.configfile import parse_config
from storage.ledger.coverage import Coverage
from storage.values import Verdict

FIRST, LAST = date(2021, 10, 26), date(2021, 11, 20)
BACKFILL = Wishes(since=FIRST, until=LAST)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with edition() as newspaper:
        yield newspaper


@pytest.fixture
def config(paper: Newspaper, tmp_path: Path) -> Config:
    return parse_config(values(paper, tmp_path))


def values(paper: Newspaper, folder: Path) -> dict[str, object]:
    series = {
        "name": "reform", "title": "青岛改革巡礼", "match": ["改革巡礼"],
        "source": [{"kind": "epaper", "base_url": paper.epaper}],
    }  # fmt: skip
    return {"database": f"sqlite:///{folder / 'a.db'}", "crawl": {"delay": 0}, "series": [series]}


def run(config: Config, wishes: Wishes) -> tuple[Archive, Run]:
    archive = open_archive(config.database)
    archive.upgrade()
    job = open_job(config, config.series[0], wishes, archive)
    assert isinstance(job, Job)
    return archive, work(job)


def printed(paper: Newspaper) -> set[date]:
    return {piece.printed_on for piece in paper.instalments() if FIRST <= piece.printed_on <= LAST}


@pytest.mark.slow
def test_a_backfill_captures_every_day_that_has_one_and_proves_the_others(paper: Newspaper, config: Config) -> None:
    archive, ended = run(config, BACKFILL)
    assert ended.outcome == "done", ended.complaints
    found = list(archive.instalments())
    assert {one.printed_on for one in found} == printed(paper)
    assert len(found) == len(printed(paper))
    verdicts = {day.on: day.verdict for day in archive.agenda.ledger("reform", FIRST, LAST)}
    assert {day for day, verdict in verdicts.items() if verdict is Coverage.CAPTURED} == printed(paper)
    assert set(verdicts.values()) == {Coverage.CAPTURED, Coverage.NOTHING_PRINTED}


def test_one_text_a_day_with_its_pages_and_every_story_address(paper: Newspaper, config: Config) -> None:
    archive, _ = run(config, Wishes(since=FIRST, until=FIRST))
    (one,) = archive.instalments()
    article = archive.article(one.id)
    assert article is not None
    truth = paper.instalments()[0].truth
    labels = [page.label for page in truth.pages]
    assert [line for line in article.body.split("\n") if line.endswith("版") and "2021年" in line] == [
        f"青岛日报2021年10月26日{label}" for label in labels
    ]
    assert len([address for address in article.addresses if "content_" in address.url]) >= len(labels)
    assert {link.kind for link in article.links} >= {"pdf", "page_image"}


def test_stories_of_other_boards_are_not_fetched(paper: Newspaper, config: Config) -> None:
    day = next(day for day in sorted(printed(paper)) if day > FIRST)
    quiet = date.fromordinal(day.toordinal() + 1)
    run(config, Wishes(since=quiet, until=quiet))
    assert paper.requests_to("content_") == 0
    assert paper.requests_to("node_") > 1


def test_the_next_run_costs_robots_and_the_home_page(paper: Newspaper, config: Config) -> None:
    run(config, Wishes())
    paper.reset_counts()
    run(config, Wishes())
    assert sum(paper.requests.values()) == 2


def test_a_day_that_cannot_be_read_is_kept_as_nothing_and_read_the_next_time(paper: Newspaper, config: Config) -> None:
    rule = paper.fail("*2021-10/26/content_*", 404)
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST))
    assert list(archive.instalments()) == []
    assert ended.outcome == "complaints"
    assert archive.agenda.ledger("reform", FIRST, FIRST)[0].verdict is Coverage.FAILED
    paper.heal(rule.pattern)
    archive, _ = run(config, Wishes(since=FIRST, until=FIRST))
    assert len(list(archive.instalments(Filter(from_=FIRST, to=FIRST)))) == 1


def test_a_board_that_is_not_there_hides_no_instalment_and_proves_nothing(paper: Newspaper, config: Config) -> None:
    day = next(day for day in sorted(printed(paper)) if day > FIRST)
    quiet = day + timedelta(days=1)
    assert quiet not in printed(paper)
    paper.fail("*/node_6.htm", 404)
    archive, ended = run(config, Wishes(since=day, until=quiet))
    assert [one.printed_on for one in archive.instalments()] == [day]
    verdicts = [told.verdict for told in archive.agenda.ledger("reform", day, quiet)]
    assert verdicts == [Coverage.CAPTURED, Coverage.FAILED]
    assert ended.outcome == "complaints"
    assert ended.tally[Verdict.FAILED] == 2


@pytest.mark.slow
def test_a_backfill_that_ended_is_swept_anew_and_makes_nothing_twice(paper: Newspaper, config: Config) -> None:
    until = FIRST + timedelta(days=9)
    window = Wishes(since=FIRST, until=until)
    run(config, window)
    paper.reset_counts()
    archive, again = run(config, window)
    assert again.tally["new"] == 0
    assert len(list(archive.instalments())) == len([day for day in printed(paper) if day <= until]) >= 2
    assert paper.requests_to("/node_1.htm") >= 10


@pytest.mark.slow
def test_without_a_home_page_its_issues_are_found_in_either_skin(paper: Newspaper, tmp_path: Path) -> None:
    paper.fail("*/paperindex.htm", 404)
    series = values(paper, tmp_path)
    series["series"][0]["source"] = [{"kind": "epaper", "base_url": paper.classic}]  # type: ignore[index]
    config = parse_config(series)
    window = Wishes(since=FIRST, until=FIRST + timedelta(days=9))
    archive, ended = run(config, window)
    assert ended.outcome == "done", ended.complaints
    wanted = {day for day in printed(paper) if day <= FIRST + timedelta(days=9)}
    assert wanted <= {day.on for day in archive.agenda.ledger("reform", FIRST, LAST) if day.instalments}
    paper.reset_counts()
    run(config, window)  # its issues are known to begin with node_2.htm now
    assert paper.requests_to("/node_1.htm") == 0


def test_without_a_home_page_the_folder_may_lead_to_the_newest_issue(paper: Newspaper, config: Config) -> None:
    newest = max(piece.printed_on for piece in paper.state.pieces.values())
    paper.fail("*paperindex.htm", 404)
    leading = f'<meta http-equiv="refresh" content="0;url=html/{newest:%Y-%m/%d}/node_1.htm">'
    paper.say(f"{paper.epaper}/", leading.encode())
    archive, ended = run(config, Wishes())
    assert [piece.printed_on for piece in archive.instalments()] == [newest]
    assert ended.outcome == "done"
    paper.reset_counts()
    run(config, Wishes())  # where its issues stand is known now
    assert not [address for address in paper.requests if address.endswith("/")]


def test_without_a_directory_every_board_is_asked_for(paper: Newspaper, config: Config) -> None:
    """The ledger said of such a day that its whole directory was read, and that was its first board."""
    story = '<li><a href="content_9{0}_1.htm">{1}</a></li><a href="node_{2}.htm">下一版</a>'
    for number, title in enumerate(("明日有雨", "渔汛来了", "青岛改革巡礼：甲局提速"), 1):
        body = f"<td id=currentBM>第{number}版：要闻</td><ul>{story.format(number, title, number + 1)}</ul>"
        paper.say(f"*/node_{number}.htm", (body.replace("node_4.htm", "#") + "<p>2021年10月26日</p>").encode())
    told = "<founder-title>青岛改革巡礼：甲局提速</founder-title><founder-content><p>甲段。</p></founder-content>"
    paper.say("*/content_93_1.htm", told.encode())
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST))
    assert ended.outcome == "done", ended.complaints
    assert [one.title for one in archive.instalments()] == ["青岛改革巡礼：甲局提速"]


def test_a_day_that_leads_back_to_the_home_page_has_no_issue(paper: Newspaper, config: Config) -> None:
    silent = FIRST + timedelta(days=1)
    home = (("Location", f"{paper.epaper}/paperindex.htm"),)
    paper.spoil(f"*/{silent:%Y-%m/%d}/node_1.htm", lambda honest: Reply(302, home, b""))
    archive, ended = run(config, Wishes(since=FIRST, until=silent + timedelta(days=1)))
    assert ended.outcome == "done", ended.complaints
    verdicts = [day.verdict for day in archive.agenda.ledger("reform", FIRST, silent)]
    assert verdicts == [Coverage.CAPTURED, Coverage.NOTHING_PRINTED]


def test_a_paper_that_shows_nothing_at_all_is_complained_of(paper: Newspaper, config: Config) -> None:
    paper.fail(f"{paper.epaper}/*", 404)
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST + timedelta(days=99)))
    assert [complaint["check"] for complaint in ended.complaints] == ["source_silent"]
    assert paper.requests_to("/node_1.htm") == 100
    # After a few in vain, and as many as were in flight, the other name is not looked for any more.
    assert 3 <= paper.requests_to("/node_2.htm") <= 40
    assert {day.verdict for day in archive.agenda.ledger("reform", FIRST, LAST)} == {Coverage.NOT_CHECKED}


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 500])
def test_a_paper_without_a_home_page_whose_issues_all_fail_is_complained_of(
    paper: Newspaper, config: Config, status: int
) -> None:
    paper.fail("*paperindex.htm", status=status)
    paper.fail("*/node_*.htm", status=403)
    _, ended = run(config, Wishes(since=FIRST, until=FIRST + timedelta(days=2)))
    assert ended.outcome == "complaints"
    assert "403" in str(ended.complaints)
    paper.heal()
    _, ended = run(config, Wishes(since=FIRST, until=FIRST + timedelta(days=2)))
    assert ended.outcome == "done"


def test_what_its_issue_no_longer_lists_is_suspected_and_then_gone(paper: Newspaper, tmp_path: Path) -> None:
    told = values(paper, tmp_path)
    told["crawl"] = {"delay": 0, "gone_after": {"confirmations": 2, "days": 0}}
    config, again = parse_config(told), Wishes(since=FIRST, until=FIRST, recheck=True)
    run(config, Wishes(since=FIRST, until=FIRST))
    paper.say("*/node_*.htm", BOARDS_ONLY.format("<li><a href=content_99_999.htm>渔汛来了</a></li>").encode())
    archive, ended = run(config, again)
    assert (ended.outcome, ended.tally[Verdict.SUSPECTED]) == ("done", 1)
    run(config, again)
    assert [piece.gone_at is not None for piece in archive.instalments()] == [True]
    paper.heal()
    run(config, again)
    assert [piece.gone_at is not None for piece in archive.instalments()] == [False]


def test_a_series_of_other_words_has_not_been_withdrawn(paper: Newspaper, tmp_path: Path) -> None:
    told = values(paper, tmp_path)
    run(parse_config(told), Wishes(since=FIRST, until=FIRST))
    other = told | {"series": [told["series"][0] | {"match": ["另一个栏目"]}]}  # type: ignore[index]
    _, ended = run(parse_config(other), Wishes(since=FIRST, until=FIRST, recheck=True))
    assert ended.tally[Verdict.SUSPECTED] == 0


BOARDS_ONLY = """<html><head><title>海湾日报</title></head><body>
<a id=pageLink href=node_1.htm>第01版：要闻</a><ul>{}</ul></body></html>"""


@pytest.mark.parametrize("stories", ["", "<li><a href=detail.asp?id=7>甲事</a></li>", "<a href=content_7.htm></a>"])
def test_an_issue_whose_stories_are_not_recognised_proves_nothing(
    paper: Newspaper, config: Config, stories: str
) -> None:
    paper.say("*/node_*.htm", BOARDS_ONLY.format(stories).encode())
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST))
    assert archive.agenda.ledger("reform", FIRST, FIRST)[0].verdict is Coverage.FAILED
    assert [each["check"] for each in ended.complaints] == ["layout_changed"]


NOT_THERE = "<html><head><title>提示</title></head><body><p>对不起，您要看的页面不存在或已被删除！</p></body></html>"
NO_PAPER = "<html><head><title>海湾日报</title></head><body><p>您好，当日没有出版报纸，请看别的日子。</p></body></html>"
GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>edge</body></html>"


@pytest.mark.slow
@pytest.mark.parametrize("notice", [NOT_THERE, NO_PAPER])
def test_a_day_whose_page_says_with_200_that_there_is_none_has_no_issue(
    paper: Newspaper, config: Config, notice: str
) -> None:
    day = next(FIRST + timedelta(days=gap) for gap in range(1, 9) if FIRST + timedelta(days=gap) not in printed(paper))
    paper.say(f"*/{day:%Y-%m/%d}/node_1.htm", notice.encode())
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST + timedelta(days=9)))
    assert (ended.outcome, ended.complaints) == ("done", ())
    assert archive.agenda.ledger("reform", day, day)[0].verdict is Coverage.NOTHING_PRINTED


def test_an_error_page_with_200_in_place_of_an_issue_is_no_redesign(paper: Newspaper, config: Config) -> None:
    paper.say("*node_*.htm", GATEWAY.encode())
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST))
    assert archive.agenda.ledger("reform", FIRST, FIRST)[0].verdict is Coverage.FAILED
    assert [each["check"] for each in ended.complaints] == ["error_share"]
    assert "错误页面" in str(ended.complaints)


@pytest.mark.slow
@pytest.mark.parametrize(("what", "status"), [("node_*.htm", 200), ("content_*.htm", 503)])
def test_a_check_for_robots_in_place_of_an_issue_is_called_so(
    paper: Newspaper, config: Config, what: str, status: int
) -> None:
    paper.say(f"*{what}", CHALLENGE.encode(), status=status)
    archive, ended = run(config, Wishes(since=FIRST, until=FIRST))
    assert [complaint["check"] for complaint in ended.complaints] == ["challenge"]
    assert archive.agenda.ledger("reform", FIRST, FIRST)[0].verdict is Coverage.FAILED
    assert list(archive.instalments()) == []
    paper.heal()
    _, ended = run(config, Wishes())
    assert [each["check"] for each in ended.recovered] == ["challenge"]


def test_an_issue_that_the_home_page_names_and_nobody_can_read_is_no_day_without_one(
    paper: Newspaper, config: Config
) -> None:
    newest = max(piece.printed_on for piece in paper.state.pieces.values())
    paper.fail(f"*/{newest:%Y-%m/%d}/node_1.htm", 404)
    archive, ended = run(config, Wishes())
    assert ended.outcome == "complaints"
    assert archive.agenda.ledger("reform", newest, newest)[0].verdict is Coverage.FAILED


def test_an_issue_of_a_day_that_is_yet_to_come_hides_none_of_those_before_it(paper: Newspaper, config: Config) -> None:
    """A home page names the wrong year: what comes out until then would not be newer."""
    run(config, Wishes(since=FIRST, until=FIRST))
    today = datetime.now(UTC).date()
    paper.set_issues(FIRST, today + timedelta(days=300))
    run(config, Wishes())
    with open_archive(config.database, read_only=True) as archive:
        looks = archive.agenda.sweeps("reform", f"epaper {paper.epaper}")
    assert max(look.on for look in looks) <= today + timedelta(days=1)


@pytest.mark.slow
def test_killed_at_any_moment_it_ends_with_the_same_archive(paper: Newspaper, tmp_path: Path) -> None:
    toml = tmp_path / "xunli.toml"
    toml.write_text(_toml(paper, tmp_path), encoding="utf-8")
    command = [sys.executable, "-m", "scheduler.cli", "crawl", "--config", str(toml)]
    command += ["--since", str(FIRST), "--until", str(LAST)]
    kills = 0
    for served in (15, 30, 40, 25, 35):  # fewer in all than the backfill needs
        before = sum(paper.requests.values())
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and sum(paper.requests.values()) < before + served:
            time.sleep(0.01)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        _release(tmp_path)
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    with open_archive(f"sqlite:///{tmp_path / 'a.db'}", read_only=True) as archive:
        assert {one.printed_on for one in archive.instalments()} == printed(paper)
        assert len(list(archive.instalments())) == len(printed(paper))
    twice = [url for url, count in paper.requests.items() if count > 1 and "robots" not in url and "index" not in url]
    assert len(twice) <= kills * 16  # requests in flight at once


def _toml(paper: Newspaper, folder: Path) -> str:
    return f"""
database = "sqlite:///{folder / "a.db"}"
crawl = {{ delay = 0 }}
[[series]]
name = "reform"
title = "青岛改革巡礼"
match = ["改革巡礼"]
[[series.source]]
kind = "epaper"
base_url = "{paper.epaper}"
"""


def _release(folder: Path) -> None:
    """Let the lease of the killed run end now: the test has no minute to wait."""
    import sqlite3

    with sqlite3.connect(folder / "a.db") as connection:
        connection.execute("UPDATE leases SET expires_at = '2000-01-01 00:00:00.000000'")
