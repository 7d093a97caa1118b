"""Slots: each time at which a series is due is a row, taken once, by whichever service comes first.

    notice → due → take → claimed → (a run with the same series and due_at) → settle → done | skipped
                    ↑______________ the run was cut, or never began ______________|

A slot is settled by what the runs say, not by what a process remembers: whoever looks next does it, so a service may
die at any point. Within a series one slot is taken at a time and the newest covers the older ones, so an absence of
any length costs one run. APScheduler only tells when to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from storage.engine import Database, chunks, upsert
from storage.language import say
from storage.running.leases import AHEAD, has_lapsed, has_lease
from storage.running.runs import this_process
from storage.schedule.slot_rows import (
    CLAIM,
    Slot,
    SlotState,
    at,
    claims,
    cover,
    follow,
    horizon_of,
    is_claimed,
    put_back,
    run_of,
    set_horizon,
    slot_of,
)
from storage.tables import slots

WINDOW: Final = timedelta(days=31)
"""Slots of so much time are noted in one transaction."""
LONGEST: Final = timedelta(days=400)
"""Slots older than this are not looked for: no absence is that long, only a clock that was wrong."""
PAUSE: Final = timedelta(minutes=5)
"""How long a slot rests, times its attempts, after its process could not begin a run."""

Between = Callable[[datetime, datetime], Iterable[datetime]]
"""The instants at which a series is due, later than the first bound and not after the second."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A slot that is ours to run, and how many older ones its run covers."""

    slot: Slot
    covered: int


_s = slots.c
_OPEN = (SlotState.DUE, SlotState.CLAIMED)


def _now() -> datetime:
    return datetime.now(UTC)


class Slots:
    """The slots of an archive, as one process takes them."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now, owner: str | None = None) -> None:
        self._database = database
        self._clock = clock
        self._owner = owner or this_process()

    def horizon(self, series: str) -> datetime | None:
        """Return up to when slots of a series were noticed, None where the series was never looked at."""
        with self._database.reading() as connection:
            return horizon_of(connection, series)

    def notice(self, series: str, between: Between) -> int:
        """Note the slots that fell due since the last look; returns how many. A new series owes no past slot."""
        now, horizon = self._clock(), self.horizon(series)
        if horizon is None or horizon > now + AHEAD:
            self._begin_at(series, now)
            return 0
        after, found = max(horizon, now - LONGEST), 0
        while after < now:
            until = min(after + WINDOW, now)
            found += self._note(series, list(between(after, until)), now)
            after = until
        return found

    def skip_to_now(self, series: str) -> None:
        """Start looking from now on, where the schedule changed: the new one owes no past slot."""
        now = self._clock()
        with self._database.writing(lock=series) as connection:
            set_horizon(connection, series, now, now)

    def take(self, series: str, before: datetime | None = None) -> Taken | None:
        """Take the newest slot that is due by `before` (None: now), covering the older ones; None: nothing to do.

        Settles first what has ended. None also while another slot of the series is taken or a run is going.
        """
        if not self._open(series):
            return None
        now = self._clock()
        with self._database.writing(lock=series) as connection:
            self._settle(connection, series, now)
            if is_claimed(connection, series) or has_lease(connection, series):
                return None
            return self._claim(connection, series, before or now, now)

    def settle(self, series: str) -> None:
        """Settle the slots of a series whose runs have ended or never began."""
        if self._open(series):
            with self._database.writing(lock=series) as connection:
                self._settle(connection, series, self._clock())

    def renew(self, slot: Slot) -> None:
        """Keep a claim while its process is about to begin the run."""
        with self._database.writing() as connection:
            mine = (at(slot.series, slot.due_at), _s.state == SlotState.CLAIMED, _s.owner == self._owner)
            connection.execute(update(slots).where(*mine).values(held_until=self._clock() + CLAIM))

    def give_back(self, slot: Slot, reason: str, *, counts: bool = True) -> None:
        """Give a slot back whose process began no run; where that `counts`, it rests and is given up in the end."""
        now = self._clock()
        with self._database.writing(lock=slot.series) as connection:
            row = connection.execute(claims(slot.series).where(_s.due_at == slot.due_at)).one_or_none()
            if row is None or row.owner != self._owner or run_of(connection, row) is not None:
                return
            if counts:
                put_back(connection, row, reason, now, rest=PAUSE * row.attempts)
            else:
                values = {"state": SlotState.DUE, "held_until": None, "reason": reason, "attempts": row.attempts - 1}
                connection.execute(update(slots).where(at(row.series, row.due_at)).values(values))

    def counts(self) -> dict[tuple[str, SlotState], int]:
        """Return (series, state) → slots; a state without any is left out."""
        query = select(_s.series, _s.state, func.count()).group_by(_s.series, _s.state)
        with self._database.reading() as connection:
            return {(series, SlotState(state)): number for series, state, number in connection.execute(query)}

    # --- inside

    def _open(self, series: str) -> bool:
        query = select(_s.due_at).where(_s.series == series, _s.state.in_(_OPEN)).limit(1)
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def _begin_at(self, series: str, now: datetime) -> None:
        """Look from now on. What a clock ahead of its time noticed is due again when its time comes."""
        with self._database.writing(lock=series) as connection:
            horizon = horizon_of(connection, series)
            if horizon is None or horizon > now + AHEAD:
                early = (_s.series == series, _s.due_at > now, _s.state.in_([SlotState.DUE, SlotState.SKIPPED]))
                connection.execute(delete(slots).where(*early))
                set_horizon(connection, series, now, now)

    def _note(self, series: str, due: list[datetime], now: datetime) -> int:
        if not due:
            return 0
        with self._database.writing(lock=series) as connection:
            horizon = horizon_of(connection, series)
            new = [moment for moment in due if horizon is None or moment > horizon]
            rows = [{"series": series, "due_at": moment, "state": SlotState.DUE, "noticed_at": now} for moment in new]
            for part in chunks(rows):
                connection.execute(upsert(connection, slots).values(list(part)).on_conflict_do_nothing())
            if new:
                set_horizon(connection, series, new[-1], now)
        return len(new)

    def _settle(self, connection: Connection, series: str, now: datetime) -> None:
        for row in connection.execute(claims(series)).all():
            run = run_of(connection, row)
            if run is not None:
                follow(connection, row, run, now)
            elif has_lapsed(row.held_until, now):
                put_back(connection, row, say("没有启动起来", "no run began"), now)

    def _claim(self, connection: Connection, series: str, before: datetime, now: datetime) -> Taken | None:
        query = select(slots).where(_s.series == series, _s.state == SlotState.DUE, _s.due_at <= before)
        rows = connection.execute(query.order_by(_s.due_at.desc())).all()
        if not rows or not has_lapsed(rows[0].held_until, now):
            return None
        newest, older = rows[0], rows[1:]
        values = {
            "state": SlotState.CLAIMED, "owner": self._owner, "held_until": now + CLAIM,
            "attempts": newest.attempts + 1, "reason": None,
        }  # fmt: skip
        connection.execute(update(slots).where(at(series, newest.due_at)).values(values))
        if older:
            cover(connection, series, newest.due_at, now)
        return Taken(slot_of(newest, **values), len(older))
