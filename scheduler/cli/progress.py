"""Progress bars on a terminal; nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

from crawler.progress import Progress as Days
from scheduler.cli.common import err
from storage.language import say


class Bar:
    """Counts planned and answered addresses on a progress bar."""

    def __init__(self, progress: Progress, title: str, days: Days) -> None:
        self._progress = progress
        self._days = days
        self._task = progress.add_task(title, total=0, left="")
        self.visible = not progress.disable

    def planned(self, url: str) -> None:
        """One more to go."""
        total = self._progress.tasks[self._task].total or 0
        self._progress.update(self._task, total=total + 1)

    def answered(self, url: str) -> None:
        """One done."""
        self._progress.update(self._task, advance=1, left=left_words(self._days))


def left_words(days: Days) -> str:
    """Return how many days are done and how long the rest takes; "" where a run has none to go through."""
    done, count = days.days
    return say(f"{done}/{count} 天，还要约 {days.left}", f"{done} of {count} days, {days.left} left") if count else ""


@contextmanager
def watching(title: str, days: Days) -> Iterator[Bar]:
    """Show the progress of a run on stderr while it goes."""
    unit, left = TextColumn(say("个地址", "addresses")), TextColumn("{task.fields[left]}")
    with bar_on_stderr(unit, TimeElapsedColumn(), left) as progress:
        yield Bar(progress, title, days)


def bar_on_stderr(*columns: ProgressColumn) -> Progress:
    """Return a bar that goes when all is done: what is counted, how far it is, and what else is told of it."""
    console = err()
    shown = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), *columns)
    return Progress(*shown, console=console, transient=True, disable=not console.is_terminal)
