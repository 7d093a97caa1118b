"""`xunli coverage`: the ledger day by day, as a calendar for eyes and as rows for scripts."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.cli.common import APP, out, print_rows
from scheduler.cli.dates import day, in_order
from scheduler.cli.filters import From, Series, To
from storage import Archive
from storage.asking.queries import span
from storage.asking.rows import coverage_row
from storage.asking.window import filled
from storage.language import counted, say
from storage.ledger.coverage import Coverage, Day
from storage.words import word

Kind = TypeVar("Kind", bound=StrEnum)
Mark = tuple[str, str]
"""What stands for a day in the calendar, and its style."""
MARKS: dict[Coverage, Mark] = {
    Coverage.CAPTURED: ("■", "green"),
    Coverage.NOTHING_PRINTED: ("·", "dim"),
    Coverage.MISSING: ("✗", "bold red"),
    Coverage.FAILED: ("!", "yellow"),
    Coverage.NOT_CHECKED: ("?", "dim"),
}
WANTING = (Coverage.MISSING, Coverage.FAILED)
"""Verdicts whose evidence somebody has to act upon."""
LONG = 3660
"""Days: no calendar of more is asked for by who means its days."""
FEW = 7
"""So many days are told with their evidence whatever their verdict."""


def coverage(
    series: Series = None,
    from_: From = None,
    to: To = None,
    verdict: Annotated[
        list[Coverage] | None, typer.Option(help=say("只列这样的日子，可写几次", "only such days; may be repeated"))
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每天一行 JSON", "one JSON row a day"))] = False,
) -> None:
    """Print what is known of every day: a calendar, and the evidence of what is wanting, or of a few days asked for."""
    names = [APP.kept_series(series)] if series else [each.name for each in APP.config.series]
    first, last = day(from_, "--from"), day(to, "--to")
    in_order(first, last)
    with APP.reader() as archive:
        for name in names:
            title = APP.config.title_of(name)
            begin, end = _window(archive, name, first, last, whole=json_rows)
            days = archive.agenda.ledger(name, begin, end, APP.config.zone)
            found = [each for each in days if not verdict or each.verdict in verdict]
            if json_rows:
                print_rows(coverage_row(each) for each in found)
            elif begin > end:
                out().print(Text(title, style="bold"))
                out().print(_nothing_yet(begin, end))
            elif verdict:
                _list(out(), title, found)
            else:
                draw(out(), title, days)
                tell_evidence(out(), days if len(days) <= FEW else [day for day in days if day.verdict in WANTING])


def _nothing_yet(begin: date, end: date) -> str:
    return say(
        f"台账只到 {end}，{begin} 起还没有。", f"The ledger goes to {end}; there is nothing yet from {begin} on."
    )


def _window(archive: Archive, name: str, first: date | None, last: date | None, whole: bool) -> tuple[date, date]:
    """Return the asked window, its open ends filled.

    People ask from the year 1 for all: unless the `whole` is wanted, of so many days those are told that may be known.
    """
    with archive.database.reading() as connection:
        known = span(connection, name)
    since, today = APP.config.since_of(name), datetime.now(APP.config.zone).date()
    begin, end = filled(first, last, since, known, today)
    if whole or (end - begin).days < LONG:
        return begin, end
    days = [*(known or ()), today, *([since] if since else ())]
    return max(begin, min(days)), min(end, max(days))


def _list(console: Console, title: str, days: list[Day]) -> None:
    """Print days one a line, with what their verdict rests on."""
    console.print(Text(title, style="bold"))
    for each in days:
        mark, style = MARKS[each.verdict]
        told = (word(each.verdict), *(f"#{number}" for number in each.instalments), *each.evidence)
        console.print(Text(f"{each.on} {mark} ", style=style).append("　".join(told)))
    console.print(Text(say("共 ", "") + counted(len(days), "天", "day", "days"), style="dim"))


def draw(console: Console, title: str, days: list[Day]) -> None:
    """Print the days as a calendar with their verdicts."""
    draw_marked(console, title, [(each.on, each.verdict) for each in days], MARKS)


def draw_marked(console: Console, title: str, days: Sequence[tuple[date, Kind]], marks: Mapping[Kind, Mark]) -> None:
    """Print days as a calendar, a month a row and a mark a day, and how many days have each mark."""
    console.print(Text(title, style="bold"))
    console.print(_calendar((on, marks[kind]) for on, kind in days))
    counts = Counter(kind for _, kind in days)
    for kind, (mark, style) in marks.items():
        if counts[kind]:
            named = word(kind)
            told = say(f"{named} {counts[kind]} 天", f"{named}: {counts[kind]}")
            console.print(Text(f"{mark} ", style=style).append(told))


def tell_evidence(console: Console, days: Iterable[Day]) -> None:
    """Print days with the sentences that their verdicts rest on."""
    for each in days:
        mark, style = MARKS[each.verdict]
        console.print(Text(f"{mark} {each.on} ", style=style).append(word(each.verdict)))
        for told in each.evidence or (say("没有来源查过这一天", "no source was asked for that day"),):
            console.print(Text(f"    {told}", style="dim"))


def _calendar(marked: Iterable[tuple[date, Mark]]) -> Table:
    """Return days as a table of months, a mark a day."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for month, its_days in groupby(marked, key=lambda each: (each[0].year, each[0].month)):
        table.add_row(Text(f"{month[0]}-{month[1]:02}", style="cyan"), _month(list(its_days)))
    return table


def _month(days: list[tuple[date, Mark]]) -> Text:
    """Return one month as a row of marks, a day a mark and a gap before each Monday."""
    row = Text()
    for position, (on, (mark, style)) in enumerate(_filled(days)):
        if on.weekday() == calendar.MONDAY and position:
            row.append(" ")
        row.append(mark, style=style)
    return row


def _filled(days: list[tuple[date, Mark]]) -> Iterator[tuple[date, Mark]]:
    """Yield the month from its first day, so that all months line up; a blank before the window."""
    start = days[0][0]
    first = start.replace(day=1)
    yield from ((first + timedelta(days=count), (" ", "")) for count in range((start - first).days))
    yield from days
