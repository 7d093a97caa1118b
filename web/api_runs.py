"""GET and POST /api/runs: the history of runs, and the one thing that starts work."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from storage.asking.reader import reading
from storage.asking.rows import run_row
from storage.asking.window import backwards
from storage.language import say
from web.absent import no_run, no_series, series_or_404
from web.api_asking import MOST, Name
from web.api_words import answer, operation, value
from web.refusals import NO_SERIES, refusal
from web.service import NotStarted, Service, Started, TheService

router = APIRouter(prefix="/api/runs", tags=["runs"])
Id = Annotated[int, Path(ge=1, lt=2**63, **value("运行的编号", "the number of a run"))]


class Wanted(BaseModel):
    """A run that is asked for. since, until: printed dates of a backfill, both inclusive; left out: an ordinary run."""

    model_config = ConfigDict(extra="forbid")

    series: Annotated[str, Field(**value("系列的 name", "the name of a series"))]
    since: Annotated[date | None, Field(**value("补抓：从这一天起（含）", "backfill from this day, inclusive"))] = None
    until: Annotated[date | None, Field(**value("补抓：到这一天止（含）", "backfill to this day, inclusive"))] = None

    @model_validator(mode="after")
    def _in_order(self) -> Wanted:
        if told := backwards(self.since, self.until, ("since", "until")):
            raise ValueError(told)
        return self


def allowed(request: Request, service: TheService) -> None:
    """Let a request pass that brings the token: 401 without one, 403 with a wrong one or where there is none."""
    if not service.config().service.token:
        raise HTTPException(403, say("没有设置 service.token，不能从网上触发抓取。", "No service.token is set."))
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        needed = say("需要 Authorization: Bearer 令牌。", "Authorization: Bearer TOKEN is needed.")
        raise HTTPException(401, needed, {"WWW-Authenticate": "Bearer"})
    sent = given.strip().encode("latin-1")  # as it came: Starlette reads a header's bytes as Latin-1
    if not is_token(service, sent.decode("utf-8", "replace")):
        raise HTTPException(403, say("令牌不对。", "The token is wrong."))


def is_token(service: Service, given: str) -> bool:
    """Tell whether this is the service's token, in a time that tells nothing of it."""
    token = service.config().service.token
    return bool(token) and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


@router.get(
    "",
    **operation(
        "运行记录，新的在前", "Runs, the newest first",
        "与 xunli runs --json 的行相同，新的在前；系列可以是配置里已经没有的。",
    ),
    responses={404: NO_SERIES},
)  # fmt: skip
def list_runs(
    service: TheService, series: Name = None, limit: Annotated[int, Query(ge=1, le=1000, **MOST)] = 20
) -> list[dict[str, Any]]:
    """Return runs as `xunli runs --json` does, the newest first; a series may have left the configuration since."""
    config = service.config()
    with reading(service.archive) as reader:
        series_or_404(config, reader, series)
        return [run_row(run, config.zone) for run in reader.runs(series, limit)]


@router.get(
    "/{run_id}",
    **operation("一次运行", "One run", "与 xunli runs --json 的一行相同。"),
    responses={404: refusal("没有这次运行", "No such run")},
)
def show_run(service: TheService, run_id: Id) -> dict[str, Any]:
    """Return one run as `xunli runs --json` does."""
    with reading(service.archive) as reader:
        run = reader.run(run_id)
    if run is None:
        raise HTTPException(404, no_run(run_id))
    return run_row(run, service.config().zone)


@router.post(
    "",
    status_code=202,
    dependencies=[Depends(allowed)],
    **operation(
        "开始一次抓取",
        "Start a run",
        "开始了是 202，答案里有它的编号；这个系列已经有一次在跑，就是 200 和那一次的编号。"
        "要带请求头 Authorization: Bearer 令牌，令牌就是 service.token。",
    ),
    responses={
        200: answer("这个系列已经有一次在跑", "The series has a run that is going"),
        400: refusal("送来的读不出来", "What was sent cannot be read"),
        401: refusal("没有带令牌", "Without the token"),
        403: refusal("令牌不对，或者没有设令牌", "With a wrong token, or where none is set"),
        404: NO_SERIES,
        413: refusal("送来的太长", "What was sent is too long"),
        503: refusal("没能开始", "No run could begin"),
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
    if service.config().find(wanted.series) is None:
        raise HTTPException(404, no_series(wanted.series))
    if service.start is None:
        raise HTTPException(503, say("这里不能触发抓取。", "No run can be started here."))
    try:
        return await service.start(wanted.series, wanted.since, wanted.until)
    except NotStarted as error:
        raise HTTPException(503, str(error)) from error
