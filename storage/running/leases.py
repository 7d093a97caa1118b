"""Leases that nobody renews any more: their runs are ended, so that the next can begin.

`begin_run` takes a lapsed lease over by itself; here the service looks, so that a run whose process died has an end on
record even if no other follows, and so that a lease from a clock that was ahead does not hold a series for years.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select

from storage.engine import Database
from storage.language import say
from storage.running.busy import Busy, busy_with
from storage.running.health import Lease
from storage.running.lifeline import is_gone
from storage.running.runs import abandon
from storage.tables import leases

AHEAD: Final = timedelta(hours=1)
"""A time further ahead than this was written by a clock that has been set back since."""


def has_lapsed(held_until: datetime | None, now: datetime) -> bool:
    """Say whether something held until then is free: its time is over, or lies where only a wrong clock puts it."""
    return held_until is None or held_until <= now or held_until > now + AHEAD


def is_free(held: Lease | Row[Any], now: datetime) -> bool:
    """Say whether a lease holds its series no more: nobody renews it, or its process is seen to be gone."""
    return has_lapsed(held.expires_at, now) or is_gone(held.process)


def busy(database: Database, series: str, now: datetime) -> Busy | None:
    """Return the run that holds the lease of a series, None where none does."""
    with database.reading() as connection:
        held = connection.execute(select(leases).where(leases.c.series == series)).one_or_none()
    return None if held is None or is_free(held, now) else busy_with(held, now)


def has_lease(connection: Connection, series: str) -> bool:
    """Say whether a run of a series holds its lease, lapsed or not."""
    return connection.scalar(select(leases.c.run_id).where(leases.c.series == series)) is not None


def reap(database: Database, now: datetime) -> list[tuple[str, int]]:
    """End the runs whose leases have lapsed, each as interrupted at its last heartbeat; returns series and id."""
    with database.reading() as connection:
        held = connection.execute(select(leases)).all()
    free = [(row.series, row.run_id) for row in held if is_free(row, now)]
    return [(series, run_id) for series, run_id in free if _end(database, series, run_id, now)]


def _end(database: Database, series: str, run_id: int, now: datetime) -> bool:
    with database.writing(lock=series) as connection:
        held = connection.execute(select(leases).where(leases.c.run_id == run_id)).one_or_none()
        if held is None or not is_free(held, now):
            return False
        reason = say("没有心跳，进程已不在", "it stopped beating: its process is gone")
        abandon(connection, run_id, reason, now)
        connection.execute(delete(leases).where(leases.c.run_id == run_id))
        return True
