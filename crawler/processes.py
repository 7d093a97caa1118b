"""Starting processes from a command."""

from __future__ import annotations

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
