"""Which instalments stand before and behind one in its series, for whoever reads one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, select

from storage.answers import Instalment, Place
from storage.asking.queries import behind, in_order
from storage.tables import articles


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An instalment as a link to it needs it."""

    id: int
    title: str
    dated_on: date


def beside(connection: Connection, one: Instalment) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the instalment before one in its series and the one after it, in the order of a list; None at its ends."""
    before = behind(Place(one.dated_on, one.published_at, one.id))
    return _first(connection, one, before), _first(connection, one, ~before, oldest_first=True)


def _first(
    connection: Connection, one: Instalment, where: ColumnElement[bool], *, oldest_first: bool = False
) -> Neighbour | None:
    a = articles.c
    others = (a.series == one.series, a.copy_of.is_(None), a.id != one.id, where)
    query = in_order(select(a.id, a.title, a.dated_on).where(*others), oldest_first=oldest_first)
    row = connection.execute(query.limit(1)).one_or_none()
    return Neighbour(*row) if row else None
