"""What the service answers over HTTP: health, metrics, the history of runs, and the one thing that starts work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import HTTPException, Request, Response
from support_databases import archive, clock, database_url, postgres_server
from support_service import TOKEN, Served, serving, wait_for, write_config

from demo import Newspaper, edition
from storage import Archive, Run, open_archive
from storage.config import Config
from storage.judge.values import Complaint, Judgement
from storage.values import Outcome, Trigger, Verdict
from web.api_runs import allowed
from web.health import healthz
from web.metrics import metrics, write_textfile
from web.service import Service

__all__ = ["archive", "clock", "database_url", "postgres_server"]


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with edition() as made:
        yield made


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, paper: Newspaper) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("service")
    with serving(write_config(folder, f"sqlite:///{folder / 'xunli.db'}", paper.website)) as served:
        yield served


@pytest.fixture
def config() -> Config:
    source = {"kind": "website", "base_url": "http://127.0.0.1:9"}
    return Config.model_validate({"series": [{"name": "s", "title": "s", "match": ["改革"], "source": [source]}]})


def test_it_is_healthy(service: Served) -> None:
    assert service.ask("/healthz") == (200, {"status": "ok", "database": "ok", "ready": True})
    assert service.ask("/healthz?ready=1")[0] == 200


@pytest.mark.parametrize(
    ("token", "body", "status"),
    [
        (None, {"series": "s"}, 401),
        ("", {"series": "s"}, 401),
        ("wrong", {"series": "s"}, 403),
        (TOKEN + "x", {"series": "s"}, 403),
        (TOKEN, {"series": "nobody"}, 404),
        (TOKEN, {}, 422),
        (TOKEN, {"series": "s", "since": "yesterday"}, 422),
        (TOKEN, {"series": "s", "since": "2021-12-02", "until": "2021-12-01"}, 422),
        (TOKEN, {"series": "s", "command": "rm"}, 422),
        (TOKEN, ["s"], 422),
        (TOKEN, {"series": "\ud800"}, 404),
        (TOKEN, {"series": "s", "\udfff": "\ud800"}, 422),
        (TOKEN, {"series": "s", "since": float("nan")}, 422),
    ],
)
def test_what_starts_nothing(service: Served, token: str | None, body: Any, status: int) -> None:
    before = service.runs()
    answered, detail = service.ask("/api/runs", body, token)
    assert answered == status
    assert detail["detail"]
    assert service.runs() == before


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("path", ["/api/runs", "/runs"])
def test_no_more_is_taken_in_than_a_run_needs(service: Served, token: str | None, path: str) -> None:
    """All of it was held in memory before the token was asked for: a stranger's gigabyte took two."""
    status, told = service.ask(path, "s" * 100_000, token)
    assert status == 413
    assert "太长" in str(told)
    assert service.is_ready()


def test_a_token_of_other_letters_is_known(archive: Archive, config: Config) -> None:
    token = config.service.model_copy(update={"token": "芝麻 开门"})
    service = Service(archive, lambda: config.model_copy(update={"service": token}))
    sent = "Bearer 芝麻 开门".encode()
    allowed(Request({"type": "http", "headers": [(b"authorization", sent)]}), service)
    with pytest.raises(HTTPException):
        allowed(Request({"type": "http", "headers": [(b"authorization", sent[:-1])]}), service)


def test_a_run_that_is_asked_for(service: Served, paper: Newspaper) -> None:
    paper.stall("/")
    window = {"series": "s", "since": "2021-10-26", "until": "2021-11-30"}
    status, started = service.ask("/api/runs", window, TOKEN)
    assert (status, started["new"]) == (202, True)
    assert service.ask("/api/runs", window, TOKEN) == (200, started | {"new": False})
    row = service.ask(f"/api/runs/{started['run']}")[1]
    assert (row["trigger"], row["outcome"], row["ended_at"], row["due_at"]) == ("api", None, None, None)
    assert 'xunli_lease_expires_time_seconds{owner="' in service.ask("/metrics")[1]
    assert 'xunli_last_run_outcome{outcome="running",series="s",trigger="api"} 1.0' in service.ask("/metrics")[1]
    paper.heal()
    wait_for(lambda: service.ask(f"/api/runs/{started['run']}")[1]["ended_at"], "the run to end")
    assert service.runs()[0]["new"] > 0


def test_the_history_is_bounded_and_by_series(service: Served) -> None:
    assert service.ask("/api/runs?limit=0")[0] == 422
    assert service.ask("/api/runs?series=nobody")[0] == 404
    assert service.ask("/api/runs?series=s%00")[0] == 422
    assert service.ask("/api/runs/999999")[0] == 404
    assert service.ask("/api/runs/99999999999999999999999")[0] == 422


def test_it_is_described(service: Served) -> None:
    paths = service.ask("/openapi.json")[1]["paths"]
    assert {"/healthz", "/metrics", "/api/runs"} <= set(paths)


def test_a_database_that_is_gone(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "xunli.db"
    with open_archive(f"sqlite:///{path}") as writer:
        writer.upgrade()
    with open_archive(f"sqlite:///{path}", read_only=True) as reader:
        service = Service(reader, lambda: config)
        reader.close()
        path.write_bytes(b"no database any more" * 500)
        response = Response()
        assert healthz(response, service)["status"] == "unavailable"
        assert response.status_code == 503
        assert b"xunli_database_up 0.0" in metrics(service).body


def test_ready_waits_for_the_clock(archive: Archive, config: Config) -> None:
    response, service = Response(), Service(archive, lambda: config, ready=lambda: False)
    assert healthz(response, service)["status"] == "starting"
    assert response.status_code == 200
    healthz(response, service, ready=True)
    assert response.status_code == 503


def test_a_scrape_explains_the_last_run(archive: Archive, config: Config, tmp_path: Path) -> None:
    due = datetime(2024, 3, 4, 23, 30, tzinfo=UTC)
    begun = archive.begin_run("s", Trigger.CATCH_UP, due)
    assert isinstance(begun, Run)
    archive.visit(begun.id, "http://www.example.cn/", Verdict.FAILED)
    complaint = Complaint("layout_changed", "版式认不出了", ("http://www.example.cn/",), "website")
    archive.end_run(begun.id, Outcome.COMPLAINTS, requests=7, seconds=1.5, judgement=Judgement((complaint,)))
    write_textfile(tmp_path / "xunli.prom", archive, config)
    lines = set((tmp_path / "xunli.prom").read_text().splitlines())
    assert {
        f'xunli_last_run_id{{series="s"}} {begun.id}.0',
        'xunli_last_run_requests{series="s"} 7.0',
        'xunli_last_run_duration_seconds{series="s"} 1.5',
        'xunli_last_run_complaints{series="s"} 1.0',
        'xunli_last_run_outcome{outcome="complaints",series="s",trigger="catch-up"} 1.0',
        'xunli_last_run_outcome{outcome="done",series="s",trigger="catch-up"} 0.0',
        'xunli_last_run_visits{series="s",verdict="failed"} 1.0',
        "xunli_open_complaints 1.0",
    } <= lines
    [start] = [line for line in lines if line.startswith("xunli_last_run_start_time_seconds")]
    assert float(start.split()[-1]) == begun.started_at.timestamp()
    [next_due] = [line for line in lines if line.startswith("xunli_next_due_time_seconds{")]
    left = datetime.fromtimestamp(float(next_due.split()[-1]), UTC) - datetime.now(UTC)
    assert timedelta() < left <= timedelta(days=1)
    assert any(line.startswith('xunli_open_complaint_time_seconds{check="layout_changed"') for line in lines)


def test_a_series_that_is_no_longer_followed_is_no_alarm(archive: Archive, config: Config) -> None:
    begun = archive.begin_run("taken-out")
    assert isinstance(begun, Run)
    complaint = Complaint("list_lost", "列表读不到", (), "website")
    archive.end_run(begun.id, Outcome.COMPLAINTS, judgement=Judgement((complaint,)))
    scraped = bytes(metrics(Service(archive, lambda: config)).body).decode()
    assert "xunli_open_complaints 0.0" in scraped
    assert "taken-out" not in scraped
