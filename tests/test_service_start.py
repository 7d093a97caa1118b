"""How the service starts, and refuses to; systemd; `run-due`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support_crawl import Told, json_lines, tell
from support_databases import database_url, postgres_server
from support_service import free_port, owe_slots, runs_of, serving, wait_for, write_config, xunli

from demo import Newspaper, edition
from scheduler.sdnotify import Systemd
from storage import open_archive
from storage.schedule.slots import Slots

__all__ = ["database_url", "postgres_server", "tell"]


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with edition() as made:
        yield made


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'xunli.db'}"


@pytest.fixture
def refused(tell: Callable[..., Told]) -> Callable[..., str]:
    """What the service says that does not start; in this process, for it ends before it begins."""

    def sentence(config: Path, *arguments: str) -> str:
        found = tell("--config", config, "serve", *arguments)
        assert found.code == 2
        assert found.out == ""
        [said] = found.err.splitlines()
        return said

    return sentence


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_another_address_needs_a_token(tmp_path: Path, sqlite: str, host: str, refused: Callable[..., str]) -> None:
    config = write_config(tmp_path, sqlite, "http://127.0.0.1:9")
    config.write_text(config.read_text(encoding="utf-8").replace('token = "open-sesame"', ""), encoding="utf-8")
    assert "token" in refused(config, "--host", host)
    assert not (tmp_path / "xunli.db").exists()


def test_a_port_in_use(tmp_path: Path, sqlite: str, refused: Callable[..., str]) -> None:
    config = write_config(tmp_path, sqlite, "http://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in refused(config, "--port", port)


def test_no_such_host(tmp_path: Path, sqlite: str, refused: Callable[..., str]) -> None:
    config = write_config(tmp_path, sqlite, "http://127.0.0.1:9")
    assert "no-such-host.invalid" in refused(config, "--host", "no-such-host.invalid", "--port", str(free_port()))


def test_a_database_that_cannot_be_opened(tmp_path: Path, refused: Callable[..., str]) -> None:
    config = write_config(tmp_path, f"sqlite:///{tmp_path / 'absent' / 'xunli.db'}", "http://127.0.0.1:9")
    assert "absent" in refused(config, "--port", "0")


def test_the_address_of_any_free_port_is_a_row(tmp_path: Path, sqlite: str) -> None:
    config = write_config(tmp_path, sqlite, "http://127.0.0.1:9")
    words = xunli(config, "serve", "--port", "0", "--json")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with urllib.request.urlopen(f"{url}/healthz") as answer:
            assert answer.status == 200
        process.terminate()
        assert (process.stdout.read(), process.wait(20)) == ("", 0)


def test_systemd_is_told(tmp_path: Path, sqlite: str) -> None:
    config, address = write_config(tmp_path, sqlite, "http://127.0.0.1:9"), str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(30)
        with serving(config, NOTIFY_SOCKET=address, WATCHDOG_USEC="2000000") as service:
            assert heard(manager, "READY=1")
            assert heard(manager, "WATCHDOG=1")
            assert heard(manager, "WATCHDOG=1")
            service.tell(signal.SIGHUP)
            assert "MONOTONIC_USEC=" in heard(manager, "RELOADING=1")
            assert heard(manager, "READY=1")
            service.end()
        assert heard(manager, "STOPPING=1")


def heard(manager: socket.socket, word: str) -> str:
    """Return the first message from now on that holds a word."""
    while True:
        message = manager.recv(4096).decode()
        if word in message:
            return message


def test_the_watchdog_of_another_process_is_not_ours() -> None:
    assert Systemd({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}).watchdog_seconds is None
    assert Systemd({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}).watchdog_seconds == 30
    assert Systemd({}).watchdog_seconds is None
    Systemd({"NOTIFY_SOCKET": "/nonexistent/notify"}).alive()  # nobody there: nothing happens


# --- run-due ---------------------------------------------------------------------------------------------------------


def test_one_pass_runs_what_is_due_and_ends(
    tmp_path: Path, database_url: str, paper: Newspaper, tell: Callable[..., Told]
) -> None:
    config, metrics = write_config(tmp_path, database_url, paper.website), tmp_path / "xunli.prom"
    due = ("--config", config, "run-due")
    assert (tell(*due, "--json").out, runs_of(database_url)) == ("", [])  # a new archive owes no past slot
    owe_slots(database_url)
    second = tell(*due, "--textfile", metrics, "--json")
    assert second.code == 0, second.err
    [row] = json_lines(second.out)
    assert row == json_lines(tell("--config", config, "runs", "--json").out)[0]
    assert (row["trigger"], row["outcome"]) == ("catch-up", "done")
    assert [run.trigger.value for run in runs_of(database_url)] == ["catch-up"]
    assert 'xunli_last_run_outcome{outcome="done",series="s",trigger="catch-up"} 1.0' in metrics.read_text()
    assert tell(*due).code == 0
    assert len(runs_of(database_url)) == 1


def test_its_exit_code_is_the_worst_runs(tmp_path: Path, sqlite: str, tell: Callable[..., Told]) -> None:
    owe_slots(sqlite)
    told = tell("--config", write_config(tmp_path, sqlite, "http://127.0.0.1:9"), "run-due")
    assert told.code == 4
    assert "连不上" in told.out


def test_a_signal_ends_its_runs(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    owe_slots(sqlite)
    paper.stall("/")
    config = write_config(tmp_path, sqlite, paper.website)
    process = subprocess.Popen(xunli(config, "run-due"), stderr=subprocess.DEVNULL)
    wait_for(lambda: runs_of(sqlite), "a run")
    process.terminate()
    assert process.wait(20) != 0
    [run] = runs_of(sqlite)
    assert run.outcome == "interrupted"
    with open_archive(sqlite) as archive:
        assert Slots(archive.database).counts()[("s", "due")] == 1  # for whoever comes next
