"""What a run notes beside the texts that it records, put together: many notes make one transaction and few statements.

    documents kept → visits → looks at days → debts made → debts settled → entries of lists that bring nothing new now

In this order, whatever order they came in: an article is owed before the page that named it is marked as read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from storage import snapshots
from storage.engine import Database
from storage.readings import Visited
from storage.running import errands, heard, sweeps, visits
from storage.running.errands import Named
from storage.running.sweeps import Sweep
from storage.values import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Owed:
    """Articles that are still to be read, with who named them."""

    wanted: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Settled:
    """Articles that are no longer owed, by address."""

    urls: Sequence[str]


@dataclass(frozen=True, slots=True)
class Walked:
    """Entries of the list `start` that bring nothing new from now on, and the places where its walk is to go on."""

    start: str
    urls: Sequence[str]
    places: list[dict[str, Any]]


Note = Document | Visited | Sweep | Owed | Settled | Walked
"""A document is to be kept; what a run came across at an address is a visit, a source's look at a day a sweep."""


def write(database: Database, run_id: int, series: str, notes: Sequence[Note], now: datetime) -> None:
    """Write notes of a run of a series, all or none."""
    packed = snapshots.pack(database, _of(Document, notes)) if _of(Document, notes) else []
    with database.writing() as connection:
        if packed:
            ids = snapshots.store(connection, packed)
            heard.store(connection, dict(zip(ids, _of(Document, notes), strict=True)))
        visits.note(connection, run_id, _of(Visited, notes))
        sweeps.note(connection, _of(Sweep, notes))
        errands.owe(connection, series, [named for note in _of(Owed, notes) for named in note.wanted], now)
        if settled := [url for note in _of(Settled, notes) for url in note.urls]:
            errands.settle(connection, series, settled)
        for walk in _of(Walked, notes):
            errands.walked(connection, series, walk.start, walk.urls, walk.places, now)


def _of(kind: type[T], notes: Sequence[Note]) -> list[T]:
    return [note for note in notes if isinstance(note, kind)]
