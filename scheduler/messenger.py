"""The news of runs whose processes died before they could tell it, told by a process of its own.

Apprise takes some 40 MB, and a channel that is down is tried for minutes: neither is to be the waiting service's.
"""

from __future__ import annotations

import asyncio
import subprocess
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress

import structlog

from storage import Archive, ArchiveError

log = structlog.get_logger()


class Messenger:
    """Sends the news that runs left untold, a series at a time, in the event loop of one service.

    command  the start of a command line; the rest says whose news it is
    """

    def __init__(self, archive: Archive, command: Callable[[], list[str]]) -> None:
        self._archive = archive
        self._command = command
        self._stopping = False
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._processes: set[Process] = set()

    @property
    def busy(self) -> frozenset[str]:
        """The series whose news is on its way: a run that ended meanwhile would tell it once more."""
        return frozenset(self._tasks)

    def send(self, series: str) -> None:
        """Tell what the runs of a series left untold, without waiting for it."""
        if series not in self._tasks and not self._stopping:
            task = self._tasks[series] = asyncio.create_task(self._send(series))
            task.add_done_callback(lambda _: self._tasks.pop(series, None))

    async def tell(self, series: str) -> None:
        """Tell what the runs of a series left untold, until it arrived or was given up. Raises ArchiveError."""
        if self._stopping or not await asyncio.to_thread(self._archive.news.untold, series):
            return
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command(), "notify", "--rest", series,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:  # the next run of the series tells it
            log.error("news.not_sent", series=series, error=str(error))
            return
        self._processes.add(process)
        if self._stopping:
            process.terminate()
        log.info("news.process", series=series, pid=process.pid, code=await process.wait())
        self._processes.discard(process)

    async def stop(self) -> None:
        """Send nothing any more; what is on its way is given up, and told again by the next run."""
        self._stopping = True
        for process in self._processes:
            with suppress(ProcessLookupError):
                process.terminate()
        await asyncio.gather(*self._tasks.values())

    async def _send(self, series: str) -> None:
        try:
            await self.tell(series)
        except ArchiveError as error:
            log.error("news.not_sent", series=series, error=str(error))
