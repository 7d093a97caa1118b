"""Archives to export from, and exports into memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from support_databases import prose, reading

from storage import Archive, Filter
from storage.export import FORMATS, Export

SERIES = "reform"
ZONE = ZoneInfo("Asia/Shanghai")
MADE_AT = datetime(2024, 6, 1, tzinfo=UTC)


@contextmanager
def exporting(archive: Archive, asked: Filter | None = None, title: str = "改革巡礼") -> Iterator[Export]:
    with archive.database.reading() as connection:
        yield Export(connection, asked or Filter(), ZONE, title, MADE_AT)


def exported(archive: Archive, format_: str, asked: Filter | None = None) -> bytes:
    """Return an archive, or what a filter leaves of it, in a format."""
    with exporting(archive, asked) as export:
        out = io.BytesIO()
        FORMATS[format_].write(export, out)
        return out.getvalue()


def record(archive: Archive, number: int = 1, *, body: str = "", **fields: Any) -> int:
    """Record one instalment and return its id."""
    url = f"http://www.example.cn/p/{number}.html"
    one = reading(url, body or prose(number), **{"title": f"改革巡礼第{number}期", **fields})
    [made] = archive.record_many(None, SERIES, [one])
    assert made.article_id is not None
    return made.article_id


def fill(archive: Archive, count: int) -> None:
    """Record instalments, one a day."""
    for start in range(0, count, 500):
        numbers = range(start + 1, min(start + 500, count) + 1)
        archive.record_many(None, SERIES, [_one(number) for number in numbers])


def _one(number: int) -> Any:
    on = date(1990, 1, 1) + timedelta(days=number % 10_000)
    url = f"http://www.example.cn/p/{number}.html"
    return reading(url, prose(number, 8), title=f"改革巡礼第{number}期", printed_on=on)
