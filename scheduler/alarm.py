"""APScheduler tells the time: it wakes the clock when a series is due. What is due is decided from rows.

A wrong or a lost wake-up does no harm: the service looks by itself every half minute, too. Jobs are rebuilt from the
configuration at every start, reload and jump of the wall clock; none is stored.
"""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.combining import OrTrigger

from storage.config import Config
from storage.schedule.cron import cron_triggers


class Alarm:
    """Calls `wake(series)` in the event loop when a series is due, after the jitter where there is one."""

    def __init__(self, wake: Callable[[str], None]) -> None:
        self._wake = wake
        self._scheduler: AsyncIOScheduler | None = None

    def set(self, config: Config) -> None:
        """Set the alarms of a configuration in place of all others; call it from the event loop."""
        self.stop()
        self._scheduler = AsyncIOScheduler(
            timezone=config.zone,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        for series in config.series:
            trigger = OrTrigger(cron_triggers(series.schedule, config.zone, config.service.jitter))
            self._scheduler.add_job(self._ring, trigger, args=[series.name], id=series.name)
        self._scheduler.start()

    def stop(self) -> None:
        """Call nobody any more."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def _ring(self, series: str) -> None:
        self._wake(series)
