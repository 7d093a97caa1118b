"""The archive from within the event loop: one thread of its own, and writes in batches.

A write is answered when it is committed. What was not committed when a process dies was not visited either, so the
next run asks for it again and nothing is half there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any, TypeVar

from crawler.batches import LINGER, Batches
from crawler.reextraction.catching_up import catch_up
from storage import Archive
from storage.answers import Revision
from storage.config import CrawlConfig, SeriesConfig
from storage.readings import Known, Reading, Recorded, Visited
from storage.running.errands import Named
from storage.running.heard import Heard, ask, believe, distrust
from storage.running.leads import Lead, leads_at, note_leads
from storage.running.notes import Note, Owed, Settled, Walked, write
from storage.running.sweeps import Found, Sweep
from storage.values import Document, Verdict

T = TypeVar("T")
Window = tuple[date | None, date | None]


class Keeper:
    """The archive as a run of one series uses it. `more` tells whether, beside so many, more may soon be recorded."""

    def __init__(
        self, archive: Archive, run_id: int, series: SeriesConfig, crawl: CrawlConfig, more: Callable[[int], bool]
    ) -> None:
        self._archive = archive
        self._run_id = run_id
        self._config = series
        self._series = series.name
        self._crawl = crawl
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._readings = Batches[Reading, Recorded](self._record, LINGER, more)
        # What is noted while the thread is busy is written together; nobody waits longer for that.
        self._notes = Batches[Note, None](self._note)
        self._heard = Batches[str, Heard | None](self._hear)

    def close(self) -> None:
        """Wait for the writes that were handed over."""
        self._thread.shutdown(wait=True)

    # --- questions

    async def known(self, urls: Iterable[str]) -> dict[str, Known]:
        """Return what the archive knows of these addresses; an unknown one is left out."""
        return await self._call(lambda: self._archive.known(self._series, list(urls)))

    async def listed(self, start: str, urls: Iterable[str]) -> Collection[str]:
        """Return which of a list's addresses an earlier finished walk through it has seen, as canonical addresses."""
        return await self._call(lambda: self._archive.agenda.listed(self._series, start, list(urls)))

    async def places(self, start: str) -> list[dict[str, Any]]:
        """Return the places at which earlier walks through a list were broken off."""
        return await self._call(lambda: self._archive.agenda.places(self._series, start))

    async def swept_at(self, start: str) -> datetime | None:
        """Return when all that is young on a list was read last, None where it never was."""
        return await self._call(lambda: self._archive.agenda.swept_at(self._series, start))

    async def owed(self) -> list[Named]:
        """Return the articles that an earlier run failed to read, with what an index said of each."""
        return await self._call(lambda: self._archive.agenda.owed(self._series, self._crawl.recheck_days))

    async def leads(self, urls: Iterable[str]) -> dict[str, Lead]:
        """Return which of these addresses an instalment has led to before, by the address as given."""
        return await self._call(lambda: leads_at(self._archive.database, self._series, list(urls)))

    async def due(self, window: Window | None) -> list[str]:
        """Return the addresses of known articles to be read again: all of a window, else what their schedule says."""
        if window is not None:
            return await self._call(lambda: self._archive.agenda.within(self._series, *window))
        return await self._call(lambda: self._archive.agenda.due(self._series, self._crawl.recheck_days))

    async def sweeps(self, source: str) -> list[Sweep]:
        """Return the last looks of a source at each day."""
        return await self._call(lambda: self._archive.agenda.sweeps(self._series, source))

    async def backfill_began(self, since: date | None, until: date | None) -> datetime:
        """Return when the unfinished backfill of this window began: now, where there is none."""
        return await self._call(lambda: self._archive.agenda.backfill_began(self._series, since, until))

    async def heard(self, url: str) -> Heard | None:
        """Return what an address answered last, None where it never gave a definite answer."""
        return await self._heard.put(url)

    async def document(self, snapshot_id: int) -> Document:
        """Return a kept document."""
        document = await self._call(lambda: self._archive.document(snapshot_id))
        assert document is not None  # nothing takes a snapshot out of the archive
        return document

    async def text(self, article_id: int) -> Revision:
        """Return the newest text of an article."""
        return (await self._call(lambda: self._archive.revisions(article_id)))[-1]

    async def beat(self) -> bool:
        """Renew the lease; False when another run has taken it."""
        return await self._call(lambda: self._archive.beat(self._run_id))

    # --- writes

    async def keep(self, document: Document) -> None:
        """Keep a document; answered when it is kept as its address's last answer."""
        await self._notes.put(document)

    async def believe(self, url: str, is_article: bool) -> bool:
        """Count a 304 of an address; False where this one is to be checked by reading the address in full."""
        archive, series = self._archive, self._series
        return await self._call(lambda: believe(archive.database, series, url, archive.now(), is_article=is_article))

    async def distrust(self, url: str) -> None:
        """Note that an address said 304 and had changed."""
        await self._call(lambda: distrust(self._archive.database, url, self._archive.now()))

    async def visit(self, url: str, verdict: Verdict, reason: str, status: int | None) -> None:
        """Note what became of an address."""
        await self._notes.put(Visited(url, verdict, reason, status))

    async def note_sweep(
        self, source: str, on: date, found: Found, url: str, status: int | None, reason: str,
        boards: int | None = None, stories: int | None = None,
    ) -> None:  # fmt: skip
        """Note what a source's look at a day found."""
        now = self._archive.now()
        look = Sweep(self._series, source, on, found, url, status, reason, self._run_id, now, boards, stories)
        await self._notes.put(look)

    async def owe(self, wanted: Sequence[str | Named]) -> None:
        """Note that articles are still to be read."""
        if wanted:
            await self._notes.put(Owed([Named(each) if isinstance(each, str) else each for each in wanted]))

    async def note_leads(self, leads: Sequence[Lead]) -> None:
        """Note where instalments lead."""
        if leads:
            archive, series = self._archive, self._series
            await self._call(lambda: note_leads(archive.database, series, leads, archive.now()))

    async def settle(self, urls: Sequence[str]) -> None:
        """Note that articles are no longer owed."""
        if urls:
            await self._notes.put(Settled(urls))

    async def walked(self, start: str, urls: Collection[str], places: list[dict[str, Any]]) -> None:
        """Note that entries of a list bring nothing new from now on, and the places where its walk is to go on."""
        await self._notes.put(Walked(start, list(urls), places))

    async def swept(self, start: str) -> None:
        """Note that all that is young on a list was read."""
        await self._call(lambda: self._archive.agenda.swept(self._series, start))

    async def record(self, reading: Reading) -> Recorded:
        """Record what a document says; answered when the batch that it falls into is committed."""
        return await self._readings.put(reading)

    async def _record(self, readings: list[Reading]) -> list[Recorded]:
        def caught_up() -> list[Recorded]:
            catch_up(self._archive, self._config, readings)
            return self._archive.record_many(self._run_id, self._series, readings)

        return await self._call(caught_up)

    async def _note(self, notes: list[Note]) -> list[None]:
        database, now = self._archive.database, self._archive.now()
        await self._call(lambda: write(database, self._run_id, self._series, notes, now))
        return [None] * len(notes)

    async def _hear(self, urls: list[str]) -> list[Heard | None]:
        found = await self._call(lambda: ask(self._archive.database, urls))
        return [found.get(url) for url in urls]

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)
