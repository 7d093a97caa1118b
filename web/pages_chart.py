"""`/chart`: sections per organisation over time, drawn by the server and told as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request, Response

from storage.asking.charting import Chart, Row
from storage.asking.reader import reading
from storage.language import say
from web.absent import series_or_404
from web.api_asking import Name
from web.pages_shell import page
from web.service import TheService

router = APIRouter(include_in_schema=False)

ROWS: Final = 30
"""Organisations that are drawn; the others are counted together."""
TALL: Final = 28
"""Height of the highest bar."""
STEP: Final = 10
GAP: Final = 2
"""Width of a bar with its gap, and of the gap."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its left edge, top and height, and what it tells; there is none where nothing was said."""

    x: int
    y: float
    height: float
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation with its bars and, span by span, its figures."""

    row: Row
    bars: tuple[Bar, ...]
    figures: tuple[str, ...]


@router.get("/chart")
def show_chart(request: Request, service: TheService, series: Name = None) -> Response:
    """Draw how often each organisation of a series speaks."""
    config = service.config()
    with reading(service.archive) as reader:
        names = series_or_404(config, reader, series)
        chosen = series or names[0]
        drawn = reader.chart(chosen, ROWS)
    spans = [_told(span, drawn.monthly) for span in drawn.spans]
    titles = [(name, config.title_of(name)) for name in names]
    return page(
        request, "chart.html", chart=drawn, lines=_lines(drawn, spans), titles=titles, chosen=chosen, tall=TALL,
        thick=STEP - GAP, wide=STEP * len(spans), spans=spans,
    )  # fmt: skip


def _lines(chart: Chart, spans: Sequence[str]) -> list[Line]:
    highest = max((count for row in chart.rows for count in row.counts), default=1)
    heads = [f"{span}{say('：', ': ')}" for span in spans]
    return [
        Line(
            row,
            tuple(_bar(at, count, highest, heads[at]) for at, count in enumerate(row.counts) if count),
            tuple(str(count or "–") for count in row.counts),
        )
        for row in chart.rows
    ]


def _bar(at: int, count: int, highest: int, head: str) -> Bar:
    height = round(max(1.5, TALL * count / highest), 1)
    return Bar(at * STEP, round(TALL - height, 1), height, f"{head}{count}")


def _told(span: tuple[date, date], monthly: bool) -> str:
    return f"{span[0]:%Y-%m}" if monthly else f"{span[0]:%Y}"
