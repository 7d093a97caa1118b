"""What can be wrong with a database: one sentence that names it, in Chinese or English."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from support_databases import administer, archive, clock, database_url, postgres_server, prose, reading

from storage import errors
from storage.archive import Archive, open_archive
from storage.care.backup import backup
from storage.configfile import ConfigError, parse_config
from storage.engine import address_of
from storage.language import choose
from storage.migrations import REVISIONS

__all__ = ["archive", "clock", "database_url", "postgres_server"]


def refused(url: str, kind: type[errors.ArchiveError], *, read_only: bool = False) -> str:
    """Return the sentence with which an archive is refused at once or when it is upgraded."""
    with pytest.raises(kind) as caught, open_archive(url, read_only=read_only) as opened:
        opened.upgrade()
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith("。")
    return sentence


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT count(*) FROM n"


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_is_not(archive: Archive) -> None:
    with pytest.raises(errors.TooLong) as caught, archive.database.reading(0.05) as connection:
        connection.execute(text(ENDLESS.format(10**12))).all()
    assert str(caught.value).endswith("。")
    with archive.database.reading() as connection:
        assert connection.scalar(text(ENDLESS.format(100_000))) == 100_000


def test_a_folder_is_called_what_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / '示范 100% "%20?'
    absent = folder / "a.db"
    assert f"（没有目录 {folder}）" in refused(address_of(absent), errors.CannotOpen)
    folder.mkdir()
    with open_archive(address_of(absent)) as opened:
        opened.upgrade()
        assert "/示范 100%25" in opened.database.where
        assert opened.database.where == address_of(absent)
        backup(address_of(absent), folder / "b%20.db")
    assert {file.name for file in folder.glob("*.db")} == {"a.db", "b%20.db"}
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("这不是数据库。" * 300, encoding="utf-8")
    assert "letter.db" in refused(f"sqlite:///{path}", errors.Unreadable)
    assert "letter.db" in refused(f"sqlite:///{path}", errors.Unreadable, read_only=True)
    assert path.read_text(encoding="utf-8") == "这不是数据库。" * 300


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_archive(f"sqlite:///{path}") as opened:
        opened.upgrade()
        opened.record_many(None, "s", [reading(f"http://w.cn/{n}", prose(n)) for n in range(50)])
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xa5" * (len(content) - 4096 * 2)
    path.write_bytes(content)
    with pytest.raises(errors.Unreadable), open_archive(f"sqlite:///{path}") as opened:
        list(opened.instalments())


def test_an_archive_that_lacks_a_table(archive: Archive, database_url: str) -> None:
    with archive.database.writing() as connection:
        for statement in ("DROP VIEW coverage", "DROP TABLE visits", "DROP TABLE runs"):
            connection.execute(text(statement + ("" if archive.database.is_sqlite else " CASCADE")))
    with pytest.raises(errors.NotOurs, match="runs"), open_archive(database_url, read_only=True) as opened:
        opened.runs()


def test_a_database_of_another_program_stays_as_it_is(archive: Archive, database_url: str) -> None:
    """Its tables stand where ours would: what an archive looks like that has lost the note of its layout."""
    archive.record_many(None, "s", [reading("http://w.cn/1", prose(1))])
    with archive.database.writing() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert "blobs" in refused(database_url, errors.NotOurs)
    with archive.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles")) == 1


@pytest.mark.parametrize("layout", [(), ("CREATE TABLE alembic_version (version_num TEXT)",
                                         "INSERT INTO alembic_version VALUES ('abc')")])  # fmt: skip
def test_a_file_of_another_program_is_not_written_to(tmp_path: Path, layout: tuple[str, ...]) -> None:
    """Whose tables have other names than ours would get an archive between them, and another journal."""
    path = tmp_path / "bookmarks.db"
    with sqlite3.connect(path) as connection:
        for statement in ("CREATE TABLE bookmarks (url TEXT)", *layout):
            connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    for read_only in (False, True):
        assert "bookmarks" in refused(f"sqlite:///{path}", errors.NotOurs, read_only=read_only)
    assert path.read_bytes() == before


def test_a_newer_archive(archive: Archive, database_url: str) -> None:
    with archive.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'abcdef'"))
    assert "abcdef" in refused(database_url, errors.NewerThanProgram)
    assert "abcdef" in refused(database_url, errors.NewerThanProgram, read_only=True)


def test_a_reader_of_nothing(database_url: str, tmp_path: Path) -> None:
    assert "db upgrade" in refused(database_url, errors.NotCreated, read_only=True)
    assert not list(tmp_path.glob("archive.db*"))


def test_a_reader_of_an_older_archive(archive: Archive, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.upgrade.REVISIONS", (*REVISIONS, "9999"))
    monkeypatch.setattr("storage.upgrade.HEAD", "9999")
    with pytest.raises(errors.Outdated, match="9999"):
        open_archive(database_url, read_only=True)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere" in refused(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}", errors.CannotOpen)


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert str(tmp_path) in refused(f"sqlite:///{tmp_path}", errors.CannotOpen)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://h/db", "sqlite://", "sqlite:///:memory:", "http://[x"])
def test_an_address_that_is_no_database(url: str) -> None:
    assert "sqlite:///" in refused(url, errors.CannotOpen)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://me:geheim@127.0.0.1:1/db?connect_timeout=2", "//me:***@127.0.0.1:1/db"),
        ("postgresql://me@127.0.0.1:1/db?connect_timeout=2&password=geheim", "password=***"),
        ("postgresql://me:ge@heim@127.0.0.1:1/db?connect_timeout=2", "%40"),
        ("postgresql://me:ge:heim@127.0.0.1:port/db", "//me:***@127.0.0.1:port/db"),
        ("postgresql://me:geheim@127.0.0.1:1/db?no_such_setting=1", "no_such_setting"),
        ("mysql://me:geheim@127.0.0.1/db", "//me:***@127.0.0.1/db"),
    ],
)
def test_a_server_that_does_not_answer_and_a_password_that_is_not_told(url: str, told: str) -> None:
    sentence = refused(url, errors.CannotOpen)
    assert told in sentence
    assert "heim" not in sentence


def test_a_configuration_tells_no_password_either() -> None:
    with pytest.raises(ConfigError, match=r"postgres://me:\*\*\*@host/db"):
        parse_config({"database": "postgres://me:ge@heim@host/db"})
    with pytest.raises(ConfigError, match="token") as caught:
        parse_config({"service": {"token": 271828}})
    assert "271828" not in str(caught.value)


def test_a_database_that_the_server_does_not_have(postgres_server: str) -> None:
    assert "nobodys" in refused(postgres_server.replace("/postgres?", "/nobodys?"), errors.CannotOpen)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_holds_no_chinese(postgres_server: str, encoding: str) -> None:
    name = f"narrow_{encoding.lower()}"
    administer(postgres_server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
    assert encoding in refused(postgres_server.replace("/postgres?", f"/{name}?"), errors.NotUnicode)


@pytest.fixture
def nobody() -> Iterator[None]:
    """Be somebody to whom permissions apply, while the test runs."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A database file that everybody may read and nobody write, in a folder alike."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        path.touch(mode=0o444)
        Path(folder).chmod(0o555)
        yield path
        Path(folder).chmod(0o755)


def test_a_file_that_may_not_be_written(unwritable: Path, nobody: None) -> None:
    refused(f"sqlite:///{unwritable}", errors.ArchiveError)


def test_postgresql_without_its_driver() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from storage.archive import open_archive\nfrom storage.errors import NoDriver\n"
        "try: open_archive('postgresql://h/db')\nexcept NoDriver as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert "xunli[postgres]" in told.stdout


def test_a_writer_that_holds_on_for_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage import engine

    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    path = tmp_path / "a.db"
    with open_archive(f"sqlite:///{path}") as opened:
        opened.upgrade()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.Locked, match=r"a\.db"):
            opened.agenda.remember("s", "x", 1)
        assert opened.counts().instalments == 0  # readers never wait
        other.execute("ROLLBACK")
        opened.agenda.remember("s", "x", 1)
        other.close()


def test_errors_speak_english_too_and_travel_between_processes() -> None:
    error = errors.DiskFull("sqlite:///a.db", "no\nroom")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    choose("en")
    try:
        assert str(error) == (
            "cannot write to sqlite:///a.db, the disk is full or limited (no room): nothing stored is lost, make room."
        )
    finally:
        choose(None)
