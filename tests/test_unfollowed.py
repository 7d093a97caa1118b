"""A series that the configuration names no longer: renamed or taken out, what was kept of it can still be asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from support_crawl import Told, config_of, crawl, database, json_lines, settings, tell, write_config
from support_sockets import Sockets, server

__all__ = ["database", "server", "tell"]


@pytest.fixture
def renamed(server: Sockets, database: str, tell: Callable[..., Told], tmp_path: Path) -> Callable[..., Told]:
    """A command in the folder of an archive whose series has another name by now."""
    source = [{"kind": "website", "base_url": server.base}]
    crawl(config_of(None, database, source=source))
    write_config(tmp_path, settings(None, database, source=source, name="gaige"))
    return tell


def test_what_was_kept_of_it_is_listed_counted_and_taken_along(renamed: Callable[..., Told]) -> None:
    for words in (
        ("list", "--series", "reform", "--json"),
        ("search", "窗口", "--series", "reform", "--json"),
        ("export", "--series", "reform", "-f", "jsonl"),
        ("coverage", "--series", "reform", "--from", "2021-11-02", "--to", "2021-11-02", "--json"),
        ("runs", "--series", "reform", "--json"),
    ):
        told = renamed(*words)
        assert (told.code, bool(json_lines(told.out))) == (0, True), told
    assert "reform" in renamed("coverage", "--series", "reform").out


def test_a_name_that_neither_has_is_still_a_mistake_and_both_are_named(renamed: Callable[..., Told]) -> None:
    told = renamed("list", "--series", "nobody")
    assert (told.code, told.out, told.err) == (2, "", "没有叫 nobody 的系列，有：gaige、reform。\n")
    assert renamed("crawl", "reform").code == 2


def test_status_and_doctor_say_that_nobody_follows_it(renamed: Callable[..., Told]) -> None:
    assert "存档里的 reform 不在配置里" in renamed("status").out
    assert json_lines(renamed("status", "--json").out)[0]["unfollowed"] == ["reform"]
    [row] = [row for row in json_lines(renamed("doctor", "--json").out) if row["check"] == "unfollowed"]
    assert (row["ok"], "改回去" in row["detail"]) == (None, True)


def test_nothing_is_said_where_all_is_followed(
    server: Sockets, database: str, tell: Callable[..., Told], tmp_path: Path
) -> None:
    values = settings(None, database, source=[{"kind": "website", "base_url": server.base}])
    write_config(tmp_path, values)
    assert tell("list", "--series", "nobody").err == "没有叫 nobody 的系列，有：reform。\n"  # no archive yet
    crawl(config_of(None, database, source=values["series"][0]["source"]))
    assert "不在配置里" not in tell("status").out


def test_a_book_of_it_is_called_by_its_name(renamed: Callable[..., Told], tmp_path: Path) -> None:
    assert renamed("export", "--series", "reform", "-o", str(tmp_path / "book.epub")).code == 0
    with ZipFile(tmp_path / "book.epub") as book:
        assert b"<dc:title>reform</dc:title>" in book.read("EPUB/package.opf")
