"""Complaints between runs: each opens once, escalates while it lasts, and closes with a recovery.

What people were told of it is kept beside it, so that nothing is told twice and nothing is forgotten when a process
dies between the end of a run and its news.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from storage.judge import Complaint, Judgement
from storage.tables import complaints
from storage.values import Outcome

ESCALATES: Final = (timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""How long a complaint lasts until it is told again."""
EARLY: Final = timedelta(hours=12)
"""A daily run is never on the second: half a day less will do."""
JUDGED: Final = frozenset({Outcome.DONE, Outcome.COMPLAINTS})
"""Ends of a run after which what it did not find again is over."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An open complaint.

    subject  what it is about, "" where there is but one of its check
    run_id   the run that saw it last
    level    how often it has escalated; `told` is 0 while nobody was told, else 1 + the level told
    """

    id: int
    series: str
    check: str
    subject: str
    message: str
    evidence: tuple[str, ...]
    opened_at: datetime
    run_id: int
    level: int
    told: int

    @property
    def is_news(self) -> bool:
        """Whether people were not told of it yet, or not since it escalated."""
        return self.told <= self.level


def settle(
    connection: Connection, series: str, run_id: int, judgement: Judgement, outcome: Outcome, now: datetime
) -> list[dict[str, Any]]:
    """Open and renew what a run found; close what it saw to be over, and return that."""
    rows = {(row.check_name, row.subject): row for row in _open(connection, series)}
    found = {complaint.key: complaint for complaint in (*judgement.complaints, *judgement.noted)}
    for key, complaint in found.items():
        _open_or_renew(connection, series, run_id, complaint, rows.get(key), now)
    if outcome not in JUDGED:  # nobody looked at the whole of it
        return []
    over = {key: row for key, row in rows.items() if key not in found and key not in judgement.unseen}
    _close(connection, [row.id for row in over.values()], run_id, now)
    return [_recovered(row) for key, row in over.items() if key not in judgement.lapsed]


def raise_one(connection: Connection, series: str, run_id: int, complaint: Complaint, now: datetime) -> None:
    """Open or renew one complaint outside of a run's end."""
    row = next((row for row in _open(connection, series) if (row.check_name, row.subject) == complaint.key), None)
    _open_or_renew(connection, series, run_id, complaint, row, now)


def close_one(connection: Connection, closed: Standing, run_id: int, now: datetime) -> None:
    """Close one complaint outside of a run's end."""
    _close(connection, [closed.id], run_id, now)


def standing(connection: Connection, series: str | None = None) -> list[Standing]:
    """Return the open complaints of a series, or of all, the oldest first."""
    return [_standing(row) for row in _open(connection, series)]


def tell(connection: Connection, told: Sequence[Standing]) -> None:
    """Note that people were told."""
    for each in told:
        connection.execute(update(complaints).where(complaints.c.id == each.id).values(told=each.level + 1))


def _open(connection: Connection, series: str | None) -> Sequence[Row[Any]]:
    c = complaints.c
    query = select(complaints).where(c.closed_at.is_(None)).order_by(c.id)
    return connection.execute(query if series is None else query.where(c.series == series)).all()


def _open_or_renew(
    connection: Connection, series: str, run_id: int, complaint: Complaint, row: Row[Any] | None, now: datetime
) -> None:
    seen = {"message": complaint.message, "evidence": list(complaint.evidence), "seen_at": now, "seen_run": run_id}
    if row is not None:
        lasts = now - row.opened_at + EARLY
        level = max(row.level, sum(lasts >= long for long in ESCALATES))
        renewed = {**seen, "times": row.times + 1, "level": level}
        connection.execute(update(complaints).where(complaints.c.id == row.id).values(**renewed))
        return
    key = {"series": series, "check_name": complaint.check, "subject": complaint.subject}
    fresh = {"opened_at": now, "opened_run": run_id, "times": 1, "level": 0, "told": 0}
    connection.execute(complaints.insert(), {**key, **seen, **fresh})


def _close(connection: Connection, ids: Sequence[int], run_id: int, now: datetime) -> None:
    if ids:
        closed = update(complaints).where(complaints.c.id.in_(ids)).values(closed_at=now, closed_run=run_id)
        connection.execute(closed)


def _recovered(row: Row[Any]) -> dict[str, Any]:
    return {
        "check": row.check_name,
        "message": row.message,
        "evidence": row.evidence,
        "since": row.opened_at.isoformat(timespec="seconds"),
    }


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        row.id, row.series, row.check_name, row.subject, row.message, tuple(row.evidence), row.opened_at, row.seen_run,
        row.level, row.told,
    )  # fmt: skip
