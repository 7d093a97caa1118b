"""Whether runs began when the schedule said so: a service or timer that nobody started says nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from storage import Archive
from storage.config import Config, SeriesConfig
from storage.language import clock, say
from storage.schedule.due import due_between
from storage.schedule.slots import Slots

LATE: Final = timedelta(hours=2)
"""How long after a slot a run must have begun."""
LONGEST: Final = timedelta(days=31)
"""How far back missed slots are counted."""


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How a series keeps its schedule: since its last run by it, or since somebody looked for its slots at all.

    missed  slots since then whose run should have begun by now
    """

    title: str
    last: datetime
    missed: int

    def told(self, config: Config) -> str:
        """Return it in words."""
        at = clock(self.last, config.zone)
        if not self.missed:
            return say(f"{self.title}：上次 {at}", f"{self.title}: last {at}")
        return say(
            f"{self.title}：{at} 之后有 {self.missed} 次到点没有运行，服务或定时器没有开着？",
            f"{self.title}: {self.missed} runs were due since {at} and did not begin; is the service up?",
        )


def punctuality(archive: Archive, series: SeriesConfig, config: Config) -> Punctuality | None:
    """Return how a series keeps its schedule, None where nobody ever went by it. Raises ArchiveError."""
    scheduled = (run.started_at for run in archive.runs(series.name) if run.due_at is not None)
    last = next(scheduled, None) or Slots(archive.database).horizon(series.name)
    if last is None:
        return None
    now = datetime.now(UTC)
    due = due_between(series.schedule, config.zone, max(last, now - LONGEST), now - LATE)
    return Punctuality(series.title, last, len(due))
