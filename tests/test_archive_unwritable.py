"""An archive in a folder that cannot be written: on a read-only medium, or somebody else's."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support_crawl import SERIES, Told, settings, tell, write_config
from support_databases import begin, prose, reading

from storage import open_archive
from storage.archive import Archive

__all__ = ["tell"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
TITLE = "青岛改革巡礼：让办事快起来"


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Take the right to write a folder away: from root, too."""
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    for arguments in (["--bind", str(folder), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
        if subprocess.run(["mount", *arguments], capture_output=True).returncode:
            pytest.skip("a read-only mount takes more rights than we have")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of one instalment, and a configuration beside the folder."""
    made = tmp_path / "archive"
    made.mkdir()
    url = f"sqlite:///{made / 'a.db'}"
    begin(url)
    with open_archive(url) as archive:
        put(archive, 1)
    write_config(tmp_path, settings(None, url, source=[{"kind": "website", "base_url": "http://www.a.example"}]))
    return made


def put(archive: Archive, number: int) -> None:
    archive.record_many(None, SERIES, [reading(f"http://www.a.example/p/{number}.html", prose(number), title=TITLE)])


def leave_a_log(folder: Path) -> None:
    """Write more and be killed, so that the write stands in the log alone."""
    code = f"""
import os, sys
sys.path[:0] = {sys.path!r}
import test_archive_unwritable as t
archive = t.open_archive("sqlite:///{folder / "a.db"}")
t.put(archive, 2)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    assert (folder / "a.db-wal").stat().st_size


def test_what_only_reads_is_answered(folder: Path, tell: Callable[..., Told]) -> None:
    with unwritable(folder):
        assert list(folder.iterdir()) == [folder / "a.db"]
        for arguments in (("list",), ("search", "办事时间"), ("show", "1"), ("status",), ("coverage",), ("runs",),
                          ("export", "-f", "csv", "-o", str(folder.parent / "out.csv"))):  # fmt: skip
            told = tell(*arguments)
            assert (told.code, told.err) == (0, ""), arguments
        assert TITLE in tell("list").out


def test_who_writes_in_between_is_read(folder: Path) -> None:
    """The reader keeps no connection to a file that it took to change no more."""
    url = f"sqlite:///{folder / 'a.db'}"
    with unwritable(folder):
        reader = open_archive(url, read_only=True)
        assert reader.counts().instalments == 1
    with open_archive(url) as archive:
        put(archive, 2)
        assert reader.counts().instalments == 2
    with unwritable(folder):
        assert reader.counts().instalments == 2
    reader.close()


@pytest.mark.slow
def test_a_log_that_was_left_is_one_sentence_with_a_way_out(folder: Path, tell: Callable[..., Told]) -> None:
    leave_a_log(folder)
    (folder / "a.db-shm").unlink()
    with unwritable(folder):
        told = tell("list")
        assert (told.code, told.err.count("\n"), "a.db-wal" in told.err) == (2, 1, True)
    copy = folder.parent / "copy"
    shutil.copytree(folder, copy)
    with open_archive(f"sqlite:///{copy / 'a.db'}", read_only=True) as archive:
        assert archive.counts().instalments == 2
    assert tell("db", "upgrade").code == 0
    with unwritable(folder):
        assert tell("list").out.count(TITLE) == 2


def test_whoever_would_write_is_told_that_it_cannot(folder: Path, tell: Callable[..., Told]) -> None:
    with unwritable(folder):
        told = tell("drop", "1")
        assert (told.code, told.err.count("\n")) == (2, 1)
        assert "a.db" in told.err


def test_a_file_without_a_log_needs_none(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    url = f"sqlite:///{tmp_path / 'plain' / 'a.db'}"
    begin(url)
    with sqlite3.connect(tmp_path / "plain" / "a.db") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    with unwritable(tmp_path / "plain"), open_archive(url, read_only=True) as archive:
        assert archive.counts().instalments == 0
