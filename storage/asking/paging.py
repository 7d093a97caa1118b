"""Cursors: where the next page of a list begins, as text that survives a script.

A cursor names a place in the order of a list, not a number of rows: what is recorded between two pages makes no row
come twice and none get lost, and it stays good when the instalment that stood there is gone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from storage.answers import Instalment, Place

_SPELLED: Final = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d{1,18})?-(\d{1,18})", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STEP: Final = timedelta(microseconds=1)


def cursor(one: Instalment) -> str:
    """Return the cursor of the page that begins behind an instalment."""
    at = "" if one.published_at is None else (one.published_at - _EPOCH) // _STEP
    return f"{one.dated_on:%Y%m%d}-{at}-{one.id}"


def read_cursor(text: str) -> Place:
    """Return the place that a cursor names. Raises ValueError where it is none."""
    found = _SPELLED.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, at, number = found.groups()
    try:
        published_at = None if at is None else _EPOCH + int(at) * _STEP
        return Place(date(int(year), int(month), int(day)), published_at, int(number))
    except OverflowError as error:
        raise ValueError(text) from error
