"""By which words a series was followed: what was seen under narrower ones proves nothing.

words that take in more than before → lists are read to their end once more, a newspaper's young days looked at again;
what was proven to be empty is not any longer
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, and_, delete, or_, update

from storage.language import say
from storage.running.errands import PLACES, SWEPT
from storage.running.remembered import remember, state
from storage.running.sweeps import Found
from storage.tables import listed, series_state, sweeps

WORDS: Final = "words"
"""Name under which a series remembers its `match` and `exclude`."""
_EMPTY: Final = (Found.NOTHING, Found.UNLISTED)
"""What only words say of a day: where nothing could be read, or no issue was, they have no part in it."""


def follow(
    connection: Connection, series: str, match: Sequence[str], exclude: Sequence[str], young: date | None, now: datetime
) -> bool:
    """Note by which words a series is followed from now on, and tell whether they may take in more than before.

    If so, what lists have shown and which days were empty is forgotten; articles and all other looks at days stay.
    `young` is the first day that is looked at again by itself, None where none is.
    """
    before = state(connection, series, WORDS)
    words = {"match": list(match), "exclude": list(exclude)}
    if before == words:
        return False
    remember(connection, series, WORDS, words, now)
    wider = before is not None and bool(set(match) - set(before["match"]) or set(before["exclude"]) - set(exclude))
    if wider:
        _forget_lists(connection, series)
        _forget_days(connection, series, young)
    return wider


def _forget_lists(connection: Connection, series: str) -> None:
    of_lists = or_(*(series_state.c.name.startswith(f"{name} ", autoescape=True) for name in (PLACES, SWEPT)))
    connection.execute(delete(series_state).where(series_state.c.series == series, of_lists))
    connection.execute(delete(listed).where(listed.c.series == series))


def _forget_days(connection: Connection, series: str, young: date | None) -> None:
    """Forget that days were empty; an issue that is young was not read to its end, so that it soon will be."""
    c = sweeps.c
    if young is not None:
        issues = and_(c.series == series, c.found == Found.NOTHING, c.day >= young)
        reason = say("系列的词放宽了，要重看", "the series' words take in more now; to be looked at again")
        connection.execute(update(sweeps).where(issues).values(found=Found.FAILED, reason=reason))
    connection.execute(delete(sweeps).where(c.series == series, c.found.in_(_EMPTY)))
