"""Processes that hang, stand still or never begin: ended, and put on record."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support_service import pid_of, write_config, xunli

from demo import Newspaper, edition
from scheduler.children import Child, Children, Limits, Refused, overdue
from storage import Archive, Run, open_archive
from storage.values import Outcome, Trigger

NOW = datetime(2024, 3, 5, tzinfo=UTC)
GOING = Run(1, "s", Trigger.SCHEDULE, NOW, NOW, "host:1")
ENDED = replace(GOING, ended_at=NOW, outcome=Outcome.DONE)
LIMITS = Limits(begin=100, grace=10, silent=50, leave=5)


@pytest.mark.parametrize(
    ("run", "age", "silent", "outcome"),
    [
        (None, 99, 99, None),
        (None, 101, 101, Outcome.FAILED),
        (GOING, 600, 10, None),
        (GOING, 609, 49, None),
        (GOING, 611, 10, Outcome.TIMEOUT),
        (GOING, 400, 51, Outcome.INTERRUPTED),
        (ENDED, 4000, 4, None),
        (ENDED, 400, 6, Outcome.FAILED),
    ],
)
def test_who_is_overdue(run: Run | None, age: float, silent: float, outcome: Outcome | None) -> None:
    async def judged() -> Outcome | None:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
        await process.wait()
        child = Child("s", Trigger.MANUAL, process, "host:1", 0, None, started=1000 - age, run=run, seen=1000 - silent)
        sentence = overdue(child, 1000, 600, LIMITS)
        return sentence and sentence.outcome

    assert asyncio.run(judged()) == outcome


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with edition() as made:
        made.stall("/")
        yield made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'xunli.db'}") as opened:
        opened.upgrade()
        yield opened


async def nobody(series: str) -> None:
    """Nobody is told."""


def children_of(
    archive: Archive, tmp_path: Path, paper: Newspaper, limits: Limits, news: Callable[[str], Awaitable[None]] = nobody
) -> Children:
    config = write_config(tmp_path, f"sqlite:///{archive.database.path}", paper.website)
    return Children(archive, lambda: xunli(config), limits=limits, news=news)


async def until_ended(children: Children, child: Child, timeout: float) -> None:
    while not child.closed.is_set():
        await children.look(timeout)
        await asyncio.sleep(0.1)


async def begun(children: Children, child: Child) -> Run:
    while (run := await children.find_run(child)) is None:
        assert not child.closed.is_set()
        await asyncio.sleep(0.1)
    return run


def test_a_run_that_outlives_its_time_is_killed_and_recorded(
    archive: Archive, tmp_path: Path, paper: Newspaper
) -> None:
    async def outlive() -> Child:
        children = children_of(archive, tmp_path, paper, Limits(grace=0.5))
        child = await children.start("s", Trigger.MANUAL)
        run = await begun(children, child)
        while not paper.requests_to(""):  # before that SIGTERM may still end it, stopped or not
            await asyncio.sleep(0.1)
        os.kill(pid_of(run.owner), signal.SIGSTOP)  # it cannot even hear SIGTERM
        await until_ended(children, child, 0.5)
        return child

    assert asyncio.run(outlive()).code == -signal.SIGKILL
    [run] = archive.runs()
    assert (run.outcome, [each["check"] for each in run.complaints]) == (Outcome.TIMEOUT, ["run_unfinished"])
    assert "crawl.timeout" in (run.error or "")
    assert isinstance(archive.begin_run("s"), Run)


def test_a_run_that_stops_beating_is_ended_recorded_and_told(
    archive: Archive, tmp_path: Path, paper: Newspaper
) -> None:
    told: list[str] = []

    async def tell(series: str) -> None:
        told.append(series)

    async def fall_silent() -> None:
        children = children_of(archive, tmp_path, paper, Limits(silent=1), tell)
        child = await children.start("s", Trigger.MANUAL)
        os.kill(pid_of((await begun(children, child)).owner), signal.SIGSTOP)  # it cannot end its row by itself
        await until_ended(children, child, 600)

    asyncio.run(fall_silent())
    [run] = archive.runs()
    assert run.outcome is Outcome.INTERRUPTED
    assert [each.check for each in archive.news.standing("s")] == ["run_unfinished"]
    assert told == ["s"]


def test_a_process_that_begins_no_run_is_ended(archive: Archive, tmp_path: Path, paper: Newspaper) -> None:
    async def linger() -> Child:
        command = [sys.executable, "-c", "import time; time.sleep(600)"]
        children = Children(archive, lambda: command, limits=Limits(begin=0))
        child = await children.start("s", Trigger.MANUAL)
        await until_ended(children, child, 600)
        return child

    assert asyncio.run(linger()).code == -signal.SIGTERM
    assert archive.runs() == []


def test_a_run_is_begun_before_its_process_is_awake(archive: Archive, tmp_path: Path, paper: Newspaper) -> None:
    """Whoever asks for a run is told its id at once; a process takes seconds to load, and longer on a busy machine."""
    paper.heal()

    async def ask() -> tuple[Run | None, Run | None, Child]:
        children = children_of(archive, tmp_path, paper, Limits())
        child = await children.start("s", Trigger.API)
        run = await children.begin(child)
        again = await children.begin(child)
        await asyncio.wait_for(child.closed.wait(), 100)
        return run, again, child

    run, again, child = asyncio.run(ask())
    [ended] = archive.runs()
    assert run is not None
    assert again is not None
    assert (run.id, again.id, run.owner, run.trigger) == (ended.id, ended.id, child.owner, Trigger.API)
    assert (ended.outcome, child.code) == (Outcome.DONE, 0)
    assert ended.requests > 0


def test_a_begun_run_whose_process_dies_is_closed(archive: Archive) -> None:
    async def die() -> None:
        children = Children(archive, lambda: [sys.executable, "-c", "import sys; sys.exit(2)"])
        child = await children.start("s", Trigger.API)
        await children.begin(child)
        await asyncio.wait_for(child.closed.wait(), 60)

    asyncio.run(die())
    [run] = archive.runs()
    assert (run.outcome, run.error) == (Outcome.FAILED, "进程意外退出（退出码 2）")
    assert isinstance(archive.begin_run("s"), Run)


def test_where_another_run_holds_the_series_none_is_begun(archive: Archive) -> None:
    other = archive.begin_run("s")

    async def ask() -> Run | None:
        children = Children(archive, lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
        child = await children.start("s", Trigger.API)
        run = await children.begin(child)
        await children.stop()
        return run

    assert asyncio.run(ask()) is None
    assert [run.id for run in archive.runs()] == [other.id if isinstance(other, Run) else 0]


def test_a_process_that_cannot_be_started_is_refused(archive: Archive, tmp_path: Path) -> None:
    children = Children(archive, lambda: [str(tmp_path / "absent")])
    with pytest.raises(Refused, match=r"进程|process"):
        asyncio.run(children.start("s", Trigger.MANUAL))
    assert children.all == {}


def test_news_that_cannot_be_told_leaves_the_series_free_to_run(archive: Archive) -> None:
    async def stumble(series: str) -> None:
        raise RuntimeError(series)

    async def run() -> Children:
        children = Children(archive, lambda: [sys.executable, "-c", ""], news=stumble)
        child = await children.start("s", Trigger.MANUAL)
        await asyncio.wait_for(child.closed.wait(), 60)
        with pytest.raises(RuntimeError):
            await child.tasks[0]
        return children

    assert asyncio.run(run()).all == {}


def test_all_are_ended_and_none_is_started_after(archive: Archive, tmp_path: Path, paper: Newspaper) -> None:
    async def stop() -> None:
        children = children_of(archive, tmp_path, paper, Limits())
        child = await children.start("s", Trigger.MANUAL)
        os.kill(pid_of((await begun(children, child)).owner), signal.SIGSTOP)
        await children.stop()
        with pytest.raises(Refused):
            await children.start("s", Trigger.MANUAL)

    asyncio.run(stop())
    [run] = archive.runs()
    assert run.outcome is Outcome.INTERRUPTED
