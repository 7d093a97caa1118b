"""Re-extractions as units of work: slices of a series' articles that any worker takes, the database between them.

begin → take → (read again) → apply → … → finish; undo takes all of it back (`storage.reextraction.undoing`)

A slice is applied in one transaction together with its being done, so that one that is broken off was never begun.
Every article that is changed is noted with what it was before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from storage.engine import Database
from storage.reextraction.held import ids
from storage.reextraction.rereading import Reread, Tally
from storage.reextraction.rewriting import Rewrite, rewrite
from storage.running.leases import has_lapsed
from storage.running.runs import is_dead
from storage.schema.columns import plain
from storage.tables import articles, reextraction_changes, reextraction_slices, reextractions

SLICE: Final = 50
"""Articles in one slice: seconds of work, and what is lost at most when a worker dies."""
HELD: Final = timedelta(minutes=5)
"""How long a worker may have a slice before another takes it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Articles to be read again: those of a series whose ids lie between two, both inclusive.

    reextraction_id  None where nothing is to be changed
    """

    series: str
    first_id: int
    last_id: int
    reextraction_id: int | None = None


def cut(database: Database, series: str) -> list[Slice]:
    """Return all articles of a series in slices."""
    with database.reading() as connection:
        return [Slice(series, first, last) for first, last in _ranges(connection, series)]


def begin(database: Database, series: str, extractor: str, config: dict[str, Any], now: datetime) -> int:
    """Return the re-extraction to work at: the unfinished one of the same rules, else a new one."""
    c = reextractions.c
    with database.writing(lock=series) as connection:
        unfinished = connection.execute(select(reextractions).where(c.series == series, c.ended_at.is_(None))).all()
        for row in unfinished:
            if row.extractor == extractor and row.config == config:
                return int(row.id)
            end(connection, row.id, now)  # with other rules its rest would be another thing
        values = {"series": series, "extractor": extractor, "config": config, "started_at": now}
        made: int = connection.execute(insert(reextractions).returning(c.id), values).scalar_one()
        slices = [
            {"reextraction_id": made, "first_id": first, "last_id": last} for first, last in _ranges(connection, series)
        ]
        if slices:
            connection.execute(insert(reextraction_slices), slices)
        return made


def left(database: Database, reextraction_id: int) -> list[Slice]:
    """Return the slices that are not done."""
    c, r = reextraction_slices.c, reextractions.c
    query = (
        select(r.series, c.first_id, c.last_id)
        .join_from(reextraction_slices, reextractions, c.reextraction_id == r.id)
        .where(c.reextraction_id == reextraction_id, c.done_at.is_(None))
        .order_by(c.first_id)
    )
    with database.reading() as connection:
        return [Slice(row.series, row.first_id, row.last_id, reextraction_id) for row in connection.execute(query)]


def take(database: Database, one: Slice, owner: str, now: datetime) -> bool:
    """Take a slice for as long as `HELD`; False where it is done or another worker has it."""
    with database.writing(lock=one.series) as connection:
        row = connection.execute(select(reextraction_slices).where(*_is(one))).one_or_none()
        if row is None or row.done_at is not None:
            return False
        if row.owner not in (None, owner) and not has_lapsed(row.held_until, now) and not is_dead(row.owner):
            return False
        held = {"owner": owner, "held_until": now + HELD}
        connection.execute(update(reextraction_slices).where(*_is(one)).values(**held))
    return True


def apply(database: Database, one: Slice, rereads: Sequence[Reread], tally: Tally, now: datetime) -> Tally:
    """Change the articles of a slice and note it done; returns what came of it. Does nothing where it is done already.

    An article that was revised since it was read here is left to who revised it.
    """
    # Made before the lock: what is done under it keeps all other workers waiting.
    rewrites = {each.known.id: each for each in _rewrites(one.series, rereads, now)}
    with database.writing(lock=one.series) as connection:
        row = connection.execute(select(reextraction_slices).where(*_is(one))).one()
        if row.done_at is not None or _is_over(connection, one):
            return Tally()
        fresh = _unchanged(connection, rereads)
        for each in fresh:
            tally.took(each)
        tally.newer = len(rereads) - len(fresh)
        _change(connection, one, fresh, [rewrites[each.held.id] for each in fresh])
        done = {"done_at": now, "held_until": None, "report": tally.as_json()}
        connection.execute(update(reextraction_slices).where(*_is(one)).values(**done))
    return tally


def bring_up(database: Database, series: str, rereads: Sequence[Reread], now: datetime) -> None:
    """Change articles that a crawl is about to compare; those that were revised since they were read are left."""
    if rereads:
        with database.writing(lock=series) as connection:
            rewrite(connection, series, _rewrites(series, _unchanged(connection, rereads), now))


def finish(database: Database, reextraction_id: int, now: datetime) -> Tally | None:
    """End a re-extraction whose slices are all done and return what it came to, None while some are not."""
    c = reextraction_slices.c
    with database.writing() as connection:
        rows = connection.execute(select(c.done_at, c.report).where(c.reextraction_id == reextraction_id)).all()
        if any(row.done_at is None for row in rows):
            return None
        end(connection, reextraction_id, now)
    whole = Tally()
    for row in rows:
        whole.add(Tally.of_json(row.report))
    return whole


def end(connection: Connection, reextraction_id: int, now: datetime) -> None:
    """Note that nobody is to work at a re-extraction any more."""
    here = (reextractions.c.id == reextraction_id, reextractions.c.ended_at.is_(None))
    connection.execute(update(reextractions).where(*here).values(ended_at=now))


def _ranges(connection: Connection, series: str) -> Iterator[tuple[int, int]]:
    for batch in _batches(ids(connection, series)):
        yield batch[0], batch[-1]


def _batches(found: Sequence[int]) -> Iterator[Sequence[int]]:
    return (found[start : start + SLICE] for start in range(0, len(found), SLICE))


def _is(one: Slice) -> tuple[Any, ...]:
    c = reextraction_slices.c
    return c.reextraction_id == one.reextraction_id, c.first_id == one.first_id


def _is_over(connection: Connection, one: Slice) -> bool:
    c = reextractions.c
    return connection.scalar(select(c.ended_at).where(c.id == one.reextraction_id)) is not None


def _unchanged(connection: Connection, rereads: Sequence[Reread]) -> list[Reread]:
    """Return those whose articles are as they were when they were read."""
    a = articles.c
    wanted = [each.held.id for each in rereads]
    query = select(a.id, a.revision, a.snapshot_id, a.extractor).where(a.id.in_(wanted)).with_for_update()
    now = {row.id: tuple(row)[1:] for row in connection.execute(query)}
    return [each for each in rereads if now.get(each.held.id) == _as_read(each)]


def _as_read(reread: Reread) -> tuple[int, int | None, str]:
    row = reread.held.article
    return row.revision, row.snapshot_id, row.extractor


def _change(connection: Connection, one: Slice, rereads: Sequence[Reread], rewrites: Sequence[Rewrite]) -> None:
    rewrite(connection, one.series, rewrites)
    rows = [_noted(one, *pair) for pair in zip(rereads, rewrites, strict=True)]
    if rows:
        connection.execute(insert(reextraction_changes), rows)


def _rewrites(series: str, rereads: Sequence[Reread], now: datetime) -> list[Rewrite]:
    return [
        Rewrite(
            series=series, known=each.held.standing(), article=each.held.article._mapping, values=each.values,
            at=now, sections=each.sections, links=each.links, revised=each.revised,
        )
        for each in rereads
    ]  # fmt: skip


def _noted(one: Slice, reread: Reread, done: Rewrite) -> dict[str, Any]:
    held = reread.held
    kept = {
        "values": plain({name: getattr(held.article, name) for name in reread.values}),
        "sections": [plain(row) for row in held.sections] if reread.sections is not None else None,
        "links": [plain(row) for row in held.links] if reread.links is not None else None,
        "stood": [plain(row) for row in done.before],
    }
    return {
        "reextraction_id": one.reextraction_id, "article_id": held.id, "revised": int(reread.revised),
        "revision": held.article.revision + reread.revised, "kept": kept,
    }  # fmt: skip
