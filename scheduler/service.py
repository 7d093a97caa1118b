"""The service: the clock, the runs' processes and the archive over HTTP in one event loop.

every half minute, when a series is due, when a process ends:
    look after the processes → one pass of the clock → start what is due → tell systemd that we live
"""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import suppress
from typing import Final

import structlog

from scheduler.alarm import Alarm
from scheduler.children import Child, Children
from scheduler.clock import Clock
from scheduler.faith import Faith
from scheduler.http import Http
from scheduler.messenger import Messenger
from scheduler.sdnotify import Systemd
from scheduler.settings import Settings
from scheduler.slot_runs import command, hold, let_go, start_due
from storage import Archive, ArchiveError
from storage.configfile import ConfigError

TICK: Final = 30.0
"""Seconds between two looks when nothing happens."""

log = structlog.get_logger()


class Service:
    """One service on one archive. `run` works until a signal ends it."""

    def __init__(self, settings: Settings, archive: Archive, reader: Archive, listening: socket.socket) -> None:
        self._settings = settings
        self._archive = archive
        self._lost: list[str] = []
        self._clock = Clock(archive.database, lost=self._lost.append)
        self._messenger = Messenger(archive, lambda: command(settings))
        self._children = Children(archive, lambda: command(settings), self._ended, news=self._messenger.tell)
        self._http = Http(reader, settings, self._children, listening, lambda: self._looked)
        self._alarm = Alarm(self._wake)
        self._systemd = Systemd()
        self._faith = Faith()
        self._prompt: set[str] = set()
        self._gone: list[Child] = []
        self._awake = asyncio.Event()
        self._reload = False
        self._before: tuple[str, dict[str, str]] | None = None
        self._stop = False
        self._looked = False

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT; SIGHUP reads the configuration again."""
        self._listen_to_signals()
        await self._http.start(self._end)
        self._alarm.set(self._settings.current)
        log.info("service.started", address=self._http.address)
        watchdog = self._systemd.watchdog_seconds
        tick = min(TICK, watchdog / 2) if watchdog else TICK
        try:
            while not self._stop:
                await self._turn()
                await self._rest(self._faith.wait(tick))
        finally:
            await self._shut_down()

    # --- one turn

    async def _turn(self) -> None:
        if self._reload:
            self._read_again()
        if self._faith.jumped():
            log.warning("clock.jumped")
            self._alarm.set(self._settings.current)
        try:
            await self._look()
        except ArchiveError as error:
            log.error("clock.blind", error=str(error))
        self._systemd.alive()

    async def _look(self) -> None:
        await self._follow()
        config = self._settings.current
        await self._children.look(config.crawl.timeout)
        await asyncio.to_thread(hold, self._clock, list(self._children.all.values()))
        while self._gone:
            await asyncio.to_thread(let_go, self._clock, self._gone[0])
            del self._gone[0]
        prompt, self._prompt = self._prompt, set()
        due = await asyncio.to_thread(
            self._clock.one_pass, config,
            prompt=prompt, going=self._messenger.busy.union(self._children.all),
            trusting=self._faith.trusting and not self._stop,
        )  # fmt: skip
        for each in due:
            await start_due(self._children, each)
        for series in set(self._lost).difference(each.slot.series for each in due):  # a run that follows tells it
            self._messenger.send(series)
        self._lost.clear()
        if not self._looked:
            self._looked = True
            self._systemd.ready(self._http.address)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), seconds)
        self._awake.clear()

    def _read_again(self) -> None:
        self._reload = False
        self._systemd.reloading()
        before = self._settings.current
        try:
            note = self._settings.reload()
        except ConfigError as error:
            log.error("config.kept", error=str(error))
        else:
            # Kept until the archive was told, which may be away just now.
            self._before = self._before or (before.zone.key, {each.name: each.schedule for each in before.series})
            self._alarm.set(self._settings.current)
            log.info("config.reloaded", note=note or "")
        self._systemd.ready(self._http.address)

    async def _follow(self) -> None:
        """Let a changed schedule count from now on. Raises ArchiveError."""
        if self._before is None:
            return
        (zone, schedules), now = self._before, self._settings.current
        for series in now.series:
            if series.name in schedules and (schedules[series.name], zone) != (series.schedule, now.zone.key):
                await asyncio.to_thread(self._clock.slots.skip_to_now, series.name)
        self._before = None

    # --- what wakes it

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)

    def _hang_up(self) -> None:
        self._reload = True
        self._awake.set()

    def _wake(self, series: str) -> None:
        self._prompt.add(series)
        self._awake.set()

    def _ended(self, child: Child) -> None:
        self._gone.append(child)
        self._awake.set()

    def _end(self) -> None:
        self._stop = True
        self._awake.set()

    async def _shut_down(self) -> None:
        self._systemd.stopping()
        self._alarm.stop()
        self._http.stop()
        await self._messenger.stop()
        await self._children.stop()
        with suppress(ArchiveError):  # the next service settles what this one could not
            for child in self._gone:
                await asyncio.to_thread(let_go, self._clock, child)
            await asyncio.to_thread(self._clock.settle, self._settings.current)
        await self._http.stopped()
        log.info("service.stopped")
