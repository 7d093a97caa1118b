"""GET /healthz: does the service live, and with `?ready=1`: does its clock run, too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from storage import ArchiveError
from storage.health import answers
from web.app import Service, service_of

router = APIRouter()


@router.get(
    "/healthz",
    summary="200 as soon as the database answers; with ready=1 as soon as the clock runs, too",
    responses={503: {"description": "The database does not answer, or the clock does not run yet"}},
)
def healthz(
    response: Response, service: Annotated[Service, Depends(service_of)], ready: bool = False
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
