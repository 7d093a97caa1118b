"""Reads documents off the event loop: in a thread while there are few, over all cores once they pile up."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TypeVar, TypeVarTuple, Unpack

from crawler.extract import extract
from crawler.extraction.found import ListingRules
from crawler.extraction.refusals import ExtractionError
from crawler.processes import end_with_parent, nobody_as_main, prepare
from storage.identity.fingerprint import fold
from storage.identity.similar import Shape, shaped
from storage.language import say
from storage.outline import Outline, outline
from storage.values import Document, Extract

PILE = 16
"""Documents waiting at once from which starting processes (each imports the extractor anew) pays off."""
LEAVE_SECONDS = 1.0
"""How long whoever reads may take to end the document that it is at, when the run has ended."""
MOST = 8
"""Documents of one batch: more would make those wait that come next."""

Given = TypeVarTuple("Given")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Read:
    """What a document says, and what its body comes to.

    outline  without its lines, for the body has them
    shape    what it is compared by
    """

    extract: Extract
    outline: Outline
    shape: Shape


class ReaderCrashed(ExtractionError):
    """The process that read the document died: a fault of a parser, not of the page's text."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that is to be read, and where its answer is waited for, unless that was given up."""

    document: Document
    rules: ListingRules | None
    answer: asyncio.Future[Read]

    def take(self, read: Read | BaseException) -> None:
        if self.answer.done():
            return
        if isinstance(read, BaseException):
            self.answer.set_exception(read)
        else:
            self.answer.set_result(read)


class Readers:
    """The pool. `read` gives what a document says or raises an ExtractionError, whatever the document holds.

    documents → a thread → all cores; where a process dies, each document that waited for it → a process by itself

    Documents go to a process as many together as wait: what each costs on its way is as much as a third of its reading.
    """

    def __init__(self, cores: int | None = None) -> None:
        self._cores = cores or os.cpu_count() or 1
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._processes: ProcessPoolExecutor | None = None
        self._starting: asyncio.Task[ProcessPoolExecutor] | None = None
        self._single: ProcessPoolExecutor | None = None
        self._alone = asyncio.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_once = 0
        self._unanswered = 0
        self._held: list[Thread | BaseProcess] = []

    def close(self) -> None:
        """Let the thread and the processes go, whatever they are reading."""
        pools = [pool for pool in (self._processes, self._single) if pool]
        workers: list[Thread | BaseProcess] = list(self._thread._threads)
        workers += [each for pool in pools for each in (pool._processes or {}).values()]
        for executor in (self._thread, *pools):
            executor.shutdown(wait=False, cancel_futures=True)
        until = time.monotonic() + LEAVE_SECONDS
        for worker in workers:
            worker.join(max(0.0, until - time.monotonic()))
        self._held = [worker for worker in workers if worker.is_alive()]

    @property
    def are_held(self) -> bool:
        """Whether some did not go: a parser takes minutes for their document, and so long they hold this process."""
        return bool(self._held)

    def kill(self) -> None:
        """End the processes that did not go."""
        for worker in self._held:
            if isinstance(worker, BaseProcess):
                worker.kill()

    async def read(self, document: Document, rules: ListingRules | None = None) -> Read:
        """Return the extract of a document and what its body comes to."""
        waiting = _Waiting(document, rules, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._at_once < self._cores:
            self._at_once += 1
            reading = asyncio.create_task(self._read_what_waits())
            self._tasks.add(reading)
            reading.add_done_callback(self._tasks.discard)
        self._unanswered += 1
        try:
            return await waiting.answer
        finally:
            self._unanswered -= 1

    async def _read_what_waits(self) -> None:
        try:
            while batch := self._next_batch():
                await self._answer(batch)
        finally:
            self._at_once -= 1  # at once, not when the loop comes round to it: who asks next goes by it

    async def _answer(self, batch: Sequence[_Waiting]) -> None:
        try:
            found: Sequence[Read | BaseException] = await self._read_together(batch)
        except BaseException as error:  # a bug of ours, or the end of the run: nobody is left waiting
            found = [error] * len(batch)
            if not isinstance(error, Exception):
                raise
        finally:
            for each, read in zip(batch, found, strict=True):
                each.take(read)

    async def _read_together(self, batch: Sequence[_Waiting]) -> Sequence[Read | ExtractionError]:
        executor: Executor | None = None
        try:
            executor = await self._executor()
            return await _run(executor, _read_all, [(each.document, each.rules) for each in batch])
        except BrokenProcessPool:
            self._forget(executor)
            return [await self._read_alone(each.document, each.rules) for each in batch]

    def _next_batch(self) -> list[_Waiting]:
        """Take so many of those that wait that everybody who reads has some."""
        share = ceil(len(self._waiting) / (self._cores))
        return [self._waiting.popleft() for _ in range(min(share, MOST))]

    def _forget(self, broken: Executor | None) -> None:
        """Let a broken pool go, None for one that never started: once, for who comes later finds a new one in place."""
        if self._starting is not None and self._starting.done() and self._processes is broken:
            self._processes = self._starting = None

    async def _read_alone(self, document: Document, rules: ListingRules | None) -> Read | ExtractionError:
        """Read one of the documents that a process died with: the fault is its own only where that happens again."""
        async with self._alone:
            single = await self._lone_process()
            try:
                return (await _run(single, _read_all, [(document, rules)]))[0]
            except BrokenProcessPool:
                message = say("读这份网页时解析进程崩溃了", "the reading process crashed on this document")
                return ReaderCrashed(document.url, message)

    async def _lone_process(self) -> Executor:
        """Return a pool of one process that has answered just now."""
        with suppress(BrokenProcessPool):
            if self._single:
                await _run(self._single, os.getpid)
                return self._single
        self._single = await asyncio.to_thread(_started, 1)
        return self._single

    async def _executor(self) -> Executor:
        if self._starting is None:
            if self._unanswered <= PILE or self._cores == 1:
                return self._thread
            self._starting = asyncio.create_task(asyncio.to_thread(self._start))
        return await asyncio.shield(self._starting)

    def _start(self) -> ProcessPoolExecutor:
        self._processes = _started(self._cores)
        return self._processes


def _started(count: int) -> ProcessPoolExecutor:
    """Start processes, which takes a second: in a thread, so that the loop goes on meanwhile."""
    prepare("crawler.pool")
    # What is loaded stays to the end; looking through it for garbage took a twentieth of this process's time.
    gc.freeze()
    context = multiprocessing.get_context("forkserver")
    processes = ProcessPoolExecutor(count, mp_context=context, initializer=end_with_parent)
    with nobody_as_main():
        for ready in [processes.submit(os.getpid) for _ in range(count)]:
            ready.result()
    return processes


async def _run(executor: Executor, work: Callable[[Unpack[Given]], Done], *given: *Given) -> Done:
    """Have work done elsewhere. Who gives up waiting must not take it back: a pool that breaks then never answers."""
    return await asyncio.shield(asyncio.get_running_loop().run_in_executor(executor, work, *given))


def _read_all(documents: Sequence[tuple[Document, ListingRules | None]]) -> list[Read | ExtractionError]:
    return [_read(document, rules) for document, rules in documents]


def _read(document: Document, rules: ListingRules | None) -> Read | ExtractionError:
    try:
        found = extract(document, rules=rules)
    except ExtractionError as error:
        return error
    # Of what goes from process to process, lines are half the work.
    return Read(found, replace(outline(found.body, title=found.title), lines=()), shaped(fold(found.body)))
