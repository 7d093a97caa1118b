"""What goes to the processes that read a re-extraction's slices and what comes back, without what they read with.

Who gives the orders never reads a document: it imports no extractor, which takes as long as all else that it imports.
"""

from __future__ import annotations

from ctypes import c_int64
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from storage.reextraction.reextractions import Slice
from storage.reextraction.rereading import Tally

WIDEST = 5
"""Of how many articles of a slice, those that change most, the texts are handed over."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The fields of an article that read otherwise now, before and after."""

    id: int
    size: int
    before: dict[str, str | None]
    after: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a slice. `tally` is None where another worker has it; `texts` only where nothing was changed."""

    tally: Tally | None
    texts: tuple[Texts, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A slice to be read again, without the articles at which a process died."""

    slice: Slice
    crashed: tuple[int, ...] = ()


def read_slices(orders: Connection, at: c_int64, url: str, config: dict[str, Any]) -> None:
    """Be such a process: `crawler.reextraction.rereader.work`, found where it runs.

    `at` is memory that both see: the article that is being read, 0 between two slices. A message for each of thousands
    of articles would take the processors from those that read.
    """
    from crawler.reextraction.rereader import work

    work(orders, at, url, config)
