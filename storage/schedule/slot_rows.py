"""A slot as a value and as a row: what is asked and changed of one within a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, select, update

from storage.language import say
from storage.running.remembered import remember, state
from storage.tables import runs, slots
from storage.values import Outcome

CLAIM: Final = timedelta(seconds=60)
"""How long a claim holds without being renewed; from the claim on a process has to begin its run within this."""
ATTEMPTS: Final = 3
"""How often a slot is taken before it is given up."""


class SlotState(StrEnum):
    """What has become of a slot; done and skipped are for good."""

    DUE = "due"
    CLAIMED = "claimed"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which a series is due.

    reason      why it was skipped, or why its last attempt came to nothing; None otherwise
    run_id      its newest run that has ended; None where there is none yet
    settled_at  when it became done or skipped
    attempts    how often it was taken
    """

    series: str
    due_at: datetime
    state: SlotState
    reason: str | None = None
    run_id: int | None = None
    noticed_at: datetime | None = None
    settled_at: datetime | None = None
    owner: str | None = None
    attempts: int = 0


_s = slots.c
_HORIZON = "slots_noticed_until"


def cover(connection: Connection, series: str, newest: datetime, now: datetime) -> None:
    """Skip the older slots that are still due: the run of the newest does their work."""
    moment = newest.isoformat(timespec="minutes")
    reason = say(f"错过了，由 {moment} 的运行一并补上", f"missed; the run of {moment} covers it")
    older = (_s.series == series, _s.state == SlotState.DUE, _s.due_at < newest)
    values = {"state": SlotState.SKIPPED, "reason": reason, "settled_at": now, "held_until": None}
    connection.execute(update(slots).where(*older).values(values))


def follow(connection: Connection, row: Row[Any], run: Row[Any], now: datetime) -> None:
    """Bring a claimed slot in line with its newest run."""
    here = update(slots).where(at(row.series, row.due_at))
    if run.ended_at is None:
        return
    if run.outcome == Outcome.INTERRUPTED:
        connection.execute(here.values(run_id=run.id))
        put_back(connection, row, say(f"运行 {run.id} 中断了", f"run {run.id} was interrupted"), now)
    else:
        values = {"state": SlotState.DONE, "run_id": run.id, "settled_at": now, "held_until": None}
        connection.execute(here.values(values))


def put_back(connection: Connection, row: Row[Any], reason: str, now: datetime, rest: timedelta = timedelta()) -> None:
    """Make a slot due again whose attempt came to nothing, or skip it after too many."""
    here = update(slots).where(at(row.series, row.due_at))
    if row.attempts < ATTEMPTS:
        connection.execute(here.values(state=SlotState.DUE, reason=reason, held_until=now + rest if rest else None))
        return
    given_up = say(f"试了 {row.attempts} 次都没有做完：{reason}", f"given up after {row.attempts} attempts: {reason}")
    connection.execute(here.values(state=SlotState.SKIPPED, reason=given_up, settled_at=now, held_until=None))


def run_of(connection: Connection, row: Row[Any]) -> Any:
    """Return the newest run of a slot's present attempt, None where none began."""
    c = runs.c
    query = select(c.id, c.ended_at, c.outcome).where(c.series == row.series, c.due_at == row.due_at)
    if row.run_id is not None:
        query = query.where(c.id > row.run_id)
    return connection.execute(query.order_by(c.id.desc()).limit(1)).one_or_none()


def claims(series: str) -> Select[Any]:
    """Return the question for the slots of a series that are taken."""
    return select(slots).where(_s.series == series, _s.state == SlotState.CLAIMED)


def is_claimed(connection: Connection, series: str) -> bool:
    """Say whether a slot of a series is taken."""
    return connection.execute(claims(series).limit(1)).one_or_none() is not None


def at(series: str, due_at: datetime) -> ColumnElement[bool]:
    """Return the condition that names one slot."""
    return (_s.series == series) & (_s.due_at == due_at)


def horizon_of(connection: Connection, series: str) -> datetime | None:
    """Return up to when slots were noticed, None where the series was never looked at."""
    found = state(connection, series, _HORIZON)
    return None if found is None else datetime.fromisoformat(found)


def set_horizon(connection: Connection, series: str, horizon: datetime, now: datetime) -> None:
    """Remember up to when slots were noticed."""
    remember(connection, series, _HORIZON, horizon.isoformat(), now)


def slot_of(row: Row[Any], **changed: Any) -> Slot:
    """Return a row as a value, with what has just been changed of it."""
    values = {**row._mapping, **changed}
    values["state"] = SlotState(values["state"])
    return Slot(**{name: values[name] for name in Slot.__dataclass_fields__})
