"""Bad input (issue 2, section 7): one clear sentence on stderr, the right exit code, no traceback, nothing damaged."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import pytest
from support_crawl import (
    NOBODY,
    Told,
    almost_full,
    assert_sound,
    command,
    config_of,
    crawl,
    database,
    environment,
    json_lines,
    paper,
    rows,
    settings,
    tell,
    titles,
    website,
    write_config,
)
from support_databases import begin
from typer.main import get_command

from demo import Newspaper
from scheduler.cli.app import COMMANDS, build

__all__ = ["database", "paper", "tell"]

Tell = Callable[..., Told]
DAY = date(2021, 11, 2)
FULL = Path("/dev/full")
HUGE = "99999999999999999999"
"""More than a database counts."""


def sentence(told: Told, code: int = 2) -> str:
    """Check that a command ended with one sentence and nothing else; return it."""
    assert (told.code, told.out) == (code, ""), told.err
    assert "Traceback" not in told.err
    assert len(told.err.strip().splitlines()) == 1, told.err
    assert told.err.strip().endswith(("。", ".", "?", "？"))
    return told.err


# --- the configuration -----------------------------------------------------------------------------------------------

SOURCE = {"kind": "website", "base_url": NOBODY}


def with_series(**changes: Any) -> dict[str, Any]:
    series = {"name": "reform", "title": "青岛改革巡礼", "match": ["改革巡礼"], "source": [SOURCE]}
    return {"series": [{**series, **changes}]}


MISTAKES: dict[str, tuple[dict[str, Any] | str, str]] = {
    "no toml": ("series = [", "TOML"),
    "a table twice": ('[crawl]\ndelay = 1\n[crawl]\ndelay = 2\n', "TOML"),
    "lists without end": (f"series = {'[' * 5000}{']' * 5000}", "TOML"),
    "a number of thousands of digits": (f"[crawl]\nbudget = {'9' * 5000}", "TOML"),
    "an unknown key": ({"databse": "sqlite:///a.db"}, "databse"),
    "an unknown key inside": ({"crawl": {"dealy": 1}}, "crawl.dealy"),
    "an unknown key of a source": (with_series(source=[{**SOURCE, "lsits": ["/"]}]), "series[1].source[1].lsits"),
    "a wrong type": ({"crawl": {"delay": "soon"}}, "crawl.delay"),
    "a negative number": ({"crawl": {"delay": -1}}, "crawl.delay"),
    "no time at all": ({"crawl": {"timeout": 0}}, "crawl.timeout"),
    "a number without end": ("[crawl]\ntimeout = inf\n", "crawl.timeout"),
    "no number": ("[crawl]\ndelay = nan\n", "crawl.delay"),
    "a wrong zone": ({"timezone": "Asia/Qingdao"}, "timezone"),
    "a wrong database": ({"database": "mysql://x/y"}, "database"),
    "a wrong date": (with_series(since="2021-13-01"), "series[1].since"),
    "a wrong cron": (with_series(schedule="every morning"), "series[1].schedule"),
    "a cron out of range": (with_series(schedule="99 7 * * *"), "series[1].schedule"),
    "a wrong expression": (with_series(match=["re:(改革"]), "series[1].match"),
    "an empty word": (with_series(match=[" "]), "series[1].match"),
    "no word": (with_series(match=[]), "series[1].match"),
    "no source": (with_series(source=[]), "series[1].source"),
    "no title": ({"series": [{"name": "a", "match": ["b"], "source": [SOURCE]}]}, "series[1].title"),
    "a wrong name": (with_series(name="改革"), "series[1].name"),
    "an unknown kind": (with_series(source=[{"kind": "rss", "url": NOBODY}]), "series[1].source[1]"),
    "no kind": (with_series(source=[{"base_url": NOBODY}]), "series[1].source[1]"),
    "an address without scheme": (
        with_series(source=[{"kind": "website", "base_url": "www.example.cn"}]), "series[1].source[1].base_url",
    ),
    "an address of another scheme": (
        with_series(source=[{"kind": "website", "base_url": "ftp://example.cn"}]), "series[1].source[1].base_url",
    ),
    "a wrong selector": (
        with_series(source=[{"kind": "listing", "urls": [NOBODY], "link": "ul > > a"}]), "series[1].source[1].link",
    ),
    "a selector of a namespace that nobody names": (
        with_series(source=[{"kind": "listing", "urls": [NOBODY], "link": "ns|a"}]), "series[1].source[1].link",
    ),
    **{
        f"an address that only a browser would mend: {url!r}": (
            with_series(source=[{"kind": "website", "base_url": url}]), "series[1].source[1].base_url",
        )
        for url in (f" {NOBODY} ", "https:a.cn", "http://a.cn\\b", "http://www..cn", f"http://{'a' * 64}.cn")
    },
    **{
        f"a list that is no address: {path}": (
            with_series(source=[{**SOURCE, "lists": ["/", path]}]), "series[1].source[1].lists",
        )
        for path in ("javascript:x", "mailto:a@b.cn", "http://[half", "http://127.0.0.1:99999/")
    },
    "an e-paper that ends before it begins": (
        with_series(
            source=[{"kind": "epaper", "base_url": NOBODY, "from": date(2022, 1, 1), "until": date(2021, 1, 1)}]
        ),
        "series[1].source[1].until",
    ),
    "a key that is misspelt and therefore missing": (
        {"series": [{"name": "reform", "title": "青岛改革巡礼", "matsch": ["改革巡礼"], "source": [SOURCE]}]},
        "series[1].matsch",
    ),
    "a jitter that outlasts the day": ({"service": {"jitter": 86_401}}, "service.jitter"),
    "more days than a calendar has": ({"crawl": {"recheck_days": 4_000_000}}, "crawl.recheck_days"),
    "a header within a header": ({"crawl": {"user_agent": "a\nX: b"}}, "crawl.user_agent"),
    "half a day": ({"crawl": {"recheck_days": 1.5}}, "crawl.recheck_days"),
    "a year for a day": (with_series(since=2021), "series[1].since"),
    "a search without words": (
        with_series(source=[{"kind": "search", "url": NOBODY + "/?page={page}"}]), "series[1].source[1].url",
    ),
    "a name twice": ({"series": [*with_series()["series"], *with_series()["series"]]}, "reform"),
    "a channel for nobody": ({**with_series(), "notify": [{"url": "json://x", "series": ["other"]}]}, "other"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_configuration_names_its_key(tmp_path: Path, tell: Tell, mistake: str) -> None:
    values, key = MISTAKES[mistake]
    if isinstance(values, str):
        (tmp_path / "xunli.toml").write_text(values, encoding="utf-8")
    else:
        write_config(tmp_path, values)
    for arguments in (("crawl",), ("list", "--json"), ("status",)):
        assert key in (told := sentence(tell(*arguments)))
        assert not re.search(r"Input should|Value error|Datetimes|is no |is needed|are needed", told)
    english = sentence(tell("crawl", "--lang", "en"))
    assert not re.search(r"[一-鿿（）]|Input should|Value error|Field required", english.replace("改革", ""))
    assert not list(tmp_path.glob("*.db*"))


def test_a_configuration_that_is_not_there(tmp_path: Path, tell: Tell) -> None:
    assert "absent.toml" in sentence(tell("--config", "absent.toml", "crawl"))
    assert "absent.toml" in sentence(tell("crawl", "--config", "absent.toml"))


def test_an_option_for_all_commands_without_its_value(tmp_path: Path, tell: Tell) -> None:
    """A script whose variable is empty does not mean the built-in defaults, which follow the real site."""
    for arguments in (("crawl", "--config"), ("--config", "", "crawl"), ("--config=", "crawl")):
        assert "--config" in sentence(tell(*arguments))
    assert "--lang" in sentence(tell("list", "--lang"))
    assert "fr" in sentence(tell("--lang", "fr", "list"))
    assert [tell("--lang", language, "--help").code for language in ("en", "zh-CN")] == [0, 0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("init", "nowhere/xunli.toml"), "没有这个文件或目录"),
        (("init", "folder", "--force"), "这是一个目录"),
        (("import", "nowhere.warc"), "没有这个文件或目录"),
        (("demo", "--folder", "file/demo"), "路径中间有一段不是目录"),
        (("serve", "--host", "192.0.2.1", "--port", "0"), "本机没有这个地址"),
    ],
)
def test_the_systems_own_reasons_are_told_in_the_language(
    tmp_path: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], named: str
) -> None:
    monkeypatch.setenv("XUNLI_TOKEN", "t")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    assert sentence(tell(*arguments)).endswith(f"{named}。\n")
    assert not re.search(r"[一-鿿]", sentence(tell(*arguments, "--lang", "en")))


@pytest.mark.parametrize("names", [("xunli.toml", "xunli.db"), ("xunli.db",), ("xunli.toml",)])
def test_the_demo_takes_nobodys_archive_away(tmp_path: Path, tell: Tell, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).write_text('database = "sqlite:///xunli.db"\n', encoding="utf-8")
    assert "--folder" in sentence(tell("demo", "--folder", "."))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_configuration_named_by_the_environment_that_is_not_there(
    tmp_path: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNLI_CONFIG", str(tmp_path / "absent.toml"))
    assert "absent.toml" in sentence(tell("list"))
    page = tmp_path / "page.html"
    page.write_text("<h1>题</h1>", encoding="utf-8")
    assert "absent.toml" not in tell("extract", page).err


def test_a_configuration_of_another_encoding(tmp_path: Path, tell: Tell) -> None:
    (tmp_path / "xunli.toml").write_bytes('timezone = "青岛"'.encode("gbk"))
    assert "UTF-8" in sentence(tell("crawl"))


def test_a_folder_in_place_of_the_configuration(tmp_path: Path, tell: Tell) -> None:
    assert str(tmp_path) in sentence(tell("--config", tmp_path, "crawl"))


# --- the database ----------------------------------------------------------------------------------------------------


@pytest.fixture
def configured(tmp_path: Path, database: str) -> Path:
    """A configuration whose sources nobody answers; return the database's path."""
    write_config(tmp_path, settings(None, database, source=[SOURCE]))
    return Path(database.removeprefix("sqlite:///"))


def test_a_file_that_is_no_database(configured: Path, tell: Tell) -> None:
    configured.write_text("购物单：鲅鱼，蛤蜊。" * 500, encoding="utf-8")
    for arguments in (("crawl",), ("list",), ("db", "upgrade")):
        assert configured.name in sentence(tell(*arguments))
    assert configured.read_text(encoding="utf-8").startswith("购物单")


def test_a_database_of_a_newer_program(configured: Path, tell: Tell) -> None:
    assert tell("db", "upgrade").code == 0
    with sqlite3.connect(configured) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    connection.close()
    for arguments in (("crawl",), ("list",), ("db", "upgrade")):
        assert "from_the_future" in sentence(tell(*arguments))


def test_no_archive_yet(configured: Path, tell: Tell) -> None:
    for arguments in (("list",), ("show", "1"), ("runs", "--json"), ("status",)):
        assert "xunli crawl" in sentence(tell(*arguments))
    assert not configured.exists()


def test_a_folder_that_is_not_there(tmp_path: Path, tell: Tell) -> None:
    write_config(tmp_path, settings(None, f"sqlite:///{tmp_path}/nowhere/a.db", source=[SOURCE]))
    assert f"没有目录 {tmp_path}/nowhere）" in sentence(tell("crawl"))


def test_a_password_is_told_to_nobody(tmp_path: Path, tell: Tell) -> None:
    for place in ("127.0.0.1:port", "[::1"):
        write_config(tmp_path, settings(None, f"postgresql://me:geheim@{place}/db", source=[SOURCE]))
        told = sentence(tell("crawl"))
        assert place in told
        assert "geheim" not in told


def test_a_server_that_does_not_answer(tmp_path: Path, tell: Tell) -> None:
    write_config(tmp_path, settings(None, "postgresql://me:geheim@127.0.0.1:9/db", source=[SOURCE]))
    told = sentence(tell("crawl"))
    assert "127.0.0.1:9" in told
    assert "geheim" not in told


@pytest.mark.slow
def test_a_full_disk(tmp_path: Path, paper: Newspaper, database: str) -> None:
    paper.print_instalment(DAY)
    config = config_of(paper, database)
    crawl(config)
    before = titles(config)
    for _ in range(30):
        paper.print_instalment(DAY)
    write_config(tmp_path, settings(paper, database))
    room = max(file.stat().st_size for file in tmp_path.glob("archive.db*")) + 20_000
    ended = subprocess.run(
        command("crawl"), cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", **almost_full(room)
    )
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert "磁盘已满" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr, ended.stderr
    assert set(before) <= set(titles(config))
    assert rows(config, "PRAGMA integrity_check") == [("ok",)]
    with sqlite3.connect(tmp_path / "archive.db") as connection:  # the run could not be ended; its lease runs out
        connection.execute("UPDATE leases SET expires_at = '2000-01-01 00:00:00'")
    connection.close()
    crawl(config)
    assert len(titles(config)) == 31
    assert_sound(config)


@pytest.mark.parametrize("before", [None, 'timezone = "Asia/Shanghai"\n'])
def test_a_full_disk_leaves_no_half_configuration(tmp_path: Path, before: str | None) -> None:
    file, room = tmp_path / "xunli.toml", 100  # bytes, far less than the file has
    if before is not None:
        file.write_text(before, encoding="utf-8")
    ended = subprocess.run(
        command("init", "--force"), cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", **almost_full(room)
    )
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert [(path, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == (
        [(file, before)] if before else []
    )


def test_a_new_configuration_is_read_by_whom_the_old_one_was(tmp_path: Path, tell: Tell) -> None:
    file = tmp_path / "own.toml"
    file.touch(mode=0o600)
    assert tell("init", "--force", str(file)).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "series" in file.read_text(encoding="utf-8")


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("crawl", "nobodys"), "nobodys"),
        (("list", "--series", "nobodys"), "nobodys"),
        (("runs", "--series", "nobodys"), "nobodys"),
        (("show", "999"), "999"),
        (("drop", "999"), "999"),
        (("drop", "999", "--undo"), "999"),
        (("crawl", "--since", "yesterday"), "yesterday"),
        (("crawl", "--since", "2021-02-30"), "2021-02-30"),
        (("crawl", "--since", "2022-01-01", "--until", "2021-01-01"), "2022-01-01"),
        (("crawl", "--until", "2022-01-01"), "--since"),
        *(
            ((command, *words, "--from", "2022-01-02", "--to", "2022-01-01"), "--from 2022-01-02 晚于 --to 2022-01-01")
            for command, *words in (("list",), ("search", "改革"), ("export",), ("coverage",), ("runs",))
        ),
        (("search", "改革", "from:2022", "to:2021"), "from 2022-01-01 晚于 to 2021-12-31，请对调。"),
        (("list", "--from", "26/10/2021"), "26/10/2021"),
        (("list", "--limit", "0"), "--limit"),
        (("list", "--limit", "many"), "--limit"),
        (("crawl", "--url", "http://www.example.org/p/1.html"), "www.example.org"),
        (("crawl", "--url", "www.example.org/p/1.html"), "http"),
        (("crawl", "--url", "http://[half"), "http://[half"),
        (("crawl", "--url", "javascript:alert(1)"), "javascript"),
        (("crawl", "--dry-run", "nobodys"), "nobodys"),
        (("craw",), "craw"),
        (("list", "--colour", "red"), "--colour"),
        (("reextract", "--show", "6"), "最多是 5"),
        (("extract",), "FILE"),
        (("extract", "page.html", "--url", "www.example.org"), "http"),
        (("probe",), "URL"),
        (("show", "first"), "ID"),
        (("show",), "ID"),
        (("show", HUGE), HUGE),
        (("diff", HUGE), HUGE),
        (("drop", HUGE), HUGE),
        (("drop", HUGE, "--undo"), HUGE),
        (("runs", "--after", HUGE), HUGE),
    ],
)
def test_a_wrong_argument_is_named(configured: Path, tell: Tell, arguments: tuple[str, ...], named: str) -> None:
    begin(f"sqlite:///{configured}")
    told = tell(*arguments)
    assert (told.code, told.out) == (2, "")
    assert named in told.err
    assert "Traceback" not in told.err
    with sqlite3.connect(configured) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    connection.close()


def test_every_command_speaks_json() -> None:
    """But `mcp`, whose stdout is the assistant's."""
    silent = []
    for name, each in COMMANDS.items():
        built: Any = get_command(build(name)).commands[name]  # type: ignore[attr-defined]
        for one in built.commands.values() if each.group else [built]:
            if not any("--json" in parameter.opts for parameter in one.params):
                silent.append(one.name)
    assert silent == ["mcp"]


def test_the_rows_of_commands_that_write(tmp_path: Path, database: str, tell: Tell) -> None:
    assert json_lines(tell("init", "--json").out) == [{"file": "xunli.toml"}]
    write_config(tmp_path, settings(None, database, source=[SOURCE]))
    [first], [second] = (json_lines(tell("db", "upgrade", "--json").out) for _ in range(2))
    assert (first["before"], second["before"]) == (None, first["layout"])
    assert first["database"] == second["database"] == database


@pytest.mark.parametrize("words", [(), ("db",), ("db", "check"), ("show",), ("runs",)])
def test_help_is_in_the_language(tell: Tell, words: tuple[str, ...]) -> None:
    own = re.compile(r"Usage:|Options:|Arguments:|Commands:|Show this|required|default")
    assert "用法：xunli" in (told := tell(*words, "--help")).out
    assert not own.search(told.out)
    assert own.findall(tell(*words, "--help", "--lang", "en").out)[0] == "Usage:"


def test_the_version_is_that_of_the_package(tell: Tell) -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = tell("--version")
    assert (told.code, told.out) == (0, f"xunli {project['version']}\n")


def test_a_command_may_stand_behind_two_dashes(configured: Path, tell: Tell) -> None:
    tell("db", "upgrade")
    assert tell("--", "list", "--json") == Told(0, "", "")


def test_no_hit_is_no_failure(configured: Path, tell: Tell) -> None:
    tell("db", "upgrade")
    assert (tell("list", "--json").code, tell("list", "--json").out) == (0, "")
    assert tell("list", "--from", "2030-01-01").code == 0
    assert tell("runs", "--json") == Told(0, "", "")
    assert tell("runs") == Told(0, "共 0 次\n", "")
    assert tell("coverage", "--from", "2999-01-01").out.splitlines()[1].endswith("，2999-01-01 起还没有。")


@pytest.mark.parametrize("arguments", [("status", "--json"), pytest.param(("status",), marks=pytest.mark.slow)])
def test_a_reader_that_has_had_enough_is_no_failure(configured: Path, tell: Tell, arguments: tuple[str, ...]) -> None:
    tell("db", "upgrade")
    back, to = os.pipe()
    os.close(back)
    with os.fdopen(to, "wb") as closed:
        ended = _into(closed, configured.parent, arguments)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--json"),
        *(pytest.param(case, marks=pytest.mark.slow) for case in [("status",), ("export",), ("show", "9")]),
    ],
)
def test_nobody_listening_at_all_is_no_failure(configured: Path, tell: Tell, arguments: tuple[str, ...]) -> None:
    tell("db", "upgrade")
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command(*arguments)],
        cwd=configured.parent, env=environment(), stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ended.returncode == (2 if "show" in arguments else 0)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full (Linux has one)")
def test_an_output_that_is_full_is_told(configured: Path, tell: Tell) -> None:
    tell("db", "upgrade")
    with FULL.open("wb") as full:
        ended = _into(full, configured.parent, ("status", "--json"))
    assert (ended.returncode, ended.stderr) == (2, "磁盘已满，没有写完。\n")


@pytest.mark.parametrize(
    ("encoding", "more"),
    [
        ("gbk", ()),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in [("gbk", ["--json"]), ("ascii", ["--json"]), ("utf-8", ())]
        ),
    ],
)
def test_a_terminal_that_lacks_a_character(tmp_path: Path, encoding: str, more: Sequence[str]) -> None:
    """GBK has no dot of a list and no `é`; a file's name may be bytes of another encoding than the terminal's."""
    named = os.fsencode(tmp_path) + b"/\xb8\xc4.html"
    Path(os.fsdecode(named)).write_text(
        "<h1>青岛晒出改革账本</h1><p>" + "• 这是一段足够长的正文，café 写的是一件小事。" * 20 + "</p>", encoding="utf-8"
    )
    ended = subprocess.run(
        [*command("extract", *more), named], cwd=tmp_path, env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, b"")
    told = ended.stdout.decode(encoding)
    assert "这是一段足够长的正文" in (json_lines(told)[0]["body"] if more else told)
    if more:
        assert json_lines(told)[0]["body"].startswith("• 这是一段足够长的正文，café")


def test_an_argument_that_is_no_text(configured: Path, tell: Tell) -> None:
    tell("db", "upgrade")
    garbled = os.fsdecode("改".encode("gbk"))
    for arguments in (("list", "--byline", garbled), ("list", "--page", garbled), ("probe", f"{NOBODY}/{garbled}")):
        assert "UTF-8" in sentence(tell(*arguments))


INTERRUPTING = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from scheduler.cli import main
main(["list"])
"""


@pytest.mark.parametrize("module", ["typer", "sqlalchemy", "scheduler.cli.ask"])
def test_a_command_that_is_interrupted_while_it_loads(configured: Path, module: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", INTERRUPTING.format(module=module)], cwd=configured.parent, env=environment(),
        capture_output=True,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_a_command_that_is_misspelt_is_told_in_chinese(tell: Tell) -> None:
    assert "没有 craw 这个命令，是不是想写 crawl。" in sentence(tell("craw"))


def _into(output: IO[bytes], folder: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=folder, env=environment(), stdout=output, stderr=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--limit", HUGE),
        ("list", "--from", "0001-01-01", "--to", "9999-12-31"),
        ("export", "--limit", HUGE),
        ("search", "改革", "--limit", HUGE, "--offset", HUGE),
        ("runs", "--limit", HUGE),
        ("runs", "--from", "0001-01-01", "--to", "9999-12-31"),
        ("coverage", "--from", "0001-01-01", "--to", "0001-01-02"),
        ("coverage", "--from", "9999-12-30", "--to", "9999-12-31"),
    ],
)
def test_more_than_there_can_be_is_all_there_is(configured: Path, tell: Tell, arguments: tuple[str, ...]) -> None:
    tell("db", "upgrade")
    told = tell(*arguments, "--json")
    assert (told.code, told.err) == (0, "")
    days = [row["date"] for row in json_lines(told.out)]
    assert days == ([arguments[2], arguments[4]] if arguments[0] == "coverage" else [])


def test_a_calendar_of_all_days_is_as_long_as_what_may_be_known(configured: Path, tell: Tell) -> None:
    tell("db", "upgrade")
    told = tell("coverage", "--from", "0001-01-01", "--to", "9999-12-31")
    assert (told.code, told.err) == (0, "")
    assert re.findall("没查过 ([0-9]+) 天", told.out) == ["1"]  # an empty archive knows of today alone


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments", [("init", LONG), ("db", "copy", f"sqlite:///{LONG}"), ("list", "--config", LONG), ("import", LONG)]
)
def test_a_name_that_no_file_can_have_is_one_sentence(configured: Path, tell: Tell, arguments: tuple[str, ...]) -> None:
    tell("db", "upgrade")
    told = tell(*arguments)
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert LONG in told.err


def test_a_ledger_that_ends_before_it_begins_says_so(tmp_path: Path, database: str, tell: Tell) -> None:
    write_config(tmp_path, settings(None, database, source=[SOURCE], since=date(2021, 10, 26)))
    tell("db", "upgrade")
    assert "2021-10-26" in tell("coverage", "--to", "2000-01-01").out
    assert tell("coverage", "--to", "2000-01-01", "--json") == Told(0, "", "")


def test_a_window_at_either_end_of_all_dates(tmp_path: Path, paper: Newspaper, database: str, tell: Tell) -> None:
    paper.print_instalment(DAY)
    write_config(tmp_path, settings(paper, database, since=date(1, 1, 1)))
    for first, last in (("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31")):
        [row] = json_lines(tell("crawl", "--json", "--since", first, "--until", last).out)
        assert (row["outcome"], row["new"], row["filtered"]) == ("done", 0, 2)
    assert tell("crawl", "--json").code == 0


def test_which_series_is_asked_where_there_are_several(tmp_path: Path, tell: Tell, database: str) -> None:
    values = settings(None, database, source=[SOURCE])
    values["series"].append({**values["series"][0], "name": "other"})
    write_config(tmp_path, values)
    assert "other" in sentence(tell("crawl", "third"))


def test_a_wrong_base_address_is_a_complaint(tmp_path: Path, paper: Newspaper, database: str, tell: Tell) -> None:
    write_config(tmp_path, settings(paper, database, source=[website(paper, base_url=paper.elsewhere)]))
    ended = tell("crawl", "--json")
    assert ended.code == 3, ended.err
    [row] = json_lines(ended.out)
    assert row["outcome"] == "complaints"
    assert "404" in row["complaints"][0]["message"]


def test_a_wish_for_an_absent_page_is_a_complaint(tmp_path: Path, paper: Newspaper, database: str, tell: Tell) -> None:
    write_config(tmp_path, settings(paper, database))
    told = tell("crawl", "--json", "--url", f"{paper.website}/p/1.html")
    [row] = json_lines(told.out)
    assert row["failed"] >= 1
    assert told.code == (3 if row["complaints"] else 0)
    lines = tell("crawl", "--url", f"{paper.website}/p/1.html").out.splitlines()
    assert f"  没读到　{paper.website}/p/1.html　页面不存在（404）" in lines


# --- extract ---------------------------------------------------------------------------------------------------------

FIELDS = {
    "file", "title", "kicker", "body", "printed_on", "published_at", "source", "byline", "people", "editor", "pages",
    "error",
}  # fmt: skip


def test_extract_has_a_row_for_each_file(tmp_path: Path, paper: Newspaper, tell: Tell) -> None:
    from urllib.request import urlopen

    piece = paper.print_instalment(DAY)
    good = tmp_path / "good.html"
    with urlopen(f"{paper.website}/p/{piece.id}.html") as answer:
        good.write_bytes(answer.read())
    noise, empty, folder = tmp_path / "noise.html", tmp_path / "empty.html", tmp_path / "folder"
    noise.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(3000))
    empty.touch()
    folder.mkdir()
    told = tell("extract", "--json", good, noise, empty, folder, tmp_path / "absent.html")
    assert told.code == 3
    read = [json.loads(line) for line in told.out.splitlines()]
    assert [Path(row["file"]).name for row in read] == [
        "good.html", "noise.html", "empty.html", "folder", "absent.html",
    ]  # fmt: skip
    assert all(row.keys() >= FIELDS for row in read)
    assert (read[0]["title"], read[0]["error"]) == (piece.title, None)
    assert read[0]["pages"][0]["sections"]
    assert all(row["body"] is None and row["error"].endswith("。") for row in read[1:])
    assert "Traceback" not in told.err


@pytest.mark.slow
def test_extract_says_what_an_export_is(tmp_path: Path, paper: Newspaper, database: str, tell: Tell) -> None:
    paper.print_instalment(DAY)
    crawl(config_of(paper, database))
    write_config(tmp_path, settings(paper, database))
    kinds = {
        "csv": "CSV 表格",
        "jsonl": "JSON 数据",
        "parquet": "Parquet 表格",
        "epub": "EPUB 电子书",
        "warc": "压缩文件",
    }
    for kind in kinds:
        assert tell("export", "-f", kind, "-o", f"out.{kind}").code == 0
    told = tell("extract", "--json", *(f"out.{kind}" for kind in kinds))
    assert told.code == 3
    errors = {row["file"]: (row["title"], row["body"], row["error"].replace(" ", "")) for row in json_lines(told.out)}
    assert errors == {
        f"out.{kind}": (None, None, f"这不是网页，是{what}。".replace(" ", "")) for kind, what in kinds.items()
    }


def test_extract_reads_no_configuration(tmp_path: Path, tell: Tell) -> None:
    (tmp_path / "xunli.toml").write_text("not toml", encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>青岛晒出改革账本</h1><p>" + "这是一段足够长的正文，写的是一件小事。" * 20 + "</p>", encoding="utf-8"
    )
    told = tell("extract", "--json", page)
    assert told.code == 0
    assert json_lines(told.out)[0]["title"] == "青岛晒出改革账本"
