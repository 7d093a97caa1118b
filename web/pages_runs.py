"""`/runs` the history with its tallies, `/runs/ID` one run with the reason of every visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Query, Request, Response

from storage.asking.reader import reading
from storage.values import Verdict
from web.absent import no_run, series_or_404
from web.api_asking import Name
from web.api_runs import Id
from web.pages_shell import page, turned
from web.service import Service, TheService

router = APIRouter(include_in_schema=False)
Offset = Annotated[int, Query(ge=0, le=10**6)]

RUNS: Final = 50
VISITS: Final = 200


@router.get("/runs")
def list_runs(request: Request, service: TheService, series: Name = None, offset: Offset = 0) -> Response:
    """The runs, the newest first, a page of them; and the form that starts one."""
    return runs_page(request, service, {"series": series or ""}, series=series, offset=offset)


def runs_page(
    request: Request, service: Service, given: Mapping[str, str], *, error: str = "", status: int = 200,
    series: str | None = None, offset: int = 0,
) -> Response:  # fmt: skip
    """Return the page of runs; its form as it was given, with what is wrong about it."""
    config = service.config()
    with reading(service.archive) as reader:
        series_or_404(config, reader, series)
        found = reader.runs(series, RUNS + 1, offset)
    return page(
        request, "runs.html", status, found=found[:RUNS], offset=offset, given=given, error=error,
        startable=service.start is not None, guarded=bool(config.service.token),
        followed=[(one.name, one.title) for one in config.series],
        **turned(request, offset, RUNS, more=len(found) > RUNS),
    )  # fmt: skip


@router.get("/runs/{run_id}")
def show_run(
    request: Request,
    service: TheService,
    run_id: Id,
    verdict: Verdict | None = None,
    offset: Offset = 0,
) -> Response:
    """One run: how it ended, what it complains of, and what became of every address."""
    with reading(service.archive) as reader:
        run = reader.run(run_id)
        if run is None:
            raise HTTPException(404, no_run(run_id))
        visits = reader.visits(run_id, verdict, VISITS, offset)
    total = run.tally.get(verdict, 0) if verdict else sum(run.tally.values())
    return page(
        request, "run.html", run=run, visits=visits, verdict=verdict, total=total, offset=offset,
        tallied=[(each, run.tally[each]) for each in Verdict if run.tally.get(each)],
        **turned(request, offset, VISITS, more=offset + VISITS < total),
    )  # fmt: skip
