"""By which words a series was followed: what was seen under narrower ones proves nothing.

words that take in more than before → lists read to their end once more, days found empty are nobody's proof any longer
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, or_

from storage.running.errands import PLACES, SWEPT
from storage.running.remembered import remember, state
from storage.running.sweeps import Found
from storage.tables import listed, series_state, sweeps

WORDS: Final = "words"
"""Name under which a series remembers its `match` and `exclude`."""
_EMPTY: Final = (Found.NOTHING, Found.UNLISTED)
"""What only words say of a day: where nothing could be read, or no issue was, they have no part in it."""


def follow(connection: Connection, series: str, match: Sequence[str], exclude: Sequence[str], now: datetime) -> bool:
    """Note by which words a series is followed from now on, and tell whether they may take in more than before.

    If so, what lists have shown and which days were empty is forgotten; articles and all other looks at days stay.
    """
    before = state(connection, series, WORDS)
    words = {"match": list(match), "exclude": list(exclude)}
    if before == words:
        return False
    remember(connection, series, WORDS, words, now)
    wider = before is not None and bool(set(match) - set(before["match"]) or set(before["exclude"]) - set(exclude))
    if wider:
        _forget(connection, series)
    return wider


def _forget(connection: Connection, series: str) -> None:
    of_lists = or_(*(series_state.c.name.startswith(f"{name} ", autoescape=True) for name in (PLACES, SWEPT)))
    connection.execute(delete(series_state).where(series_state.c.series == series, of_lists))
    connection.execute(delete(listed).where(listed.c.series == series))
    connection.execute(delete(sweeps).where(sweeps.c.series == series, sweeps.c.found.in_(_EMPTY)))
