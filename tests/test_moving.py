"""Moving and backing up an archive, with real databases of both kinds and the real command."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.engine import make_url
from support_crawl import Told, tell
from support_databases import postgres_server, prose, reading
from support_moving import KINDS, SERIES, NewUrl, damage, fill, held, new_url, run_cli

from storage import open_archive
from storage.care import contents
from storage.care.backup import Damaged, backup
from storage.care.checking import check
from storage.care.moving import NotEmpty, NotMovable, SameDatabase, copy
from storage.errors import ArchiveError, CannotOpen, Exists, NotCreated, Unreadable
from storage.language import choose
from storage.tables import articles, metadata, visits

__all__ = ["new_url", "postgres_server", "tell"]


@pytest.mark.parametrize(
    ("source_kind", "target_kind"),
    [
        pytest.param(source, target, marks=[pytest.mark.slow] if source == target else [])
        for source in KINDS
        for target in KINDS
    ],
)
def test_a_move_brings_every_table_and_counts_on(new_url: NewUrl, source_kind: str, target_kind: str) -> None:
    source, target = new_url(source_kind), new_url(target_kind)
    fill(source)
    before = held(source)
    moved = copy(source, target)
    assert [each.target for each in moved] == [each.source for each in moved] == before == held(target)
    assert {each.target.table for each in moved} == set(metadata.tables)
    assert sum(each.target.rows > 0 for each in moved) >= 14
    with open_archive(source) as one, open_archive(target) as other:
        assert list(one.instalments()) == list(other.instalments())
        # The id of the piece that was dropped last is given to nobody else, there as here.
        added = [reading("http://www.example.cn/p/200.html", prose(200))]
        ids = [archive.record_many(None, SERIES, added)[0].article_id for archive in (one, other)]
        assert ids[0] == ids[1]
        assert not list(check(other.database))


def test_there_and_back_is_the_same(new_url: NewUrl) -> None:
    start, middle, end = new_url("sqlite"), new_url("postgresql"), new_url("sqlite")
    fill(start)
    copy(start, middle)
    copy(middle, end)
    assert held(start) == held(end)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_more_rows_than_a_batch_arrive(new_url: NewUrl, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "ROWS", 3)
    monkeypatch.setattr(contents, "BIG_ROWS", 2)
    other = KINDS[1 - KINDS.index(kind)]
    source, target = new_url(kind), new_url(other)
    fill(source)
    told: dict[str, list[int]] = {}
    copy(source, target, lambda table, rows: told.setdefault(table, []).append(rows))
    assert told["articles"][:2] == [3, 6]
    assert told["blobs"][:2] == [2, 4]
    assert held(source) == held(target)


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_that_holds_something_is_left_alone(new_url: NewUrl, kind: str) -> None:
    source, target = new_url("sqlite"), new_url(kind)
    fill(source)
    fill(target, pieces=3)
    before = held(target)
    with pytest.raises(NotEmpty):
        copy(source, target)
    assert held(target) == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_is_not_moved_onto_itself(new_url: NewUrl, kind: str) -> None:
    url = new_url(kind)
    fill(url)
    with pytest.raises(SameDatabase):
        copy(url, url)


def test_what_cannot_be_moved_moves_nothing(new_url: NewUrl) -> None:
    source, target = new_url("sqlite"), new_url("postgresql")
    fill(source)
    with open_archive(source) as archive, archive.database.writing() as connection:
        connection.execute(update(articles).values(layout="a\0b"))  # text that PostgreSQL has no room for
    with pytest.raises(NotMovable, match="articles"):
        copy(source, target)
    with open_archive(target) as archive:
        assert not list(archive.instalments())
    with pytest.raises(NotCreated):
        copy(new_url("sqlite"), new_url("sqlite"))
    with pytest.raises(CannotOpen):
        copy(source, "mysql://host/base")


def test_a_move_names_the_one_of_the_two_that_is_damaged(new_url: NewUrl) -> None:
    source, target = new_url("sqlite"), new_url("sqlite")
    fill(source)
    path = Path(make_url(source).database or "")
    damage(path, "articles")
    with pytest.raises(Unreadable) as caught:
        copy(source, target)
    assert path.name in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["fulltext_idx", "fulltext_data", "ix_articles_listed", "ix_articles_series_dated_on_id"]
)
def test_what_only_lost_an_index_is_moved_whole(new_url: NewUrl, tmp_path: Path, name: str) -> None:
    """The way out that a check names."""
    source, target = new_url("sqlite"), new_url("sqlite")
    fill(source)
    before = held(source)
    damage(Path(make_url(source).database or ""), name)
    with open_archive(source, read_only=True) as archive:
        assert any("db copy" in finding.message for finding in check(archive.database))
    with pytest.raises(Damaged):
        backup(source, tmp_path / "b.db")
    copy(source, target)
    assert held(target) == before
    with open_archive(target, read_only=True) as archive:
        assert not list(check(archive.database))


@pytest.mark.slow
def test_a_move_sees_one_state_while_others_write(new_url: NewUrl) -> None:
    source, target = new_url("postgresql"), new_url("sqlite")
    fill(source)
    before = held(source)
    writers: list[threading.Thread] = []

    def write(table: str, rows: int) -> None:
        if not writers:
            writers.append(threading.Thread(target=_add_one, args=(source,)))
            writers[0].start()
            writers[0].join()

    copy(source, target, write)
    assert held(target) == before != held(source)


def _add_one(url: str) -> None:
    with open_archive(url) as archive:
        archive.record_many(None, SERIES, [reading("http://www.example.cn/p/500.html", prose(500))])


def test_the_hash_sees_every_change(new_url: NewUrl) -> None:
    url = new_url("sqlite")
    fill(url)
    before = held(url)
    with open_archive(url) as archive, archive.database.writing() as connection:
        connection.execute(update(visits).where(visits.c.verdict == "failed").values(reason="超时。"))
    after = held(url)
    assert [one.table for one, other in zip(before, after, strict=True) if one != other] == ["visits"]


@pytest.mark.slow
def test_copy_on_the_command_line(new_url: NewUrl, tell: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = new_url("sqlite"), new_url("postgresql")
    fill(source)
    done = run_cli(source, "copy", target, "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["table"] for row in rows} == set(metadata.tables)
    assert all(row["verified"] for row in rows)
    monkeypatch.setenv("XUNLI_DATABASE", source)
    again = tell("--lang", "en", "db", "copy", target)
    assert again.code == 2
    assert "not empty" in again.err
    assert len(again.err.splitlines()) == 1


# --- backup ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_while_others_write_restores_to_the_same_rows(new_url: NewUrl, tmp_path: Path, kind: str) -> None:
    url, file = new_url(kind), tmp_path / "kept" / "backup.db"
    file.parent.mkdir()
    fill(url)
    with open_archive(url) as writing:
        before = held(url)
        with writing.database.writing() as connection:  # a transaction that is open all the while
            connection.execute(update(articles).values(layout="later"))
            made = backup(url, file)
        writing.record_many(None, SERIES, [reading("http://www.example.cn/p/300.html", prose(300))])
    assert list(made.contents) == before
    assert [one.name for one in file.parent.iterdir()] == ["backup.db"]
    assert made.size == file.stat().st_size
    restored = tmp_path / "restored.db"
    shutil.copy(file, restored)
    with open_archive(f"sqlite:///{restored}") as archive:
        archive.upgrade()
        assert not list(check(archive.database))
        archive.record_many(None, SERIES, [reading("http://www.example.cn/p/301.html", prose(301))])
        with archive.database.reading() as connection:
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
    back = new_url(kind)
    copy(f"sqlite:///{file}", back)
    assert held(back) == before


def test_a_backup_never_takes_a_files_place_unasked(new_url: NewUrl, tmp_path: Path) -> None:
    url, file = new_url("sqlite"), tmp_path / "notes.txt"
    fill(url)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(Exists):
        backup(url, file)
    assert file.read_text(encoding="utf-8") == "mine"
    backup(url, file, replace=True)
    assert held(f"sqlite:///{file}") == held(url)
    own = Path(make_url(url).database or "")
    with pytest.raises(Exists, match="就是现在用的数据库"):  # and not: say --force
        backup(url, own, replace=True)


def test_an_older_layout_can_be_backed_up_before_its_upgrade(new_url: NewUrl, tmp_path: Path) -> None:
    url, file = new_url("sqlite"), tmp_path / "older.db"
    fill(url)
    with sqlite3.connect(make_url(url).database or "") as older:
        older.execute("UPDATE alembic_version SET version_num = '0004'")
        older.execute("DROP TABLE sweeps")
    older.close()
    made = backup(url, file)
    assert "sweeps" not in {each.table for each in made.contents}
    assert held(f"sqlite:///{file}") == held(url)


@pytest.mark.slow
def test_backup_on_the_command_line(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url("sqlite")
    fill(url)
    folder = tmp_path / "backups"
    folder.mkdir()
    done = run_cli(url, "backup", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "MB" in done.stdout
    [file] = folder.iterdir()
    assert held(f"sqlite:///{file}") == held(url)
    again = run_cli(url, "backup", str(folder))
    assert again.returncode == 2
    assert str(file) in again.stderr
    forced = run_cli(url, "backup", str(folder), "--force", "--json")
    row = json.loads(forced.stdout)
    assert row["bytes"] == file.stat().st_size
    assert row["tables"]["articles"]["rows"] > 10
    nowhere = run_cli(url, "backup", str(tmp_path / "no" / "such" / "x.db"))
    assert nowhere.returncode == 2
    assert len(nowhere.stderr.splitlines()) == 1
    assert run_cli(new_url("sqlite"), "backup", str(tmp_path / "y.db")).returncode == 2
    made = run_cli(url, "backup", f"{tmp_path / 'new'}/", "--json")  # what ends in a slash is a folder
    assert Path(json.loads(made.stdout)["file"]).parent == tmp_path / "new"


@pytest.mark.parametrize("kind", [NotEmpty, NotMovable, SameDatabase, Exists])
@pytest.mark.parametrize("words", ["zh", "en"])
def test_errors_are_sentences_that_name_the_place(kind: type[ArchiveError], words: str) -> None:
    choose(words)
    try:
        assert re.fullmatch(r"[^.]*sqlite:///x.*[。.]", str(kind("sqlite:///x", "d")))
    finally:
        choose(None)
