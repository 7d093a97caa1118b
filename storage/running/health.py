"""What tells how the archive and its runs fare: for /healthz, /metrics and the service. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.answers import Run
from storage.complaints import Standing, standing
from storage.engine import Database
from storage.running.runs import one
from storage.tables import leases, runs


@dataclass(frozen=True, slots=True)
class Lease:
    """A run that is going: it must beat before `expires_at`. `process` is its lifeline, None where it has none."""

    series: str
    run_id: int
    owner: str
    acquired_at: datetime
    expires_at: datetime
    process: str | None


def answers(database: Database) -> None:
    """Ask the database for nothing. Raises ArchiveError where it does not answer."""
    with database.reading() as connection:
        connection.execute(select(1))


def lease_list(database: Database) -> list[Lease]:
    """Return the leases of all series."""
    c = leases.c
    query = select(c.series, c.run_id, c.owner, c.acquired_at, c.expires_at, c.process).order_by(c.series)
    with database.reading() as connection:
        return [Lease(*row) for row in connection.execute(query)]


def open_complaints(database: Database) -> list[Standing]:
    """Return what is complained of now, the oldest first."""
    with database.reading() as connection:
        return standing(connection)


def newest_run_id(database: Database) -> int:
    """Return the id of the newest run of any series, 0 where there is none."""
    with database.reading() as connection:
        return connection.scalar(select(func.max(runs.c.id))) or 0


def run_of_owner(database: Database, owner: str, after: int) -> Run | None:
    """Return the newest run that a process began, of those with a higher id than `after`; None where it began none."""
    c = runs.c
    query = select(c.id).where(c.owner == owner, c.id > after).order_by(c.id.desc()).limit(1)
    with database.reading() as connection:
        found = connection.scalar(query)
        return None if found is None else one(connection, found)
