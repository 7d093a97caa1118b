"""The archive over HTTP: what is served where.

The database is opened read-only. Starting a run is not the web's business: the service passes in how.
"""

from __future__ import annotations

import gc
from importlib.metadata import version

from fastapi import FastAPI

from web import (
    api_coverage,
    api_instalments,
    api_runs,
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
)
from web.service import Service


def keep_loaded() -> None:
    """Leave what the process has loaded out of garbage collection, once it is all there.

    It stays to the end. Looking through it took 50 ms of one page in twenty, as much again as the page itself.
    """
    gc.collect()
    gc.freeze()


def create_app(service: Service) -> FastAPI:
    """Return the application that serves an archive."""
    app = FastAPI(title="xunli", version=version("xunli"), docs_url=None, redoc_url=None)
    app.state.service = service
    for room in (health, api_runs, api_instalments, pages_diff, api_search, api_coverage, feed):
        app.include_router(room.router, responses=refusals.ALWAYS)
    pages = (pages_home, pages_instalment, pages_download, pages_snapshot, pages_search, pages_chart, pages_runs)
    for other in (metrics, *pages, pages_start, pages_docs):
        app.include_router(other.router)
    pages_shell.install(app)
    return app
