"""A query as SQL: which terms of the index it asks for, and what the text has to say to that.

The index finds candidates, the text decides; so a search finds exactly what reading every text would find. The SQL is
written out because its joins must be done in the order in which they stand here: left to themselves, both planners now
and then read a million passages by day for the sake of one rare word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from storage.fulltext.gin import hashed, spans
from storage.fulltext.passages import DAY
from storage.fulltext.query import Condition, Field, Query
from storage.fulltext.terms import HEADLINE, MOST_HITS, TEXT, TITLE, of_class, of_field, of_page, of_series

ENOUGH: Final = 20
"""Passages that PostgreSQL is asked for beyond those wanted, for the day that is to be whole."""

_COLUMNS: Final = {
    Field.TEXT: "p.text", Field.TITLE: "p.title", Field.ORGANISATION: "p.organisation", Field.PEOPLE: "p.people",
}  # fmt: skip
_WITHOUT: Final = ("jit", "enable_seqscan", "enable_mergejoin", "enable_hashjoin")
_PLANS: Final = text("SELECT " + ", ".join(f"set_config('{name}', 'off', true)" for name in _WITHOUT))
"""What PostgreSQL does without, to the end of the transaction: compiling a query for a large archive takes longer than
running it, and where many passages have a term, it would rather read every passage's terms than the index, and every
article than those of the passages."""

_RANK: Final = f"level DESC, hits DESC, p.id / {DAY} DESC, p.article_id DESC, p.position"
_PREFIXES: Final = {Field.TITLE: "aa", Field.ORGANISATION: "oo", Field.PEOPLE: "by"}

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


Span = tuple[int | None, int | None]
"""The first id of a stretch of passages and the one behind its last; None: from the oldest on, to the newest."""
ALL: Final[Span] = (None, None)


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

    articles  how the articles of passages are joined, as `a`
    """

    def __init__(self, connection: Connection, query: Query, *, ranked: bool = True) -> None:
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.query = query
        self._connection = connection
        self._values: dict[str, Any] = {}
        self._find = "instr" if self.is_sqlite else "strpos"
        self._words = {word: self._bound(word) for word in query.words}
        self._conditions = self._all_conditions()
        self.articles = joined(connection, "articles", "a")
        level, hits = (self._level(), self._hits()) if ranked else (TEXT, 0)
        self._columns = f"p.id, p.article_id, p.position, {level} AS level, {hits} AS hits"
        if not self.is_sqlite:
            connection.execute(_PLANS)

    def terms(self, level: int = TEXT, hits: int = 1) -> list[str]:
        """Return the terms of all passages that match and rank at least so high."""
        found = [term for word in self.query.words for term in of_class(word, level, hits)]
        for each in self.query.conditions:
            if each.wanted and each.field is Field.PAGE:
                found.append(of_page(each.value))
            elif each.wanted and each.field in _PREFIXES:
                found += of_field(_PREFIXES[each.field], each.value)
        if self.query.series is not None:
            found.append(of_series(self.query.series))
        return list(dict.fromkeys(found))

    # --- three ways to read; each gives the newest days first, and the last day whole where it stops at `most`

    def indexed(self, most: int, terms: Sequence[str], further: str = "", below: int | None = None) -> list[Found]:
        """Return matches under all of these terms."""
        found: list[Found] = []
        for span in self._spans(below):
            found += self._read(most - len(found), self._under(terms, span), further, span)
            if len(found) >= most:
                break
        return found

    def walked(self, most: int, further: str = "") -> list[Found]:
        """Return matches by reading passage after passage."""
        return self._read(most, self._under(()), further, ALL)

    def sampled(self, passages: int, most: int, *, by_rank: bool) -> tuple[list[Found], int | None]:
        """Return the first matches among the newest passages, and the id above which these are; None: above any."""
        ids = f"SELECT p.id FROM passages AS p WHERE true{self._days(ALL)} ORDER BY p.id DESC LIMIT 1 OFFSET :last"
        last = self._connection.scalar(text(ids), self._values | {"last": passages - 1})
        above = None if last is None else (last // DAY + 1) * DAY
        further = "" if above is None else f" AND p.id >= {above}"
        return (self._ranked(most, further) if by_rank else self.walked(most, further)), above

    def _ranked(self, most: int, further: str) -> list[Found]:
        asked = f"{self._select(self._columns, self._under(()), further, ALL)} ORDER BY {_RANK} LIMIT :most"
        return [Found(*row) for row in self._connection.execute(text(asked), self._values | {"most": most})]

    def among_newest(self, most: int, asked: str) -> Sequence[Any]:
        """Ask something of `found` (id, article_id, position, page): the newest matches, at most one above `:most`."""
        under = self._under(self.terms())
        found = self._select("p.id, p.article_id, p.position, p.page", under, "", ALL)
        with_ = f"WITH found AS MATERIALIZED ({found} ORDER BY {under.key} DESC LIMIT :most + 1)"
        return self._connection.execute(text(f"{with_} {asked}"), self._values | under.values | {"most": most}).all()

    def _spans(self, below: int | None) -> Iterable[Span]:
        """Return what to read one after the other: SQLite has an order, PostgreSQL a table a year."""
        if self.is_sqlite:
            return [(None, below)]
        oldest, newest = self._ends
        return spans(oldest, newest if below is None else min(newest, below - 1))

    @cached_property
    def _ends(self) -> tuple[int, int]:
        """The ids between which all passages of the asked days are."""
        asked = text(f"SELECT min(p.id), max(p.id) FROM passages AS p WHERE true{self._days(ALL)}")
        oldest, newest = self._connection.execute(asked).one()
        return (0, -1) if oldest is None else (oldest, newest)

    def _under(self, terms: Sequence[str], span: Span = ALL) -> _Under:
        if not terms:
            return _Under("passages AS p", "true", "p.id", {})
        if self.is_sqlite:
            source = "fulltext CROSS JOIN passages AS p ON p.id = fulltext.rowid"
            match = " AND ".join(f'"{term}"' for term in terms)
            return _Under(source, "fulltext MATCH :terms", "fulltext.rowid", {"terms": match})
        # Their ids are few bytes: all of them are sorted, and passages are read one by one until there are enough.
        few = f"SELECT id FROM fulltext WHERE terms @> CAST(:terms AS integer[]){self._days(span, 'id')}"
        ordered = f"WITH few AS MATERIALIZED ({few}) SELECT id FROM few ORDER BY id DESC OFFSET 0"
        source = f"({ordered}) AS few JOIN passages AS p ON p.id = few.id"
        return _Under(source, "true", "few.id", {"terms": hashed(terms)})

    def _select(self, columns: str, under: _Under, further: str, span: Span) -> str:
        return (
            f"SELECT {columns} FROM {under.source} {self.articles} ON a.id = p.article_id"
            f" WHERE {under.where}{further}{self._days(span, under.key)}{self._conditions}"
        )

    def _read(self, most: int, under: _Under, further: str, span: Span) -> list[Found]:
        asked = f"{self._select(self._columns, under, further, span)} ORDER BY {under.key} DESC"
        values = self._values | under.values
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

    # --- conditions

    def _bound(self, value: str) -> str:
        name = f"v{len(self._values)}"
        self._values[name] = value
        return f":{name}"

    def _holds(self, column: str, value: str) -> str:
        return f"{self._find}({column}, {value}) > 0"

    def _all_conditions(self) -> str:
        told = [self._condition(each) for each in self.query.conditions]
        if self.query.series is not None:
            told.append(f"p.series = {self._bound(self.query.series)}")
        if not self.query.copies:
            told.append("a.copy_of IS NULL")
        return "".join(f" AND {each}" for each in told)

    def _condition(self, each: Condition) -> str:
        value = self._words.get(each.value) or self._bound(each.value)
        if each.field is Field.PAGE:
            return f"coalesce(p.page, '') {'=' if each.wanted else '<>'} {value}"
        held = self._holds(_COLUMNS[each.field], value)
        return held if each.wanted else f"NOT {held}"

    def _days(self, span: Span, key: str = "p.id") -> str:
        query, (start, end) = self.query, span
        bounds = [
            f"{key} >= {query.from_.toordinal() * DAY}" if query.from_ else "",
            f"{key} < {(query.to.toordinal() + 1) * DAY}" if query.to else "",
            f"{key} >= {start}" if start is not None else "",
            f"{key} < {end}" if end is not None else "",
        ]
        return "".join(f" AND {bound}" for bound in bounds if bound)

    def _level(self) -> str:
        if not self._words:
            return str(TEXT)
        in_title = [f"p.leads AND {self._holds('p.title', word)}" for word in self._words.values()]
        in_head = [f"{self._holds('p.headline', word)}" for word in self._words.values()]
        higher = [f"({head} OR {title})" for head, title in zip(in_head, in_title, strict=True)]
        return (
            f"CASE WHEN {' AND '.join(in_title)} THEN {TITLE} WHEN {' AND '.join(higher)} THEN {HEADLINE}"
            f" ELSE {TEXT} END"
        )

    def _hits(self) -> str:
        if not self._words:
            return "0"
        counts = [
            f"(length(p.text) - length(replace(p.text, {value}, ''))) / {len(word)}"
            for word, value in self._words.items()
        ]
        return f"{'min' if self.is_sqlite else 'least'}({', '.join(counts)}, {MOST_HITS})"

    def of_class(self, level: int, hits: int | None = None) -> str:
        """Return the condition of passages that rank exactly so."""
        often = "" if hits is None else f" AND {self._hits()} = {hits}"
        return f" AND {self._level()} = {level}{often}"
