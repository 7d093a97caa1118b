"""When a known address no longer shows its text: suspected, gone after confirmations over days, back at any time.

One run counts once. Whether the site itself answered in that run is the caller's to know: an outage is no miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, select, update

from storage.addresses import canonical
from storage.language import say
from storage.readings import Visited
from storage.standing import OWN
from storage.tables import addresses, articles
from storage.values import CHINA, Verdict


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
        reason = seen.reason + say("（已撤）", " (gone)")
        return Visited(seen.url, Verdict.GONE, reason, seen.status, row.article_id)
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
    first = since.astimezone(CHINA).date().isoformat()
    reason = seen.reason + say(f"（第 {misses} 次，始于 {first}）", f" (time {misses}, first on {first})")
    return Visited(seen.url, Verdict.GONE if gone else Verdict.SUSPECTED, reason, seen.status, row.article_id)


def _mark_gone(connection: Connection, article_id: int) -> None:
    """An article is gone when its own last address went; one that leads, when its copies' went, too."""
    leading_id = connection.scalar(
        select(func.coalesce(articles.c.copy_of, articles.c.id)).where(articles.c.id == article_id)
    )
    connection.execute(
        update(articles).where(articles.c.id == article_id).values(gone_at=_went(addresses.c.article_id == article_id))
    )
    if leading_id is not None:
        _settle(connection, leading_id)


def settle(connection: Connection, article_ids: Sequence[int]) -> None:
    """Say anew of instalments among articles whether they are gone: those under them have become others."""
    here = (articles.c.id.in_(article_ids), articles.c.copy_of.is_(None))
    for leading_id in connection.scalars(select(articles.c.id).where(*here)).all():
        _settle(connection, leading_id)


def _settle(connection: Connection, leading_id: int) -> None:
    copies = select(articles.c.id).where((articles.c.id == leading_id) | (articles.c.copy_of == leading_id))
    went = _went(addresses.c.article_id.in_(copies))
    connection.execute(update(articles).where(articles.c.id == leading_id).values(gone_at=went))


def _went(whose: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Return when the last of some articles' own addresses went, null while one stands."""
    own = select(func.max(addresses.c.gone_at)).where(addresses.c.kind == OWN, whose)
    return own.having(func.count() == func.count(addresses.c.gone_at)).scalar_subquery()
