"""Runs and their leases: one run of a series at a time, and every run has a row that tells how it ended."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from storage.answers import Run, RunFilter
from storage.complaints import settle
from storage.judge import Judgement, unfinished
from storage.language import say
from storage.running.busy import Busy, busy_with
from storage.running.lifeline import is_gone
from storage.running.visits import tally
from storage.tables import leases, runs
from storage.values import Outcome, Trigger, Verdict


def process_named(number: int) -> str:
    """Name a process of this machine to others: host and process number."""
    return f"{socket.gethostname()}:{number}"


def this_process() -> str:
    """Name this process to other machines: host and process number."""
    return process_named(os.getpid())


def is_dead(owner: str) -> bool:
    """Say whether a process of this machine has ended; of another machine's nothing is known."""
    host, _, number = owner.rpartition(":")
    if os.name != "posix" or host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is there, and somebody else's
        return False
    return False


def begin(
    connection: Connection,
    series: str,
    trigger: Trigger,
    due_at: datetime | None,
    owner: str,
    seconds: float,
    now: datetime,
    process: str | None = None,
    after: int | None = None,
) -> Run | Busy:
    """Start a run and take the series' lease; one whose run stopped beating, or is dead, is ended as interrupted.

    process  the lifeline of whoever works, None where nobody can see whether it lives
    after    a run with a higher id than this that the owner holds is the owner's: begun for it before it was awake.
             Lower ones are of an earlier process with the same number. None: whatever run is held is another's
    """
    held = connection.execute(select(leases).where(leases.c.series == series).with_for_update()).one_or_none()
    if held is not None:
        died = is_gone(held.process)
        if held.expires_at > now and not died:
            if after is not None and held.owner == owner and held.run_id > after:
                return _gone_on(connection, held.run_id, seconds, now, process)
            return busy_with(held, now)
        _give_up(connection, held, now, died)
    ran = _ran(connection, series, due_at)
    if ran is not None:
        return Busy(ran)
    values: dict[str, Any] = {
        "series": series, "trigger": trigger, "due_at": due_at, "started_at": now, "heartbeat_at": now,
        "owner": owner, "complaints": [], "recovered": [],
    }  # fmt: skip
    run_id = connection.execute(runs.insert().returning(runs.c.id), values).scalar_one()
    connection.execute(
        leases.insert(),
        {"series": series, "run_id": run_id, "owner": owner, "acquired_at": now,
         "expires_at": now + timedelta(seconds=seconds), "seconds": seconds, "process": process},
    )  # fmt: skip
    return _there(connection, run_id)


def _give_up(connection: Connection, held: Row[Any], now: datetime, died: bool) -> None:
    """End the run of a lease that holds its series no more, and take the lease away."""
    lapsed = held.expires_at.isoformat(timespec="seconds")
    reason = say(f"没有心跳，租约已于 {lapsed} 到期", f"it stopped beating: its lease ended at {lapsed}")
    gone = say("进程被终止，没有收尾", "its process was killed")
    abandon(connection, held.run_id, gone if died else reason, now)
    connection.execute(delete(leases).where(leases.c.series == held.series))


def _gone_on(connection: Connection, run_id: int, seconds: float, now: datetime, process: str | None) -> Run:
    """Go on with a run that was begun for us; from here on it beats, and lives, as we do."""
    connection.execute(update(leases).where(leases.c.run_id == run_id).values(seconds=seconds, process=process))
    beat(connection, run_id, now)
    return _there(connection, run_id)


def _ran(connection: Connection, series: str, due_at: datetime | None) -> int | None:
    """Return the run that has served a slot, None where there is none: two services never run one twice."""
    if due_at is None:
        return None
    c = runs.c
    served = (c.series == series, c.due_at == due_at, c.outcome != Outcome.INTERRUPTED)
    return connection.scalar(select(c.id).where(*served).limit(1))


def beat(connection: Connection, run_id: int, now: datetime) -> bool:
    """Renew a run's lease; False where it was lost, and the run must stop."""
    held = connection.execute(select(leases).where(leases.c.run_id == run_id).with_for_update()).one_or_none()
    if held is None:
        return False
    expires_at = now + timedelta(seconds=held.seconds)
    connection.execute(update(leases).where(leases.c.run_id == run_id).values(expires_at=expires_at))
    connection.execute(update(runs).where(runs.c.id == run_id).values(heartbeat_at=now))
    return True


def abandon(connection: Connection, run_id: int, error: str, now: datetime) -> None:
    """End a run that stopped beating, at its last heartbeat, and complain of that."""
    row = connection.execute(select(runs).where(runs.c.id == run_id, runs.c.ended_at.is_(None))).one_or_none()
    if row is not None:
        seconds = (row.heartbeat_at - row.started_at).total_seconds()
        judgement = unfinished(Judgement(), Outcome.INTERRUPTED, error)
        settle(connection, row.series, run_id, judgement, Outcome.INTERRUPTED, now)
        _close(connection, run_id, Outcome.INTERRUPTED, row.heartbeat_at, seconds, row.requests, error)


def end(
    connection: Connection, run_id: int, outcome: Outcome, requests: int, judgement: Judgement,
    seconds: float, error: str | None, now: datetime,
) -> Run | None:  # fmt: skip
    """End a run: tallies, complaints, recoveries; its lease is given back. None where it has ended already."""
    row = connection.execute(select(runs).where(runs.c.id == run_id, runs.c.ended_at.is_(None))).one_or_none()
    if row is None:
        return None
    recovered = settle(connection, row.series, run_id, judgement, outcome, now)
    _close(connection, run_id, outcome, now, seconds, requests, error)
    connection.execute(
        update(runs)
        .where(runs.c.id == run_id)
        .values(complaints=[complaint.as_json() for complaint in judgement.complaints], recovered=recovered)
    )
    connection.execute(delete(leases).where(leases.c.run_id == run_id))
    return one(connection, run_id)


def one(connection: Connection, run_id: int) -> Run | None:
    """Return a run, None where there is no such one."""
    return next(iter(_runs(connection, connection.execute(select(runs).where(runs.c.id == run_id)).all())), None)


def _there(connection: Connection, run_id: int) -> Run:
    """Return a run of which the row is there: this transaction made it, or holds its lease."""
    [run] = _runs(connection, connection.execute(select(runs).where(runs.c.id == run_id)).all())
    return run


def found(connection: Connection, asked: RunFilter) -> list[Run]:
    """Return the runs that a filter finds, the newest first, whatever the clock said when each began."""
    c = runs.c
    query = select(runs).order_by(c.id.desc()).limit(asked.limit).offset(asked.offset)
    if asked.series is not None:
        query = query.where(c.series == asked.series)
    if asked.outcome is not None:
        query = query.where(c.outcome == asked.outcome)
    if asked.from_ is not None:
        query = query.where(c.started_at >= asked.from_)
    if asked.before is not None:
        query = query.where(c.started_at < asked.before)
    if asked.after is not None:
        query = query.where(c.id < asked.after)
    return _runs(connection, connection.execute(query).all())


def _close(
    connection: Connection,
    run_id: int,
    outcome: Outcome,
    at: datetime,
    seconds: float,
    requests: int,
    error: str | None,
) -> None:
    counts = {verdict.value: count for verdict, count in tally(connection, [run_id])[run_id].items()}
    connection.execute(
        update(runs)
        .where(runs.c.id == run_id)
        .values(ended_at=at, outcome=outcome, seconds=seconds, requests=requests, error=error, **counts)
    )


def _runs(connection: Connection, rows: Sequence[Row[Any]]) -> list[Run]:
    going = [row.id for row in rows if row.ended_at is None]
    counts = tally(connection, going) if going else {}
    return [_run(row, counts.get(row.id)) for row in rows]


def _run(row: Row[Any], counts: dict[Verdict, int] | None) -> Run:
    return Run(
        id=row.id, series=row.series, trigger=Trigger(row.trigger), started_at=row.started_at,
        heartbeat_at=row.heartbeat_at, owner=row.owner, due_at=row.due_at, ended_at=row.ended_at,
        outcome=Outcome(row.outcome) if row.outcome else None, requests=row.requests, seconds=row.seconds,
        error=row.error, complaints=tuple(row.complaints), recovered=tuple(row.recovered),
        tally=counts if counts is not None else {verdict: row._mapping[verdict.value] for verdict in Verdict},
    )  # fmt: skip
