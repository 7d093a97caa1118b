"""Starting processes from a command."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

REREADER = "crawler.reextraction.rereader"
"""What the processes of a re-extraction read with."""


def prepare(module: str) -> None:
    """Let the server of new processes load a module, beside what this process does; each of them then begins with it.

    A second call changes nothing: the server is there.
    """
    from multiprocessing import forkserver  # whoever starts no process need not wait for it

    forkserver.set_forkserver_preload([module])
    forkserver.ensure_running()


def end_with_parent() -> None:
    """Have this process end when the one that started it has, however that ended.

    A pool's process waits for work at a pipe that it holds open itself: where its owner was killed, it would wait for
    ever, keep its memory, and keep whoever reads the owner's output (a terminal's pipe, cron's log) waiting as well.
    """
    threading.Thread(target=_end_after_parent, name="parent", daemon=True).start()


def _end_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def nobody_as_main() -> Iterator[None]:
    """Keep new processes from importing the command that started this one: they read documents and nothing else."""
    with _starting_one:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


_starting_one = threading.Lock()
"""Two that start at once would each take the other's stand-in for the command."""
