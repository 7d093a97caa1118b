"""What a run is to do besides reading lists, and what of a list it need not look at again.

listed  entries of a list that a walk has seen: a page that holds no other brings nothing new
places  where walks were broken off: from there on, older entries are still to be read
owed    addresses of articles that a list named or a run failed to read: asked until they answer or grow too old
due     addresses of known articles whose time to be read again has come
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from storage.addresses import canonical
from storage.engine import chunks, upsert
from storage.running.remembered import remember, state
from storage.standing import OWN
from storage.tables import addresses, articles, listed, owed

EARLY = timedelta(hours=12)
"""A daily run is never on the second: what falls due within half a day is due."""
LEAST_OWED = timedelta(days=7)
"""An article that a list named is asked for so long, however short the time of rechecks is."""
PLACES = "places"
"""Name, with a list's address, under which a series remembers where walks were broken off."""
SWEPT = "swept"
"""Name, with a list's address, under which a series remembers when all that is young on it was read last."""


def seen(connection: Connection, series: str, start: str, urls: Sequence[str]) -> set[str]:
    """Return which addresses a walk through the list `start` has seen, as canonical addresses."""
    keys = sorted({canonical(url) for url in urls})
    found: set[str] = set()
    for chunk in chunks(keys):
        here = (listed.c.series == series, listed.c.start == canonical(start), listed.c.key.in_(chunk))
        found |= set(connection.scalars(select(listed.c.key).where(*here)))
    return found


def walked(
    connection: Connection, series: str, start: str, urls: Sequence[str], places: list[dict[str, Any]], now: datetime
) -> None:
    """Note that a walk through a list has seen these entries and, but for the places left, everything older."""
    remember(connection, series, f"{PLACES} {canonical(start)}", places, now)
    for chunk in chunks(sorted({canonical(url) for url in urls})):
        rows = [{"series": series, "start": canonical(start), "key": key, "seen_at": now} for key in chunk]
        connection.execute(upsert(connection, listed).on_conflict_do_nothing(), rows)


def places(connection: Connection, series: str, start: str) -> list[dict[str, Any]]:
    """Return the places at which walks through a list were broken off, the newest first."""
    return state(connection, series, f"{PLACES} {canonical(start)}") or []


@dataclass(frozen=True, slots=True)
class Named:
    """An article that is to be read.

    title  as an index names it, "" where none did
    on     the day that the index prints beside it, None without one
    place  address of the index that names it, None where none did
    """

    url: str
    title: str = ""
    on: date | None = None
    place: str | None = None


def owe(connection: Connection, series: str, wanted: Sequence[Named], now: datetime) -> None:
    """Note that articles are to be read; who named one first stands, and when."""
    rows = {key: _debt(series, key, named, now) for named in wanted if (key := canonical(named.url))}
    statement = upsert(connection, owed)
    named = {name: func.coalesce(owed.c[name], statement.excluded[name]) for name in ("title", "day", "place")}
    for chunk in chunks(sorted(rows)):
        connection.execute(
            statement.on_conflict_do_update(index_elements=["series", "key"], set_=named), [rows[key] for key in chunk]
        )


def _debt(series: str, key: str, named: Named, now: datetime) -> dict[str, Any]:
    return {
        "series": series, "key": key, "url": named.url, "since": now,
        "title": named.title or None, "day": named.on, "place": named.place,
    }  # fmt: skip


def settle(connection: Connection, series: str, urls: Sequence[str]) -> None:
    """Note that addresses are no longer owed: they were read, or are not wanted."""
    for chunk in chunks(sorted({canonical(url) for url in urls})):
        connection.execute(delete(owed).where(owed.c.series == series, owed.c.key.in_(chunk)))


def still_owed(connection: Connection, series: str, days: int, now: datetime) -> list[Named]:
    """Return what is owed, the oldest first; after `days` an address that never answered is given up."""
    c = owed.c
    recent = c.since >= now - max(timedelta(days=days), LEAST_OWED)
    query = select(c.url, c.title, c.day, c.place).where(c.series == series, recent).order_by(c.since)
    return [Named(row.url, row.title or "", row.day, row.place) for row in connection.execute(query)]


def due(connection: Connection, series: str, days: int, now: datetime) -> list[str]:
    """Return the addresses of articles of the last `days` that are due to be read again, the newest first.

    One that is suspected stays due until it is gone or back, however old it has grown meanwhile.
    """
    c = addresses.c
    young = articles.c.dated_on >= (now - timedelta(days=days)).date()
    rows = connection.execute(_standing(series).where(young | ((c.misses > 0) & c.gone_at.is_(None))))
    return [row.url for row in rows if row.misses or is_due(row.first_seen_at, row.last_seen_at, now, days)]


def within(connection: Connection, series: str, since: date | None, until: date | None) -> list[str]:
    """Return the addresses of all articles of a window of days, both inclusive; None: no bound."""
    query = _standing(series)
    if since is not None:
        query = query.where(articles.c.dated_on >= since)
    if until is not None:
        query = query.where(articles.c.dated_on <= until)
    return [row.url for row in connection.execute(query)]


def is_due(first_read_at: datetime, last_read_at: datetime, now: datetime, days: int) -> bool:
    """Say whether an address falls due again 1, 2, 4, 8 … days after it was first read, the last time after `days`."""
    after, last = timedelta(days=1), timedelta(days=days)
    while first_read_at + after - EARLY <= last_read_at:
        if after >= last:
            return False
        after = min(2 * after, last)
    return first_read_at + after - EARLY <= now


def _standing(series: str) -> Select[Any]:
    columns = addresses.c
    return (
        select(columns.url, columns.misses, columns.first_seen_at, columns.last_seen_at)
        .join(articles, articles.c.id == columns.article_id)
        .where(columns.series == series, columns.kind == OWN, articles.c.dated_on.is_not(None))
        .order_by(articles.c.dated_on.desc(), columns.url)
    )
