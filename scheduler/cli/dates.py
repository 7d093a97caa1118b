"""Dates as people type them on the command line."""

from __future__ import annotations

from datetime import date

from scheduler.cli.common import fail
from storage.asking.window import backwards
from storage.language import say


def day(text: str | None, option: str) -> date | None:
    """Return the day of an option, None when it was not given; a wrong one ends the command."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        fail(say(f"{option} 的日期 {text} 不对，应当像 2021-10-26。", f"{option}: {text} is no date like 2021-10-26."))


def in_order(first: date | None, last: date | None, options: tuple[str, str] = ("--from", "--to")) -> None:
    """End the command where a window ends before it begins."""
    if told := backwards(first, last, options):
        fail(told)
