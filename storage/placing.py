"""Where articles stand: every address that shows an article, leads to it or belongs to it, once a series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from storage.addresses import canonical, is_front_page, same_host
from storage.engine import upsert
from storage.readings import Reading
from storage.standing import BELONGS, CANONICAL, OWN, REQUESTED
from storage.tables import addresses

Placed = tuple[int, str, Reading]
"""An article's id, its series, and what was read."""


def place(connection: Connection, placed: Sequence[Placed]) -> None:
    """Note the addresses of articles that were just read; whatever answered is neither suspected nor gone."""
    own, others = _rows(placed)
    statement = upsert(connection, addresses)
    fresh = {
        "last_seen_at": statement.excluded.last_seen_at,
        "suspected_at": None, "suspected_run": None, "misses": 0, "gone_at": None,
    }  # fmt: skip
    # The address that answers with a text is its own, whoever claimed it before.
    own_again = {"article_id": statement.excluded.article_id, "kind": statement.excluded.kind}
    keys = ["series", "key"]
    if own:
        rows = [own[key] for key in sorted(own)]
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh | own_again), rows)
    if rows := [others[key] for key in sorted(others)]:
        same = addresses.c.article_id == statement.excluded.article_id
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh, where=same), rows)


def place_past(connection: Connection, placed: Sequence[Placed]) -> None:
    """Note the addresses of articles that old documents name, where nothing newer is known of them."""
    own, others = _rows(placed)
    if rows := [row for _, row in sorted({**others, **own}.items())]:
        connection.execute(upsert(connection, addresses).on_conflict_do_nothing(), rows)


Rows = dict[str, dict[str, Any]]


def _rows(placed: Sequence[Placed]) -> tuple[Rows, Rows]:
    """Return the rows of the addresses that answered and of all others, by key."""
    own = {canonical(each[2].document.url): _address(each, each[2].document.url, OWN) for each in placed}
    others: Rows = {}
    for each in placed:
        for url, kind in _further(each[2]):
            if canonical(url) not in own:
                others.setdefault(canonical(url), _address(each, url, kind))
    return own, others


def _further(reading: Reading) -> list[tuple[str, str]]:
    url, asked, named = reading.document.url, reading.document.requested_url, reading.extract.canonical_url
    found = [(part, BELONGS) for part in reading.also]
    found += [(url, REQUESTED) for url in (asked, *reading.led) if url]
    # Another host's address is another surface, and a front page named by every page is a template's mistake.
    if named and same_host(named, url) and not is_front_page(named):
        found.append((named, CANONICAL))
    return found


def _address(placed: Placed, url: str, kind: str) -> dict[str, Any]:
    article_id, series, reading = placed
    at = reading.document.fetched_at
    return {
        "series": series, "key": canonical(url), "url": url, "article_id": article_id, "kind": kind,
        "first_seen_at": at, "last_seen_at": at, "misses": 0,
    }  # fmt: skip
