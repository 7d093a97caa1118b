"""GET /api/search: the rows of `xunli search --json`."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from storage.asking.reader import reading
from storage.asking.window import backwards
from storage.fulltext import BadQuery, Order, parse
from storage.fulltext import Query as Wanted
from storage.fulltext.rows import hit_row
from storage.language import say
from web.absent import series_or_404
from web.api_asking import LIMIT, MOST, SKIPPED, Asked, Filters, refused
from web.api_words import operation, value
from web.refusals import NO_SERIES
from web.service import TheService

router = APIRouter(prefix="/api/search", tags=["search"])

DEEPEST: Final = 1000
"""Hits that may be skipped: to skip one costs as much as to show it."""
LONGEST: Final = 200
"""Characters of a query."""
WORDS: Final = 12
"""Words of a query; each is looked up by itself."""

WAYS: Final = value(
    '要找的词，都要有；"…" 照原样，-词 不要，另有 title: org: page: by: from: to:',
    'words, all of them; "…" as it stands, -without, also title: org: page: by: from: to:',
)
Words = Annotated[str, Query(max_length=LONGEST, **WAYS)]
Offset = Annotated[int, Query(ge=0, le=DEEPEST, **SKIPPED)]
ORDERS: Final = value("rank 最相关的在前，date 最新的在前", "rank: the best first; date: the newest first")
By = Annotated[Order, Query(**ORDERS)]


@router.get(
    "",
    **operation(
        "全文检索，一行是一篇报道",
        "Sections in which words stand",
        "字词所在的每一篇一行，命中处用 [[…]] 标出。",
    ),
    responses={404: NO_SERIES},
)
def search(
    service: TheService,
    q: Words,
    asked: Asked,
    order: By = Order.RANK,
    limit: Annotated[int, Query(ge=1, le=LIMIT, **MOST)] = 20,
    offset: Offset = 0,
) -> list[dict[str, Any]]:
    """Return a row for each section that matches; hits are marked [[…]]."""
    with reading(service.archive) as reader:
        series_or_404(service.config(), reader, asked.series)
        try:
            wanted = understood(q, asked)
        except BadQuery as error:
            raise refused("q", str(error)) from error
        found = reader.search(wanted, order, limit, offset)
    return [hit_row(hit) | {"count": hit.count} for hit in found.rows]  # `hits` was called so here


def understood(q: str, asked: Filters, names: tuple[str, str] = ("from", "to")) -> Wanted:
    """Return what a query and its filters ask for, the days in its words among them. Raises BadQuery.

    names  how the two ends of a window are called there
    """
    wanted = parse(q, asked.filter(limit=0, offset=0))
    if told := backwards(wanted.from_, wanted.to, names):
        raise BadQuery(told)
    if len(wanted.conditions) > WORDS:
        raise BadQuery(say(f"一次最多找 {WORDS} 个词。", f"At most {WORDS} words at once."))
    return wanted
