"""`/download` what a list shows, `/instalments/ID/download` one instalment, as files for spreadsheets and footnotes."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Query, Response

from storage.asking.reader import reading
from storage.export import FORMATS, Export, to_stream
from storage.export.bibtex import entry
from storage.export.markdown import as_markdown
from storage.language import say
from web.absent import no_article, series_or_404
from web.api_asking import Asked
from web.api_instalments import Id
from web.service import TheService

router = APIRouter(include_in_schema=False)

MOST: Final = 1000
"""Instalments of one file: somebody waits for it, and it is made in memory."""


class Many(StrEnum):
    """Formats of a list's file. What only a machine wants (Parquet, WARC) the command line makes."""

    CSV = "csv"
    BIBTEX = "bibtex"
    GBT7714 = "gbt7714"
    MARKDOWN = "md"
    EPUB = "epub"
    JSONL = "jsonl"


class Single(StrEnum):
    """Formats of one instalment's file."""

    MARKDOWN = "md"
    BIBTEX = "bibtex"


@router.get("/download")
def send_list(service: TheService, asked: Asked, chosen: Annotated[Many, Query(alias="format")]) -> Response:
    """Return all instalments that a filter finds as a file."""
    config, wanted = service.config(), asked.filter(limit=None, offset=0)
    with reading(service.archive) as reader:
        series_or_404(config, reader, asked.series)
        if (total := reader.count(wanted)) > MOST:
            raise HTTPException(413, _too_many(total, chosen))
        out = BytesIO()
        to_stream(FORMATS[chosen], Export.of(reader.connection, wanted, config, datetime.now(UTC)), out)
    return _file(out.getvalue(), chosen, asked.series or "all")


@router.get("/instalments/{article_id}/download")
def send_one(service: TheService, article_id: Id, chosen: Annotated[Single, Query(alias="format")]) -> Response:
    """Return one article as a file."""
    with reading(service.archive) as reader:
        article = reader.article(article_id)
    if article is None:
        raise HTTPException(404, no_article(article_id))
    written = as_markdown(article) if chosen is Single.MARKDOWN else entry(article, service.config().zone)
    return _file(written.encode("utf-8", "replace"), chosen, str(article_id))


def _file(body: bytes, chosen: StrEnum, name: str) -> Response:
    made = FORMATS[chosen]
    named = f'attachment; filename="xunli-{name}{made.suffix}"'
    return Response(body, media_type=made.media_type, headers={"Content-Disposition": named})


def _too_many(total: int, chosen: Many) -> str:
    return say(
        f"一次最多下载 {MOST} 期，这里有 {total} 期：请加个条件，或者在命令行用 xunli export -f {chosen}。",
        f"At most {MOST} instalments at once, these are {total}: add a condition, or run xunli export -f {chosen}.",
    )
