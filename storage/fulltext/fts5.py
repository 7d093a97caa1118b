"""The index on SQLite: an FTS5 table that keeps the terms of each passage and no text.

To take a passage out, its terms are handed in again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, text

from storage.fulltext.terms import Indexed

# Term frequencies and positions are no use to us: without them the index is a fraction.
_TABLE: Final = (
    "CREATE VIRTUAL TABLE fulltext USING fts5(terms, content='', columnsize=0, detail=none, tokenize='ascii')"
)
_MEMORY: Final = {"usual": 4 << 20, "bulk": 64 << 20}
"""Bytes of new terms that FTS5 gathers before it writes them. A batch of twenty articles has three million; with its
own one million FTS5 would write four pieces, and merge them again, for a sixth of all that indexing costs."""


def create(connection: Connection) -> None:
    """Make the empty index."""
    connection.execute(text(_TABLE))
    _gather(connection, _MEMORY["usual"])


def put(connection: Connection, found: Sequence[Indexed]) -> None:
    """Index passages."""
    coded = [(number, " ".join(terms)) for number, terms in found]
    connection.exec_driver_sql("INSERT INTO fulltext (rowid, terms) VALUES (?, ?)", coded)


def forget(connection: Connection, found: Sequence[Indexed]) -> None:
    """Take passages out."""
    told = [("delete", number, " ".join(terms)) for number, terms in found]
    connection.exec_driver_sql("INSERT INTO fulltext (fulltext, rowid, terms) VALUES (?, ?, ?)", told)


def empty(connection: Connection) -> None:
    """Take all passages out."""
    connection.execute(text("INSERT INTO fulltext (fulltext) VALUES ('delete-all')"))


@contextmanager
def in_bulk(connection: Connection) -> Iterator[Callable[[Connection, Sequence[Indexed]], None]]:
    """Let many passages into the empty index by what it gives: with more memory."""
    _gather(connection, _MEMORY["bulk"])
    yield put
    _gather(connection, _MEMORY["usual"])


def _gather(connection: Connection, size: int) -> None:
    connection.execute(text("INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', :size)"), {"size": size})
