"""Exports: the rows of a list in other programs' formats, and where they are written."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import event
from support_crawl import (
    NOBODY,
    Told,
    almost_full,
    command,
    database,
    environment,
    json_lines,
    settings,
    tell,
    write_config,
)
from support_databases import archive, clock, database_url, postgres_server, prose
from support_export import exported, fill, record

from storage import Archive, Filter, open_archive
from storage.export import FORMATS
from storage.export.csv import COLUMNS, cell

__all__ = ["archive", "clock", "database", "database_url", "postgres_server", "tell"]

Tell = Callable[..., Told]


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_an_export_has_what_a_list_has(archive: Archive) -> None:
    first, second = record(archive, 1), record(archive, 2)
    both = json_lines(exported(archive, "jsonl").decode())
    assert [row["id"] for row in both] == [one.id for one in archive.instalments()]
    assert {first, second} == {row["id"] for row in both}
    assert all(row["addresses"] and row["revision_list"] and row["pages"] for row in both)
    [newest] = json_lines(exported(archive, "jsonl", Filter(limit=1)).decode())
    assert newest["id"] == both[0]["id"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", FORMATS)
def test_what_a_filter_finds_is_asked_for_once(archive: Archive, name: str) -> None:
    """Asked anew for every batch, ten times the rows would take a hundred times as long."""
    fill(archive, 120)
    asked = Counter[str]()
    event.listen(archive.database.engine, "before_cursor_execute", lambda *args: asked.update([args[2]]))
    exported(archive, name, Filter(limit=100))
    assert {count for sql, count in asked.items() if "LIMIT" in sql} == {1}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.text])
def test_a_line_end_of_unicode_or_half_a_character_breaks_no_row(archive: Archive, name: str) -> None:
    record(archive, 1, body="第一段写了很多\u2028还没有完\x85真的没有\n第二段也写了很多很多，到这里才算完。")
    told = exported(archive, name).decode("utf-8")
    if name == "jsonl":
        [row] = json_lines(told)
        assert "\u2028还" in row["body"]


def test_a_table_opens_in_a_spreadsheet(archive: Archive) -> None:
    record(archive, 1, title='=HYPERLINK("http://x","“点”")', byline="@记者", body='-1+2\n第二行，有逗号\n“引号”"x"')
    told = exported(archive, "csv")
    assert told.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(told.decode("utf-8-sig"), newline=""))
    found = dict(zip(header, row, strict=True))
    assert tuple(header) == COLUMNS
    assert found["title"] == '\'=HYPERLINK("http://x","“点”")'
    assert found["byline"] == "'@记者"
    assert found["body"] == '\'-1+2\n第二行，有逗号\n“引号”"x"'
    assert found["editor"] == ""


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", "﹣1", " =1", "\u200b=1", "\ufeff＝1", "−1"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert str(cell(text)).startswith("'")


@pytest.mark.parametrize("text", ["——破折号", "改革=开放", "1-2", "", "“=”"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


# --- where it goes ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, database: str) -> Path:
    """A folder with a configuration and an archive of one instalment."""
    write_config(tmp_path, settings(None, database, source=[{"kind": "website", "base_url": NOBODY}]))
    with open_archive(database) as archive:
        archive.upgrade()
        record(archive, 1)
    return tmp_path


def test_json_is_never_another_format(folder: Path, tell: Tell) -> None:
    told = tell("export", "-f", "csv", "--json")
    assert (told.code, told.out, told.err) == (2, "", "--json 说的是写好的文件，请用 -o 写明是哪个。\n")
    assert json_lines(tell("export", "-f", "jsonl", "--json").out)


def test_a_file_is_taken_by_its_name(folder: Path, tell: Tell) -> None:
    [row] = json_lines(tell("export", "-o", "a.csv", "--json").out)
    assert (row["format"], row["instalments"]) == ("csv", 1)
    assert (folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert json.loads(tell("export").out)["title"] == "改革巡礼第1期"
    assert tell("export", "-f", "csv", "-o", folder, "--series", "reform").code == 0
    assert (folder / "reform.csv").read_bytes() == (folder / "a.csv").read_bytes()


def files(folder: Path) -> list[str]:
    """Return what lies in a folder but for what SQLite puts beside its file."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("archive.db-"))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("-f", "pdf"), "pdf"),
        (("-o", "a.txt"), "a.txt"),
        (("-o", "there.csv"), "--force"),
        (("-f", "csv", "-o", "nowhere/a.csv"), "nowhere"),
        (("--series", "nobodys"), "nobodys"),
        (("--from", "2022-01-01", "--to", "2021-01-01"), "2022-01-01"),
        (("-f", "csv", "-o", "/dev/full"), "/dev/full"),
        (("-o", "archive.db", "-f", "csv"), "archive.db"),
    ],
)
def test_bad_input_is_one_sentence(folder: Path, tell: Tell, arguments: tuple[str, ...], named: str) -> None:
    (folder / "there.csv").write_text("good")
    before = files(folder)
    told = tell("export", *arguments)
    assert (told.code, told.out) == (2, "")
    assert named in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert (folder / "there.csv").read_text() == "good"
    assert files(folder) == before


def test_the_archive_itself_is_never_overwritten(folder: Path, tell: Tell) -> None:
    assert tell("export", "-f", "csv", "-o", "archive.db", "--force").code == 2
    assert tell("list").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.jsonl", "a.warc"])
def test_a_full_disk_leaves_the_good_file(folder: Path, name: str) -> None:
    (folder / name).write_text("good")
    with open_archive(f"sqlite:///{folder}/archive.db") as archive:
        record(archive, 2, body=prose(2, 2000), page=Random(1).randbytes(300_000))
    room = 100_000  # enough for what SQLite needs to read
    ended = subprocess.run(
        command("export", "-o", name, "--force"), cwd=folder, capture_output=True, text=True, **almost_full(room)
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert name in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert (folder / name).read_text() == "good"
    assert not list(folder.glob(".xunli-*"))


def test_a_full_disk_behind_a_pipe(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command("export"), cwd=folder, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ended.returncode == 2
    assert "stdout" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_force_replaces_a_whole_file(folder: Path, tell: Tell) -> None:
    (folder / "a.jsonl").write_text("old")
    (folder / "link.jsonl").symlink_to("a.jsonl")
    assert tell("export", "-o", "link.jsonl", "--force").code == 0
    assert (folder / "link.jsonl").is_symlink()
    assert json.loads((folder / "a.jsonl").read_text(encoding="utf-8"))["id"] == 1
