"""A terminal that is closed: the crawl in it ends as one that was told to, but for one that `nohup` started."""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path

import pytest
from support_crawl import command, config_of, database, environment, json_lines, rows, settings, write_config
from support_sockets import HTML, Sockets, answer, front, page

__all__ = ["database"]


def _never() -> bytes:
    threading.Event().wait()
    return b""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heard", "outcome", "code"),
    [(signal.SIG_DFL, "interrupted", 130), (signal.SIG_IGN, "done", 0)],
)
def test_a_closed_terminal_ends_a_run_that_says_so(
    tmp_path: Path, database: str, heard: signal.Handlers, outcome: str, code: int
) -> None:
    with Sockets(3) as server:
        source = [{"kind": "website", "base_url": server.base}]
        write_config(tmp_path, settings(None, database, source=source))
        process: list[subprocess.Popen[bytes]] = []

        def hang_up(_: int) -> bytes:
            process[0].send_signal(signal.SIGHUP)
            return answer(page(1), HTML)

        server.says = {"/": lambda _: answer(front(3), HTML), "/p/1.html": hang_up}
        if outcome == "interrupted":  # nor does it wait for what never comes
            server.says |= {f"/p/{number}.html": lambda _: _never() for number in (2, 3)}
        process.append(
            subprocess.Popen(
                command("crawl", "--json"), cwd=tmp_path, env=environment(), stdout=subprocess.PIPE,
                preexec_fn=lambda: signal.signal(signal.SIGHUP, heard),
            )
        )  # fmt: skip
        told, _ = process[0].communicate(timeout=100)
    [row] = json_lines(told.decode())
    assert (row["outcome"], process[0].returncode) == (outcome, code)
    [run] = rows(config_of(None, database, source=source), "SELECT outcome, ended_at FROM runs")
    assert run.outcome == outcome
    assert run.ended_at is not None
