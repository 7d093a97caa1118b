"""What the archive holds of articles that are to be read again: their rows, and what those were read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from storage import snapshots
from storage.decide import Standing
from storage.readings import Role
from storage.standing import BELONGS
from storage.tables import addresses, articles, links, readings, sections
from storage.tables import snapshots as view
from storage.values import Document, Surface


@dataclass(frozen=True, slots=True)
class Held:
    """An article as it stands, with what belongs to its text.

    article   its row in `articles`
    origins   what its newest revision was read from, in order; the role is None of a text read from one document
    whole     False where the text was joined from several documents and it was not noted which
    """

    article: Row[Any]
    sections: tuple[dict[str, Any], ...]
    links: tuple[dict[str, Any], ...]
    origins: tuple[tuple[Role | None, int], ...]
    whole: bool

    @property
    def id(self) -> int:
        found: int = self.article.id
        return found

    def standing(self) -> Standing:
        """Return what a decision about it goes by."""
        row = self.article
        return Standing(
            id=row.id, url=row.url, surface=Surface(row.surface), leading_id=row.copy_of or row.id, title=row.title,
            body=row.body, byline=row.byline, editor=row.editor, fingerprint=row.fingerprint, revision=row.revision,
            first_seen_at=row.first_seen_at,
        )  # fmt: skip


def ids(connection: Connection, series: str) -> list[int]:
    """Return the ids of all articles of a series, in order."""
    return list(connection.scalars(select(articles.c.id).where(articles.c.series == series).order_by(articles.c.id)))


def held(connection: Connection, series: str, first: int, last: int) -> list[Held]:
    """Return the articles of a series whose ids lie between two, both inclusive."""
    a = articles.c
    rows = connection.execute(select(articles).where(a.series == series, a.id.between(first, last)).order_by(a.id))
    return _held(connection, rows.all())


def held_of(connection: Connection, article_ids: Sequence[int]) -> list[Held]:
    """Return articles by their ids; those that are not there are left out."""
    a = articles.c
    return _held(connection, connection.execute(select(articles).where(a.id.in_(article_ids)).order_by(a.id)).all())


def _held(connection: Connection, rows: Sequence[Row[Any]]) -> list[Held]:
    wanted = [row.id for row in rows]
    own_sections, own_links = _rows_of(connection, sections, wanted), _rows_of(connection, links, wanted)
    read, joined = _origins(connection, wanted), _joined(connection, wanted)
    return [
        Held(
            row,
            tuple(own_sections.get(row.id, ())),
            tuple(own_links.get(row.id, ())),
            tuple(read.get(row.id, ())) or (((None, row.snapshot_id),) if row.snapshot_id is not None else ()),
            row.id in read or row.id not in joined,
        )
        for row in rows
    ]


def _rows_of(connection: Connection, table: Table, wanted: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    order = table.c.position if "position" in table.c else table.c.url
    query = select(table).where(table.c.article_id.in_(wanted)).order_by(table.c.article_id, order)
    for row in connection.execute(query):
        found.setdefault(row.article_id, []).append(dict(row._mapping))
    return found


def _origins(connection: Connection, wanted: Sequence[int]) -> dict[int, list[tuple[Role | None, int]]]:
    c = readings.c
    newest = (articles.c.id == c.article_id) & (articles.c.revision == c.number)
    query = select(readings).join(articles, newest).where(c.article_id.in_(wanted)).order_by(c.article_id, c.position)
    found: dict[int, list[tuple[Role | None, int]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.article_id, []).append((Role(row.role), row.snapshot_id))
    return found


def _joined(connection: Connection, wanted: Sequence[int]) -> set[int]:
    """Return which articles were joined from several documents: addresses belong to them that are not their own."""
    c = addresses.c
    query = select(c.article_id, func.count()).where(c.article_id.in_(wanted), c.kind == BELONGS)
    return {row.article_id for row in connection.execute(query.group_by(c.article_id))}


def documents(connection: Connection, one: Held) -> tuple[tuple[Role | None, Document], ...]:
    """Return what an article was read from, in order; a snapshot that is not there any more is left out."""
    wanted = [snapshot_id for _, snapshot_id in one.origins]
    rows = connection.execute(select(view).where(view.c.id.in_(wanted)))
    found: Mapping[int, Document] = {row.id: snapshots.as_document(row) for row in rows}
    return tuple(_those(one, found))


def _those(one: Held, found: Mapping[int, Document]) -> Iterator[tuple[Role | None, Document]]:
    for role, snapshot_id in one.origins:
        if snapshot_id in found:
            yield role, found[snapshot_id]
