"""One pass of the clock for cron and systemd timers: what is due is run, and that is it."""

from __future__ import annotations

import asyncio
import signal
from typing import Final

from scheduler.children import Child, Children
from scheduler.clock import Clock
from scheduler.news import tell_rest
from scheduler.settings import Settings
from scheduler.slot_runs import command, hold, let_go, start_due
from storage import Archive

GLANCE: Final = 5.0
"""Seconds between two looks after the processes."""


async def run_due(settings: Settings, archive: Archive) -> list[Child]:
    """Run everything that is due, several series at once, and return the ended processes. Raises ArchiveError."""
    config = settings.current

    async def tell(series: str) -> None:
        await asyncio.to_thread(tell_rest, config, archive, series)

    lost: list[str] = []
    clock = Clock(archive.database, lost=lost.append)
    ended: list[Child] = []
    children = Children(archive, lambda: command(settings), ended.append, news=tell)
    stopping: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: stopping.append(asyncio.ensure_future(children.stop())))
    everyone = {series.name for series in config.series}
    taken = await asyncio.to_thread(clock.one_pass, config, prompt=everyone)
    for due in taken:
        await start_due(children, due)
    for series in set(lost).difference(due.slot.series for due in taken):  # a run that follows tells it by itself
        await tell(series)
    waiting = {asyncio.ensure_future(child.closed.wait()) for child in children.all.values()}
    while waiting:
        _, waiting = await asyncio.wait(waiting, timeout=GLANCE)
        await children.look(config.crawl.timeout)
        await asyncio.to_thread(hold, clock, list(children.all.values()))
    for child in ended:
        await asyncio.to_thread(let_go, clock, child)
    await asyncio.to_thread(clock.settle, config)
    return ended
