"""What a series remembers between runs: a JSON value under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.engine import upsert
from storage.tables import series_state


def state(connection: Connection, series: str, name: str) -> Any:
    """Return a remembered JSON value, None where nothing was remembered."""
    c = series_state.c
    return connection.scalar(select(c.value).where(c.series == series, c.name == name))


def remember(connection: Connection, series: str, name: str, value: Any, now: datetime) -> None:
    """Remember a JSON value of a series under a name, in place of the one before."""
    row = {"series": series, "name": name, "value": value, "updated_at": now}
    statement = upsert(connection, series_state).values(row)
    newer = {name: statement.excluded[name] for name in ("value", "updated_at")}
    connection.execute(statement.on_conflict_do_update(index_elements=["series", "name"], set_=newer))
