"""Several real processes on one archive: at once, killed, and out of room."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import text
from support_databases import archive, clock, database_url, postgres_server, prose, reading
from support_family import family, found, put

from storage.answers import Filter, Run
from storage.archive import Archive, open_archive
from storage.errors import DiskFull
from storage.migrations import REVISIONS
from storage.running.busy import Busy
from storage.values import Surface

__all__ = ["archive", "clock", "database_url", "postgres_server"]

PROCESSES = multiprocessing.get_context("fork")
Work = Callable[[str, int, Barrier], None]
"""What one of several processes does: with a database's address, its number, and where to wait for the others."""
MANY = 20


def _crawl(url: str, number: int, ready: Barrier) -> None:
    """What a crawl does, on a surface of its own, in an order of its own."""
    surface = list(Surface)[number % 2]
    numbers = [(number * 7 + each * 3) % MANY for each in range(MANY)]
    with open_archive(url) as archive:
        archive.upgrade()
        ready.wait()
        for each in numbers:
            archive.record_many(
                None, "s", [reading(f"http://{surface}.example.cn/{each}", prose(each), surface=surface)]
            )
        archive.record_many(
            None,
            "s",
            [reading(f"http://{surface}.example.cn/{each}", prose(each), surface=surface) for each in numbers],
        )


def _put_families(url: str, number: int, ready: Barrier) -> None:
    """E-paper stories here, bundles and reprints there, text by text."""
    families = [family(seed) for seed in (1, 2)]
    sides = [
        [each for one in families for each in one.epaper()],
        [each for one in reversed(families) for each in (*one.reprints(), one.website(), one.mobile())],
    ]
    with open_archive(url) as archive:
        archive.upgrade()
        ready.wait()
        put(archive, sides[number])


def _begin(url: str, number: int, ready: Barrier) -> None:
    with open_archive(url) as archive:
        archive.upgrade()
        ready.wait()
        archive.begin_run("s", owner=str(number))


def _upgrade(url: str, number: int, ready: Barrier) -> None:
    ready.wait()
    with open_archive(url) as archive:
        archive.upgrade()
        archive.agenda.remember("s", str(number), number)


def _write_for_ever(url: str) -> None:
    with open_archive(url) as archive:
        for each in range(1_000_000):
            archive.record_many(None, "s", [reading(f"http://w.example.cn/{each * 9 + n}", prose(each * 9 + n))
                                            for n in range(9)])  # fmt: skip
            print(each, flush=True)


def _calling(call: str) -> list[str]:
    """The command of another process that calls a function of this module, as `t`."""
    code = f"import sys; sys.path[:0] = sys.argv[1:]; import test_archive_together as t; {call}"
    return [sys.executable, "-c", code, *sys.path]


def _together(work: Work, url: str, count: int) -> None:
    call = f"t._at_once(t.{work.__name__}, {url!r}, {count})"
    done = subprocess.run(_calling(call), stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr


def _at_once(work: Work, url: str, count: int) -> None:
    """Become several processes: of one that has nothing open and imported everything once, not once for each."""
    ready = PROCESSES.Barrier(count)
    workers = [PROCESSES.Process(target=work, args=(url, number, ready)) for number in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * count


def test_crawls_at_once_never_make_two_rows(archive: Archive, database_url: str) -> None:
    _together(_crawl, database_url, 4)
    rows = list(archive.instalments(Filter(copies=True)))
    leading = [row for row in rows if row.copy_of is None]
    assert len(rows) == 2 * MANY  # one an address
    assert len(leading) == MANY  # one a text
    assert {row.surface for row in leading} == {Surface.WEBSITE}
    assert {row.copies for row in leading} == {1}
    assert {row.revisions for row in rows} == {1}
    assert archive.counts().snapshots == 2 * MANY


@pytest.mark.slow
def test_stories_and_bundles_that_come_in_at_once_find_each_other(archive: Archive, database_url: str) -> None:
    _together(_put_families, database_url, 2)
    families = [family(seed) for seed in (1, 2)]
    assert found(archive) == {one.url("www"): one.copies() for one in families}


def test_runs_begun_at_once_are_one(archive: Archive, database_url: str) -> None:
    _together(_begin, database_url, 4)
    [run] = archive.runs()
    assert archive.begin_run("s") == Busy(run.id)


def test_upgrades_at_once_of_an_absent_archive_make_one(database_url: str) -> None:
    _together(_upgrade, database_url, 4)
    with open_archive(database_url) as archive, archive.database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [(REVISIONS[-1],)]
        assert connection.execute(text("SELECT count(*) FROM series_state")).scalar() == 4


def test_a_killed_writer_leaves_the_archive_whole(archive: Archive, database_url: str) -> None:
    for round_ in range(3):
        before = archive.counts().instalments
        command = _calling(f"t._write_for_ever({database_url!r})")
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            written = [writer.stdout.readline() for _ in range(before // 9 + 3 + round_)]
            writer.send_signal(signal.SIGKILL)
        counts = archive.counts()
        assert counts.instalments % 9 == 0  # a transaction is there as a whole or not at all
        assert counts.instalments >= 9 * len(written)
        assert counts.revisions == counts.instalments == counts.snapshots
    assert isinstance(archive.begin_run("s"), Run)
    if archive.database.path:
        assert _integrity(archive.database.path) == "ok"


def _fill(url: str, limit: int) -> None:
    """Write until the file may not grow; say how much was recorded before that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with open_archive(url) as archive:
        _write_until_full(archive, limit)


def _write_until_full(archive: Archive, limit: int) -> None:
    for number in range(limit):
        try:
            archive.record_many(
                None, "s", [reading(f"http://w.example.cn/{number}", prose(number), page=os.urandom(30_000))]
            )
        except DiskFull as error:
            print(number, str(error), sep="\t")
            return


@pytest.mark.parametrize("room", [400_000, 1_500_000])
def test_a_file_that_may_not_grow_is_one_sentence_and_no_damage(tmp_path: Path, room: int) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with open_archive(url) as archive:
        archive.upgrade()
    command = _calling(f"t._fill({url!r}, {room})")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    recorded, sentence = told.strip().split("\t")
    assert "a.db" in sentence
    assert int(recorded) > 0
    _is_whole(url, tmp_path / "a.db", int(recorded))


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk takes root: " + mounted.stderr.decode().strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
def test_a_full_disk_is_one_sentence_and_no_damage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if os.geteuid():
        pytest.skip("mounting a small disk takes root")
    with _small_disk(tmp_path):
        url = f"sqlite:///{tmp_path / 'a.db'}"
        with open_archive(url) as archive:
            archive.upgrade()
            _write_until_full(archive, 10_000)
        recorded, sentence = capsys.readouterr().out.strip().split("\t")
        assert "a.db" in sentence
        _is_whole(url, tmp_path / "a.db", int(recorded))


def _is_whole(url: str, path: Path, recorded: int) -> None:
    with open_archive(url, read_only=True) as archive:
        counts = archive.counts()
        assert (counts.instalments, counts.revisions, counts.snapshots) == (recorded, recorded, recorded)
    assert _integrity(path) == "ok"


def _integrity(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
