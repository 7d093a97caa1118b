"""Days that are yet to come: a page names one by a slip or out of malice, and no newspaper has printed it. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from storage.values import Document, Extract

AHEAD: Final = timedelta(days=2)
"""Tomorrow's newspaper may be there already, and it is tomorrow already where it is printed."""


def come(day: date | None, now: datetime) -> date | None:
    """Return a day that a page names, None where it is yet to come."""
    return None if day is None or day > (now + AHEAD).date() else day


def sober(found: Extract, document: Document) -> Extract:
    """Return what a document says without days that were yet to come when it was fetched."""
    now = document.fetched_at
    put_up = found.published_at if found.published_at and found.published_at <= now + AHEAD else None
    printed_on, published_on = come(found.printed_on, now), come(found.published_on, now)
    return replace(found, printed_on=printed_on, published_at=put_up, published_on=published_on)
