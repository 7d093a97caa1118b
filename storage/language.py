"""The language of what people read: Chinese first, English by `XUNLI_LANG=en` or `--lang en`.

Both wordings stand side by side where the sentence is used, so that neither can be forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime, tzinfo

_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def choose(language: str | None) -> None:
    """Set the language of this context: "zh", "en", or None for what the environment says."""
    _chosen.set(language)


def language() -> str:
    """Return "zh" or "en"."""
    wanted = _chosen.get() or os.environ.get("XUNLI_LANG", "zh")
    return "en" if wanted.lower().startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """Return the wording in the chosen language."""
    return en if language() == "en" else zh


def plural(number: int | str, one: str, several: str) -> str:
    """Return a number with what is counted inside an English sentence: "1 section", "3 sections"."""
    return f"{number} {one if str(number) == '1' else several}"


def counted(number: int | str, zh: str, one: str, several: str) -> str:
    """Return a number with what is counted: "3 篇", "1 section", "3 sections"; a number may be told as "10000+"."""
    return say(f"{number} {zh}", plural(number, one, several))


def clock(at: datetime | None, zone: tzinfo) -> str:
    """Return a time as people read it, to the minute, in a zone; "" where there is none."""
    return "" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def date_of(at: datetime, zone: tzinfo) -> str:
    """Return the day of a time as people in a zone read it."""
    return f"{at.astimezone(zone):%Y-%m-%d}"


def listed(names: Iterable[str]) -> str:
    """Return names in a row as a sentence names them."""
    return say("、", ", ").join(names)
