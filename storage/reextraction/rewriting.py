"""Putting another text in an article's place that nobody published just now: a re-extraction's, or the one before it.

    rewrites → places → step down → texts, outlines, links, revisions → step up → gone, index

An address is not touched: that a kept document is read again says nothing of what its address answers today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, literal, select, update

from storage.decide import Standing, Text
from storage.fulltext import index
from storage.identity.fingerprint import fold
from storage.identity.kinship import Asked, Kin, families
from storage.identity.similar import Shape, shaped
from storage.identity.stepping import hold, step_down, step_up
from storage.running import missing
from storage.tables import articles, links, readings, revisions, sections
from storage.values import Cause, Extract

PLACED_BY = ("fingerprint", "published_at", "printed_on")
"""Columns that an article's place goes by."""

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Rewrite:
    """An article that reads otherwise from now on.

    known      as it stands now
    article    all columns of its row that its text goes by, as they are now
    values     columns that are others from now on
    sections   all rows of its outline from now on, None where it stays; `links` likewise
    revised    whether a revision is made of it, with the extractor as its cause
    withdrawn  number of the revision that goes; None where none does
    """

    series: str
    known: Standing
    article: Mapping[Any, Any]
    values: dict[str, Any]
    at: datetime
    sections: Rows | None = None
    links: Rows | None = None
    revised: bool = False
    withdrawn: int | None = None
    kin: Kin | None = None
    text: Text = field(init=False)
    shape: Shape = field(init=False)
    before: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        now = self.now
        self.shape = shaped(fold(now["body"]))
        self.text = Text(
            self.known.url, self.known.surface, now["title"], now["body"], now["byline"], now["editor"],
            now["fingerprint"], "",
        )  # fmt: skip

    @property
    def now(self) -> dict[Any, Any]:
        """The article's row from now on."""
        return {**self.article, **self.values}

    @property
    def article_id(self) -> int:
        return self.known.id

    @property
    def extract(self) -> Extract:
        """What its place goes by."""
        now = self.now
        return Extract(
            self.known.url, now["title"], now["body"], printed_on=now["printed_on"], published_at=now["published_at"]
        )


PLACE = ("first_seen_at", "gone_at", "copy_of", "relation", "similarity")
"""Columns that say where an article stands."""


def rewrite(connection: Connection, series: str, items: Sequence[Rewrite]) -> None:
    """Put texts in, in as few steps as they have nothing to do with each other. Fills `before` of each."""
    placed = [item for item in items if any(name in item.values for name in PLACED_BY)]
    _write(connection, [item for item in items if item not in placed])
    while placed:
        wave, later = _apart(placed)
        asked = {item.article_id: _asked(item) for item in wave}
        kin = families(connection, series, asked, {item.article_id: item.shape for item in wave})
        settled, contested = _settled(wave, kin)
        _write(connection, settled)
        placed = [*contested, *later]


def _asked(item: Rewrite) -> Asked:
    return Asked(-item.article_id, item.text, item.extract, len(item.shape.text), item.at, item.known)


def _apart(items: Sequence[Rewrite]) -> tuple[list[Rewrite], list[Rewrite]]:
    """Cut off those that get a text which an earlier one gets, too."""
    seen: set[str] = set()
    wave: list[Rewrite] = []
    later: list[Rewrite] = []
    for item in items:
        (later if item.text.fingerprint in seen else wave).append(item)
        seen.add(item.text.fingerprint)
    return wave, later


def _settled(wave: Sequence[Rewrite], kin: Mapping[int, Kin | None]) -> tuple[list[Rewrite], list[Rewrite]]:
    """Cut off those that have to do with an article which an earlier one has to do with."""
    seen: set[int] = set()
    settled: list[Rewrite] = []
    contested: list[Rewrite] = []
    for item in wave:
        found = kin[item.article_id]
        touched = {item.article_id, item.known.leading_id} | {member.id for member in (found.members if found else ())}
        if found is None or seen & touched:
            contested.append(item)
        else:
            item.kin = found
            settled.append(item)
        seen |= touched
    return settled, contested


def _write(connection: Connection, items: Sequence[Rewrite]) -> None:
    _remember(connection, items)
    step_down(connection, items)
    for item in items:
        _put(connection, item)
    step_up(connection, items)
    hold(connection, items)
    moved = {each for item in items if item.kin and item.kin.moved for each in item.kin.places}
    missing.settle(connection, sorted(moved))
    index.put(connection, [item.article_id for item in items])


def _remember(connection: Connection, items: Sequence[Rewrite]) -> None:
    """Note where everything stood that a rewrite has to do with."""
    touched = {item.article_id: _touched(item) for item in items}
    wanted = sorted({each for ids in touched.values() for each in ids})
    columns = [articles.c.id, *(articles.c[name] for name in PLACE)]
    rows = {row.id: dict(row._mapping) for row in connection.execute(select(*columns).where(articles.c.id.in_(wanted)))}
    for item in items:
        item.before = [rows[each] for each in touched[item.article_id] if each in rows]


def _touched(item: Rewrite) -> list[int]:
    return [member.id for member in item.kin.members] if item.kin else []


def _put(connection: Connection, item: Rewrite) -> None:
    number = item.known.revision + item.revised - (item.withdrawn is not None)
    a, r = articles.c, revisions.c
    connection.execute(update(articles).where(a.id == item.article_id).values(**item.values, revision=number))
    if item.withdrawn is not None:
        connection.execute(delete(revisions).where(r.article_id == item.article_id, r.number == item.withdrawn))
    if item.revised:
        _revise(connection, item, number)
    for table, rows in ((sections, item.sections), (links, item.links)):
        if rows is not None:
            _replace(connection, table, item.article_id, rows)


def _revise(connection: Connection, item: Rewrite, number: int) -> None:
    now = item.now
    revision = {name: now[name] for name in ("title", "body", "byline", "editor", "snapshot_id", "extractor")}
    own = {"article_id": item.article_id, "number": number, "captured_at": item.at, "cause": Cause.EXTRACTOR}
    connection.execute(insert(revisions), revision | own)
    c = readings.c
    kept = select(c.article_id, literal(number), c.position, c.role, c.snapshot_id)
    same = kept.where(c.article_id == item.article_id, c.number == item.known.revision)
    connection.execute(insert(readings).from_select([column.name for column in readings.columns], same))


def _replace(connection: Connection, table: Table, article_id: int, rows: Iterable[dict[str, Any]]) -> None:
    connection.execute(delete(table).where(table.c.article_id == article_id))
    new = list(rows)
    if new:
        connection.execute(insert(table), new)
