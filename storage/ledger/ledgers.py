"""What the ledger is made of: the archive's instalments, the looks of its sources, and what exists without a text.

instalments by day, looks by day, what was named and never read, numbers that are missing → ledger
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from storage.addresses import day_in
from storage.engine import chunks
from storage.identity.fingerprint import fold
from storage.ledger.coverage import Day, ledger
from storage.ledger.evidence import of_entry, of_gap
from storage.ledger.grounds import Claim, Held, Seen
from storage.ledger.numbering import Gap, Numbered, day_of, gaps
from storage.outline import series_number
from storage.running import sweeps
from storage.running.leads import Lead, leads_to
from storage.running.sweeps import Found, Sweep
from storage.tables import addresses, articles, documents, excluded, owed, visits
from storage.values import CHINA, Surface

AROUND: Final = timedelta(days=400)
"""How far around a window instalments are looked at: a number's neighbours stand there, and titles that moved."""
MOVED: Final = timedelta(days=7)
"""An index may date an instalment otherwise than the newspaper; of the same title they are one within so many days."""
ELLIPSIS: Final = "…."
SHORTEST: Final = 8
"""Characters of a title that a list has cut short which still tell it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as far as the ledger goes by it. `on` is the printed day where anything says it."""

    id: int
    leading_id: int
    on: date
    title: str
    number: int | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article that an index or an instalment names and no run has read; `seen` is its own address."""

    title: str
    day: date | None
    place: str
    since: datetime
    seen: Seen


def read_ledger(connection: Connection, series: str, first: date, last: date, zone: tzinfo | None = UTC) -> list[Day]:
    """Return the verdict of every day from first to last, both inclusive.

    Evidence tells times in `zone`; None leaves it out.
    """
    rows = _rows(connection, series, *_around(first, last))
    texts, captured = _texts(rows), _captured(rows, first, last)
    looks = sweeps.of(connection, series)
    claims = list(_claims(connection, series, texts, captured, looks, zone or UTC))
    return list(ledger(series, first, last, captured, looks, claims, zone))


def _around(first: date, last: date) -> tuple[date, date]:
    """Return a window with what stands around it, as far as there are dates: people ask from the year 1 for all."""
    return max(first, date.min + AROUND) - AROUND, min(last, date.max - AROUND) + AROUND


def _rows(connection: Connection, series: str, first: date, last: date) -> list[Row[Any]]:
    a = articles.c
    query = (
        select(
            a.id, func.coalesce(a.copy_of, a.id).label("leading_id"), a.surface, a.printed_on, a.dated_on, a.title,
            a.kicker, a.url, a.last_seen_at, documents.c.status,
        )
        .outerjoin(documents, documents.c.id == a.snapshot_id)
        .where(a.series == series, a.dated_on.between(first, last))
        .order_by(a.dated_on.desc(), a.published_at.desc().nulls_last(), a.id.desc())
    )  # fmt: skip
    return list(connection.execute(query))


def _texts(rows: Sequence[Row[Any]]) -> list[_Text]:
    return [
        _Text(
            row.id, row.leading_id, row.printed_on or row.dated_on, row.title, _number_on_top(row.title, row.kicker)
        )
        for row in rows
    ]  # fmt: skip


@lru_cache(maxsize=20_000)
def _number_on_top(title: str, kicker: str | None) -> int | None:
    """Return the number that a title or kicker tells; kept, because every page of a calendar asks all of them again."""
    return series_number(title, kicker, "")


def _captured(rows: Sequence[Row[Any]], first: date, last: date) -> dict[date, list[int | Held]]:
    """Return day → its instalments, those of days that nobody asks for by their ids.

    An instalment that does not say when it was printed is of the day on which its copy in the e-paper was.
    """
    printed = {row.leading_id: row.printed_on for row in rows if row.surface == Surface.EPAPER.value and row.printed_on}
    captured: dict[date, list[int | Held]] = {}
    for row in rows:
        if row.id == row.leading_id:
            on = row.printed_on or printed.get(row.id) or row.dated_on
            asked = first <= on <= last
            held = Held(row.id, row.title, Seen(row.url, row.status, row.last_seen_at)) if asked else row.id
            captured.setdefault(on, []).append(held)
    return captured


# --- what exists and has no text


def _claims(
    connection: Connection, series: str, texts: Sequence[_Text], captured: dict[date, list[int | Held]],
    looks: Sequence[Sweep], zone: tzinfo,
) -> Iterator[Claim]:  # fmt: skip
    empty = {look.on for look in looks if look.found in (Found.NOTHING, Found.NO_ISSUE)}
    taken = set(captured)
    missing = {gap.number: gap for gap in _gaps(connection, texts)}
    entries = _named(connection, series)
    titles = [(text.on, fold(text.title)) for text in texts] if entries else []
    for entry in entries:
        if _is_there(entry, titles):
            continue
        gap = missing.pop(series_number(entry.title, None, "") or 0, None)
        on = entry.day or (day_of(gap, taken, empty) if gap else entry.since.astimezone(CHINA).date())
        told = of_entry(entry.title, entry.place, entry.seen, zone)
        yield Claim(on, told, entry.seen, decisive=gap is not None)
    for gap in missing.values():
        on = day_of(gap, taken, empty)
        taken.add(on)
        yield Claim(on, of_gap(gap), decisive=True)


def _gaps(connection: Connection, texts: Sequence[_Text]) -> list[Gap]:
    """Return the missing numbers. What stands between and bears its number in the text alone is asked for it.

    A number that one copy of an instalment bears is the instalment's: its other copies fill no gap.
    """
    numbered = [Numbered(text.number, text.on, text.title) for text in texts if text.number is not None]
    told = {text.leading_id for text in texts if text.number is not None}
    found = list(gaps(numbered))
    between = [
        text for text in texts
        if text.leading_id not in told and any(gap.before.on <= text.on <= gap.after.on for gap in found)
    ]  # fmt: skip
    if not between:
        return found
    inside = _numbers_inside(connection, [text.id for text in between])
    numbered += [Numbered(number, text.on, text.title) for text in between if (number := inside.get(text.id))]
    told |= {text.leading_id for text in between if inside.get(text.id)}
    unnumbered = [text.on for text in between if text.id == text.leading_id and text.id not in told]
    return [gap for gap in gaps(numbered) if not _is_filled(gap, unnumbered)]


def _is_filled(gap: Gap, unnumbered: Sequence[date]) -> bool:
    """Tell whether as many instalments without a number stand between its neighbours: then those are the missing ones.

    The judge's `numbered_gap` goes by the same rule.
    """
    between = sum(gap.before.on <= on <= gap.after.on for on in unnumbered)
    return between >= gap.after.number - gap.before.number - 1


def _numbers_inside(connection: Connection, ids: Sequence[int]) -> dict[int, int | None]:
    a = articles.c
    numbers: dict[int, int | None] = {}
    for chunk in chunks(ids):
        rows = connection.execute(select(a.id, a.title, a.kicker, a.body).where(a.id.in_(chunk)))
        numbers |= {row.id: series_number(row.title, row.kicker, row.body) for row in rows}
    return numbers


def _named(connection: Connection, series: str) -> list[_Entry]:
    """Return what was named and never read, with what became of it when it was asked for last."""
    o, v = owed.c, visits.c
    known = select(addresses.c.key).where(addresses.c.series == series)
    out = select(excluded.c.key).where(excluded.c.series == series)
    last = select(func.max(v.run_id)).where(v.key == o.key).correlate(owed).scalar_subquery()
    query = (
        select(o.url, o.title, o.day, o.place, o.since, v.status, v.visited_at)
        .select_from(owed.outerjoin(visits, (v.key == o.key) & (v.run_id == last)))
        .where(o.series == series, o.key.not_in(known), o.key.not_in(out))
        .order_by(o.since, o.key)
    )
    rows: list[Row[Any]] = list(connection.execute(query))
    leads = leads_to(connection, series, [row.url for row in rows if row.title is None])
    return [entry for row in rows if (entry := _entry(row, leads.get(row.url))) is not None]


def _entry(row: Row[Any], lead: Lead | None) -> _Entry | None:
    """Return a debt with who named it, None where nobody did: then nothing says that it exists."""
    seen = Seen(row.url, row.status, row.visited_at)
    if row.title is not None:
        return _Entry(row.title, row.day or day_in(row.url), row.place, row.since, seen)
    if lead is None:
        return None
    return _Entry(lead.words, lead.on or day_in(row.url), lead.named_by, row.since, seen)


def _is_there(entry: _Entry, titles: Sequence[tuple[date, str]]) -> bool:
    """Tell whether the archive has the named text from another address, by its title; a list may have cut it short.

    titles  day and folded title of each text that stands around the window
    """
    title = fold(entry.title).rstrip(ELLIPSIS)
    near = (text for on, text in titles if entry.day is None or abs(on - entry.day) <= MOVED)
    return len(title) >= SHORTEST and any(text.startswith(title) for text in near)
