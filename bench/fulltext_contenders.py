"""Other ways to find a string in the same rows: reading all of them, and the databases' own trigram indexes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.engine import Database

_LIKE: Final = "SELECT id FROM passages WHERE text LIKE :word ORDER BY id DESC LIMIT 20"
_TRGM: Final = (
    "WITH few AS MATERIALIZED (SELECT id FROM passages WHERE text LIKE :word)"
    " SELECT id FROM few ORDER BY id DESC LIMIT 20"
)
"""Asked for the newest twenty at once, PostgreSQL reads passages backwards and leaves the index alone."""
_BM25: Final = "SELECT rowid FROM trigrams WHERE trigrams MATCH :word ORDER BY rank LIMIT 20"
_NEWEST: Final = "SELECT rowid FROM trigrams WHERE trigrams MATCH :word ORDER BY rowid DESC LIMIT 20"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to search. `build` returns why it cannot be had here, "" where it can; `table` holds its index."""

    name: str
    build: Callable[[Database], str]
    ask: Callable[[Connection, str], object]
    shortest: int = 1
    table: str = ""


def contenders(is_sqlite: bool) -> list[Contender]:
    """Return the other ways on one kind of database."""
    like = Contender("LIKE, newest 20", lambda database: "", _asking(_LIKE, "%{}%"))
    if not is_sqlite:
        trigrams = Contender("pg_trgm, newest 20", _pg_trgm, _asking(_TRGM, "%{}%"), shortest=3, table="ix_trigrams")
        return [like, trigrams]
    return [
        like,
        Contender("trigram, BM25", _trigrams, _asking(_BM25, '"{}"'), shortest=3, table="trigrams"),
        Contender("trigram, newest 20", lambda database: "", _asking(_NEWEST, '"{}"'), shortest=3),
    ]


def _asking(query: str, pattern: str) -> Callable[[Connection, str], object]:
    return lambda connection, word: connection.execute(text(query), {"word": pattern.format(word)}).all()


def _trigrams(database: Database) -> str:
    with database.writing() as connection:
        connection.execute(text("CREATE VIRTUAL TABLE trigrams USING fts5(text, content='', tokenize='trigram')"))
        connection.execute(text("INSERT INTO trigrams (rowid, text) SELECT id, text FROM passages"))
    return ""


def _pg_trgm(database: Database) -> str:
    try:
        with database.engine.begin() as connection:
            connection.execute(text("CREATE EXTENSION pg_trgm"))
            if not connection.scalar(text("SELECT show_trgm('改革')")):
                return "the LC_CTYPE of this database, C perhaps, takes Chinese characters for no letters"
            connection.execute(text("CREATE INDEX ix_trigrams ON passages USING gin (text gin_trgm_ops)"))
    except DBAPIError as error:
        return " ".join(str(error.orig).split())
    return ""
