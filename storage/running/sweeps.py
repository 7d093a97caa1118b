"""Looks of a source at a day: what the e-paper's issue of a day held, and what a backfill has already asked.

A look is remembered with what it found, so that a backfill goes on where it stopped and the ledger has its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.engine import upsert
from storage.tables import sweeps


class Found(StrEnum):
    """What a look at a day found."""

    CAPTURED = "captured"  # the series' stories stood there
    NOTHING = "nothing_printed"  # the whole board directory was read, and none of it is of the series
    NO_ISSUE = "no_issue"  # the source has no issue of that day
    FAILED = "failed"  # it could not be read to the end
    UNLISTED = "unlisted"  # a list was read past that day, and names nothing of the series on it


@dataclass(frozen=True, slots=True)
class Sweep:
    """One source's last look at one day.

    status  HTTP status of its first address, None without an answer
    reason  what it found in words, in the language of the run
    boards  how many boards of an issue were read, None where that is no matter; `stories` those of the series likewise
    """

    series: str
    source: str
    on: date
    found: Found
    url: str
    status: int | None
    reason: str
    run_id: int
    swept_at: datetime
    boards: int | None = None
    stories: int | None = None


def note(connection: Connection, looks: Sequence[Sweep]) -> None:
    """Note looks, each in place of the source's last one at that day."""
    if not looks:
        return
    values = [
        {
            "series": look.series, "source": look.source, "day": look.on, "found": look.found.value, "url": look.url,
            "status": look.status, "reason": look.reason, "run_id": look.run_id, "swept_at": look.swept_at,
            "boards": look.boards, "stories": look.stories,
        }
        for look in sorted(looks, key=lambda look: (look.source, look.on))
    ]  # fmt: skip
    statement = upsert(connection, sweeps)
    newer = {name: statement.excluded[name] for name in values[0] if name not in {"series", "source", "day"}}
    connection.execute(statement.on_conflict_do_update(index_elements=["series", "source", "day"], set_=newer), values)


def of(
    connection: Connection, series: str, source: str | None = None, since: date | None = None, until: date | None = None
) -> list[Sweep]:
    """Return the last looks at the days of a window, both ends inclusive, in order of day and source."""
    c = sweeps.c
    query = select(sweeps).where(c.series == series).order_by(c.day, c.source)
    for bound in (
        None if source is None else c.source == source,
        None if since is None else c.day >= since,
        None if until is None else c.day <= until,
    ):
        query = query if bound is None else query.where(bound)
    return [_sweep(row) for row in connection.execute(query)]


def answered(looks: Iterable[Sweep], since: datetime) -> set[date]:
    """Return the days that were read to the end since a moment."""
    return {look.on for look in looks if look.found is not Found.FAILED and look.swept_at >= since}


def _sweep(row: Row[Any]) -> Sweep:
    return Sweep(
        row.series, row.source, row.day, Found(row.found), row.url, row.status, row.reason, row.run_id, row.swept_at,
        row.boards, row.stories,
    )  # fmt: skip
