"""What of a query SQL has to say: which terms a match stands under, and what its text has to hold.

The index finds candidates, the text decides; so a search finds exactly what reading every text would find.
"""

from __future__ import annotations

from typing import Any, Final

from storage.fulltext.passages import DAY
from storage.fulltext.query import Condition, Field, Query
from storage.fulltext.terms import HEADLINE, MOST_HITS, TEXT, TITLE, of_class, of_field, of_page, of_series
from storage.fulltext.years import Span

_COLUMNS: Final = {
    Field.TEXT: "p.text", Field.TITLE: "p.title", Field.ORGANISATION: "p.organisation", Field.PEOPLE: "p.people",
}  # fmt: skip
_PREFIXES: Final = {Field.TITLE: "aa", Field.ORGANISATION: "oo", Field.PEOPLE: "by"}

ALL: Final[Span] = (None, None)


class Conditions:
    """A query's conditions on passages `p` and articles `a`, written out.

    values  what is bound by name
    all     what every match fulfils, days aside; begins with AND
    """

    def __init__(self, query: Query, *, is_sqlite: bool) -> None:
        self.is_sqlite = is_sqlite
        self.query = query
        self.values: dict[str, Any] = {}
        self._find = "instr" if is_sqlite else "strpos"
        self._words = {word: self._bound(word) for word in query.words}
        self.all = self._all()

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

    def bounds(self, span: Span = ALL) -> Span:
        """Return the asked days within a span, as a span."""
        query, (start, end) = self.query, span
        starts = [query.from_.toordinal() * DAY if query.from_ else None, start]
        ends = [(query.to.toordinal() + 1) * DAY if query.to else None, end]
        first = max((each for each in starts if each is not None), default=None)
        return first, min((each for each in ends if each is not None), default=None)

    def days(self, span: Span, key: str = "p.id") -> str:
        """Return the condition of the asked days within a span; begins with AND."""
        start, end = self.bounds(span)
        bounds = [f"{key} >= {start}" if start is not None else "", f"{key} < {end}" if end is not None else ""]
        return "".join(f" AND {bound}" for bound in bounds if bound)

    def rank(self) -> tuple[str, str]:
        """Return what tells a passage's place and hits."""
        return self._level(), self._hits()

    def of_class(self, level: int, hits: str = "") -> str:
        """Return the condition of passages of one place, and of so many hits (`= 3`, `> 1`); begins with AND."""
        often = f" AND {self._hits()} {hits}" if hits else ""
        return f" AND {self._level()} = {level}{often}"

    def above_text(self) -> str:
        """Return the condition of passages with all words in titles and headlines; begins with AND."""
        return f" AND {self._level()} > {TEXT}"

    def _bound(self, value: str) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def _holds(self, column: str, value: str) -> str:
        return f"{self._find}({column}, {value}) > 0"

    def _all(self) -> str:
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
