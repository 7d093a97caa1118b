"""Which two revisions of an article are compared: one rule for command line, pages, API and assistants."""

from __future__ import annotations

from collections.abc import Sequence

from storage.answers import Revision
from storage.language import say


class NoRevision(LookupError):
    """An article has no revision of that number; the message is one sentence."""


def chosen(revisions: Sequence[Revision], older: int | None, newer: int | None) -> tuple[Revision, Revision]:
    """Return the two revisions to compare; by default the last one, and the one before the newer. Raises NoRevision."""
    new = _numbered(revisions, revisions[-1].number if newer is None else newer)
    return _numbered(revisions, max(1, new.number - 1) if older is None else older), new


def _numbered(revisions: Sequence[Revision], number: int) -> Revision:
    found = next((each for each in revisions if each.number == number), None)
    if found is None:
        last = revisions[-1].number
        raise NoRevision(
            say(f"没有第 {number} 稿，只有第 1 到第 {last} 稿。", f"No revision {number}; there are 1 to {last}.")
        )
    return found
