"""What else the pages say in words; those for the archive's values are in `storage.words`."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from storage.language import say


def ends() -> tuple[str, str]:
    """Return how people call the first and the last day of a window: `from` and `to` are words of the address."""
    return say("开始日期", "The first day"), say("结束日期", "the last day")


def weekday(on: date) -> str:
    """Return the day of the week, in short."""
    return say("周" + "一二三四五六日"[on.weekday()], ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[on.weekday()])


def outward(url: str) -> str:
    """Return an address that may stand in a link, "" for one that is not of the web: pages are not to be trusted."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
