"""The archive over HTTP inside the service, and the door through which a run can be asked for."""

from __future__ import annotations

import asyncio
import socket
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, date, datetime

import uvicorn

from scheduler.children import Child, Children, Refused
from scheduler.settings import Settings
from storage import Archive, Busy
from storage.addresses import served_at
from storage.language import say
from storage.running.leases import busy
from storage.values import Trigger
from web.app import create_app, keep_loaded
from web.service import NotStarted, Service, Started


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers, because the service has its own, and without its ten wake-ups a second.

    They would cost more than everything else a waiting service does; once a second is enough for the Date header.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Accept nothing more, and end when the last answer is given."""
        self.should_exit = True
        self._stop.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), 1.0)

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


class Http:
    """Serves the archive on a socket that listens already."""

    def __init__(
        self,
        reader: Archive,
        settings: Settings,
        children: Children,
        listening: socket.socket,
        ready: Callable[[], bool],
    ) -> None:
        self._reader = reader
        self._settings = settings
        self._children = children
        self._socket = listening
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        service = Service(reader, lambda: settings.current, self.start_run, ready)
        self._server = _Server(
            uvicorn.Config(
                create_app(service),
                lifespan="off",
                loop="asyncio",
                http="h11",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=3,
            )
        )
        self._task: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """The address that people open."""
        return served_at(*self._socket.getsockname()[:2])

    async def start(self, broken: Callable[[], None]) -> None:
        """Serve from now on; `broken` is called should it end by itself."""
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        self._task.add_done_callback(lambda task: broken())
        while not self._server.started and not self._task.done():
            await asyncio.sleep(0)
        keep_loaded()

    def stop(self) -> None:
        """Accept nothing more."""
        self._server.stop()

    async def stopped(self) -> None:
        """Wait until the last answer is given."""
        if self._task is not None:
            await self._task

    async def start_run(self, series: str, since: date | None, until: date | None) -> Started:
        """Start a run that was asked for, or name the one that is going. Raises NotStarted."""
        async with self._one_at_a_time[series]:
            going = await self._going(series)
            if going is not None:
                return Started(going.run_id, new=False)
            ours = self._children.all.get(series)
            child = ours or await self._start(series, since, until)
            run = await self._children.begin(child)
            if run is not None:
                return Started(run.id, new=ours is None)
            return await self._instead(child)

    async def _start(self, series: str, since: date | None, until: date | None) -> Child:
        window = (("--since", since), ("--until", until))
        options = [part for name, day in window if day for part in (name, day.isoformat())]
        try:
            return await self._children.start(series, Trigger.API, *options)
        except Refused as error:
            raise NotStarted(str(error)) from error

    async def _instead(self, child: Child) -> Started:
        going = await self._going(child.series)
        if going is None:
            raise NotStarted(say("抓取没有开始，详情见日志。", "No run began: see the log."))
        return Started(going.run_id, new=False)

    async def _going(self, series: str) -> Busy | None:
        return await asyncio.to_thread(busy, self._reader.database, series, datetime.now(UTC))
