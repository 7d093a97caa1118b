"""Leads: links that an instalment's own page shows to others of its series (上一篇, 相关阅读), each noted once.

A lead says that an instalment exists, whether or not its address still answers: evidence for the ledger. It does not
say when that one was printed; only that the instalment which names it stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from storage.addresses import canonical
from storage.engine import Database, chunks, upsert
from storage.tables import series_state

_NAME: Final = "lead "
"""Begins the name under which a series remembers a lead; the address's key follows."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One link that an instalment shows.

    url       where it leads
    words     the link's text, else its title attribute
    named_by  address of the instalment that shows it
    on        the date printed beside the link, None without one
    """

    url: str
    words: str
    named_by: str
    on: date | None = None


def note_leads(database: Database, series: str, leads: Sequence[Lead], now: datetime) -> None:
    """Note leads; whoever named an address first stays the one that did."""
    rows = [
        {"series": series, "name": _NAME + canonical(lead.url), "value": _plain(lead), "updated_at": now}
        for lead in {canonical(lead.url): lead for lead in leads}.values()
    ]
    with database.writing(series) as connection:
        for chunk in chunks(rows):
            connection.execute(upsert(connection, series_state).values(list(chunk)).on_conflict_do_nothing())


def leads_at(database: Database, series: str, urls: Iterable[str]) -> dict[str, Lead]:
    """Return the leads to these addresses, by the address as given; others are left out."""
    with database.reading() as connection:
        return leads_to(connection, series, urls)


def leads_to(connection: Connection, series: str, urls: Iterable[str]) -> dict[str, Lead]:
    """Return the same within a transaction."""
    names = {url: _NAME + canonical(url) for url in urls}
    found = dict(_rows(connection, series, sorted(set(names.values()))))
    return {url: found[name] for url, name in names.items() if name in found}


def _rows(connection: Connection, series: str, names: Sequence[str]) -> Iterator[tuple[str, Lead]]:
    c = series_state.c
    for chunk in chunks(names):
        query = select(c.name, c.value).where(c.series == series, c.name.in_(chunk))
        yield from ((row.name, _lead(row.value)) for row in connection.execute(query))


def _plain(lead: Lead) -> dict[str, Any]:
    told = {"on": lead.on.isoformat()} if lead.on else {}
    return {"url": lead.url, "words": lead.words, "named_by": lead.named_by, **told}


def _lead(value: dict[str, Any]) -> Lead:
    on = date.fromisoformat(value["on"]) if "on" in value else None
    return Lead(value["url"], value["words"], value["named_by"], on)
