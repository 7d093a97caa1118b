"""What the archive knows: of addresses (the cheap question before every fetch), and of what a write is about to change.

Every question is asked for many at once, so that its cost does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from storage.addresses import canonical
from storage.decide import RESTLESS, Standing
from storage.engine import Database, chunks
from storage.readings import Known
from storage.tables import addresses, articles, documents, dropped, excluded, revisions
from storage.values import Cause, Surface

OWN = "own"  # the address answered with the text itself
REQUESTED = "requested"  # it was asked for and led there
CANONICAL = "canonical"  # the page calls itself so
BELONGS = "part"  # it holds a part of the text

_restless_at = (
    select(revisions.c.captured_at)
    .where(revisions.c.article_id == articles.c.id, revisions.c.cause == Cause.PUBLISHER)
    .order_by(revisions.c.number.desc())
    .offset(RESTLESS - 1)
    .limit(1)
    .correlate(articles)
    .scalar_subquery()
    .label("restless_at")
)
_leading_id = func.coalesce(articles.c.copy_of, articles.c.id)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the archive knew when a write began, about the addresses and texts that it is about.

    standing   key → article, with whether the address is its own
    out        key or fingerprint → the dropped article
    """

    standing: dict[str, tuple[Standing, str]] = field(default_factory=dict)
    out: dict[str, int] = field(default_factory=dict)


def known(database: Database, series: str, urls: Iterable[str]) -> dict[str, Known]:
    """Return what the archive knows of addresses, by the address as given; unknown ones are left out."""
    keys = {url: canonical(url) for url in dict.fromkeys(urls)}
    found: dict[str, Known] = {}
    with database.reading() as connection:
        for chunk in chunks(sorted(set(keys.values()))):
            found |= {row.key: _known(row) for row in connection.execute(_known_query(series, chunk))}
            found |= {
                row.key: Known(row.article_id, excluded=True)
                for row in connection.execute(_excluded_query(series, chunk))
            }
    return {url: found[key] for url, key in keys.items() if key in found}


def look_up(
    connection: Connection, series: str, keys: Sequence[str], fingerprints: Sequence[str], now: datetime
) -> Snapshot:
    """Return what a write needs to know, in three questions. `now` tells times that are yet to come."""
    out = {row.key: row.article_id for row in connection.execute(_excluded_query(series, keys))}
    columns = dropped.c
    texts = select(columns.fingerprint, columns.article_id).where(
        columns.series == series, columns.fingerprint.in_(fingerprints)
    )
    out |= {row.fingerprint: row.article_id for row in connection.execute(texts)}
    rows = connection.execute(_standing_query(series, keys))
    standing = {row.key: (_standing(row, now), row.kind) for row in rows}
    return Snapshot(standing, out)


def _known_query(series: str, keys: Sequence[str]) -> Select[Any]:
    a, d = articles.c, addresses.c
    return (
        select(d.key, d.kind, d.article_id, a.dated_on, a.extractor, a.snapshot_id)
        .join_from(addresses, articles, d.article_id == a.id)
        .where(d.series == series, d.key.in_(keys))
    )


def _known(row: Row[Any]) -> Known:
    return Known(
        article_id=row.article_id, own=row.kind == OWN, dated_on=row.dated_on, extractor=row.extractor,
        snapshot_id=row.snapshot_id,
    )  # fmt: skip


def _excluded_query(series: str, keys: Sequence[str]) -> Select[Any]:
    columns = excluded.c
    return select(columns.key, columns.article_id).where(columns.series == series, columns.key.in_(keys))


def _standing_query(series: str, keys: Sequence[str]) -> Select[Any]:
    a, d = articles.c, addresses.c
    return (
        select(
            d.key,
            d.kind,
            a.id,
            a.url,
            a.surface,
            _leading_id.label("leading_id"),
            a.title,
            a.body,
            a.byline,
            a.editor,
            a.fingerprint,
            a.revision,
            a.first_seen_at,
            a.dated_on,
            a.last_seen_at,
            documents.c.sha256,
            d.gone_at,
            _restless_at,
        )
        .join_from(addresses, articles, d.article_id == a.id)
        .outerjoin(documents, documents.c.id == a.snapshot_id)
        .where(d.series == series, d.key.in_(keys))
    )


def _standing(row: Row[Any], now: datetime) -> Standing:
    return Standing(
        id=row.id, url=row.url, surface=Surface(row.surface), leading_id=row.leading_id, title=row.title,
        body=row.body, byline=row.byline, editor=row.editor, fingerprint=row.fingerprint, revision=row.revision,
        first_seen_at=row.first_seen_at, sha256=row.sha256, restless_at=row.restless_at, gone_at=row.gone_at,
        dated_on=row.dated_on,
        # A clock that was ahead must not make everything that comes until then older than what it wrote.
        seen_at=row.last_seen_at if row.last_seen_at <= now else None,
    )  # fmt: skip
