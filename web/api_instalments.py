"""GET /api/instalments: the same rows as `xunli list --json` and `xunli show --json`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query

from storage.answers import Place
from storage.language import say
from storage.paging import read_cursor
from storage.reader import reading
from storage.rows import article_row, listed_row
from web.api_asking import LIMIT, Asked, refused, series_of
from web.app import Service, service_of

router = APIRouter(prefix="/api/instalments", tags=["instalments"])
TheService = Annotated[Service, Depends(service_of)]


@router.get("", summary="Instalments, the newest first", responses={404: {"description": "No such series"}})
def list_instalments(
    service: TheService,
    asked: Asked,
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = 20,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    after: Annotated[str | None, Query(description="the last row's cursor: go on behind it", max_length=60)] = None,
) -> list[dict[str, Any]]:
    """Return a page of the instalments that the filter finds."""
    config = service.config()
    wanted = replace(asked.filter(limit, offset), after=_place(after))
    with reading(service.archive) as reader:
        if asked.series is not None and asked.series not in series_of(config, reader):
            raise HTTPException(404, say(f"没有叫 {asked.series} 的系列", f"there is no series {asked.series}"))
        return [listed_row(one, config.zone) for one in reader.shelf(wanted)[0]]


def _place(after: str | None) -> Place | None:
    try:
        return read_cursor(after) if after else None
    except ValueError as error:
        raise refused("after", say(f"{after} 不是列表给出的位置", f"{after} is no cursor of a list")) from error


@router.get("/{article_id}", summary="One instalment", responses={404: {"description": "No such article"}})
def show_instalment(service: TheService, article_id: Annotated[int, Path(ge=1, lt=2**63)]) -> dict[str, Any]:
    """Return one article whole; a copy's id answers with the copy."""
    with reading(service.archive) as reader:
        article = reader.article(article_id)
    if article is None:
        raise HTTPException(404, say(f"没有编号为 {article_id} 的文章", f"there is no article {article_id}"))
    return article_row(article, service.config().zone)
