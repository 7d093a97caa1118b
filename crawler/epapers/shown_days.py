"""Which day an e-paper's fronts show, beside the one that was asked for. Pure.

A server may answer for a day without an issue with the issue of another day, and that proves that there is none. A page
that shows a clock where others print their date looks the same, and proves nothing. What tells them apart is that one
day has one issue: of two different fronts that both show it, at most one is its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crawler.sources.founder import Board

_Content = tuple[str, ...]
"""What a front prints: its headlines in order; without any it cannot be told from another."""


class OtherDay(Exception):
    """A front shows another day than its issue was asked for."""

    def __init__(self, board: Board) -> None:
        super().__init__(str(board.on))
        self.board = board


@dataclass(frozen=True, slots=True)
class Misdated:
    """An issue whose front shows a day that cannot be its own: the day asked for, its address, the day shown."""

    on: date
    url: str
    shown: date


@dataclass(slots=True)
class ShownDays:
    """What the fronts of one run show.

    printed  day shown → what every front that shows it prints
    waiting  day shown → fronts asked for as another day's that nothing contradicts yet
    """

    printed: dict[date, set[_Content]] = field(default_factory=dict)
    waiting: dict[date, list[Misdated]] = field(default_factory=dict)

    def own(self, board: Board) -> list[Misdated]:
        """Note a front of the day that it was asked for; return what is now known to show a wrong day."""
        return [] if board.on is None else self._noted(board, board.on)

    def other(self, on: date, url: str, board: Board) -> list[Misdated]:
        """Note a front that shows another day than asked for; return what is now known to show a wrong day."""
        assert board.on is not None
        self.waiting.setdefault(board.on, []).append(Misdated(on, url, board.on))
        return self._noted(board, board.on)

    def _noted(self, board: Board, shown: date) -> list[Misdated]:
        if content := tuple(link.title for link in board.stories if link.title):
            self.printed.setdefault(shown, set()).add(content)
        contradicted = len(self.printed.get(shown, ())) > 1
        return self.waiting.pop(shown, []) if contradicted else []
