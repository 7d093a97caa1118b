"""Archives to export from, and exports into memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from support_databases import prose, reading

from storage import Archive, Filter
from storage.export import FORMATS, Export
from storage.snapshots import pack, store
from storage.standing import OWN
from storage.tables import addresses, articles, revisions
from storage.values import Document

SERIES = "reform"
ZONE = ZoneInfo("Asia/Shanghai")
BATCH = 1000
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
    """Put instalments into an archive row by row: as a crawl would leave them, in a hundredth of its time."""
    with archive.database.writing() as connection:
        for start in range(1, count + 1, BATCH):
            rows = [_row(number) for number in range(start, min(start + BATCH, count + 1))]
            kept = pack(archive.database, [_document(row) for row in rows])
            for row, snapshot_id in zip(rows, store(connection, kept), strict=True):
                row["snapshot_id"] = snapshot_id
            connection.execute(insert(articles), rows)
            connection.execute(insert(revisions), [_revision(row) for row in rows])
            connection.execute(insert(addresses), [_address(row) for row in rows])


def _row(number: int) -> dict[str, Any]:
    body, url = prose(number), f"http://www.example.cn/p/{number}.html"
    on = date(1990, 1, 1) + timedelta(days=number % 10_000)
    return {
        "id": number, "series": SERIES, "url": url, "surface": "website", "title": f"改革巡礼第{number}期",
        "body": body, "characters": len(body), "fingerprint": f"{number:064x}", "printed_on": on, "dated_on": on,
        "first_seen_at": MADE_AT, "last_seen_at": MADE_AT, "people": [{"name": "王宁", "role": "记者"}],
        "revision": 1, "extractor": "1", "layout": "meaning",
    }  # fmt: skip


def _document(row: dict[str, Any]) -> Document:
    return Document(row["url"], 200, {"content-type": "text/html"}, row["body"].encode(), MADE_AT)


def _revision(row: dict[str, Any]) -> dict[str, Any]:
    same = {name: row[name] for name in ("title", "body", "extractor", "snapshot_id")}
    return {"article_id": row["id"], "number": 1, "captured_at": MADE_AT, "cause": "publisher", **same}


def _address(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "series": SERIES, "key": row["url"], "url": row["url"], "article_id": row["id"], "kind": OWN,
        "first_seen_at": MADE_AT, "last_seen_at": MADE_AT, "misses": 0,
    }  # fmt: skip
