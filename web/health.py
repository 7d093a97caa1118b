"""GET /healthz: does the service live, and with `?ready=1`: does its clock run, too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from storage import ArchiveError
from storage.running.health import answers
from web.api_words import answer, operation, value
from web.service import TheService

router = APIRouter()


@router.get(
    "/healthz",
    **operation(
        "数据库答得上来就是 200；带 ready=1 时，时钟也走起来才是",
        "200 as soon as the database answers; with ready=1 as soon as the clock runs, too",
        "数据库答不答得上来，时钟走没走。",
    ),
    responses={
        503: answer("数据库答不上来，或时钟还没走", "The database does not answer, or the clock does not run yet")
    },
)
def healthz(
    response: Response,
    service: TheService,
    ready: Annotated[bool, Query(**value("时钟也要走起来", "the clock has to run, too"))] = False,
) -> dict[str, str | bool]:
    """Return whether the database answers and the clock runs."""
    response.headers["Cache-Control"] = "no-store"
    clock = service.ready()
    try:
        answers(service.archive.database)
    except ArchiveError as error:
        response.status_code = 503
        return {"status": "unavailable", "database": str(error), "ready": False}
    response.status_code = 503 if ready and not clock else 200
    return {"status": "ok" if clock else "starting", "database": "ok", "ready": clock}
