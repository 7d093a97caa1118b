"""What the archive tells the judge of a run: the series' latest instalments, open complaints, what is usual, the disk.

Read in one place and in a bounded number of rows, however large the archive is.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select

from storage.engine import Database
from storage.outline import series_number
from storage.running.memory import Memory, memory_of
from storage.running.remembered import state
from storage.tables import articles, complaints, runs
from storage.values import Outcome

MEMORY: Final = "judge"
"""Name of the series' state that holds the judge's memory."""
LOOKED_BACK: Final = timedelta(days=150)
MOST: Final = 400
"""Instalments looked at: habit needs twelve weeks of them, a numbered gap and copies the latest few."""
NUMBERED: Final = 15
"""How many of the latest instalments are asked for the number that they bear."""


@dataclass(frozen=True, slots=True)
class Past:
    """An instalment as the judge sees it. `number` is that of the series, None where the text gives none."""

    id: int
    title: str
    on: date
    published_at: datetime | None
    first_seen_at: datetime
    copies: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint that an earlier run opened and none has closed."""

    check: str
    subject: str
    message: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Disk:
    """Room where the archive's file is, in bytes."""

    folder: str
    free: int
    used: int


@dataclass(frozen=True, slots=True)
class History:
    """What the judge knows besides the run itself.

    instalments    of the last 150 days, the newest first, those of this run among them
    watched_since  local day of the series' first finished run; None while there is none: then nothing is overdue
    disk           None where the archive is no file
    """

    now: datetime
    zone: ZoneInfo
    instalments: tuple[Past, ...] = ()
    open: tuple[OpenComplaint, ...] = ()
    memory: Memory = field(default_factory=Memory)
    watched_since: date | None = None
    disk: Disk | None = None

    @property
    def today(self) -> date:
        """The day in the configured zone."""
        return self.now.astimezone(self.zone).date()


def read_history(database: Database, series: str, run_id: int, zone: ZoneInfo, now: datetime) -> History:
    """Read what the judge of a run of this series needs."""
    with database.reading() as connection:
        return History(
            now=now,
            zone=zone,
            instalments=_instalments(connection, series, now),
            open=_open(connection, series),
            memory=memory_of(state(connection, series, MEMORY)),
            watched_since=_watched_since(connection, series, run_id, zone),
            disk=_disk(database),
        )


def _instalments(connection: Connection, series: str, now: datetime) -> tuple[Past, ...]:
    a, copy = articles.c, articles.alias("copy")
    copies = select(func.count()).select_from(copy).where(copy.c.copy_of == a.id).correlate(articles).scalar_subquery()
    latest = (
        select(a.id, a.title, a.dated_on, a.published_at, a.first_seen_at, copies.label("copies"))
        .where(a.series == series, a.copy_of.is_(None), a.dated_on >= (now - LOOKED_BACK).date())
        .order_by(a.dated_on.desc(), a.id.desc())
        .limit(MOST)
    )
    rows = connection.execute(latest).all()
    numbers = _numbers(connection, [row.id for row in rows[:NUMBERED]])
    return tuple(
        Past(row.id, row.title, row.dated_on, row.published_at, row.first_seen_at, row.copies, numbers.get(row.id))
        for row in rows
    )


def _numbers(connection: Connection, ids: Sequence[int]) -> dict[int, int | None]:
    a = articles.c
    rows = connection.execute(select(a.id, a.title, a.kicker, a.body).where(a.id.in_(ids)))
    return {row.id: series_number(row.title, row.kicker, row.body) for row in rows}


def _open(connection: Connection, series: str) -> tuple[OpenComplaint, ...]:
    c = complaints.c
    rows = connection.execute(select(complaints).where(c.series == series, c.closed_at.is_(None)).order_by(c.id))
    return tuple(_complaint(row) for row in rows)


def _complaint(row: Row[Any]) -> OpenComplaint:
    return OpenComplaint(row.check_name, row.subject, row.message, row.opened_at)


def _watched_since(connection: Connection, series: str, run_id: int, zone: ZoneInfo) -> date | None:
    c = runs.c
    finished = c.outcome.in_([Outcome.DONE, Outcome.COMPLAINTS])
    first = connection.scalar(select(func.min(c.started_at)).where(c.series == series, c.id != run_id, finished))
    return None if first is None else first.astimezone(zone).date()


def _disk(database: Database) -> Disk | None:
    if database.path is None:
        return None
    path = database.path.absolute()
    return Disk(str(path.parent), shutil.disk_usage(path.parent).free, path.stat().st_size)
