"""What is deployed: units and files under deploy/ parse, name commands and paths that exist; the wheel is whole."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
import yaml

from scheduler.cli import main

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
SERVICES = sorted(path.name for path in DEPLOY.glob("*.service"))
TIMERS = sorted(path.name for path in DEPLOY.glob("*.timer"))
GUIDES = ("docs/deploy.md", "docs/deploy.zh-CN.md")
XUNLI = "/opt/xunli/bin/xunli"

Unit = dict[str, dict[str, list[str]]]


def unit(name: str) -> Unit:
    """A unit file: section, key, values in order. Whatever is neither of these nor a comment is a mistake."""
    found: Unit = {}
    section: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), defaultdict(list))
            continue
        key, equals, value = line.partition("=")
        assert equals, f"{name}: {line}"
        assert re.fullmatch(r"[A-Z][A-Za-z]+", key), f"{name}: {line}"
        section[key].append(value)
    return found


@cache
def help_of(*words: str) -> str:
    with redirect_stdout(StringIO()) as told, pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code in (0, None), f"xunli {' '.join(words)}"
    return told.getvalue()


def assert_is_command(words: list[str]) -> None:
    """The command is there, and so are its options."""
    depth = 2 if words[0] == "db" else 1
    told = help_of(*words[:depth])
    for option in (word.partition("=")[0] for word in words[depth:] if word.startswith("--")):
        assert option in told, f"xunli {' '.join(words)}"


# --- systemd --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_starts_a_command_that_exists(name: str) -> None:
    service = unit(name)["Service"]
    [start] = service["ExecStart"]
    program, *words = shlex.split(start)
    assert program == XUNLI
    assert_is_command(words)
    assert service["User"] == ["xunli"]
    assert service["ProtectSystem"] == ["strict"]
    assert service["NoNewPrivileges"] == ["yes"]


def test_the_service_is_watched_and_comes_back() -> None:
    whole = unit("xunli.service")
    service = whole["Service"]
    assert service["Type"] == ["notify"]
    assert service["Restart"] == ["on-failure"]
    assert int(service["WatchdogSec"][0]) > 2 * 30  # twice the service's own pace at least
    assert int(service["TimeoutStopSec"][0]) > 10  # a run ends within 10 seconds of SIGTERM
    assert whole["Install"]["WantedBy"] == ["multi-user.target"]


@pytest.mark.parametrize("name", TIMERS)
def test_a_timer_starts_a_unit_that_exists(name: str) -> None:
    timer = unit(name)
    started = timer["Timer"].get("Unit", [name.replace(".timer", ".service")])
    assert set(started) <= set(SERVICES)
    assert timer["Timer"]["Persistent"] == ["true"]
    assert timer["Install"]["WantedBy"] == ["timers.target"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for name in (*SERVICES, *TIMERS):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(XUNLI, sys.executable), encoding="utf-8")
    units = [str(tmp_path / name) for name in (*SERVICES, *TIMERS)]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    mine = [line for line in done.stderr.splitlines() if "xunli" in line]
    assert mine == []
    assert done.returncode == 0, done.stderr
    for timer in TIMERS:
        for when in unit(timer)["Timer"]["OnCalendar"]:
            subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True, timeout=60)


# --- container ------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines.splitlines() if line)]


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = [shlex.split(rest)[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    names = {name for names in copied for name in names}
    assert names == let_in
    assert all((ROOT / name).exists() for name in names)
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"\npackages = \[(.*?)\]", pyproject, re.DOTALL)
    assert listed
    assert {name.partition(".")[0] for name in re.findall(r'"([a-z_.]+)"', listed.group(1))} <= names


def test_the_image_runs_a_command_that_exists_as_nobody_special() -> None:
    last = dict(instructions())
    assert last["USER"] == "xunli"
    assert json.loads(last["ENTRYPOINT"]) == ["xunli"]
    assert_is_command(json.loads(last["CMD"]))
    assert "/healthz" in last["HEALTHCHECK"]
    compile(json.loads(last["HEALTHCHECK"].partition("CMD ")[2])[2], "healthcheck", "exec")
    installs = [rest for word, rest in instructions() if word == "RUN" and "pip install" in rest]
    assert installs
    assert all("--constraint constraints.txt" in rest for rest in installs)


def test_compose_fits_together() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    build = services["xunli"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert set(services["xunli"]["depends_on"]) <= set(services)
    assert "healthcheck" in services["db"]
    database = services["db"]["environment"]
    address = services["xunli"]["environment"]["XUNLI_DATABASE"]
    assert address == f"postgresql://{database['POSTGRES_USER']}@db/{database['POSTGRES_DB']}"
    mounted = {mount.partition(":")[0] for service in services.values() for mount in service["volumes"]}
    assert mounted == set(compose["volumes"])
    assert all(port.startswith("127.0.0.1:") for port in services["xunli"]["ports"])


def test_every_variable_of_compose_is_in_the_example() -> None:
    wanted = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in example.splitlines() if line and not line.startswith("#"))
    assert wanted == set(given)
    assert given["POSTGRES_PASSWORD"] == given["XUNLI_TOKEN"] == ""  # a secret has no default


# --- the guide ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_commands_and_files_that_exist(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    called = re.sub(r"xunli xunli", "xunli", re.sub(r"--config \S+ ", "", blocks))
    commands = sorted(set(re.findall(r"(?:^|[ /])xunli ((?:db )?[a-z][a-z-]*[^\n|;&#)]*)", called, re.MULTILINE)))
    assert any(command.startswith("db copy") for command in commands)
    for command in commands:
        assert_is_command(shlex.split(command))
    for name in re.findall(r"deploy/[\w.-]+", text):
        assert (ROOT / name).exists(), name
    for name in (*SERVICES, *TIMERS, "Dockerfile", "compose.yaml", ".env.example"):
        assert name in text, name


def test_the_guides_show_the_same_commands() -> None:
    shown = [
        [
            [line.partition(" #")[0].rstrip() for line in block.splitlines()]
            for block in re.findall(r"```(?:sh|yaml|ini)\n(.*?)```", (ROOT / guide).read_text("utf-8"), re.DOTALL)
        ]
        for guide in GUIDES
    ]
    assert shown[0] == shown[1]


# --- the wheel ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` makes, built from a copy of what is committed to go into it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        name = line.removeprefix("!")
        if line.startswith("!") and (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=ignore)
        elif line.startswith("!"):
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110)
    if done.returncode and re.search(r"No matching distribution|connection|resolve", done.stderr, re.IGNORECASE):
        pytest.skip("the build's own tools cannot be fetched here")
    assert done.returncode == 0, done.stderr
    [made] = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_migrations_and_the_demos_texts(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for name in ("crawler", "demo", "scheduler", "storage", "web")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= inside, sorted(wanted - inside)
    assert any(name.startswith("storage/migrations/versions/v0001") for name in inside)
    assert not [name for name in inside if name.startswith(("tests", "bench"))]


@pytest.mark.slow
def test_an_installed_xunli_makes_an_archive_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    code = "import sys, storage; assert 'site' in storage.__file__; from scheduler.cli import main; main(sys.argv[1:])"
    environment = os.environ | {"PYTHONPATH": str(site), "XUNLI_DATABASE": "sqlite:///new.db"}
    environment.pop("XUNLI_CONFIG", None)
    for words in (["db", "upgrade"], ["db", "check"], ["db", "backup", "kept.db"]):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "kept.db").exists()
