"""The archive over HTTP: what is served where, and what it needs from whoever serves it.

The database is opened read-only. Starting a run is not the web's business: the service passes in how.
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request

from storage import Archive
from storage.config import Config


@dataclass(frozen=True, slots=True)
class Started:
    """The run that answers a request for one; `new` is false where it was going already."""

    run_id: int
    new: bool


class NotStarted(Exception):
    """A run that was asked for could not begin; the message is one sentence."""


Start = Callable[[str, date | None, date | None], Awaitable[Started]]
"""Starts a run of a series, with the window of a backfill; raises NotStarted."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the web is told by the service around it.

    archive  open read-only
    config   the configuration as it is now; it may change while the service runs
    start    starts a run; None where nothing may be started
    ready    whether the clock runs
    """

    archive: Archive
    config: Callable[[], Config]
    start: Start | None = None
    ready: Callable[[], bool] = lambda: True


def keep_loaded() -> None:
    """Leave what the process has loaded out of garbage collection, once it is all there.

    It stays to the end. Looking through it took 50 ms of one page in twenty, as much again as the page itself.
    """
    gc.collect()
    gc.freeze()


def create_app(service: Service) -> FastAPI:
    """Return the application that serves an archive."""
    from web import (
        api_coverage,
        api_instalments,
        api_search,
        feed,
        health,
        metrics,
        pages_chart,
        pages_diff,
        pages_docs,
        pages_download,
        pages_home,
        pages_instalment,
        pages_runs,
        pages_search,
        pages_shell,
        pages_snapshot,
        pages_start,
        refusals,
        runs,
    )

    app = FastAPI(title="xunli", version="1.0.0", docs_url=None, redoc_url=None)
    app.state.service = service
    for room in (health, runs, api_instalments, pages_diff, api_search, api_coverage, feed):
        app.include_router(room.router, responses=refusals.ALWAYS)
    pages = (pages_home, pages_instalment, pages_download, pages_snapshot, pages_search, pages_chart, pages_runs)
    for other in (metrics, *pages, pages_start, pages_docs):
        app.include_router(other.router)
    pages_shell.install(app)
    return app


def service_of(request: Request) -> Service:
    """Return what the service told us, for an endpoint that depends on it."""
    service: Service = request.app.state.service
    return service
