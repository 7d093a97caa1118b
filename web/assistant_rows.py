"""What an assistant gets: the archive's values as small JSON rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from mcp.server.mcpserver.exceptions import ToolError

from storage import Filter
from storage.asking.reader import Reader
from storage.asking.rows import coverage_row
from storage.asking.window import backwards
from storage.config import Config
from storage.fulltext.searching import Hit
from storage.language import say
from storage.ledger.coverage import Day
from web.assistant_words import DAYS

Row = dict[str, Any]
YEAR: Final = timedelta(days=365)


def in_order(first: date | None, last: date | None, names: tuple[str, str] = ("from_day", "to_day")) -> None:
    """Raises ToolError for a window that ends before it begins."""
    if told := backwards(first, last, names):
        raise ToolError(told)


def series_row(config: Config, reader: Reader, name: str) -> Row:
    """Return a series with what the archive holds of it."""
    span = reader.span(name)
    return {
        "series": name,
        "title": config.title_of(name),
        "instalments": reader.count(Filter(series=name)),
        "first_day": span and span[0].isoformat(),
        "last_day": span and span[1].isoformat(),
    }


def hit_row(hit: Hit) -> Row:
    """Return a section that a search found."""
    return {
        "id": hit.id, "title": hit.title, "section": hit.section, "page": hit.page, "organisation": hit.organisation,
        "headline": " ".join(hit.headline), "date": hit.dated_on.isoformat(), "matched": hit.matched,
        "snippet": hit.snippet.marked(),
    }  # fmt: skip


def ledger_row(reader: Reader, name: str, first: date | None, last: date | None) -> Row:
    """Return the ledger of a series; raises ToolError where it is too long."""
    span = reader.span(name)
    end = last or (span[1] if span else first)
    if end is None:
        return {"series": name, "counts": {}, "days": []}
    begin = first or max(max(end, date.min + YEAR) - YEAR, span[0] if span else end)
    if (end - begin).days >= DAYS:
        told = f"{begin} … {end}"
        raise ToolError(say(f"一次最多问 {DAYS} 天：{told}。", f"At most {DAYS} days at once: {told}."))
    days = reader.ledger(name, begin, end)
    counts: dict[str, int] = {}
    for day in days:
        counts[day.verdict.value] = counts.get(day.verdict.value, 0) + 1
    return {"series": name, "from": str(begin), "to": str(end), "counts": counts, "days": [_day(day) for day in days]}


def _day(day: Day) -> Row:
    row = coverage_row(day)
    kept = ("date", "verdict", "instalments") if day.instalments else ("date", "verdict", "evidence")
    return {name: row[name] for name in kept}
