"""`/search`: the sections in which words stand, hits marked, with what the matches have in common at the side.

Counting all matches of a frequent word takes longer than finding the best twenty. So a page with many matches shows
its hits at once and has the counts fetched by `/search/facets`, which is a page of its own where no script runs.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from storage.asking.reader import Reader, reading
from storage.asking.window import backwards
from storage.config import Config
from storage.fulltext import BadQuery, Facets, Hit, Order
from storage.fulltext.counting import Counts
from storage.language import say
from web.absent import series_or_404
from web.api_asking import Filters, Given
from web.api_search import DEEPEST, LONGEST, Offset, understood
from web.pages_shell import page, turned, with_query
from web.pages_words import ends
from web.service import TheService

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Query(max_length=LONGEST)]

PAGE: Final = 20
FEW: Final = 300
"""Matches up to which their counts stand on the page at once."""
VALUES: Final = 12
"""Values of a facet that are shown."""
SHOWN: Final = 400
"""Characters of a hit's surroundings that are shown."""


Narrowed = Callable[[str], dict[str, str]]
"""Value of a facet → what has to be asked for, beside what is, to have only its matches."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet; `href` asks for the matches that have it, or no more for it where it is `chosen`."""

    told: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What the matches have in common in one respect; `left` values are not shown."""

    name: str
    values: tuple[Value, ...]
    left: int


@router.get("/search")
def search(
    request: Request,
    service: TheService,
    asked: Given,
    q: Words = "",
    order: Order = Order.RANK,
    offset: Offset = 0,
) -> Response:
    """Show a page of hits; without words, how to ask."""
    config = service.config()
    with reading(service.archive) as reader:
        values = _given(config, reader, asked, q, order)
        if not q.strip():
            wrong = backwards(asked.from_, asked.to, ends()) or ""
            return page(request, "search.html", 422 if wrong else 200, **values, error=wrong)
        try:
            wanted = understood(q, asked, ends())
        except BadQuery as error:
            return page(request, "search.html", 422, **values, error=str(error))
        found = reader.search(wanted, order, PAGE, offset)
        facets = reader.facets(wanted) if reader.is_few(wanted, FEW) else None
    return page(
        request, "search.html", **values | {"asking": False}, error="", offset=offset,
        hits=[(hit, tuple(_pieces(hit))) for hit in found.rows], facets=_facets(request, asked, facets),
        total=facets.told if facets else None, narrowing=with_query(request, offset=None),
        few=FEW, **turned(request, offset, PAGE, more=found.more and offset + PAGE <= DEEPEST),
    )  # fmt: skip


@router.get("/search/facets")
def count(request: Request, service: TheService, asked: Given, q: Words = "", order: Order = Order.RANK) -> Response:
    """Show what all matches have in common."""
    config = service.config()
    with reading(service.archive) as reader:
        values = _given(config, reader, asked, q, order)
        try:
            facets = reader.facets(understood(q, asked, ends()))
        except BadQuery as error:
            return page(request, "search.html", 422, **values, error=str(error))
    return page(request, "facets.html", **values, facets=_facets(request, asked, facets), total=facets.told)


def _given(config: Config, reader: Reader, asked: Filters, q: str, order: Order) -> dict[str, Any]:
    names = series_or_404(config, reader, asked.series)
    titles = [(name, config.title_of(name)) for name in names]
    return {"q": q, "asked": asked, "order": order, "titles": titles, "asking": True}


def _pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """Yield what is shown of a hit, no more than a page can bear."""
    left = SHOWN
    for text, marked in hit.snippet.pieces:
        yield (text if len(text) <= left else text[:left] + "…"), marked
        left -= len(text)
        if left <= 0:
            return


def _facets(request: Request, asked: Filters, found: Facets | None) -> list[Facet]:
    if found is None:
        return []
    each: tuple[tuple[str, Counts, Narrowed], ...] = (
        (say("部门或区市", "Organisation"), found.organisations, lambda value: {"organisation": value}),
        (say("年份", "Year"), found.years, _of_year),
        (say("月份", "Month"), found.months if len(found.years) == 1 else (), _of_month),
        (say("版", "Page"), found.pages, lambda value: {"page": value}),
        (say("人员", "People"), found.people, lambda value: {"byline": value}),
    )
    now = {
        "organisation": asked.organisation, "page": asked.page, "byline": asked.byline,
        "from": asked.from_.isoformat() if asked.from_ else None, "to": asked.to.isoformat() if asked.to else None,
    }  # fmt: skip
    made = [Facet(name, tuple(_values(request, counts[:VALUES], narrowed, now)), max(0, len(counts) - VALUES))
            for name, counts, narrowed in each]  # fmt: skip
    return [facet for facet in made if facet.values]


def _values(
    request: Request, counts: Iterable[tuple[str, int]], narrowed: Narrowed, now: Mapping[str, str | None]
) -> Iterator[Value]:
    for value, count_ in counts:
        wanted = narrowed(value)
        chosen = all(now[name] == what for name, what in wanted.items())
        changed = dict.fromkeys(wanted) if chosen else wanted
        yield Value(value, count_, "/search" + with_query(request, **changed, offset=None), chosen)


def _of_year(year: str) -> dict[str, str]:
    return {"from": f"{year}-01-01", "to": f"{year}-12-31"}


def _of_month(month: str) -> dict[str, str]:
    last = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    return {"from": f"{month}-01", "to": f"{month}-{last:02}"}
