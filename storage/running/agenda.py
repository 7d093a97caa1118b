"""What a series has to do besides reading its lists, and what it remembers between runs: the archive's agenda.

lists walked · articles owed and due · looks at days → ledger · backfills that are under way · what is usual
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from storage.addresses import canonical
from storage.engine import Database
from storage.ledger.coverage import Day
from storage.ledger.ledgers import read_ledger
from storage.running import errands, followed, remembered, sweeps
from storage.running.errands import Named
from storage.running.history import MEMORY, History, read_history
from storage.running.memory import Memory
from storage.running.sweeps import Sweep

BACKFILL: Final = "backfills"
"""Name of the memory that holds when each unfinished backfill began, by its window."""


class Agenda:
    """The archive as a run uses it to know what is to be done."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def follow(self, series: str, match: Sequence[str], exclude: Sequence[str], young: date | None) -> bool:
        """Note the words of a series; where they may take in more than before, what was seen under those is forgotten.

        `young`: see `storage.running.followed.follow`. Returns whether it was.
        """
        with self._database.writing(series) as connection:
            return followed.follow(connection, series, match, exclude, young, self._clock())

    def listed(self, series: str, start: str, urls: Sequence[str]) -> set[str]:
        """Return which entries of a list an earlier walk has seen, as canonical addresses."""
        with self._database.reading() as connection:
            return errands.seen(connection, series, start, urls)

    def walked(self, series: str, start: str, urls: Sequence[str], places: list[dict[str, Any]]) -> None:
        """Note entries of a list that a walk has seen, and the places from which it is to go on to older ones."""
        with self._database.writing() as connection:
            errands.walked(connection, series, start, urls, places, self._clock())

    def places(self, series: str, start: str) -> list[dict[str, Any]]:
        """Return the places at which walks through a list were broken off, the newest first."""
        with self._database.reading() as connection:
            return errands.places(connection, series, start)

    def swept_at(self, series: str, start: str) -> datetime | None:
        """Return when all that is young on a list was read last, None where it never was."""
        at = self.state(series, _sweep_name(start))
        return None if at is None else datetime.fromisoformat(at)

    def swept(self, series: str, start: str) -> None:
        """Note that all that is young on a list was read."""
        self.remember(series, _sweep_name(start), self._clock().isoformat())

    def owed(self, series: str, days: int) -> list[Named]:
        """Return what is owed for no more than `days`, the oldest first."""
        with self._database.reading() as connection:
            return errands.still_owed(connection, series, days, self._clock())

    def due(self, series: str, days: int) -> list[str]:
        """Return the addresses of articles of the last `days` that are due to be read again."""
        with self._database.reading() as connection:
            return errands.due(connection, series, days, self._clock())

    def within(self, series: str, since: date | None, until: date | None) -> list[str]:
        """Return the addresses of all articles of a window of days, both inclusive."""
        with self._database.reading() as connection:
            return errands.within(connection, series, since, until)

    def note_sweeps(self, looks: Sequence[Sweep]) -> None:
        """Note what sources' looks at days found."""
        with self._database.writing() as connection:
            sweeps.note(connection, looks)

    def sweeps(
        self, series: str, source: str | None = None, since: date | None = None, until: date | None = None
    ) -> list[Sweep]:
        """Return the last looks of sources at the days of a window, both ends inclusive."""
        with self._database.reading() as connection:
            return sweeps.of(connection, series, source, since, until)

    def ledger(self, series: str, first: date, last: date, zone: tzinfo = UTC) -> list[Day]:
        """Return the verdict of every day from first to last, both inclusive; evidence tells times in `zone`."""
        with self._database.reading() as connection:
            return read_ledger(connection, series, first, last, zone)

    def backfill_began(self, series: str, since: date | None, until: date | None) -> datetime:
        """Return when the unfinished backfill of a window began; where there is none, one begins now.

        A bound that is None stays open: asked for tomorrow, the window without an end is the same one.
        """
        if (going := self.backfill_going(series, since, until)) is not None:
            return going
        began_at, others = self._clock(), self.state(series, BACKFILL) or {}
        self.remember(series, BACKFILL, {**others, _window_name(since, until): began_at.isoformat()})
        return began_at

    def backfill_going(self, series: str, since: date | None, until: date | None) -> datetime | None:
        """Return when the unfinished backfill of a window began, None where there is none."""
        began_at = (self.state(series, BACKFILL) or {}).get(_window_name(since, until))
        return None if began_at is None else datetime.fromisoformat(began_at)

    def finish_backfill(self, series: str, since: date | None, until: date | None) -> None:
        """Note that the backfill of a window is through: the same window asked again is read anew."""
        going = self.state(series, BACKFILL) or {}
        self.remember(series, BACKFILL, {name: at for name, at in going.items() if name != _window_name(since, until)})

    # --- what a series remembers between runs

    def state(self, series: str, name: str) -> Any:
        """Return a remembered JSON value, None where nothing was remembered."""
        with self._database.reading() as connection:
            return remembered.state(connection, series, name)

    def history(self, series: str, run_id: int, zone: ZoneInfo) -> History:
        """Return what the judge of a run goes by besides the run itself."""
        return read_history(self._database, series, run_id, zone, self._clock())

    def learn(self, series: str, memory: Memory) -> None:
        """Remember what is usual at the sources of a series."""
        self.remember(series, MEMORY, memory.as_json())

    def remember(self, series: str, name: str, value: Any) -> None:
        """Remember a JSON value of a series under a name, in place of the one before."""
        with self._database.writing() as connection:
            remembered.remember(connection, series, name, value, self._clock())


def _sweep_name(start: str) -> str:
    return f"{errands.SWEPT} {canonical(start)}"


def _window_name(since: date | None, until: date | None) -> str:
    return f"{since or ''}/{until or ''}"
