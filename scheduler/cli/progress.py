"""The progress bar of a run on a terminal; nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scheduler.cli.common import err
from storage.language import say


class Bar:
    """Counts planned and answered addresses on a progress bar."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=0)
        self.visible = not progress.disable

    def planned(self, url: str) -> None:
        """One more to go."""
        total = self._progress.tasks[self._task].total or 0
        self._progress.update(self._task, total=total + 1)

    def answered(self, url: str) -> None:
        """One done."""
        self._progress.advance(self._task)


@contextmanager
def watching(title: str) -> Iterator[Bar]:
    """Show the progress of a run on stderr while it goes."""
    console = err()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(say("个地址", "addresses")),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress, title)
