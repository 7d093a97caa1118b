"""The service as a real process with real signals, on a real newspaper."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from support_databases import all_slots, database_url, postgres_server
from support_service import TOKEN, Served, owe_slots, pid_of, runs_of, serving, wait_for, write_config

from demo import Newspaper, edition
from storage import Run, open_archive
from storage.tables import leases
from storage.values import Outcome, Trigger

__all__ = ["database_url", "postgres_server"]


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with edition() as made:
        yield made


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'xunli.db'}"


def states(database: str) -> list[str]:
    with open_archive(database) as archive:
        return [slot.state.value for slot in all_slots(archive.database)]


def going(database: str) -> Run | None:
    return next((run for run in runs_of(database) if run.ended_at is None), None)


def finished(database: str) -> list[Run]:
    return [run for run in runs_of(database) if run.ended_at is not None and run.outcome is not Outcome.INTERRUPTED]


def is_settled(database: str) -> bool:
    return bool(states(database)) and set(states(database)) <= {"done", "skipped"}


def test_after_an_absence_one_run_catches_up(tmp_path: Path, database_url: str, paper: Newspaper) -> None:
    owe_slots(database_url)
    with serving(write_config(tmp_path, database_url, paper.website)) as service:
        wait_for(lambda: is_settled(database_url), "the slots to be settled")
        [row] = service.runs()
        assert (row["trigger"], row["outcome"]) == ("catch-up", "done")
        assert row["new"] > 0
        assert row["due_at"].endswith("07:30:00+08:00")
        text = service.ask("/metrics")[1]
        assert 'xunli_last_run_outcome{outcome="done",series="s",trigger="catch-up"} 1.0' in text
        assert f'xunli_last_run_visits{{series="s",verdict="new"}} {row["new"]}.0' in text
        assert 'xunli_slots{series="s",state="done"} 1.0' in text
    assert sorted(states(database_url)) == ["done", "skipped", "skipped"]


def test_two_services_on_an_absent_database_share_its_slots(
    tmp_path: Path, database_url: str, paper: Newspaper
) -> None:
    config = write_config(tmp_path, database_url, paper.website)
    with ExitStack() as stack:
        two = [stack.enter_context(serving(config, name=name, ready=False)) for name in ("one", "two")]
        for service in two:
            wait_for(service.is_ready, "both services to be ready")
        assert runs_of(database_url) == []
        paper.stall("/")
        answers: list[tuple[int, Any]] = []
        asking = [threading.Thread(target=lambda s=s: answers.append(post(s))) for s in two]  # type: ignore[misc]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        paper.heal()
        assert sorted(status for status, _ in answers) == [200, 202]
        assert len({answer["run"] for _, answer in answers}) == 1


def test_two_services_run_an_owed_slot_once(tmp_path: Path, database_url: str, paper: Newspaper) -> None:
    owe_slots(database_url)
    config = write_config(tmp_path, database_url, paper.website)
    with ExitStack() as stack:
        for name in ("one", "two"):
            stack.enter_context(serving(config, name=name, ready=False))
        wait_for(lambda: is_settled(database_url), "the slots to be settled")
        assert len(runs_of(database_url)) == 1


def test_sigterm_ends_the_run_and_the_next_service_goes_on(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    owe_slots(sqlite)
    paper.stall("/")
    config = write_config(tmp_path, sqlite, paper.website)
    with serving(config) as service:
        run = wait_for(lambda: going(sqlite), "a run")
        began = time.monotonic()
        assert service.end() == 0
        assert time.monotonic() - began < 10
    [interrupted] = runs_of(sqlite)
    assert (interrupted.id, interrupted.outcome) == (run.id, Outcome.INTERRUPTED)
    paper.heal()
    with serving(config, name="next"):
        wait_for(lambda: is_settled(sqlite), "the slot to be settled")
    [done] = finished(sqlite)
    assert (done.due_at, done.outcome) == (run.due_at, Outcome.DONE)


def test_sigint_is_sigterm(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    with serving(write_config(tmp_path, sqlite, paper.website)) as service:
        assert service.end(signal.SIGINT) == 0


def test_a_killed_run_is_recorded_and_its_slot_run_again(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    owe_slots(sqlite)
    paper.stall("/")
    with serving(write_config(tmp_path, sqlite, paper.website)):
        run = wait_for(lambda: going(sqlite), "a run")
        paper.heal()
        paper.stall("/")
        os.kill(pid_of(run.owner), signal.SIGKILL)
        paper.heal()
        wait_for(lambda: is_settled(sqlite), "the slot to be settled")
    killed = next(each for each in runs_of(sqlite) if each.id == run.id)
    assert killed.outcome is Outcome.INTERRUPTED
    assert "SIGKILL" in (killed.error or "")
    assert len(finished(sqlite)) == 1


def test_a_killed_service_leaves_its_run_to_end(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    owe_slots(sqlite)
    paper.stall("/")
    config = write_config(tmp_path, sqlite, paper.website)
    with serving(config) as service:
        run = wait_for(lambda: going(sqlite), "a run")
        service.end(signal.SIGKILL)
    with serving(config, name="next") as service:
        paper.heal()
        wait_for(lambda: finished(sqlite), "the orphaned run to end")
        wait_for(lambda: woken(service) and is_settled(sqlite), "its slot to be settled")
    assert [each.id for each in runs_of(sqlite)] == [run.id]


def test_a_killed_service_and_run_hand_over_when_the_lease_ends(
    tmp_path: Path, database_url: str, paper: Newspaper
) -> None:
    owe_slots(database_url)
    paper.stall("/")
    config = write_config(tmp_path, database_url, paper.website)
    with serving(config) as service:
        run = wait_for(lambda: going(database_url), "a run")
        service.end(signal.SIGKILL)
        os.kill(pid_of(run.owner), signal.SIGKILL)
    paper.heal()
    with serving(config, name="next") as service:
        assert [each.id for each in runs_of(database_url)] == [run.id]
        with open_archive(database_url) as archive, archive.database.writing() as connection:
            connection.execute(update(leases).values(expires_at=datetime.now(UTC)))
        wait_for(lambda: woken(service) and is_settled(database_url), "the slot to be run by the other")
    assert {each.outcome for each in runs_of(database_url)} == {Outcome.INTERRUPTED, Outcome.DONE}


def test_sighup_reads_the_configuration_again(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    with serving(write_config(tmp_path, sqlite, paper.website)) as service:
        before = service.ask("/metrics")[1]
        write_config(tmp_path, sqlite, paper.website, schedule="0 3 * * *", name="other")
        service.tell(signal.SIGHUP)
        wait_for(lambda: service.said("config.reloaded"), "the reload")
        after = service.ask("/metrics")[1]
    assert 'xunli_next_due_time_seconds{series="s"}' in before
    assert 'xunli_next_due_time_seconds{series="other"}' in after
    assert 'series="s"' not in after


def test_a_mistake_keeps_the_old_configuration_and_says_so(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    config = write_config(tmp_path, sqlite, paper.website)
    with serving(config) as service:
        config.write_text('timezone = "Nowhere/City"\n', encoding="utf-8")
        service.tell(signal.SIGHUP)
        wait_for(lambda: service.said("config.kept"), "the complaint")
        assert service.said("timezone")
        status, answer = post(service)  # its runs read the old one, too
        assert status == 202
        run_id = answer["run"]
        wait_for(lambda: service.ask(f"/api/runs/{run_id}")[1]["outcome"] == "done", "the run to end")


def test_a_schedule_that_changes_owes_no_past_slot(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    with serving(write_config(tmp_path, sqlite, paper.website)) as service:
        write_config(tmp_path, sqlite, paper.website, schedule="0 * * * *")
        service.tell(signal.SIGHUP)
        wait_for(lambda: service.said("config.reloaded"), "the reload")
        write_config(tmp_path, sqlite, paper.website, schedule="1 0 * * *")
        service.tell(signal.SIGHUP)
        wait_for(lambda: service.log.read_text(encoding="utf-8").count("config.reloaded") == 2, "the reload")
    assert runs_of(sqlite) == []


def test_an_api_run_has_its_trigger(tmp_path: Path, sqlite: str, paper: Newspaper) -> None:
    with serving(write_config(tmp_path, sqlite, paper.website)) as service:
        assert post(service)[0] == 202
        wait_for(lambda: finished(sqlite), "the run")
    assert [run.trigger for run in runs_of(sqlite)] == [Trigger.API]


def test_the_service_does_not_load_what_crawls() -> None:
    # lxml it has: the reader writes its feed with it, and stills kept pages.
    heavy = ["scrapy", "trafilatura", "apprise", "pandas", "numpy", "pyarrow", "dateparser", "alembic"]
    code = (
        "import sys, scheduler.cli, scheduler.cli.serve, scheduler.service, scheduler.once;"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def post(service: Served) -> tuple[int, Any]:
    return service.ask("/api/runs", {"series": "s"}, TOKEN)


def woken(service: Served) -> bool:
    """Let the service look now instead of within half a minute."""
    service.tell(signal.SIGHUP)
    return True
