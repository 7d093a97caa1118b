"""`/` the series with its calendar, `/days/DATE` what is known of a day, `/instalments` the list."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from storage import Filter, Run
from storage.asking.reader import Reader, reading
from storage.asking.window import backwards
from storage.config import Config
from storage.language import language, say
from storage.ledger.coverage import Coverage, Day
from storage.schedule.due import next_due
from storage.words import word
from web.absent import series_or_404
from web.api_asking import Given, Name, OnDay
from web.pages_download import MOST
from web.pages_shell import day_path, page, turned
from web.pages_words import ends, weekday
from web.service import TheService

router = APIRouter(include_in_schema=False)

LATEST: Final = 10
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar. `verdict` is None, and `href` "", for one still to come or before the series began."""

    on: date
    verdict: Coverage | None
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar in weeks of seven, Monday first; None where a week reaches out of the month."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A series as its part of the home page shows it. `due_at` is None for one that is not followed any more."""

    name: str
    title: str
    last: Run | None
    due_at: datetime | None


@router.get("/")
def home(
    request: Request,
    service: TheService,
    series: Name = None,
    year: Annotated[int | None, Query(ge=1900, le=2999)] = None,
) -> Response:
    """The series, its calendar, what is new and what is wrong."""
    config = service.config()
    with reading(service.archive) as reader:
        names = series_or_404(config, reader, series)
        chosen = series or names[0]
        today = datetime.now(config.zone).date()
        first, last = reader.span(chosen) or (today, today)
        shown = year or last.year
        days = reader.ledger(chosen, date(shown, 1, 1), date(shown, 12, 31), zone=None)
        begin, end = config.since_of(chosen) or date.min, max(today, last)
        latest, total = reader.shelf(Filter(series=chosen, limit=LATEST))
        return page(
            request, "home.html",
            followed=[_followed(config, reader, name) for name in names], chosen=chosen,
            months=_months(days, begin, end),
            counts=Counter(day.verdict for day in days if begin <= day.on <= end), verdicts=tuple(Coverage),
            weekdays=_weekdays(),
            year=shown, years=((begin if begin > date.min else first).year, end.year),
            latest=latest, total=total,
            complaints=reader.complaints(), empty=reader.is_empty(),
        )  # fmt: skip


@router.get("/days/{on}")
def show_day(request: Request, service: TheService, on: OnDay, series: Name = None) -> Response:
    """What is known of one day, with its evidence."""
    with reading(service.archive) as reader:
        names = series_or_404(service.config(), reader, series)
        zone = service.config().zone
        known = [
            (service.config().title_of(name), reader.ledger(name, on, on, zone)[0], reader.looks(name, on),
             reader.instalments(Filter(series=name, from_=on, to=on)))
            for name in ([series] if series else names)
        ]  # fmt: skip
        return page(request, "day.html", on=on, known=known, beside=_beside(on), series=series)


@router.get("/instalments")
def list_instalments(
    request: Request, service: TheService, asked: Given, offset: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Response:
    """The instalments that a filter finds, a page of them."""
    wrong = backwards(asked.from_, asked.to, ends())
    wanted = asked.filter(limit=PAGE, offset=offset)
    with reading(service.archive) as reader:
        names = series_or_404(service.config(), reader, asked.series)
        found, total = reader.shelf(wanted)
        titles = [(name, service.config().title_of(name)) for name in names]
    return page(
        request, "list.html", 422 if wrong else 200, error=wrong, found=found, total=total, offset=offset, most=MOST,
        asked=asked, titles=titles,
        **turned(request, offset, PAGE, more=offset + PAGE < total),
    )  # fmt: skip


def _followed(config: Config, reader: Reader, name: str) -> Followed:
    series = config.find(name)
    due = next_due(series.schedule, config.zone, datetime.now(UTC)) if series else None
    return Followed(name, config.title_of(name), next(iter(reader.runs(name, 1)), None), due)


def _beside(on: date) -> tuple[date | None, date | None]:
    """Return the day before and the day after, None beyond what a calendar can name."""
    return (
        on - timedelta(days=1) if on > date.min else None,
        on + timedelta(days=1) if on < date.max else None,
    )


def _months(days: Sequence[Day], since: date, until: date) -> Iterator[Month]:
    cells = {day.on: _cell(day, since, until) for day in days}
    year = days[0].on.year
    for month in range(1, 13):
        if not any(cell.verdict for on, cell in cells.items() if on.month == month):
            continue  # nothing of the series can be known of it
        weeks = calendar.Calendar().monthdatescalendar(year, month)
        name = say(f"{month} 月", calendar.month_name[month])
        yield Month(name, tuple(tuple(cells[on] if on.month == month else None for on in week) for week in weeks))


def _weekdays() -> list[tuple[str, str]]:
    """Return how the columns of a month are headed, Monday first: in short and in full."""
    if language() == "en":
        return [(name[:2], name) for name in calendar.day_name]
    return [(name, f"星期{name}") for name in "一二三四五六日"]


def _cell(day: Day, since: date, until: date) -> Cell:
    if not since <= day.on <= until and not day.instalments:
        return Cell(day.on, None, "", "")
    number = len(day.instalments)
    several = say(f"，{number} 期", f", {number} instalments") if number > 1 else ""
    told = f"{day.on} {weekday(day.on)} {word(day.verdict)}{several}"
    href = f"/instalments/{day.instalments[0]}" if len(day.instalments) == 1 else day_path(day.series, day.on)
    return Cell(day.on, day.verdict, href, told)
