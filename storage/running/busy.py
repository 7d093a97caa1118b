"""What somebody is told who wants to begin a run of a series that another one holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import Row

from storage.language import say


@dataclass(frozen=True, slots=True)
class Busy:
    """Another run of the series holds the lease.

    silent  seconds since it last beat
    left    seconds until its lease ends, and the series is free, if it beats no more
    """

    run_id: int
    silent: float = field(default=0.0, compare=False)
    left: float = field(default=0.0, compare=False)

    def sentence(self, series: str) -> str:
        """Say which run holds a series. One that has not beaten for longer than it ever should may have died."""
        if self.silent < self.left:
            return say(f"运行 {self.run_id} 正在抓取 {series}，等它完了再来。",
                       f"Run {self.run_id} is crawling {series}; wait for it.")  # fmt: skip
        silent, left = round(self.silent), max(1, ceil(self.left))
        return say(
            f"运行 {self.run_id} 占着 {series}，但已有 {silent} 秒没有动静；它若已经停了，{left} 秒后就可以重新开始。",
            f"Run {self.run_id} holds {series} and has shown no sign of life for {silent} s; "
            f"if it has died, a new run may begin in {left} s.",
        )


def busy_with(held: Row[Any], now: datetime) -> Busy:
    """Return what holds a series, from its lease's row."""
    left = (held.expires_at - now).total_seconds()
    return Busy(held.run_id, max(0.0, held.seconds - left), left)
