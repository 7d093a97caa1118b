"""The process that reads slices of a re-extraction: all it needs is the database's address and the series.

a slice comes in → take it → read again → apply → what came of it goes out; no slice, no process
"""

from __future__ import annotations

import signal
from ctypes import c_int64
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

from crawler.reextraction.rereading import reread
from crawler.reextraction.slices import WIDEST, Task, Texts, Told
from storage.config import SeriesConfig
from storage.decide import FIELDS
from storage.engine import Database
from storage.errors import ArchiveError
from storage.reextraction.reextractions import apply, take
from storage.reextraction.rereading import Reread
from storage.running.runs import this_process


def work(orders: Connection, at: c_int64, url: str, config: dict[str, Any]) -> None:
    """Read slices until no more orders can come: whoever gave them has ended, however."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key that is pressed ends whoever gives the orders
    series = SeriesConfig.model_validate(config)
    database = Database(url)
    try:
        while True:
            orders.send(_answered(at, database, series, orders.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    finally:
        database.close()


def _answered(at: c_int64, database: Database, series: SeriesConfig, task: Task) -> Told | ArchiveError:
    try:
        return _told(at, database, series, task)
    except ArchiveError as error:
        return error


def _told(at: c_int64, database: Database, series: SeriesConfig, task: Task) -> Told:
    one = task.slice
    if one.reextraction_id is not None and not take(database, one, this_process(), datetime.now(UTC)):
        return Told(None)
    changed, tally = reread(database, series, one, task.crashed, lambda article_id: setattr(at, "value", article_id))
    at.value = 0
    if one.reextraction_id is not None:
        return Told(apply(database, one, changed, tally, datetime.now(UTC)))
    for each in changed:
        tally.took(each)
    widest = sorted(changed, key=lambda each: (-each.size, each.held.id))[:WIDEST]
    return Told(tally, tuple(_texts(each) for each in widest if each.revised))


def _texts(reread: Reread) -> Texts:
    names: list[str] = [name for name in FIELDS if name in reread.values]
    before = {name: getattr(reread.held.article, name) for name in names}
    return Texts(reread.held.id, reread.size, before, {name: reread.values[name] for name in names})
