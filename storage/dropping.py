"""Taking a false match out for good, and putting it back as it was.

Its rows leave the tables, so that nobody's SQL meets them, and are kept whole in `dropped`; all its addresses are
remembered as excluded, and its text, too. Of what came meanwhile something may be alike to what is put back: this takes
its place among it as if it came in anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select

from storage.engine import upsert
from storage.fulltext import index
from storage.identity import candidates
from storage.reextraction.held import held_of
from storage.reextraction.rewriting import Rewrite, rewrite
from storage.schema.columns import plain, typed
from storage.tables import addresses, articles, dropped, excluded, links, readings, revisions, sections

KEPT: Final = (addresses, sections, revisions, readings, links)
"""Tables whose rows belong to one article, by `article_id`."""


def series_of(connection: Connection, article_id: int) -> str | None:
    """Return the series of an article that stands in the archive or was dropped, None for an unknown id."""
    here = select(articles.c.series).where(articles.c.id == article_id)
    out = select(dropped.c.series).where(dropped.c.article_id == article_id)
    return connection.scalar(here.union_all(out).limit(1))


def was_dropped(connection: Connection, article_id: int) -> bool:
    """Say whether an article was taken out and not put back."""
    return connection.scalar(select(dropped.c.article_id).where(dropped.c.article_id == article_id)) is not None


def drop(connection: Connection, article_id: int, now: datetime) -> tuple[int, ...]:
    """Take an instalment out with its copies, whichever of them is named; returns their ids, () for an unknown id."""
    a = articles.c
    leading_id = connection.scalar(select(func.coalesce(a.copy_of, a.id)).where(a.id == article_id))
    if leading_id is None:
        return ()
    rows = connection.execute(
        select(articles).where((a.id == leading_id) | (a.copy_of == leading_id)).order_by(a.copy_of.is_not(None), a.id)
    ).all()
    ids = [row.id for row in rows]
    connection.execute(
        insert(dropped),
        [
            {
                "article_id": row.id, "leading_id": leading_id, "series": row.series,
                "fingerprint": row.fingerprint, "dropped_at": now, "kept": _pack(connection, row),
            }
            for row in rows
        ],
    )  # fmt: skip
    _exclude(connection, ids)
    index.remove(connection, ids)
    connection.execute(delete(articles).where(a.id.in_(ids)))
    if rows:  # a text that no article reads is compared with nothing that comes in
        candidates.forget(connection, rows[0].series, {row.fingerprint: row.body for row in rows})
    return tuple(ids)


def undo(connection: Connection, article_id: int, now: datetime) -> tuple[int, ...]:
    """Put a dropped instalment back with its copies; returns their ids, () where nothing was dropped under this id."""
    d = dropped.c
    leading_id = connection.scalar(select(d.leading_id).where(d.article_id == article_id))
    rows = connection.execute(select(dropped).where(d.leading_id == leading_id)).all()
    ordered = sorted(rows, key=lambda row: (row.article_id != leading_id, row.article_id))  # what leads comes first
    for row in ordered:
        _unpack(connection, row.kept)
    _place(connection, [row.article_id for row in ordered], now)
    connection.execute(delete(dropped).where(d.leading_id == leading_id))  # takes the excluded addresses along
    return tuple(row.article_id for row in ordered)


def _place(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Give articles their places among what stands there now; their texts are as they are."""
    held = sorted(held_of(connection, ids), key=lambda each: ids.index(each.id))
    same = [
        Rewrite(
            series=each.article.series, known=each.standing(), article=each.article._mapping, at=now,
            values={"fingerprint": each.article.fingerprint},
        )
        for each in held
    ]  # fmt: skip
    if same:
        rewrite(connection, same[0].series, same)


def _exclude(connection: Connection, ids: Sequence[int]) -> None:
    c = addresses.c
    rows = connection.execute(select(c.series, c.key, c.url, c.article_id).where(c.article_id.in_(ids))).all()
    if rows:
        values = [dict(row._mapping) for row in rows]
        connection.execute(upsert(connection, excluded).on_conflict_do_nothing(), values)


def _pack(connection: Connection, article: Any) -> dict[str, Any]:
    kept = {
        table.name: [
            plain(row._mapping)
            for row in connection.execute(select(table).where(table.c.article_id == article.id)).all()
        ]
        for table in KEPT
    }
    return {articles.name: [plain(article._mapping)]} | kept


def _unpack(connection: Connection, kept: dict[str, list[dict[str, Any]]]) -> None:
    for table in (articles, *KEPT):
        rows = [typed(table, row) for row in kept.get(table.name, ())]  # no readings in older ones
        if rows:
            connection.execute(insert(table), rows)
