"""Moving, backing up and checking an archive, with real databases of both kinds and the real command."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.engine import make_url
from support_databases import MORNING, Clock, postgres_server, prose, reading

from storage import Run, contents, open_archive
from storage.archive import Archive
from storage.backup import Exists, backup
from storage.checking import Part, check
from storage.contents import all_contents
from storage.engine import Database
from storage.errors import ArchiveError, CannotOpen, NotCreated
from storage.language import choose
from storage.moving import NotEmpty, NotMovable, SameDatabase, copy
from storage.repairing import repair
from storage.sweeps import Found, Sweep
from storage.tables import articles, blobs, metadata, revisions, sections, visits
from storage.values import Outcome, Surface, Verdict

__all__ = ["postgres_server"]

SERIES = "qingdao-reform"
ROOT = Path(__file__).resolve().parents[1]
KINDS = ("sqlite", "postgresql")
NewUrl = Callable[[str], str]


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewUrl]:
    """Gives the address of an empty database of a kind, as often as asked."""
    made: list[str] = []

    def make(kind: str) -> str:
        name = f"xunli_{uuid4().hex}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        server: str = request.getfixturevalue("postgres_server")
        made.append(name)
        _on_server(server, f"CREATE DATABASE {name}")
        return make_url(server).set(database=name).render_as_string(hide_password=False)

    yield make
    for name in made:
        _on_server(request.getfixturevalue("postgres_server"), f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: str, statement: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def fill(url: str, pieces: int = 12) -> None:
    """A lived-in archive: copies that came before what they copy, a revision, a dropped piece, runs, memories."""
    with open_archive(url, clock=Clock()) as archive:
        archive.upgrade()
        run = archive.begin_run(SERIES)
        assert isinstance(run, Run)
        site = "http://www.example.cn/p"
        wave = [reading("http://m.example.cn/p/1.html", prose(1), surface=Surface.REPRINT)]
        wave += [
            reading(f"{site}/{number}.html", prose(number), printed_on=date(2024, 3, 1) + timedelta(days=number))
            for number in range(1, pieces + 1)
        ]
        archive.record_many(run.id, SERIES, wave)
        archive.record_many(run.id, SERIES, [reading(f"{site}/2.html", prose(2) + "\n更正：数字有误。")])
        archive.record_many(run.id, SERIES, [reading(f"{site}/90.html", "“视频”　😀 é e\u0301 ﷽", title="视频")])
        archive.note_sweep(
            Sweep(SERIES, "epaper x", date(2024, 3, 4), Found.NOTHING, "http://e.cn", 200, "没有", run.id, MORNING)
        )
        archive.remember(SERIES, "usual", {"share": 1.0, "large": 1e16, "nested": [{"文": None, "yes": True}]})
        archive.owe(SERIES, [f"{site}/77.html"])
        archive.visit(run.id, f"{site}/77.html", Verdict.FAILED, "超时")
        archive.end_run(run.id, Outcome.DONE, requests=14, seconds=1.25)
        archive.begin_run(SERIES)
        archive.drop(newest(archive))


def newest(archive: Archive) -> int:
    with archive.database.reading() as connection:
        found = connection.scalar(select(articles.c.id).order_by(articles.c.id.desc()).limit(1))
    assert found is not None
    return int(found)


def held(url: str) -> list[contents.Contents]:
    database = Database(url, read_only=True)
    with database.reading() as connection:
        found = all_contents(connection)
    database.close()
    return found


def run_cli(url: str, *words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"XUNLI_DATABASE": url, "XUNLI_LANG": "en", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scheduler.cli", "db", *words]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=100)


# --- moving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target_kind", KINDS)
@pytest.mark.parametrize("source_kind", KINDS)
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


def test_copy_on_the_command_line(new_url: NewUrl) -> None:
    source, target = new_url("sqlite"), new_url("postgresql")
    fill(source)
    done = run_cli(source, "copy", target, "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["table"] for row in rows} == set(metadata.tables)
    assert all(row["verified"] for row in rows)
    again = run_cli(source, "copy", target)
    assert again.returncode == 2
    assert "not empty" in again.stderr
    assert len(again.stderr.splitlines()) == 1


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
    with pytest.raises(Exists):
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


# --- check ----------------------------------------------------------------------------------------------------------


@pytest.fixture(params=KINDS)
def filled(request: pytest.FixtureRequest, new_url: NewUrl) -> Iterator[Archive]:
    url = new_url(request.param)
    fill(url)
    with open_archive(url) as archive:
        yield archive


def parts(archive: Archive) -> set[Part]:
    return {finding.part for finding in check(archive.database)}


def test_a_whole_archive_has_nothing_wrong(filled: Archive) -> None:
    assert list(check(filled.database)) == []


def test_bytes_that_changed_are_found(filled: Archive) -> None:
    with filled.database.writing() as connection:
        frames = connection.execute(select(blobs.c.sha256, blobs.c.body).limit(3)).all()
        for (key, _), (_, body) in zip(frames, [*frames[1:], frames[0]], strict=True):
            connection.execute(update(blobs).where(blobs.c.sha256 == key).values(body=body))
        cut = connection.execute(select(blobs.c.sha256, blobs.c.body).offset(5).limit(1)).one()
        connection.execute(update(blobs).where(blobs.c.sha256 == cut.sha256).values(body=cut.body[:-9]))
    found = [finding for finding in check(filled.database) if finding.part is Part.SNAPSHOT]
    assert len(found) == 4 or len({len(body) for _, body in frames}) < 3
    assert cut.sha256 in " ".join(finding.message for finding in found)
    assert repair(filled.database, found) == []


def test_what_the_text_gives_is_computed_again(filled: Archive) -> None:
    number = newest(filled)
    before = held_by(filled)
    with filled.database.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == number).values(fingerprint="1:0", characters=1))
        connection.execute(update(sections).where(sections.c.article_id == number).values(headline="别的"))
    findings = list(check(filled.database))
    assert {finding.part for finding in findings} == {Part.FINGERPRINT, Part.SECTIONS}
    assert {finding.article_id for finding in findings} == {number}
    assert repair(filled.database, findings) == findings
    assert parts(filled) == set()
    assert held_by(filled)["articles"] == before["articles"]


def test_a_damaged_text_comes_back_from_its_revision(filled: Archive) -> None:
    number = newest(filled)
    before = held_by(filled)
    with filled.database.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == number).values(body="坏了"))
    findings = list(check(filled.database))
    assert {finding.part for finding in findings} == {Part.REVISION, Part.FINGERPRINT, Part.SECTIONS}
    repair(filled.database, findings)
    assert parts(filled) == set()
    assert held_by(filled)["articles"] == before["articles"]


def test_a_text_nobody_vouches_for_is_left_to_people(filled: Archive) -> None:
    number = newest(filled)
    with filled.database.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == number).values(body="坏了"))
        connection.execute(update(revisions).where(revisions.c.article_id == number).values(body="也坏了"))
    repaired = repair(filled.database, list(check(filled.database)))
    assert {finding.part for finding in repaired} <= {Part.SECTIONS}
    assert {Part.REVISION, Part.FINGERPRINT} <= parts(filled)


def held_by(archive: Archive) -> dict[str, contents.Contents]:
    with archive.database.reading() as connection:
        return {each.table: each for each in all_contents(connection)}


def test_a_copy_of_a_copy_and_a_lost_view_are_found(filled: Archive) -> None:
    with filled.database.writing() as connection:
        leader = connection.scalar(select(articles.c.copy_of).where(articles.c.copy_of.is_not(None)))
        third = connection.scalar(select(articles.c.id).where(articles.c.copy_of.is_(None), articles.c.id != leader))
        values = {"copy_of": third, "relation": "same", "similarity": 1.0}
        connection.execute(update(articles).where(articles.c.id == leader).values(values))
        connection.execute(text("DROP VIEW coverage"))
    assert {Part.COPY, Part.VIEW} <= parts(filled)


def test_a_lost_row_and_a_damaged_page_of_a_file_are_found(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url("sqlite")
    fill(url, pieces=60)
    file = Path(make_url(url).database or "")
    with sqlite3.connect(file) as raw:  # as another program would that does not mind references
        raw.execute("DELETE FROM blobs WHERE sha256 = (SELECT min(sha256) FROM blobs)")
    raw.close()
    with open_archive(url) as archive:
        assert parts(archive) == {Part.REFERENCE}
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page, size = raw.execute("SELECT rootpage, (SELECT page_size FROM pragma_page_size()) FROM sqlite_master "
                                 "WHERE name = 'articles'").fetchone()  # fmt: skip
    raw.close()
    damaged = bytearray(file.read_bytes())
    damaged[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(damaged)
    done = run_cli(url, "check", "--json")
    assert done.returncode == 3, done.stderr
    assert "file" in {json.loads(line)["part"] for line in done.stdout.splitlines()}


def test_check_on_the_command_line(new_url: NewUrl) -> None:
    url = new_url("sqlite")
    fill(url)
    assert run_cli(url, "check").returncode == 0
    with open_archive(url) as archive, archive.database.writing() as connection:
        connection.execute(insert(sections), _stray(newest(archive)))
    wrong = run_cli(url, "check")
    assert wrong.returncode == 3
    assert "--repair" in wrong.stdout
    row = json.loads(run_cli(url, "check", "--repair", "--json").stdout)
    assert (row["part"], row["repaired"]) == ("sections", True)
    assert run_cli(url, "check").returncode == 0
    assert run_cli(new_url("sqlite"), "check").returncode == 2


def _stray(article_id: int) -> dict[str, object]:
    return {
        "article_id": article_id, "position": 99, "headline": "", "body": "多出来的", "page_position": 0,
        "captions": [], "first_line": 1, "last_line": 1,
    }  # fmt: skip


@pytest.mark.parametrize("kind", [NotEmpty, NotMovable, SameDatabase, Exists])
@pytest.mark.parametrize("words", ["zh", "en"])
def test_errors_are_sentences_that_name_the_place(kind: type[ArchiveError], words: str) -> None:
    choose(words)
    try:
        assert re.fullmatch(r"[^.]*sqlite:///x.*[。.]", str(kind("sqlite:///x", "d")))
    finally:
        choose(None)
