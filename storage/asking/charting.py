"""How often each organisation speaks, over time: sections counted by years or months of printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from storage.tables import articles, sections

BY_MONTH: Final = 30
"""Months up to which a span is told month by month; longer ones are told by years."""


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation with its sections in each span of time, in the order of the spans."""

    organisation: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Chart:
    """Sections of each organisation over time, the most frequent organisation first.

    spans    first and last day of each year or month, without a gap
    named    organisations that there are, of which `rows` are the most frequent
    without  sections that speak for no organisation
    """

    spans: tuple[tuple[date, date], ...]
    rows: tuple[Row, ...]
    named: int
    without: int

    @property
    def monthly(self) -> bool:
        """Whether a span is a month."""
        return _monthly(self.spans)


def chart(connection: Connection, series: str, most: int) -> Chart:
    """Count the sections of a series' instalments, copies left out."""
    a, s = articles.c, sections.c
    of_series = (a.series == series, a.copy_of.is_(None))
    first, last = connection.execute(select(func.min(a.dated_on), func.max(a.dated_on)).where(*of_series)).one()
    if first is None:
        return Chart((), (), 0, 0)
    spans = _spans(first, last)
    # The names of a span come as they stand and are counted here: to count them the database would sort them first.
    asked = (
        select(func.count(), func.aggregate_strings(s.organisation, "\n"))
        .join_from(articles, sections, s.article_id == a.id)
        .where(*of_series, a.dated_on.between(bindparam("first"), bindparam("last")))
    )
    counts: dict[str, list[int]] = {}
    without = 0
    for at, (begin, end) in enumerate(spans):
        number, names = connection.execute(asked, {"first": begin, "last": end}).one()
        spoken = Counter(names.split("\n") if names else ())
        without += number - spoken.total()
        for organisation, times in spoken.items():
            counts.setdefault(organisation, [0] * len(spans))[at] = times
    return Chart(spans, _most(counts, most), len(counts), without)


def _most(counts: Mapping[str, Sequence[int]], most: int) -> tuple[Row, ...]:
    rows = [Row(organisation, tuple(each)) for organisation, each in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.organisation))[:most])


def _spans(first: date, last: date) -> tuple[tuple[date, date], ...]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= BY_MONTH:
        return tuple((_month(number), date.fromordinal(_month(number + 1).toordinal() - 1)) for number in months)
    return tuple((date(year, 1, 1), date(year, 12, 31)) for year in range(first.year, last.year + 1))


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _monthly(spans: Sequence[tuple[date, date]]) -> bool:
    return any((last - first).days < 32 for first, last in spans)
