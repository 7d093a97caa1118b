"""`xunli coverage`: the ledger day by day, as a calendar for eyes and as rows for scripts."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.cli.dates import day
from storage import Archive, Filter
from storage.config import SeriesConfig
from storage.coverage import Coverage, Day
from storage.language import say
from storage.rows import coverage_row
from storage.words import word

MARKS = {
    Coverage.CAPTURED: ("■", "green"),
    Coverage.NOTHING_PRINTED: ("·", "dim"),
    Coverage.MISSING: ("✗", "bold red"),
    Coverage.FAILED: ("!", "yellow"),
    Coverage.NOT_CHECKED: ("?", "dim"),
}


def coverage(
    series: Annotated[str | None, typer.Option(help=say("只要这个系列", "only this series"))] = None,
    from_: Annotated[str | None, typer.Option("--from", help=say("从哪一天起（含）", "from this day"))] = None,
    to: Annotated[str | None, typer.Option(help=say("到哪一天止（含）", "to this day"))] = None,
    verdict: Annotated[
        list[Coverage] | None, typer.Option(help=say("只列这样的日子，可写几次", "only such days; may be repeated"))
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每天一行 JSON", "one JSON row a day"))] = False,
) -> None:
    """Print what is known of every day, with its evidence in the JSON rows."""
    chosen = [APP.series(series)] if series else list(APP.config.series)
    first, last = day(from_, "--from"), day(to, "--to")
    if first and last and first > last:
        fail(say(f"--from {first} 晚于 --to {last}，请对调。", f"--from {first} is after --to {last}."))
    with APP.reader() as archive:
        for one in chosen:
            days = archive.ledger(one.name, *_window(archive, one, first, last))
            found = [each for each in days if not verdict or each.verdict in verdict]
            if json_rows:
                print_rows(coverage_row(each) for each in found)
            elif verdict:
                _list(out(), one, found)
            else:
                draw(out(), one, days)


def _window(archive: Archive, series: SeriesConfig, first: date | None, last: date | None) -> tuple[date, date]:
    """Return the asked window; by default from the series' first day, or the archive's, to the newest day looked at."""
    dated = [one.dated_on for one in archive.instalments(Filter(series=series.name))]
    dated += [look.on for look in archive.sweeps(series.name)]
    end = last or max(dated, default=date.today())  # noqa: DTZ011 - an empty archive has no day of its own
    return first or series.since or min(dated, default=end), end


def _list(console: Console, series: SeriesConfig, days: list[Day]) -> None:
    """Print days one a line, with what their verdict rests on."""
    console.print(Text(series.title, style="bold"))
    for each in days:
        mark, style = MARKS[each.verdict]
        told = (word(each.verdict), *(f"#{number}" for number in each.instalments), *each.evidence)
        console.print(Text(f"{each.on} {mark} ", style=style).append("　".join(told)))
    console.print(Text(say(f"共 {len(days)} 天", f"{len(days)} days"), style="dim"))


def draw(console: Console, series: SeriesConfig, days: list[Day]) -> None:
    """Print the days as a calendar, a month a row, with the count of each verdict."""
    console.print(Text(series.title, style="bold"))
    table = Table(box=None, pad_edge=False, show_header=False)
    for month, its_days in groupby(days, key=lambda each: (each.on.year, each.on.month)):
        table.add_row(Text(f"{month[0]}-{month[1]:02}", style="cyan"), _month(list(its_days)))
    console.print(table)
    counts = Counter(each.verdict for each in days)
    for verdict, (mark, style) in MARKS.items():
        if counts[verdict]:
            name = word(verdict)
            line = Text(f"{mark} ", style=style).append(
                say(f"{name} {counts[verdict]} 天", f"{name}: {counts[verdict]}")
            )
            console.print(line)


def _month(days: Iterable[Day]) -> Text:
    """Return one month as a row of marks, a day a mark and a gap before each Monday."""
    row = Text()
    for position, each in enumerate(_filled(list(days))):
        on, verdict = each
        if on.weekday() == calendar.MONDAY and position:
            row.append(" ")
        mark, style = MARKS[verdict] if verdict else (" ", "")
        row.append(mark, style=style)
    return row


def _filled(days: list[Day]) -> Iterator[tuple[date, Coverage | None]]:
    """Yield the month from its first day, so that all months line up; None before the window."""
    first = days[0].on.replace(day=1)
    yield from ((first + timedelta(days=count), None) for count in range((days[0].on - first).days))
    yield from ((each.on, each.verdict) for each in days)
