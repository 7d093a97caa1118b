"""Runs in processes of their own: started, watched, ended. A run's row is the verdict, never the exit code alone.

start → the process begins its run (a row with its owner) → watch: beats? in time? → it ends, or is ended
      → close: a row that its process left open is ended here → `ended` is told
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog

from scheduler.clock import Due
from storage import Archive, ArchiveError, Run
from storage.judge import Judgement, unfinished
from storage.language import say
from storage.osreasons import os_reason
from storage.running.health import newest_run_id, run_of_owner
from storage.running.runs import process_named
from storage.values import Outcome, Trigger

STOP_SECONDS: Final = 6.0
"""How long a process may take to end after SIGTERM before it is killed; within ten seconds in all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a process may take, in seconds: to begin its run, past `crawl.timeout`, without a beat, to go."""

    begin: float = 120.0
    grace: float = 30.0
    silent: float = 90.0
    leave: float = 30.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """Why a process is ended by us, and what is put on record where its run is still open.

    wanted  somebody asked for it, so there is nothing to complain of
    """

    outcome: Outcome
    reason: str
    wanted: bool = False


@dataclass(slots=True)
class Child:
    """A process that crawls a series. Times are of the monotonic clock, which no one sets.

    after  the newest run when it was started: its own has a higher id
    """

    series: str
    trigger: Trigger
    process: asyncio.subprocess.Process
    owner: str
    after: int
    due: Due | None
    started: float = field(default_factory=time.monotonic)
    run: Run | None = None
    seen: float = field(default_factory=time.monotonic)
    sentence: Sentence | None = None
    code: int | None = None
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def note(self, run: Run | None) -> None:
        """Note how its run stands; a new beat counts as a sign of life."""
        if _pulse(run) != _pulse(self.run):
            self.seen = time.monotonic()
        self.run = run


log = structlog.get_logger()


class Refused(Exception):
    """No process is started: the service is about to end, or the machine has no room for one."""


async def _nobody(series: str) -> None:
    """Nobody is told."""


class Children:
    """The processes of one service, all in its event loop.

    command  the start of a command line; the rest says what to crawl
    ended    told of each process after its row is closed
    news     tells what a run of the series brought whose process could not; not while the service ends
    """

    def __init__(
        self,
        archive: Archive,
        command: Callable[[], list[str]],
        ended: Callable[[Child], None] = lambda child: None,
        limits: Limits = Limits(),
        news: Callable[[str], Awaitable[None]] = _nobody,
    ) -> None:
        self._archive = archive
        self._command = command
        self._ended = ended
        self._limits = limits
        self._news = news
        self._stopping = False
        self.all: dict[str, Child] = {}

    async def start(self, series: str, trigger: Trigger, *options: str, due: Due | None = None) -> Child:
        """Start a process that crawls a series; in a session of its own, so that only we pass signals on to it.

        Raises Refused, ArchiveError.
        """
        if self._stopping:
            raise Refused(say("服务正在停止", "the service is stopping"))
        after = await asyncio.to_thread(newest_run_id, self._archive.database)
        words = (*self._command(), "crawl", series, "--trigger", trigger.value, "--json", "--after", str(after))
        try:
            process = await asyncio.create_subprocess_exec(
                *words, *options, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            raise Refused(say(f"进程起不来：{os_reason(error)}", f"no process: {os_reason(error)}")) from error
        child = Child(series, trigger, process, process_named(process.pid), after, due)
        self.all[series] = child
        child.tasks.append(asyncio.create_task(self._see_out(child)))
        log.info("run.process", series=series, trigger=trigger.value, pid=process.pid)
        if self._stopping:
            self._end(child, _stopped())
        return child

    async def begin(self, child: Child) -> Run | None:
        """Begin the run of a process that is hardly awake, which takes it seconds, and return it.

        None where another run holds the series. Raises ArchiveError.
        """
        if (run := await self.find_run(child)) is not None:
            return run
        due_at = child.due.slot.due_at if child.due else None
        await asyncio.to_thread(
            self._archive.begin_run, child.series, child.trigger, due_at, owner=child.owner, after=child.after
        )
        if child.code is not None:  # it ended meanwhile, and whoever saw it out found no row to close
            await self._close_row(child)
        return await self.find_run(child)

    async def look(self, timeout: float) -> None:
        """Look after every process once; those that overran, or stopped beating, are ended. Raises ArchiveError."""
        for child in list(self.all.values()):
            try:
                await self.find_run(child)
            except ArchiveError:  # while nobody sees a beat, none is missing
                self._excuse()
                raise
            sentence = overdue(child, time.monotonic(), timeout, self._limits)
            if sentence is not None and child.sentence is None and child.code is None:
                log.warning("run.overdue", series=child.series, pid=child.process.pid, reason=sentence.reason)
                self._end(child, sentence)

    async def find_run(self, child: Child) -> Run | None:
        """Return the run that a process has begun, None while there is none. Raises ArchiveError."""
        child.note(await asyncio.to_thread(run_of_owner, self._archive.database, child.owner, child.after))
        return child.run

    def _excuse(self) -> None:
        for child in self.all.values():
            child.seen = time.monotonic()

    async def stop(self) -> None:
        """End all processes and wait for them; nothing can be started any more."""
        self._stopping = True
        children = list(self.all.values())
        for child in children:
            self._end(child, _stopped())
        for child in children:
            await child.closed.wait()

    def _end(self, child: Child, sentence: Sentence) -> None:
        if child.sentence is None and child.code is None:
            child.sentence = sentence
            child.tasks.append(asyncio.create_task(_terminate(child.process)))

    async def _see_out(self, child: Child) -> None:
        child.code = await child.process.wait()
        log.info("run.process_ended", series=child.series, pid=child.process.pid, code=child.code)
        try:
            await self._close_row(child)
            if not self._stopping:
                await self._news(child.series)
        except ArchiveError as error:  # the lease lapses, and a later look ends the row
            log.error("run.not_closed", series=child.series, error=str(error))
        finally:  # whatever flew, the series can run again
            if self.all.get(child.series) is child:
                del self.all[child.series]
            child.closed.set()
            self._ended(child)

    async def _close_row(self, child: Child) -> None:
        """End the row of a run whose process could not do it."""
        run = await self.find_run(child)
        if run is None or run.ended_at is not None:
            return
        sentence = child.sentence or _left_open(child.code or 0)
        seconds = time.monotonic() - child.started

        judgement = Judgement()
        if not sentence.wanted:
            judgement = unfinished(judgement, sentence.outcome, sentence.reason)

        def end() -> Run | None:
            return self._archive.end_run(
                run.id, sentence.outcome, judgement=judgement, seconds=seconds, error=sentence.reason
            )

        child.note(await asyncio.to_thread(end))


def overdue(child: Child, now: float, timeout: float, limits: Limits) -> Sentence | None:
    """Say why a process is to be ended, None while it may go on. `now` is of the monotonic clock. Pure."""
    age, silent = now - child.started, now - child.seen
    if child.run is None:
        late = say("进程迟迟没有开始运行", "the process began no run")
        return Sentence(Outcome.FAILED, late) if age > limits.begin else None
    if child.run.ended_at is not None:
        stuck = say("运行已结束，进程没有退出", "the run has ended, its process has not")
        return Sentence(Outcome.FAILED, stuck) if silent > limits.leave else None
    if age > timeout + limits.grace:
        return Sentence(
            Outcome.TIMEOUT, say("超过了 crawl.timeout 仍不结束，进程已被终止", "it outlived crawl.timeout")
        )
    if silent > limits.silent:
        return Sentence(Outcome.INTERRUPTED, say("没有心跳，进程已被终止", "it stopped beating and was ended"))
    return None


async def _terminate(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, then make it."""
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, None)):
        if process.returncode is not None:
            return
        process.send_signal(number)
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except TimeoutError:
            log.warning("run.killed", pid=process.pid)


def _stopped() -> Sentence:
    reason = say("服务停止，下次接着做", "the service stopped; the next run goes on")
    return Sentence(Outcome.INTERRUPTED, reason, wanted=True)


def _left_open(code: int) -> Sentence:
    """Return what is to be said of a run whose process ended without ending it."""
    if code < 0:
        name = signal.Signals(-code).name
        return Sentence(Outcome.INTERRUPTED, say(f"进程被 {name} 结束", f"its process was ended by {name}"))
    return Sentence(Outcome.FAILED, say(f"进程意外退出（退出码 {code}）", f"its process exited with {code}"))


def _pulse(run: Run | None) -> tuple[int, datetime, datetime | None] | None:
    return None if run is None else (run.id, run.heartbeat_at, run.ended_at)
