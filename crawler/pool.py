"""Reads documents off the event loop: in a thread while there are few, over all cores once they pile up."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from crawler.extract import ListingRules, extract
from crawler.refusals import ExtractionError
from storage.language import say
from storage.outline import Outline, outline
from storage.values import Document, Extract

PILE = 6
"""Documents waiting at once from which starting processes (each imports the extractor anew) pays off."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a document says, with the outline of its body."""

    extract: Extract
    outline: Outline


class ReaderCrashed(ExtractionError):
    """The process that read the document died: a fault of a parser, not of the page's text."""


class Readers:
    """The pool. `read` gives what a document says or raises an ExtractionError, whatever the document holds."""

    def __init__(self, cores: int | None = None) -> None:
        self._cores = cores or os.cpu_count() or 1
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._processes: ProcessPoolExecutor | None = None
        self._starting: asyncio.Task[ProcessPoolExecutor] | None = None
        self._waiting = 0

    def close(self) -> None:
        """Let the thread and the processes go, whatever they are reading."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._processes:
            self._processes.shutdown(wait=False, cancel_futures=True)

    async def read(self, document: Document, rules: ListingRules | None = None) -> Read:
        """Return the extract of a document and its outline."""
        self._waiting += 1
        try:
            executor = await self._executor()
            return await asyncio.get_running_loop().run_in_executor(executor, _read, document, rules)
        except BrokenProcessPool as error:
            self._processes = self._starting = None
            message = say("读这份网页时解析进程崩溃了", "the reading process crashed on this document")
            raise ReaderCrashed(document.url, message) from error
        finally:
            self._waiting -= 1

    async def _executor(self) -> Executor:
        if self._starting is None:
            if self._waiting <= PILE or self._cores == 1:
                return self._thread
            self._starting = asyncio.create_task(asyncio.to_thread(self._start))
        return await asyncio.shield(self._starting)

    def _start(self) -> ProcessPoolExecutor:
        """Start the processes, which takes a second; the loop goes on meanwhile."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["crawler.extract", "crawler.pool"])
        self._processes = ProcessPoolExecutor(self._cores, mp_context=context)
        with _nobody_as_main():
            for ready in [self._processes.submit(os.getpid) for _ in range(self._cores)]:
                ready.result()
        return self._processes


@contextmanager
def _nobody_as_main() -> Iterator[None]:
    """Keep new processes from importing the command that started this one: they read documents and nothing else."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _read(document: Document, rules: ListingRules | None) -> Read:
    found = extract(document, rules=rules)
    return Read(found, outline(found.body, title=found.title))
