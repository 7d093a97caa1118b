"""GET /api/instalments: the same rows as `xunli list --json` and `xunli show --json`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Path, Query

from storage.answers import Place
from storage.asking.paging import read_cursor
from storage.asking.reader import reading
from storage.asking.rows import article_row, listed_row
from storage.language import say
from web.absent import no_article, series_or_404
from web.api_asking import LIMIT, MOST, SKIPPED, Asked, refused
from web.api_words import operation, value
from web.refusals import NO_ARTICLE, NO_SERIES
from web.service import TheService

router = APIRouter(prefix="/api/instalments", tags=["instalments"])
AFTER: Final = value("最后一行的 cursor，从它后面接着列", "the last row's cursor: go on behind it")
Id = Annotated[int, Path(ge=1, lt=2**63, **value("list 里的编号", "its number in the list"))]


@router.get(
    "",
    **operation("各期，新的在前", "Instalments, the newest first", "返回筛选出来的各期，一次一页。"),
    responses={404: NO_SERIES},
)
def list_instalments(
    service: TheService,
    asked: Asked,
    limit: Annotated[int, Query(ge=1, le=LIMIT, **MOST)] = 20,
    offset: Annotated[int, Query(ge=0, le=10**9, **SKIPPED)] = 0,
    after: Annotated[str | None, Query(max_length=60, **AFTER)] = None,
) -> list[dict[str, Any]]:
    """Return a page of the instalments that the filter finds."""
    config = service.config()
    wanted = replace(asked.filter(limit, offset), after=_place(after))
    with reading(service.archive) as reader:
        series_or_404(config, reader, asked.series)
        return [listed_row(one, config.zone) for one in reader.shelf(wanted)[0]]


def _place(after: str | None) -> Place | None:
    try:
        return read_cursor(after) if after else None
    except ValueError as error:
        raise refused("after", say(f"{after} 不是列表给出的位置", f"{after} is no cursor of a list")) from error


@router.get(
    "/{article_id}",
    **operation("一期", "One instalment", "返回一篇的全部内容；编号是重复刊载的，就返回重复刊载的那一篇。"),
    responses={404: NO_ARTICLE},
)
def show_instalment(service: TheService, article_id: Id) -> dict[str, Any]:
    """Return one article whole; a copy's id answers with the copy."""
    with reading(service.archive) as reader:
        article = reader.article(article_id)
    if article is None:
        raise HTTPException(404, no_article(article_id))
    return article_row(article, service.config().zone)
