"""Between slots and processes: a slot that was taken becomes a process, and is held until its run has begun."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import structlog

from scheduler.children import Child, Children, Refused
from scheduler.clock import Clock, Due
from scheduler.exitcodes import ExitCode
from scheduler.settings import Settings
from storage.language import say

log = structlog.get_logger()


def command(settings: Settings) -> list[str]:
    """Return how a process of ours is started, with the configuration as it counts now."""
    return [sys.executable, "-m", "scheduler.cli", "--config", str(settings.copy)]


async def start_due(children: Children, due: Due) -> None:
    """Start the process of a slot that was taken."""
    options = ("--due-at", due.slot.due_at.isoformat())
    try:
        await children.start(due.slot.series, due.trigger, *options, due=due)
    except Refused as error:  # the claim lapses, and whoever looks then takes the slot
        log.warning("run.not_started", series=due.slot.series, reason=str(error))


def hold(clock: Clock, children: Sequence[Child]) -> None:
    """Keep the claims of processes that have yet to begin their runs. Raises ArchiveError."""
    for child in children:
        if child.due is not None and child.run is None:
            clock.slots.renew(child.due.slot)


def let_go(clock: Clock, child: Child) -> None:
    """Give the slot of a process back that ended without a run. Raises ArchiveError."""
    if child.due is not None and child.run is None:
        reason = say(f"进程没有开始运行（退出码 {child.code}）", f"its process began no run (exit code {child.code})")
        clock.slots.give_back(child.due.slot, reason, counts=child.code != ExitCode.BUSY)
