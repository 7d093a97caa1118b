"""What the commands print, for eyes on a terminal and for whoever copies it from there."""

from __future__ import annotations

import io
import re
import shlex
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from support_crawl import NOBODY, Told, settings, tell, write_config

from crawler.progress import Progress
from scheduler.cli import progress as bars
from scheduler.cli.common import out
from scheduler.cli.demo import farewell
from scheduler.cli.telling import run_table
from storage import Run
from storage.values import Outcome, Trigger, Verdict

__all__ = ["tell"]

Tell = Callable[..., Told]
SOURCE = {"kind": "website", "base_url": NOBODY}
BRACKETS = "[/b]报道 [red]红榜[/red] :warning: 公布"
"""What rich would take for markup, and a newspaper for a headline."""


def page(title: str) -> str:
    lines = "".join(f"<p>第{number}个车间的改造已经完工，工人说机器比从前安静了许多。</p>" for number in range(9))
    return f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>{lines}</div></body></html>"


def test_brackets_of_a_page_are_no_markup(tmp_path: Path, tell: Tell) -> None:
    (tmp_path / "[b]一.html").write_text(page(BRACKETS), encoding="utf-8")
    told = tell("extract", "[b]一.html")
    assert told.code == 0, told.err
    assert told.out.splitlines()[0].startswith("[b]一.html ")
    assert told.out.splitlines()[1] == BRACKETS


def test_brackets_of_a_series_title_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(force_terminal=True, width=120, record=True)
    monkeypatch.setattr(bars, "err", lambda: console)
    with bars.watching(BRACKETS, Progress(0.0)):
        pass
    assert BRACKETS in console.export_text()


def test_the_demos_commands_can_be_copied() -> None:
    """A wide space begins no comment: what is meant for eyes would be another argument."""
    console = Console(file=io.StringIO(), soft_wrap=True)
    farewell(console, Path("我的 档案/xunli.toml"))
    assert isinstance(console.file, io.StringIO)
    offered = [shlex.split(line, comments=True) for line in console.file.getvalue().splitlines() if "xunli" in line]
    assert [words[-1] for words in offered] == ["发展", "org:交警", "1", "runs", "serve", "init"]
    assert {words[2] for words in offered if len(words) > 2} == {"我的 档案/xunli.toml"}


def test_no_line_is_broken_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    address = "http://epaper.example.cn/conpaper/qdrb/html/2021-10/26/content_147409_2456800.htm"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    out().print(Text(f"部分　{address}", style="dim"))
    assert address in capsys.readouterr().out


def test_a_narrow_terminal_loses_no_number_and_no_name() -> None:
    began = datetime(2026, 11, 27, 19, 39, tzinfo=UTC)
    tallied = {Verdict.NEW: 1, Verdict.COPY: 12, Verdict.FILTERED: 1}
    run = Run(4, "qingdao-reform", Trigger.MANUAL, began, began, "", outcome=Outcome.DONE, requests=433, tally=tallied)
    console = Console(file=io.StringIO(), width=50)
    console.print(run_table([run], ZoneInfo("Asia/Shanghai")))
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert "…" not in told
    assert all(part in told for part in ("433", "12", "rm"))


@pytest.mark.parametrize("words", [(), ("search",), ("crawl",), ("export",)])
def test_help_fits_a_terminal(monkeypatch: pytest.MonkeyPatch, tell: Tell, words: tuple[str, ...]) -> None:
    """typer takes a Chinese character for one column wide, and it is two."""
    monkeypatch.setenv("COLUMNS", "80")
    assert [line for line in tell(*words, "--help").out.splitlines() if cell_len(line) > 80] == []


def test_nothing_that_a_terminal_obeys_is_printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tell: Tell
) -> None:
    """A header, an address or a file's name may hold it, though no page's text does."""
    out().print(Text("改革\x1b[2J\x9b31m\u202e巡礼\r", style="bold"))
    assert capsys.readouterr().out == "改革[2J31m巡礼\n"
    (tmp_path / "一\x1b[2J.html").write_text(page("改革\u202e巡\x9b31m礼"), encoding="utf-8")
    told = tell("extract", "一\x1b[2J.html", "没有\x9b31m.html")
    assert told.out.splitlines()[1] == "改革巡31m礼"
    assert not set("\x1b\x9b\u202e") & set(told.out + told.err)


def test_a_saved_page_is_told_with_its_day(tmp_path: Path, tell: Tell) -> None:
    dated = page("车间改造完工").replace("<p>", "<p>2021-10-26 06:30　来源：某某日报</p><p>", 1)
    (tmp_path / "page.html").write_text(dated, encoding="utf-8")
    assert "2021-10-26 06:30 上网" in tell("extract", "page.html").out


def test_what_is_wrong_with_a_page_is_a_sentence_in_either_language(tmp_path: Path, tell: Tell) -> None:
    (tmp_path / "empty.html").touch()
    assert tell("extract", "empty.html").out.endswith("。\n")
    assert tell("extract", "empty.html", "--lang", "en").out.endswith("empty.\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("list", "--limit", "0"), "Invalid value for '--limit': at least 1."),
        (("show", "first"), "Invalid value for 'ID': a whole number is needed."),
        (("search", "a", "--order", "b"), "Invalid value for '--order': 'b' is none of 'rank', 'date'."),
        (("list", "a", "b"), "a b is too much."),
        (("lst",), "No such command 'lst'. Did you mean 'list'?"),
    ],
)  # fmt: skip
def test_usage_is_told_in_words_for_people_in_english_too(tell: Tell, arguments: tuple[str, ...], told: str) -> None:
    assert tell("--lang", "en", *arguments).err == f"{told} See xunli --help.\n"


def test_the_written_configuration_is_in_either_language_and_says_the_same(tmp_path: Path, tell: Tell) -> None:
    assert (tell("init", "zh.toml").code, tell("--lang", "en", "init", "en.toml").code) == (0, 0)
    zh, en = ((tmp_path / name).read_text(encoding="utf-8") for name in ("zh.toml", "en.toml"))
    assert tomllib.loads(zh) == tomllib.loads(en)
    remarks = [line.partition("# ")[2] for line in en.splitlines()]
    assert not [remark for remark in remarks if re.search("[一-鿿，。；]", remark)]
    assert len(zh.splitlines()) == len(en.splitlines())


def test_a_channel_is_named_in_english_without_chinese_brackets(tmp_path: Path, tell: Tell) -> None:
    write_config(tmp_path, {**settings(None, "sqlite:///a.db", source=[SOURCE]), "notify": [{"url": "foo://bar"}]})
    told = tell("--lang", "en", "notify", "--test")
    assert (told.code, "notify[1].url (foo://…): " in told.out) == (3, True), told


def test_a_day_may_have_blanks_around_it(tmp_path: Path, tell: Tell) -> None:
    write_config(tmp_path, settings(None, "sqlite:///a.db", source=[SOURCE]))
    tell("db", "upgrade")
    assert tell("list", "--from", " 2021-10-26 ") == Told(0, "共 0 期\n", "")
