"""A run whose process is gone holds its series no longer, and one that may live is not taken for dead."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from support_crawl import (
    NOBODY,
    ROOT,
    Told,
    database,
    environment,
    settings,
    tell,
    write_config,
)
from support_databases import Clock, archive, begin, clock, database_url, postgres_server

from storage import Archive, Busy, Run, open_archive
from storage.running.health import lease_list
from storage.running.leases import is_free, reap
from storage.running.lifeline import is_gone, lifeline
from storage.tables import leases, runs

__all__ = ["archive", "clock", "database", "database_url", "postgres_server", "tell"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")

BEGIN = """
import sys
from storage import open_archive
with open_archive(sys.argv[1]) as archive:
    print(archive.begin_run("s", lease_seconds=3600).id, flush=True)
    sys.stdin.read()
"""


def somebody(url: str) -> subprocess.Popen[str]:
    """Another process of this machine, which has begun a run and works until its input ends."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN, url], env=environment(), cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    )
    assert process.stdout
    assert process.stdout.readline().strip() == "1"
    return process


def test_a_killed_run_hands_over_at_once(archive: Archive, database_url: str) -> None:
    with open_archive(database_url) as ours, somebody(database_url) as process:
        assert ours.begin_run("s") == Busy(1)
        process.kill()
        process.wait()
        assert isinstance(ours.begin_run("s"), Run)
        killed = ours.run(1)
    assert killed is not None
    assert (killed.outcome, killed.error) == ("interrupted", "进程被终止，没有收尾")


def test_one_that_nobody_has_waited_for_is_dead_all_the_same(archive: Archive, database_url: str) -> None:
    with somebody(database_url) as process:
        assert [is_free(each, datetime.now(UTC)) for each in lease_list(archive.database)] == [False]
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and still in the table of processes
        assert [is_free(each, datetime.now(UTC)) for each in lease_list(archive.database)] == [True]
        assert reap(archive.database, datetime.now(UTC)) == [("s", 1)]


@pytest.mark.parametrize("other", ["boot", "space", "nobody"])
def test_of_another_machine_or_container_nothing_is_known(archive: Archive, clock: Clock, other: str) -> None:
    run = archive.begin_run("s")
    assert isinstance(run, Run)
    boot, space, *_ = (lifeline() or "").split()
    told = {"boot": f"another {space} 1 1", "space": f"{boot} pid:[1] 1 1", "nobody": None}[other]
    with archive.database.writing() as connection:
        connection.execute(update(leases).values(process=told))
    assert archive.begin_run("s") == Busy(run.id)
    clock.forward(hours=1)
    assert isinstance(archive.begin_run("s"), Run)


def test_a_number_that_was_given_out_again_is_another_process() -> None:
    own = (lifeline() or "").split()
    assert not is_gone(" ".join(own))
    assert is_gone(" ".join([*own[:3], str(int(own[3]) + 1)]))
    assert not is_gone(None)


def test_whoever_waits_is_told_what_is_true(tmp_path: Path, database: str, tell: Callable[..., Told]) -> None:
    source = [{"kind": "website", "base_url": NOBODY, "lists": ["/"]}]
    write_config(tmp_path, settings(None, database, source=source))
    begin(database)
    with open_archive(database) as archive:
        run = archive.begin_run("reform", owner="elsewhere:7", lease_seconds=60)
        assert isinstance(run, Run)
        lively = tell("crawl")
        assert (lively.code, "等它完了" in lively.err, lively.err.count("\n")) == (5, True, 1)
        with archive.database.writing() as connection:
            silent = datetime.now(UTC) + timedelta(seconds=21)
            connection.execute(update(leases).values(expires_at=silent))
        for told in (tell("crawl"), tell("reextract")):
            assert (told.code, told.err.count("\n")) == (5, 1)
            assert "没有动静" in told.err
            assert any(f"{seconds} 秒后" in told.err for seconds in range(1, 22))
        with archive.database.reading() as connection:
            assert connection.scalar(select(runs.c.ended_at)) is None
