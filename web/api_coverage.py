"""GET /api/coverage: the same rows as `xunli coverage --json`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from fastapi import APIRouter

from storage.asking.reader import Reader, reading
from storage.asking.rows import coverage_row
from storage.asking.window import filled
from storage.config import Config
from storage.language import say
from web.absent import series_or_404
from web.api_asking import FromDay, Name, ToDay, check_window, refused
from web.api_words import operation
from web.refusals import NO_SERIES
from web.service import TheService

router = APIRouter(prefix="/api/coverage", tags=["coverage"])

DAYS: Final = 3660
"""The longest window of one answer, all its series together."""


@router.get(
    "",
    **operation(
        "逐日台账，一天一行", "The ledger, a row a day",
        "窗口里的每一天都有一行；缺省从系列的第一天到查过的最后一天。",
    ),
    responses={404: NO_SERIES},
)  # fmt: skip
def list_days(
    service: TheService,
    series: Name = None,
    from_: FromDay = None,
    to: ToDay = None,
) -> list[dict[str, Any]]:
    """Return every day of the window; by default from the series' first day to the newest day looked at."""
    check_window(from_, to)
    config = service.config()
    with reading(service.archive) as reader:
        names = series_or_404(config, reader, series)
        windows = {name: _window(config, reader, name, from_, to) for name in ([series] if series else names)}
        _not_too_long(windows)
        days = (day for name, window in windows.items() for day in reader.ledger(name, *window, config.zone))
        return [coverage_row(day) for day in days]


def _window(config: Config, reader: Reader, name: str, first: date | None, last: date | None) -> tuple[date, date]:
    return filled(first, last, config.since_of(name), reader.span(name), datetime.now(config.zone).date())


def _not_too_long(windows: dict[str, tuple[date, date]]) -> None:
    days = sum(max(0, (last - first).days + 1) for first, last in windows.values())
    if days > DAYS:
        told = say(f"一次最多问 {DAYS} 天，这里有 {days} 天", f"at most {DAYS} days at once, these are {days}")
        raise refused("from", told)
