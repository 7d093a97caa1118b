"""What pages and API can be asked: the filters of the command line, with their limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator

from storage import Filter
from storage.asking.reader import Reader
from storage.asking.window import backwards
from storage.config import Config
from storage.language import say
from web.api_words import value

LIMIT: Final = 200
"""The longest page of a list."""
MOST: Final = value("最多几行", "at most so many rows")
SKIPPED: Final = value("跳过前几行", "rows to skip")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


def _day(text: object) -> object:
    """Let pass what looks like a day; "" of an empty form field is none. Raises ValueError."""
    if text == "":
        return None
    if isinstance(text, str) and not _DATE.fullmatch(text):
        raise ValueError(say("日期应当像 2021-10-26", "a date is written like 2021-10-26"))
    return text


def refused(name: str, told: str) -> RequestValidationError:
    """Return the error for a value that is of the right form and cannot be answered all the same."""
    return RequestValidationError([{"type": "value_error", "loc": ("query", name), "msg": told, "input": None}])


def check_window(first: date | None, last: date | None) -> None:
    """Raises the error (422) of a window that ends before it begins; an empty answer would say: nothing is there."""
    if told := backwards(first, last):
        raise refused("to", told)


ONLY: Final = value("只要这个系列", "only this series")
Name = Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100, **ONLY)]
OnDay = Annotated[date, BeforeValidator(_day)]
FromDay = Annotated[
    date | None, BeforeValidator(_day), Query(alias="from", **value("从这一天起（含）", "from this day, inclusive"))
]
ToDay = Annotated[date | None, BeforeValidator(_day), Query(**value("到这一天止（含）", "to this day, inclusive"))]
Part = Annotated[str | None, Query(pattern=r"^[^\x00]*$", max_length=100)]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which instalments are asked for; see storage.Filter."""

    series: str | None
    from_: date | None
    to: date | None
    page: str | None
    organisation: str | None
    byline: str | None
    copies: bool

    def filter(self, limit: int | None, offset: int) -> Filter:
        """Return it as the archive wants it, one page of it."""
        return Filter(
            series=self.series, from_=self.from_, to=self.to, page=self.page, organisation=self.organisation,
            byline=self.byline, copies=self.copies, limit=limit, offset=offset,
        )  # fmt: skip


def _wanted(
    series: Annotated[str | None, Query(pattern=r"^([a-z0-9][a-z0-9_-]*)?$", max_length=100, **ONLY)] = None,
    from_: FromDay = None,
    to: ToDay = None,
    page: Annotated[Part, Query(**value("报纸的版，如 特1", "newspaper page, as 特1"))] = None,
    organisation: Annotated[Part, Query(**value("部门或区市，写一部分就行", "part of a department's name"))] = None,
    byline: Annotated[Part, Query(**value("记者或通讯员，写一部分就行", "part of a reporter's name"))] = None,
    copies: Annotated[bool, Query(**value("重复刊载的也列出", "copies, too"))] = False,
) -> Filters:
    return Filters(series or None, from_, to, page, organisation, byline, copies)


def _in_order(wanted: Annotated[Filters, Depends(_wanted)]) -> Filters:
    check_window(wanted.from_, wanted.to)
    return wanted


Asked = Annotated[Filters, Depends(_in_order)]
"""What the API is asked."""
Given = Annotated[Filters, Depends(_wanted)]
"""What a page is asked: its window may be backwards, which the page says beside the form that it was written in."""


def series_of(config: Config, reader: Reader) -> list[str]:
    """Return the names of the followed series, then of those that only the archive has."""
    return [series.name for series in config.series] + reader.unfollowed(config)
