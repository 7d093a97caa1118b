"""Writes put together: what comes in while a write waits or runs is written at once, each answered for itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

LINGER = 0.25
"""Seconds that a batch waits for more: a transaction for each article costs as much again as the article."""
LOOK = 0.01
"""Seconds between two looks at whether more may come at all."""
FULL = 64
"""Items with which a batch waits no longer."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Batch(Generic[Item, Answer]):
    items: list[Item] = field(default_factory=list)
    full: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Task[Sequence[Answer]] | None = None


class Batches(Generic[Item, Answer]):
    """Batches of one kind of write. `write` answers every item in order; where it fails, each of its items fails.

    `more` tells whether further items may come soon beside the so many that wait: with the last one none lingers.
    """

    def __init__(
        self,
        write: Callable[[list[Item]], Awaitable[Sequence[Answer]]],
        linger: float = 0,
        more: Callable[[int], bool] = lambda waiting: True,
    ) -> None:
        self._write = write
        self._linger = linger
        self._more = more
        self._open: _Batch[Item, Answer] | None = None
        self._writing = asyncio.Lock()

    async def put(self, item: Item) -> Answer:
        """Write an item with the others of its batch; answered when they are written."""
        batch = self._open
        if batch is None:
            batch = self._open = _Batch()
            batch.written = asyncio.create_task(self._written(batch))
        batch.items.append(item)
        place = len(batch.items) - 1
        if len(batch.items) >= FULL:
            batch.full.set()
        assert batch.written is not None
        # One that gives up waiting must not take the write from the others.
        return (await asyncio.shield(batch.written))[place]

    async def _written(self, batch: _Batch[Item, Answer]) -> Sequence[Answer]:
        await self._filled(batch)
        async with self._writing:
            self._open = None
            return await self._write(batch.items)

    async def _filled(self, batch: _Batch[Item, Answer]) -> None:
        until = time.monotonic() + self._linger
        while time.monotonic() < until and not batch.full.is_set() and self._more(len(batch.items)):
            with suppress(TimeoutError):
                await asyncio.wait_for(batch.full.wait(), LOOK)
