"""Taking a re-extraction back as a whole: texts, fields, outlines and places as they were before.

What was changed last is taken back first, some articles in each transaction, so that one that is broken off goes on
where it stopped. Revisions that the re-extraction made go with it. An article that the publisher has revised since
stays as it is: taking its text back would lose what was printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select, update

from storage.engine import Database
from storage.reextraction.held import Held, held_of
from storage.reextraction.reextractions import end
from storage.reextraction.rewriting import PLACE, Rewrite, rewrite
from storage.schema.columns import typed
from storage.tables import articles, links, reextraction_changes, reextractions, sections

BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a re-extraction back came to.

    restored  articles that are as they were before
    kept      ids of those that were revised or dropped since, and stay
    """

    reextraction_id: int
    extractor: str
    restored: int
    kept: tuple[int, ...]


def undo(database: Database, series: str, now: datetime) -> Undone | None:
    """Take back the last re-extraction of a series that changed anything; None where there is none (any more)."""
    c = reextractions.c
    with database.writing(lock=series) as connection:
        changed = select(reextraction_changes.c.id).where(reextraction_changes.c.reextraction_id == c.id).exists()
        newest = select(func.max(c.id)).where(c.series == series, changed).scalar_subquery()
        row = connection.execute(select(reextractions).where(c.id == newest)).one_or_none()
        if row is None:
            return None
        for unfinished in connection.scalars(select(c.id).where(c.series == series, c.ended_at.is_(None))).all():
            end(connection, unfinished, now)
    restored, kept = 0, list[int]()
    while True:
        with database.writing(lock=series) as connection:
            changes = _last(connection, row.id)
            if not changes:
                connection.execute(update(reextractions).where(c.id == row.id).values(undone_at=now))
                return Undone(row.id, row.extractor, restored, tuple(sorted(kept)))
            standing = _restore(connection, series, changes, now)
        restored += len(standing)
        kept += [change.article_id for change in changes if change.article_id not in standing]


def _last(connection: Connection, reextraction_id: int) -> Sequence[Row[Any]]:
    c = reextraction_changes.c
    query = select(reextraction_changes).where(c.reextraction_id == reextraction_id).order_by(c.id.desc()).limit(BATCH)
    return connection.execute(query).all()


def _restore(connection: Connection, series: str, changes: Sequence[Row[Any]], now: datetime) -> set[int]:
    """Put some articles back; returns their ids."""
    held = {each.id: each for each in held_of(connection, [change.article_id for change in changes])}
    back = [change for change in changes if _is_as_left(change, held.get(change.article_id))]
    rewrite(connection, series, [_before(series, change, held[change.article_id], now) for change in back])
    for change in back:
        _put_back(connection, change)
    c = reextraction_changes.c
    connection.execute(delete(reextraction_changes).where(c.id.in_([change.id for change in changes])))
    return {change.article_id for change in back}


def _is_as_left(change: Row[Any], held: Held | None) -> bool:
    return held is not None and held.article.revision == change.revision


def _before(series: str, change: Row[Any], held: Held, now: datetime) -> Rewrite:
    kept = change.kept
    return Rewrite(
        series=series, known=held.standing(), article=held.article._mapping, values=typed(articles, kept["values"]),
        at=now,
        sections=None if kept["sections"] is None else [typed(sections, row) for row in kept["sections"]],
        links=None if kept["links"] is None else [typed(links, row) for row in kept["links"]],
        withdrawn=change.revision if change.revised else None,
    )  # fmt: skip


def _put_back(connection: Connection, change: Row[Any]) -> None:
    """Say again since when articles are known that stand again where they stood."""
    a = articles.c
    for stood in change.kept["stood"]:
        row = typed(articles, stood)
        here = (a.id == row["id"], a.copy_of.is_not_distinct_from(row["copy_of"]))
        values = {name: row[name] for name in PLACE if name not in ("copy_of", "gone_at")}
        connection.execute(update(articles).where(*here).values(**values))
