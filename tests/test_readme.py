"""The READMEs' sessions are run and compared, so that they cannot lie; their commands and links exist."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support_crawl import Told, json_lines, tell

from scheduler.cli.app import COMMANDS
from scheduler.cli.demo import called

__all__ = ["tell"]

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
ROW = re.compile(r"^ *(\d+)(?= +20\d\d-)")
VOLATILE = re.compile(r"\d+\.\d+ ?(?:s|秒)|http://127\.\S+|\s+|[─…]+")


def _sessions(text: str) -> list[tuple[str, list[str]]]:
    """Every `$ command` of a console block with the lines that it prints; a line cut short ends in …"""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip():
                found[-1][1].append(line)
    return found


def _bare(line: str) -> str:
    """A printed line without what differs from run to run: times, ports, spaces, the number of a list's row."""
    return VOLATILE.sub("", ROW.sub("", line))


@pytest.mark.slow
@pytest.mark.parametrize("name", READMES)
def test_sessions_are_true(name: str, tell: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ids: dict[str, str] = {}
    for command, printed in _sessions((ROOT / name).read_text(encoding="utf-8")):
        if not printed:
            continue
        program, *arguments = (ids.get(word, word) for word in command.split())
        assert program == "xunli"
        ran = tell(*arguments)
        assert ran.code == 0, ran.err
        rest = ran.out.splitlines()
        for line in printed:
            place = next((number for number, told in enumerate(rest) if _bare(told).startswith(_bare(line))), None)
            assert place is not None, f"{command} does not print {line!r} there, but:\n{ran.out}"
            if (shown := ROW.match(line)) and (given := ROW.match(rest[place])):
                ids[shown[1]] = given[1]
            rest = rest[place + 1 :]
    # What the demo leaves tells how its newspaper is opened again where the configuration expects it.
    left = Path("xunli-demo/xunli.toml").read_text(encoding="utf-8")
    [port] = re.findall(r"python -m demo --port (\d+)", left)
    assert f'http://127.0.0.1:{port}"' in left


def test_the_demo_says_how_xunli_is_called_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/xunli", "demo"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert called() == ".venv/bin/xunli"  # as `make demo` calls it: on nobody's path
    (tmp_path / "xunli").touch(mode=0o755)
    assert called() == "xunli"


@pytest.mark.slow
def test_the_demos_runs_are_rows(tell: Callable[..., Told]) -> None:
    told = tell("demo", "--json", "--lang", "en")
    assert [row["run"] for row in json_lines(told.out)] == [1, 2, 3, 4]
    assert "A correction becomes a revision" in told.err


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)h][^)]*)\)", (ROOT / name).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_commands_exist(name: str) -> None:
    used = set(re.findall(r"(?:\$ |`)xunli (?:--\S+ \S+ )*([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")))
    assert used <= set(COMMANDS), used - set(COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_it_is_short(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 150
