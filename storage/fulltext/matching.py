"""Reading what matches a query, on one database.

The SQL is written out because its joins must be done in the order in which they stand here: left to themselves, both
planners now and then read a million passages by day for the sake of one rare word.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from storage.fulltext.conditions import ALL, Conditions
from storage.fulltext.gin import hashed
from storage.fulltext.passages import DAY
from storage.fulltext.query import Query
from storage.fulltext.terms import TEXT
from storage.fulltext.years import Span, enough, spans, under

ENOUGH: Final = 20
"""Passages that PostgreSQL is asked for beyond those wanted, for the day that is to be whole."""

SAMPLE: Final = 1000
"""Newest passages that PostgreSQL reads first: its index has no order, so what is frequent must not be asked of it."""

_WITHOUT: Final = ("jit", "enable_seqscan", "enable_mergejoin", "enable_hashjoin")
_PLANS: Final = ", ".join(f"set_config('{name}', 'off', true)" for name in _WITHOUT)
"""What PostgreSQL does without, to the end of the transaction: compiling a query for a large archive takes longer than
running it, and where many passages have a term, it would rather read every passage's terms than the index, and every
article than those of the passages."""

_RANK: Final = f"level DESC, hits DESC, p.id / {DAY} DESC, p.article_id DESC, p.position"
_BRIEF: Final = {"articles": "ix_articles_brief", "sections": "ix_sections_spoken"}
"""Indexes that have what a search asks of each of its matches: of the row itself it would read a text on the way."""


def joined(connection: Connection, table: str, alias: str) -> str:
    """Return a join in the order in which it is written that reads no text; PostgreSQL sees to that itself."""
    if connection.dialect.name != "sqlite":
        return f"JOIN {table} AS {alias}"
    named = {"table": table, "index": _BRIEF[table]}
    there = connection.scalar(text("SELECT 1 FROM pragma_index_list(:table) WHERE name = :index"), named)
    # Somebody with a database tool may have dropped it; then a search is slower, and finds the same.
    return f"CROSS JOIN {table} AS {alias}" + (f" INDEXED BY {_BRIEF[table]}" if there else "")


class Found(NamedTuple):
    """A passage that matches, with what ranks it."""

    id: int
    article_id: int
    position: int
    level: int
    hits: int

    @property
    def day(self) -> int:
        """The printed day as an ordinal."""
        return self.id // DAY

    @property
    def newest(self) -> tuple[int, int, int]:
        """What sorts the newest first: the day, what was recorded last, and within an article the printed order."""
        return -self.day, -self.article_id, self.position


class _Ends(NamedTuple):
    """The ids of the oldest passage of the asked days, the newest, and the last of the sample; None: there is none."""

    oldest: int | None
    newest: int | None
    sampled: int | None


class _Under(NamedTuple):
    """Where the passages under some terms are read: what follows FROM and WHERE, by which id they are sorted."""

    source: str
    where: str
    key: str
    values: dict[str, Any]


def _whole_days(most: int, rows: Iterable[Found]) -> list[Found]:
    """Return the first so many, and the last day whole."""
    found: list[Found] = []
    for each in rows:
        if len(found) >= most and each.day != found[most - 1].day:
            break
        found.append(each)
    return found


class Matching:
    """One query on one database. What ranks a passage is only worked out where it is `ranked`.

    asked     its conditions
    articles  how the articles of passages are joined, as `a`
    """

    def __init__(self, connection: Connection, query: Query, *, ranked: bool = True) -> None:
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.asked = Conditions(query, is_sqlite=self.is_sqlite)
        self.articles = joined(connection, "articles", "a")
        self._connection = connection
        level, hits = self.asked.rank() if ranked else (TEXT, 0)
        self._columns = f"p.id, p.article_id, p.position, {level} AS level, {hits} AS hits"
        self._ends = _Ends(None, None, None) if self.is_sqlite else self._prepared()

    # --- three ways to read; each gives the newest days first, and the last day whole where it stops at `most`

    def indexed(
        self, most: int, terms: Sequence[str], further: str = "", below: int | None = None, *, short: bool = False
    ) -> list[Found]:
        """Return matches under all of these terms; `short`: they are few, and read at once."""
        found: list[Found] = []
        todo = deque([(None, below)] if short else self._spans(below))
        while todo and len(found) < most:
            span, first = todo.popleft(), not found
            found += self._read(most - len(found), self._under(terms, span), further, span)
            if first and todo and len(found) < most:
                todo.extend(enough(todo.pop(), len(found), most - len(found)))
        return found

    def walked(self, most: int, further: str = "") -> list[Found]:
        """Return matches by reading passage after passage."""
        return self._read(most, self._under(()), further, ALL)

    def sampled(self, most: int, *, by_rank: bool) -> tuple[list[Found], int | None]:
        """Return the first matches among the newest passages, and the id above which these are; None: above any."""
        last = self._ends.sampled
        above = None if last is None else (last // DAY + 1) * DAY
        further = "" if above is None else f" AND p.id >= {above}"
        return (self._ranked(most, further) if by_rank else self.walked(most, further)), above

    def _ranked(self, most: int, further: str) -> list[Found]:
        asked = f"{self._select(self._columns, self._under(()), further, ALL)} ORDER BY {_RANK} LIMIT :most"
        return [Found(*row) for row in self._connection.execute(text(asked), self.asked.values | {"most": most})]

    def among_newest(self, most: int, asked: str) -> Sequence[Any]:
        """Ask something of `found` (id, article_id, position, page): the newest matches, at most one above `:most`.

        A row of the answer has to tell their `number`, as the kind `matches`.
        """
        span = (self._reaching(most), None)
        rows = self._among(span, most, asked)
        enough = span == ALL or any(row.kind == "matches" and row.number > most for row in rows)
        return rows if enough else self._among(ALL, most, asked)

    def _among(self, span: Span, most: int, asked: str) -> Sequence[Any]:
        under = self._under(self.asked.terms(), span)
        found = self._select("p.id, p.article_id, p.position, p.page", under, "", span)
        with_ = f"WITH found AS MATERIALIZED ({found} ORDER BY {under.key} DESC LIMIT :most + 1)"
        return self._connection.execute(
            text(f"{with_} {asked}"), self.asked.values | under.values | {"most": most}
        ).all()

    def _reaching(self, most: int) -> int | None:
        """Return the id from which on more passages than that stand under the terms; None where no such id is known."""
        number, terms = 0, self.asked.terms()
        if self.is_sqlite or not terms:
            return None
        for span in self._spans(None):
            counted = f"SELECT count(*) FROM ({under(*self.asked.bounds(span))}) AS found"
            number += self._connection.scalar(text(counted), {"terms": hashed(terms)}) or 0
            if number > most:
                return span[0]
        return None

    def _spans(self, below: int | None) -> Iterable[Span]:
        """Return what to read one after the other: SQLite has an order, PostgreSQL a table a year."""
        if self.is_sqlite:
            return [(None, below)]
        oldest, newest, _ = self._ends
        if oldest is None or newest is None:
            return []
        return spans(oldest, newest if below is None else min(newest, below - 1))

    def _prepared(self) -> _Ends:
        """Tell PostgreSQL what to do without, and ask where the passages of the asked days are."""
        days = f"FROM passages AS p WHERE true{self.asked.days(ALL)}"
        sampled = f"SELECT p.id {days} ORDER BY p.id DESC LIMIT 1 OFFSET {SAMPLE - 1}"
        asked = f"SELECT (SELECT min(p.id) {days}), (SELECT max(p.id) {days}), ({sampled}), {_PLANS}"
        return _Ends(*self._connection.execute(text(asked)).one()[:3])

    def _under(self, terms: Sequence[str], span: Span = ALL) -> _Under:
        if not terms:
            return _Under("passages AS p", "true", "p.id", {})
        if self.is_sqlite:
            source = "fulltext CROSS JOIN passages AS p ON p.id = fulltext.rowid"
            match = " AND ".join(f'"{term}"' for term in terms)
            return _Under(source, "fulltext MATCH :terms", "fulltext.rowid", {"terms": match})
        # Their ids are few bytes: all of them are sorted, and passages are read one by one until there are enough.
        ordered = (
            f"WITH few AS MATERIALIZED ({under(*self.asked.bounds(span))}) SELECT id FROM few ORDER BY id DESC OFFSET 0"
        )
        source = f"({ordered}) AS few JOIN passages AS p ON p.id = few.id"
        return _Under(source, "true", "few.id", {"terms": hashed(terms)})

    def _select(self, columns: str, under: _Under, further: str, span: Span) -> str:
        return (
            f"SELECT {columns} FROM {under.source} {self.articles} ON a.id = p.article_id"
            f" WHERE {under.where}{further}{self.asked.days(span, under.key)}{self.asked.all}"
        )

    def _read(self, most: int, under: _Under, further: str, span: Span) -> list[Found]:
        asked = f"{self._select(self._columns, under, further, span)} ORDER BY {under.key} DESC"
        values = self.asked.values | under.values
        if self.is_sqlite:
            with self._connection.execute(text(asked), values) as rows:
                return _whole_days(most, (Found(*row) for row in rows))
        limit, page = most + ENOUGH, text(f"{asked} LIMIT :limit")
        while True:
            rows = self._connection.execute(page, values | {"limit": limit})
            found = _whole_days(most, (Found(*row) for row in rows))
            if len(found) < limit:
                return found
            limit *= 10
