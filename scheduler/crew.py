"""Processes that read a re-extraction's slices side by side, on all cores.

Each has a line of its own to this process: when this one is killed, theirs is cut and they end; when one of them dies,
the article that it was at is left out and the slice given to another.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import c_int64
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from crawler.processes import REREADER, nobody_as_main, prepare
from crawler.reextraction.slices import Task, Told, read_slices
from storage.errors import ArchiveError
from storage.reextraction.reextractions import Slice

LEAVE_SECONDS: Final = 10.0
"""How long a process may take to end its slice."""


@dataclass(slots=True)
class Worker:
    """A process with its line; `task` is what it is at, `at` the article that it reads, 0 where it reads none."""

    process: BaseProcess
    line: Connection
    at: c_int64
    task: Task | None = None

    def give(self, task: Task) -> None:
        """Hand a task over."""
        self.task = task
        with suppress(BrokenPipeError):  # it died since; that is noticed when its answer is waited for
            self.line.send(task)


class Crew:
    """Processes that work on the archive at `url`. `config` is the series' configuration."""

    def __init__(self, url: str, config: dict[str, Any], count: int | None = None) -> None:
        self._url, self._config = url, config
        self._count = count or os.cpu_count() or 1
        self.workers: list[Worker] = []

    def work(self, slices: Sequence[Slice]) -> Iterator[Told]:
        """Yield what comes of each slice, in whatever order. Raises ArchiveError; a bug of ours as RuntimeError."""
        tasks = [Task(one) for one in reversed(slices)]
        while len(self.workers) < min(self._count, len(tasks)):
            self.workers.append(self._started())
        for worker in self.workers:
            if tasks:
                worker.give(tasks.pop())
        while any(worker.task for worker in self.workers):
            for worker in self._heard():
                yield from self._told(worker, tasks)
                if worker.task is None and tasks:
                    worker.give(tasks.pop())

    def close(self) -> None:
        """Let the processes end what they are at, and end those that do not."""
        for worker in self.workers:
            worker.line.close()
        for worker in self.workers:
            worker.process.join(LEAVE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self.workers = []

    def _heard(self) -> list[Worker]:
        ready = wait([worker.line for worker in self.workers if worker.task])
        return [worker for worker in self.workers if worker.line in ready]

    def _told(self, worker: Worker, tasks: list[Task]) -> Iterator[Told]:
        try:
            told = worker.line.recv()
        except (EOFError, ConnectionResetError):
            tasks.append(_without(worker))
            self._replace(worker)
            return
        if isinstance(told, ArchiveError):
            raise told
        worker.task = None
        yield told

    def _replace(self, worker: Worker) -> None:
        worker.process.join()
        worker.line.close()
        new = self._started()
        worker.process, worker.line, worker.at, worker.task = new.process, new.line, new.at, None

    def _started(self) -> Worker:
        context = multiprocessing.get_context("forkserver")
        prepare(REREADER)
        ours, theirs = context.Pipe()
        at = context.RawValue(c_int64, 0)
        process = context.Process(target=read_slices, args=(theirs, at, self._url, self._config), daemon=True)
        with nobody_as_main():
            process.start()
        theirs.close()
        return Worker(process, ours, at)


def _without(worker: Worker) -> Task:
    """Return the task of a process that died, without the article that it was at."""
    if worker.task is None or not worker.at.value:
        raise RuntimeError(f"a process of the re-extraction ended with {worker.process.exitcode}: see its words above")
    return replace(worker.task, crashed=(*worker.task.crashed, worker.at.value))


@contextmanager
def crew(url: str, config: dict[str, Any], count: int | None = None) -> Iterator[Crew]:
    """Have a crew for as long as it is needed."""
    hands = Crew(url, config, count)
    try:
        yield hands
    finally:
        hands.close()
