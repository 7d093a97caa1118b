"""GET and POST /api/runs: the history of runs, and the one thing that starts work."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, model_validator

from storage.language import say
from storage.rows import run_row
from storage.window import backwards
from web.app import NotStarted, Service, Started, service_of

router = APIRouter(prefix="/api/runs", tags=["runs"])
TheService = Annotated[Service, Depends(service_of)]
Name = Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Wanted(BaseModel):
    """A run that is asked for. since, until: printed dates of a backfill, both inclusive; left out: an ordinary run."""

    model_config = ConfigDict(extra="forbid")

    series: str
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Wanted:
        if told := backwards(self.since, self.until, ("since", "until")):
            raise ValueError(told)
        return self


def allowed(request: Request, service: TheService) -> None:
    """Let a request pass that brings the token: 401 without one, 403 with a wrong one or where there is none."""
    if not service.config().service.token:
        raise HTTPException(403, say("没有设置 service.token，不能从网上触发抓取", "no service.token is set"))
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        needed = say("需要 Authorization: Bearer 令牌", "Authorization: Bearer TOKEN is needed")
        raise HTTPException(401, needed, {"WWW-Authenticate": "Bearer"})
    if not is_token(service, given.strip()):
        raise HTTPException(403, say("令牌不对", "the token is wrong"))


def is_token(service: Service, given: str) -> bool:
    """Tell whether this is the service's token, in a time that tells nothing of it."""
    token = service.config().service.token
    return bool(token) and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


@router.get("", summary="Runs, the newest first", responses={404: {"description": "No such series"}})
def list_runs(
    service: TheService, series: Name = None, limit: Annotated[int, Query(ge=1, le=1000)] = 20
) -> list[dict[str, Any]]:
    """Return runs as `xunli runs --json` does, the newest first; a series may have left the configuration since."""
    found = service.archive.runs(series, limit)
    if series is not None and not found:
        _known(service, series)
    return [run_row(run, service.config().zone) for run in found]


@router.get("/{run_id}", summary="One run", responses={404: {"description": "No such run"}})
def show_run(service: TheService, run_id: Annotated[int, Path(ge=1, lt=2**63)]) -> dict[str, Any]:
    """Return one run as `xunli runs --json` does."""
    run = service.archive.run(run_id)
    if run is None:
        raise HTTPException(404, say(f"没有运行 {run_id}", f"there is no run {run_id}"))
    return run_row(run, service.config().zone)


@router.post(
    "",
    status_code=202,
    dependencies=[Depends(allowed)],
    summary="Start a run",
    responses={
        200: {"description": "The series has a run that is going"},
        401: {"description": "Without the token"},
        403: {"description": "With a wrong token, or where none is set"},
        404: {"description": "No such series"},
        503: {"description": "No run could begin"},
    },
)
async def start_run(service: TheService, wanted: Wanted, response: Response) -> dict[str, Any]:
    """Start a run: 202 with its id; 200 with the id of the one that is going where the series has one.

    Wants the header Authorization: Bearer TOKEN, with the service's token.
    """
    started = await begin(service, wanted)
    response.status_code = 202 if started.new else 200
    response.headers["Location"] = f"/api/runs/{started.run_id}"
    return {"run": started.run_id, "series": wanted.series, "new": started.new}


async def begin(service: Service, wanted: Wanted) -> Started:
    """Start a run, or name the one that is going. Raises HTTPException."""
    _known(service, wanted.series)
    if service.start is None:
        raise HTTPException(503, say("这里不能触发抓取", "no run can be started here"))
    try:
        return await service.start(wanted.series, wanted.since, wanted.until)
    except NotStarted as error:
        raise HTTPException(503, str(error)) from error


def _known(service: Service, series: str) -> None:
    if service.config().find(series) is None:
        raise HTTPException(404, say(f"没有叫 {series} 的系列", f"there is no series {series}"))
