"""The clock: which series are to be run now. It decides from rows; what starts the runs is somebody else's.

one pass:  reap lapsed leases → a series: notice due slots → settle ended ones → take the newest → Due
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import structlog

from storage.config import Config, SeriesConfig
from storage.engine import Database
from storage.running.leases import reap
from storage.schedule.due import due_between
from storage.schedule.slot_rows import Slot
from storage.schedule.slots import Slots, Taken
from storage.values import Trigger

LATE: Final = timedelta(minutes=5)
"""A slot taken later than this (and the jitter) after it was due has been missed: its run is a catch-up."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that was taken and is to be run now."""

    slot: Slot
    trigger: Trigger


def _now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The due slots of every configured series. A pass may be made by any thread, one at a time.

    lost  told of each series whose run was ended because its lease had lapsed
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = _now, owner: str | None = None,
        lost: Callable[[str], None] = lambda series: None,
    ) -> None:  # fmt: skip
        self.slots = Slots(database, clock, owner)
        self._database = database
        self._clock = clock
        self._lost = lost

    def one_pass(
        self, config: Config, *, prompt: Collection[str] = (), going: Collection[str] = (), trusting: bool = True
    ) -> list[Due]:
        """Look once at every series and return what is to be run now. Raises ArchiveError.

        prompt    series whose slots do not wait for the jitter to pass: its time has come
        going     series that this process is running, which are only settled
        trusting  the wall clock can be trusted; else nothing is taken, and nobody's lease is held to have lapsed
        """
        if trusting:
            for name, run_id in reap(self._database, self._clock()):
                log.warning("run.lost", run=run_id)
                self._lost(name)
        for series in config.series:
            self.slots.notice(series.name, partial(due_between, series.schedule, config.zone))
        idle = [series for series in config.series if series.name not in going]
        return list(self._taken(config, idle, prompt)) if trusting else []

    def settle(self, config: Config) -> None:
        """Settle the slots whose runs have ended, without taking another."""
        for series in config.series:
            self.slots.settle(series.name)

    def _taken(self, config: Config, idle: list[SeriesConfig], prompt: Collection[str]) -> Iterator[Due]:
        jitter = timedelta(seconds=config.service.jitter)
        for series in idle:
            now = self._clock()
            wait = timedelta() if series.name in prompt else jitter
            taken = self.slots.take(series.name, now - wait)
            if taken is not None:
                due = Due(taken.slot, _trigger(taken, now - jitter))
                log.info("slot.taken", series=series.name, due_at=taken.slot.due_at.isoformat(), covers=taken.covered)
                yield due


def _trigger(taken: Taken, now: datetime) -> Trigger:
    late = taken.covered or taken.slot.due_at < now - LATE
    return Trigger.CATCH_UP if late else Trigger.SCHEDULE
