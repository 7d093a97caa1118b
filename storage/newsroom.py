"""What the archive tells the news of a run, and the log of what was delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select, update

from storage import complaints as desk
from storage.answers import Run
from storage.engine import Database
from storage.judge import Complaint
from storage.running.runs import one
from storage.tables import articles, deliveries, revisions, runs, visits
from storage.values import Cause, Verdict

RETRIED: Final = timedelta(days=7)
"""How long news is worth sending."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One piece of news on one channel, as the log keeps it.

    id            None before it is logged
    channel       the channel's URL, masked
    attempts      over all runs that tried
    error         one sentence, None once it arrived
    delivered_at  None while it has not arrived
    """

    run_id: int
    series: str
    series_title: str
    kind: str
    channel: str
    subject: str
    text: str
    link: str | None
    ok: bool
    attempts: int
    error: str | None
    delivered_at: datetime | None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What a run brought: ids of instalments that are new, revised or gone, in the order they were met."""

    new: tuple[int, ...]
    revised: tuple[int, ...]
    gone: tuple[int, ...]


class Newsroom:
    """The archive as the news uses it."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def results(self, run: Run) -> Results:
        """Return what a run brought.

        New are texts that nothing held before it, revised are instalments of which the publisher made a revision,
        gone those whose last address went in it.
        """
        with self._database.reading() as connection:
            found = [row for verdict in (Verdict.NEW, Verdict.REVISED, Verdict.GONE)
                     for row in _met(connection, run, verdict)]  # fmt: skip
        since = run.started_at
        new = (row.leading for row in found if row.verdict == Verdict.NEW and row.leading_seen_at >= since)
        revised = (
            row.leading for row in found
            if row.verdict == Verdict.REVISED and row.leading == row.id and row.cause == Cause.PUBLISHER
        )  # fmt: skip
        gone = (row.leading for row in found if row.verdict == Verdict.GONE and row.gone_at and row.gone_at >= since)
        return Results(_once(new), _once(revised), _once(gone))

    def untold(self, series: str) -> list[Run]:
        """Return the ended runs of the last days whose news nobody told yet, the oldest first."""
        c = runs.c
        query = select(c.id).where(c.series == series, c.started_at >= self._clock() - RETRIED)
        query = query.where(c.ended_at.is_not(None), c.told_at.is_(None)).order_by(c.id)
        with self._database.reading() as connection:
            found = [one(connection, run_id) for run_id in connection.scalars(query).all()]
        return [run for run in found if run is not None]

    def was_told(self, run: Run) -> None:
        """Note that a run's news was told, or that there is nobody to tell."""
        with self._database.writing() as connection:
            connection.execute(update(runs).where(runs.c.id == run.id).values(told_at=self._clock()))

    def standing(self, series: str) -> list[desk.Standing]:
        """Return the open complaints of a series, the oldest first."""
        with self._database.reading() as connection:
            return desk.standing(connection, series)

    def tell(self, told: Sequence[desk.Standing]) -> None:
        """Note that people were told of complaints."""
        with self._database.writing() as connection:
            desk.tell(connection, told)

    def complain(self, run: Run, complaint: Complaint) -> None:
        """Open or renew a complaint outside of a run's end."""
        with self._database.writing() as connection:
            desk.raise_one(connection, run.series, run.id, complaint, self._clock())

    def settle(self, run: Run, closed: desk.Standing) -> None:
        """Close a complaint outside of a run's end."""
        with self._database.writing() as connection:
            desk.close_one(connection, closed, run.id, self._clock())

    def pending(self, series: str) -> list[Sent]:
        """Return what has not arrived in the last days, the oldest first."""
        c = deliveries.c
        young = c.written_at >= self._clock() - RETRIED
        query = select(deliveries).where(c.series == series, c.ok.is_(False), young).order_by(c.id)
        with self._database.reading() as connection:
            return [_sent(row) for row in connection.execute(query)]

    def log(self, sent: Iterable[Sent]) -> None:
        """Log deliveries: new ones as rows, repeated ones in theirs."""
        now = self._clock()
        with self._database.writing() as connection:
            for one in sent:
                _log(connection, one, now)


def _met(connection: Connection, run: Run, verdict: Verdict) -> Sequence[Row[Any]]:
    """Return the articles that a run met with this verdict, each with the instalment it belongs to."""
    leading, newest = articles.alias("leading"), revisions.alias("newest")
    query: Select[Any] = (
        select(
            visits.c.verdict,
            articles.c.id,
            leading.c.id.label("leading"),
            leading.c.first_seen_at.label("leading_seen_at"),
            leading.c.gone_at,
            newest.c.cause,
        )
        .join_from(visits, articles, articles.c.id == visits.c.article_id)
        .join(leading, leading.c.id == func.coalesce(articles.c.copy_of, articles.c.id))
        .outerjoin(newest, (newest.c.article_id == articles.c.id) & (newest.c.number == articles.c.revision))
        .where(visits.c.run_id == run.id, visits.c.verdict == verdict)
        .order_by(leading.c.dated_on, leading.c.id)
    )
    return connection.execute(query).all()


def _once(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))


def _log(connection: Connection, one: Sent, now: datetime) -> None:
    outcome = {
        "ok": one.ok, "attempts": one.attempts, "error": one.error, "tried_at": now, "delivered_at": one.delivered_at,
    }  # fmt: skip
    if one.id is not None:
        connection.execute(update(deliveries).where(deliveries.c.id == one.id).values(**outcome))
        return
    message = {
        "run_id": one.run_id, "series": one.series, "series_title": one.series_title, "kind": one.kind,
        "channel": one.channel, "subject": one.subject, "text": one.text, "link": one.link, "written_at": now,
    }  # fmt: skip
    connection.execute(deliveries.insert(), {**message, **outcome})


def _sent(row: Row[Any]) -> Sent:
    return Sent(
        run_id=row.run_id, series=row.series, series_title=row.series_title, kind=row.kind, channel=row.channel,
        subject=row.subject, text=row.text, link=row.link, ok=row.ok, attempts=row.attempts, error=row.error,
        delivered_at=row.delivered_at, id=row.id,
    )  # fmt: skip
