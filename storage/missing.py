"""When a known address no longer shows its text: suspected, gone after confirmations over days, back at any time.

One run counts once. Whether the site itself answered in that run is the caller's to know: an outage is no miss.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from storage.addresses import canonical
from storage.answers import Visited
from storage.standing import OWN
from storage.tables import addresses, articles
from storage.values import Verdict


def miss(
    connection: Connection, series: str, run_id: int, seen: Visited, confirmations: int, days: int, now: datetime
) -> Visited:
    """Count one miss of an address and return the visit with its verdict: suspected, gone, or failed where unknown."""
    c = addresses.c
    here = (c.series == series) & (c.key == canonical(seen.url))
    row = connection.execute(select(addresses).where(here)).one_or_none()
    if row is None:
        return Visited(seen.url, Verdict.FAILED, seen.reason, seen.status)
    if row.gone_at is not None:
        return Visited(seen.url, Verdict.GONE, f"{seen.reason}（已撤）", seen.status, row.article_id)
    since = row.suspected_at or now
    misses = row.misses + (row.suspected_run != run_id)
    gone = misses >= confirmations and now - since >= timedelta(days=days)
    connection.execute(
        update(addresses)
        .where(here)
        .values(suspected_at=since, suspected_run=run_id, misses=misses, gone_at=now if gone else None)
    )
    if gone:
        _mark_gone(connection, row.article_id)
    reason = f"{seen.reason}（第 {misses} 次，始于 {since.date().isoformat()}）"
    return Visited(seen.url, Verdict.GONE if gone else Verdict.SUSPECTED, reason, seen.status, row.article_id)


def _mark_gone(connection: Connection, article_id: int) -> None:
    """An article is gone when its own last address went; one that leads, when its copies' went, too."""
    leading_id = connection.scalar(
        select(func.coalesce(articles.c.copy_of, articles.c.id)).where(articles.c.id == article_id)
    )
    own = select(func.max(addresses.c.gone_at)).where(addresses.c.kind == OWN)
    all_went = func.count() == func.count(addresses.c.gone_at)
    copies = select(articles.c.id).where((articles.c.id == leading_id) | (articles.c.copy_of == leading_id))
    connection.execute(
        update(articles)
        .where(articles.c.id == article_id)
        .values(gone_at=own.where(addresses.c.article_id == article_id).having(all_went).scalar_subquery())
    )
    connection.execute(
        update(articles)
        .where(articles.c.id == leading_id)
        .values(gone_at=own.where(addresses.c.article_id.in_(copies)).having(all_went).scalar_subquery())
    )
