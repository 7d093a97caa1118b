"""What is asked of the full text, and how people write it.

营商环境 财政局       both words, in one passage
"放管服 改革"         these characters as they stand, the space included
-人事                without this word
title:  org:  page:  by:    in the instalment's title; the section's organisation, newspaper page; the people named
from:2021-10  to:2021-12-31  days of printing, both included; a month or a year is all of it

“…”, ＂, － and ： mean the same, because Chinese keyboards write them so; "“…”" has the printed quotation marks, too.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from storage.answers import Filter
from storage.asking.queries import page_label
from storage.fulltext.folding import fold
from storage.language import say


class BadQuery(ValueError):
    """A query that cannot be answered; its text is one sentence for whoever typed it."""


class Order(StrEnum):
    """How hits are ordered (storage.fulltext.searching tells the rule)."""

    RANK = "rank"
    DATE = "date"


class Field(StrEnum):
    """Where a word is looked for."""

    TEXT = "text"
    TITLE = "title"
    ORGANISATION = "org"
    PAGE = "page"
    PEOPLE = "by"


@dataclass(frozen=True, slots=True)
class Condition:
    """One word: folded, of a page its label as it is kept. `wanted` False: it must not be there."""

    field: Field
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What a search asks for; every condition has to hold. Days are inclusive at both ends; None is no bound."""

    conditions: tuple[Condition, ...] = ()
    series: str | None = None
    from_: date | None = None
    to: date | None = None
    copies: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words that hits are counted and marked of, each once."""
        wanted = (each.value for each in self.conditions if each.wanted and each.field is Field.TEXT)
        return tuple(dict.fromkeys(wanted))


def parse(text: str, asked: Filter | None = None) -> Query:
    """Read a query as people write it, with the filters of `list` beside it. Raises BadQuery.

    `asked`: its series, days, page, organisation, byline and copies count; limit and offset are the search's own.
    """
    query = _filtered(asked or Filter())
    for wanted, name, value in _parts(text):
        query = _DAYS[name](query, value, wanted) if name in _DAYS else _with(query, name, value, wanted)
    if not any(each.wanted for each in query.conditions) and not (query.from_ or query.to or query.series):
        raise BadQuery(
            say("请写一个要找的词，光写不要的词没法找。", "Say what to look for, not only what to leave out.")
            if query.conditions
            else say("请写一个要找的词。", "Say what to look for.")
        )
    return query


# --- the words ------------------------------------------------------------------------------------------------------

_PART: Final = re.compile(
    r"""(?P<no>[-－](?=\S))?
        (?:(?P<name>title|org|page|by|from|to)[:：])?
        (?:"(?P<phrase>(?:[^"]|"")*)"(?=\s|$) | “(?P<curly>[^“”]+)”(?=\s|$) | (?P<word>(?!")\S+))""",
    re.VERBOSE | re.IGNORECASE,
)


def _parts(text: str) -> list[tuple[bool, str, str]]:
    # No text holds a zero byte, and PostgreSQL takes none.
    readable = text.encode("utf-8", "replace").decode().replace("\0", " ").replace("＂", '"')
    found, at = [], 0
    while rest := readable[at:].lstrip():
        at = len(readable) - len(rest)
        part = _PART.match(readable, at)
        if part is None:
            raise BadQuery(say("引号没有成对，或后面少了空格。", "A quotation mark lacks its partner or a space."))
        found.append(_part(part))
        at = part.end()
    return found


def _part(part: re.Match[str]) -> tuple[bool, str, str]:
    phrase = part["phrase"]
    value = part["curly"] or part["word"] if phrase is None else phrase.replace('""', '"')
    name = (part["name"] or Field.TEXT).lower()
    if not fold(value):
        raise BadQuery(say(f"{part[0]} 里没有要找的词。", f"{part[0]} names nothing to look for."))
    return not part["no"], name, value


def _with(query: Query, name: str, value: str, wanted: bool) -> Query:
    field = Field(name)
    folded = page_label(value.strip()) if field is Field.PAGE else fold(value)
    condition = Condition(field, folded, wanted)
    return query if condition in query.conditions else replace(query, conditions=(*query.conditions, condition))


# --- days -----------------------------------------------------------------------------------------------------------

_SPAN: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


def _from(query: Query, value: str, wanted: bool) -> Query:
    first = _days("from", value, wanted)[0]
    return replace(query, from_=max(first, query.from_ or first))


def _to(query: Query, value: str, wanted: bool) -> Query:
    last = _days("to", value, wanted)[1]
    return replace(query, to=min(last, query.to or last))


_DAYS: Final[Mapping[str, Callable[[Query, str, bool], Query]]] = {"from": _from, "to": _to}


def _days(name: str, value: str, wanted: bool) -> tuple[date, date]:
    """Return the first and last day of a day, month or year."""
    if not wanted:
        raise BadQuery(say(f"{name}: 前面不能有减号。", f"{name}: takes no minus."))
    found = _SPAN.fullmatch(fold(value))
    try:
        if found is None:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise BadQuery(
            say(
                f"{name}:{value} 不是日期，应当像 2021-10-26、2021-10 或 2021。",
                f"{name}:{value} is no date like 2021-10-26, 2021-10 or 2021.",
            )
        ) from None
    return first, last


def _filtered(asked: Filter) -> Query:
    query = Query(series=asked.series or None, from_=asked.from_, to=asked.to, copies=asked.copies)
    named = {Field.PAGE: asked.page, Field.ORGANISATION: asked.organisation, Field.PEOPLE: asked.byline}
    for field, value in named.items():
        if value and fold(value):
            query = _with(query, field, value, wanted=True)
    return query
