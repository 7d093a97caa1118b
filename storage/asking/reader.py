"""What a page of the archive reader asks, all of it of one state of the archive.

with reading(archive) as reader: reader.instalments(…), reader.run(…), …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage import dropping, snapshots, upgrade
from storage.answers import Article, Filter, Instalment, Revision, Run, RunFilter
from storage.archive import Archive
from storage.asking import charting, queries, whole
from storage.asking.beside import Neighbour, beside
from storage.asking.charting import Chart
from storage.complaints import Standing, standing
from storage.config import Config
from storage.fulltext import counting, searching
from storage.fulltext.counting import Facets
from storage.fulltext.query import Order, Query
from storage.fulltext.ranking import newest
from storage.fulltext.searching import Hits
from storage.ledger.coverage import Day
from storage.ledger.ledgers import read_ledger
from storage.running import runs, sweeps
from storage.running.sweeps import Sweep
from storage.snapshots import Kept
from storage.tables import articles, revisions, visits
from storage.tables import runs as run_table
from storage.values import Cause, Document, Verdict

PATIENCE: Final = 30.0
"""Seconds after which a request is given up, so that no question keeps the others waiting for long."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one address in a run; `article_id` is None where no article of the archive stands there now."""

    url: str
    verdict: Verdict
    reason: str
    status: int | None
    article_id: int | None
    visited_at: datetime


@dataclass(frozen=True, slots=True)
class Novelty:
    """A new instalment (number 1) or what its publisher made of it later."""

    article_id: int
    number: int
    url: str
    title: str
    byline: str | None
    source: str | None
    body: str
    captured_at: datetime


@contextmanager
def reading(archive: Archive) -> Iterator[Reader]:
    """Give a reader for one request. Raises ArchiveError, also where no archive was created yet, or TooLong."""
    upgrade.check(archive.database)
    with archive.database.reading(PATIENCE) as connection:
        yield Reader(connection)


class Reader:
    """Answers of one state of the archive."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def series_names(self) -> list[str]:
        """Return the names of all series that the archive has articles or runs of."""
        both = select(articles.c.series).union(select(run_table.c.series)).order_by("series")
        return list(self.connection.scalars(both))

    def unfollowed(self, config: Config) -> list[str]:
        """Return the names of the series that the archive has something of and the configuration does not name."""
        return [name for name in self.series_names() if config.find(name) is None]

    def instalments(self, asked: Filter) -> list[Instalment]:
        """Return instalments, the newest first."""
        return list(queries.instalments(self.connection, asked))

    def shelf(self, asked: Filter) -> tuple[list[Instalment], int]:
        """Return one page of a list, and how many a filter finds, whatever its limit and offset."""
        return queries.shelf(self.connection, asked)

    def count(self, asked: Filter) -> int:
        """Return how many a filter finds, whatever its limit, offset and place."""
        query = select(func.count()).select_from(articles).where(*queries.conditions(replace(asked, after=None)))
        return self.connection.scalar(query) or 0

    def search(self, query: Query, order: Order, limit: int, offset: int) -> Hits:
        """Return one page of what the full text finds."""
        return searching.search(self.connection, query, order, limit=limit, offset=offset)

    def is_few(self, query: Query, most: int) -> bool:
        """Tell whether no more sections than that match a search."""
        return len(newest(self.connection, query, most + 1)) <= most

    def facets(self, query: Query) -> Facets:
        """Return what the matches of a search have in common."""
        return counting.facets(self.connection, query)

    def chart(self, series: str, most: int) -> Chart:
        """Return how often the most frequent organisations of a series speak, over time."""
        return charting.chart(self.connection, series, most)

    def article(self, article_id: int) -> Article | None:
        """Return one article whole, None where there is no such one; a copy's id answers with the copy."""
        return whole.article(self.connection, article_id)

    def beside(self, one: Instalment) -> tuple[Neighbour | None, Neighbour | None]:
        """Return the instalment before one in its series and the one after it."""
        return beside(self.connection, one)

    def revisions(self, article_id: int) -> Sequence[Revision]:
        """Return the revisions of an article, the first first; none where there is no such article."""
        return whole.revision_list(self.connection, article_id)

    def snapshot(self, snapshot_id: int) -> Kept | None:
        """Return what is known of a kept document, None where there is no such one."""
        return snapshots.about(self.connection, snapshot_id)

    def document(self, snapshot_id: int) -> Document | None:
        """Return a kept document as it came, None where there is no such one."""
        return snapshots.load(self.connection, snapshot_id)

    def read_from(self, snapshot_id: int) -> list[tuple[int, int, str]]:
        """Return the revisions that were read from a kept document: article, number and title."""
        r = revisions.c
        query = select(r.article_id, r.number, r.title).where(r.snapshot_id == snapshot_id)
        rows = self.connection.execute(query.order_by(r.article_id, r.number))
        return [(row.article_id, row.number, row.title) for row in rows]

    def was_dropped(self, article_id: int) -> bool:
        """Tell whether an id was taken out of the archive as a false match."""
        return dropping.was_dropped(self.connection, article_id)

    def is_empty(self) -> bool:
        """Tell whether the archive has no instalment at all."""
        return self.connection.scalar(select(articles.c.id).where(articles.c.copy_of.is_(None)).limit(1)) is None

    def span(self, series: str) -> tuple[date, date] | None:
        """Return the first and last day that the archive knows of a series, None where it knows none."""
        return queries.span(self.connection, series)

    def ledger(self, series: str, first: date, last: date, zone: tzinfo | None = UTC) -> list[Day]:
        """Return the verdict of every day from first to last, both inclusive.

        Evidence tells times in `zone`; None leaves it out.
        """
        return read_ledger(self.connection, series, first, last, zone)

    def looks(self, series: str, on: date) -> list[Sweep]:
        """Return each source's last look at a day."""
        return sweeps.of(self.connection, series, since=on, until=on)

    def complaints(self) -> list[Standing]:
        """Return what is complained of now, the oldest first."""
        return standing(self.connection)

    def runs(self, series: str | None, limit: int, offset: int = 0) -> list[Run]:
        """Return runs, the newest first."""
        return runs.found(self.connection, RunFilter(series, limit=limit, offset=offset))

    def run(self, run_id: int) -> Run | None:
        """Return a run, None where there is no such one."""
        return runs.one(self.connection, run_id)

    def visits(self, run_id: int, verdict: Verdict | None, limit: int, offset: int) -> list[Visit]:
        """Return visits of a run in the order in which they were made."""
        v = visits.c
        there = select(articles.c.id).where(articles.c.id == v.article_id).scalar_subquery().label("there")
        query = select(visits, there).where(v.run_id == run_id, *([v.verdict == verdict] if verdict else []))
        rows = self.connection.execute(query.order_by(v.visited_at, v.key).limit(limit).offset(offset))
        return [Visit(row.url, Verdict(row.verdict), row.reason, row.status, row.there, row.visited_at) for row in rows]

    def news(self, series: str | None, limit: int) -> list[Novelty]:
        """Return new instalments and their publishers' corrections, the newest first.

        What our own extractor came to read differently is no news.
        """
        r, a = revisions.c, articles.c
        newest = (
            select(r.article_id, r.number)
            .join_from(revisions, articles, r.article_id == a.id)
            .where(a.copy_of.is_(None), or_(r.number == 1, r.cause == Cause.PUBLISHER))
            .order_by(*_newest_first())
            .limit(limit)
        )
        if series is not None:
            newest = newest.where(a.series == series)
        # The texts are read of these alone: all of them would be sorted with their texts otherwise.
        chosen = newest.subquery()
        query = (
            select(r.article_id, r.number, a.url, r.title, r.byline, a.source, r.body, r.captured_at)
            .join_from(chosen, revisions, (r.article_id == chosen.c.article_id) & (r.number == chosen.c.number))
            .join(articles, a.id == r.article_id)
            .order_by(*_newest_first())
        )
        return [Novelty(*row) for row in self.connection.execute(query)]


def _newest_first() -> tuple[ColumnElement[Any], ...]:
    r, a = revisions.c, articles.c
    return (r.captured_at.desc(), a.dated_on.desc(), r.article_id.desc(), r.number.desc())
