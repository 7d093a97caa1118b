"""The archive: one door to everything that is kept. Values in, values out; no SQL outside of this package.

open_archive(url) → upgrade() → begin_run → known? → keep / record_many / visit / missing → beat … → end_run
                              → instalments / article / runs / counts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

from storage import articles, dropping, snapshots, standing, upgrade
from storage.answers import Article, Counts, Filter, Instalment, Revision, Run, RunFilter
from storage.asking import queries
from storage.asking.whole import article, revision_list
from storage.engine import Database
from storage.judge import Judgement
from storage.newsroom import Newsroom
from storage.readings import Known, Reading, Recorded, Visited
from storage.running import heard, missing, runs, visits
from storage.running.agenda import Agenda
from storage.running.busy import Busy
from storage.running.lifeline import lifeline
from storage.values import Document, Outcome, Trigger, Verdict

LEASE_SECONDS: Final = 120.0
"""How long a run may go without a heartbeat before another may take over."""


def _now() -> datetime:
    return datetime.now(UTC)


def open_archive(url: str, *, read_only: bool = False, clock: Callable[[], datetime] = _now) -> Archive:
    """Open an archive by its SQLAlchemy address (sqlite:///…, postgresql://…).

    A writer calls `upgrade()` before anything else; a reader finds an archive that is up to date or an error.
    `clock` gives the time for leases and misses. Raises ArchiveError.
    """
    database = Database(url, read_only=read_only)
    upgrade.check(database)
    return Archive(database, clock)


class Archive:
    """An open archive. May be used by several threads; each process opens its own."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self.database = database
        self._clock = clock
        self.news = Newsroom(database, clock)
        self.agenda = Agenda(database, clock)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def now(self) -> datetime:
        """Return the time that the archive goes by."""
        return self._clock()

    def close(self) -> None:
        """Give all connections back."""
        self.database.close()

    def upgrade(self) -> str | None:
        """Create the archive or bring it up to date, under a lock; return its layout before, None for a new one."""
        return upgrade.upgrade(self.database)

    # --- what a crawl does

    def known(self, series: str, urls: Iterable[str]) -> dict[str, Known]:
        """Return what is known of addresses, by the address as given; unknown ones are left out."""
        return standing.known(self.database, series, urls)

    def keep(self, document: Document) -> int:
        """Keep a document and return the snapshot's id; the same bytes from there again are the same snapshot."""
        return self.keep_many([document])[0]

    def keep_many(self, documents: Sequence[Document]) -> list[int]:
        """Keep documents in one transaction."""
        return heard.keep(self.database, documents)

    def document(self, snapshot_id: int) -> Document | None:
        """Return a kept document as it came, None where there is no such one."""
        with self.database.reading() as connection:
            return snapshots.load(connection, snapshot_id)

    def record_many(self, run_id: int | None, series: str, readings: Sequence[Reading]) -> list[Recorded]:
        """Record readings in order, in one transaction: all or none; keeps their bytes and notes the visits, too.

        `run_id` None notes no visits.
        """
        return articles.record_many(self.database, run_id, series, readings, self._clock())

    # --- runs

    def begin_run(
        self,
        series: str,
        trigger: Trigger = Trigger.MANUAL,
        due_at: datetime | None = None,
        *,
        owner: str | None = None,
        lease_seconds: float = LEASE_SECONDS,
        after: int | None = None,
    ) -> Run | Busy:
        """Start a run of a series and hold its lease, or say which run holds it. `owner` None is this process.

        `after`: see `storage.running.runs.begin`.
        """
        with self.database.writing(lock=series) as connection:
            who, process = (owner, None) if owner else (runs.this_process(), lifeline())
            now = self._clock()
            return runs.begin(connection, series, trigger, due_at, who, lease_seconds, now, process, after)

    def beat(self, run_id: int) -> bool:
        """Say that a run lives; False where its lease was lost and it must stop."""
        with self.database.writing() as connection:
            return runs.beat(connection, run_id, self._clock())

    def visit(
        self,
        run_id: int,
        url: str,
        verdict: Verdict,
        reason: str = "",
        status: int | None = None,
        article_id: int | None = None,
    ) -> None:
        """Note what became of one address."""
        self.visit_many(run_id, [Visited(url, verdict, reason, status, article_id)])

    def visit_many(self, run_id: int, visited: Sequence[Visited]) -> None:
        """Note visits, one an address; see `storage.running.visits.note` for two to one address."""
        with self.database.writing() as connection:
            visits.note(connection, run_id, visited)

    def missing(
        self,
        run_id: int,
        series: str,
        url: str,
        reason: str,
        status: int | None = None,
        *,
        confirmations: int = 3,
        days: int = 14,
    ) -> Verdict:
        """Note that a known address no longer shows its text: suspected, or gone after confirmations over days."""
        with self.database.writing(lock=series) as connection:
            seen = Visited(url, Verdict.SUSPECTED, reason, status)
            visited = missing.miss(connection, series, run_id, seen, confirmations, days, self._clock())
            visits.note(connection, run_id, [visited])
        return visited.verdict

    def end_run(
        self,
        run_id: int,
        outcome: Outcome,
        *,
        requests: int = 0,
        judgement: Judgement | None = None,
        seconds: float = 0.0,
        error: str | None = None,
    ) -> Run | None:
        """End a run and give its lease back; None where it was ended already (by whoever took the lease over)."""
        with self.database.writing() as connection:
            return runs.end(
                connection, run_id, outcome, requests, judgement or Judgement(), seconds, error, self._clock()
            )

    def runs(self, series: str | None = None, limit: int | None = 20) -> list[Run]:
        """Return runs, the newest first."""
        with self.database.reading() as connection:
            return runs.found(connection, RunFilter(series=series, limit=limit))

    def run(self, run_id: int) -> Run | None:
        """Return a run, None where there is no such one."""
        with self.database.reading() as connection:
            return runs.one(connection, run_id)

    # --- what readers ask

    def new_since(self, series: str, since: datetime) -> set[int]:
        """Return the ids of the instalments whose text was first seen since a moment."""
        with self.database.reading() as connection:
            return queries.new_since(connection, series, since)

    def instalments(self, asked: Filter | None = None) -> Iterator[Instalment]:
        """Yield instalments, the newest first; one state of the archive throughout."""
        with self.database.reading() as connection:
            yield from queries.instalments(connection, asked or Filter())

    def article(self, article_id: int) -> Article | None:
        """Return one article whole, None where there is no such one; a copy's id answers with the copy."""
        with self.database.reading() as connection:
            return article(connection, article_id)

    def revisions(self, article_id: int) -> Sequence[Revision]:
        """Return the revisions of an article, the first first."""
        with self.database.reading() as connection:
            return revision_list(connection, article_id)

    def counts(self) -> Counts:
        """Return what the archive holds."""
        with self.database.reading() as connection:
            return queries.counts(connection)

    def was_dropped(self, article_id: int) -> bool:
        """Say whether an article was taken out and not put back."""
        with self.database.reading() as connection:
            return dropping.was_dropped(connection, article_id)

    def drop(self, article_id: int, *, undo: bool = False) -> tuple[int, ...]:
        """Take an instalment out for good with its copies, or put it back; returns their ids, () for an unknown id."""
        with self.database.reading() as connection:
            series = dropping.series_of(connection, article_id)
        with self.database.writing(lock=series) as connection:
            change = dropping.undo if undo else dropping.drop
            return change(connection, article_id, self._clock())
