"""What a run is to do besides reading lists, and what of a list it need not look at again.

listed  entries of a list that a finished walk has seen: a page that holds no other brings nothing new
owed    addresses of articles that a run failed to read: asked again until they answer or grow too old
due     addresses of known articles whose time to be read again has come
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from storage.addresses import canonical
from storage.engine import chunks, upsert
from storage.standing import OWN
from storage.tables import addresses, articles, listed, owed

EARLY = timedelta(hours=12)
"""A daily run is never on the second: what falls due within half a day is due."""


def seen(connection: Connection, series: str, start: str, urls: Sequence[str]) -> set[str]:
    """Return which addresses a finished walk through the list `start` has seen, as canonical addresses."""
    keys = sorted({canonical(url) for url in urls})
    found: set[str] = set()
    for chunk in chunks(keys):
        here = (listed.c.series == series, listed.c.start == canonical(start), listed.c.key.in_(chunk))
        found |= set(connection.scalars(select(listed.c.key).where(*here)))
    return found


def finish_list(connection: Connection, series: str, start: str, urls: Sequence[str], now: datetime) -> None:
    """Note that a walk through a list has seen these entries and everything older."""
    for chunk in chunks(sorted({canonical(url) for url in urls})):
        rows = [{"series": series, "start": canonical(start), "key": key, "seen_at": now} for key in chunk]
        connection.execute(upsert(connection, listed).values(rows).on_conflict_do_nothing())


def owe(connection: Connection, series: str, url: str, now: datetime) -> None:
    """Note that an article could not be read; the first time stands."""
    row = {"series": series, "key": canonical(url), "url": url, "since": now}
    connection.execute(upsert(connection, owed).values(row).on_conflict_do_nothing())


def settle(connection: Connection, series: str, urls: Sequence[str]) -> None:
    """Note that addresses are no longer owed: they were read, or are not wanted."""
    keys = [canonical(url) for url in urls]
    connection.execute(delete(owed).where(owed.c.series == series, owed.c.key.in_(keys)))


def still_owed(connection: Connection, series: str, days: int, now: datetime) -> list[str]:
    """Return the owed addresses, the oldest first; after `days` an address that never answered is given up."""
    recent = owed.c.since >= now - timedelta(days=days)
    return list(connection.scalars(select(owed.c.url).where(owed.c.series == series, recent).order_by(owed.c.since)))


def due(connection: Connection, series: str, days: int, now: datetime) -> list[str]:
    """Return the addresses of articles of the last `days` that are due to be read again, the newest first."""
    young = _standing(series).where(articles.c.dated_on >= (now - timedelta(days=days)).date())
    return [
        row.url for row in connection.execute(young) if row.misses or is_due(row.first_seen_at, row.last_seen_at, now)
    ]


def within(connection: Connection, series: str, since: date | None, until: date | None) -> list[str]:
    """Return the addresses of all articles of a window of days, both inclusive; None: no bound."""
    query = _standing(series)
    if since is not None:
        query = query.where(articles.c.dated_on >= since)
    if until is not None:
        query = query.where(articles.c.dated_on <= until)
    return [row.url for row in connection.execute(query)]


def is_due(first_read_at: datetime, last_read_at: datetime, now: datetime) -> bool:
    """Say whether an address falls due again 1, 2, 4, 8 … days after it was first read."""
    after = timedelta(days=1)
    while first_read_at + after - EARLY <= last_read_at:
        after *= 2
    return first_read_at + after - EARLY <= now


def _standing(series: str) -> Select[Any]:
    columns = addresses.c
    return (
        select(columns.url, columns.misses, columns.first_seen_at, columns.last_seen_at)
        .join(articles, articles.c.id == columns.article_id)
        .where(columns.series == series, columns.kind == OWN, articles.c.dated_on.is_not(None))
        .order_by(articles.c.dated_on.desc(), columns.url)
    )
