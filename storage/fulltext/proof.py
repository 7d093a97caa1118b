"""Is the index that of the text? Passages are cut again and compared; of each, the terms in the index are added up."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Connection, exists, inspect, select, text

from storage.fulltext.gin import TABLES, fulltext, hashed
from storage.fulltext.index import BATCH, create, rebuild, stored
from storage.fulltext.passages import Passage, passages_of
from storage.fulltext.terms import terms_of
from storage.schema.fulltext_tables import passages

_ONE: Final = 1 << 40
"""Added for each term beside its hash, so that a sum also counts."""


def is_there(connection: Connection) -> bool:
    """Tell whether the database has the index at all."""
    names = ("fulltext",) if connection.dialect.name == "sqlite" else TABLES
    return all(map(inspect(connection).has_table, names))


def cut(article: Any, sections: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """Return the passages of an article that has these sections."""
    return passages_of(article, [SimpleNamespace(**section) for section in sections])


def held(connection: Connection, article_ids: Sequence[int]) -> dict[int, list[Passage]]:
    """Return the passages that are kept of articles, in printed order."""
    found: dict[int, list[Passage]] = {}
    query = select(passages).where(passages.c.article_id.in_(article_ids))
    for row in connection.execute(query.order_by(passages.c.article_id, passages.c.position)):
        found.setdefault(row.article_id, []).append(stored(row))
    return found


def wrong(connection: Connection) -> Iterator[int | None]:
    """Yield the articles whose passages do not stand under their terms, each once; None for what is of no article."""
    kept = _sums_on_sqlite(connection) if connection.dialect.name == "sqlite" else None
    told: set[int] = set()
    last = -1
    while rows := connection.execute(
        select(passages).where(passages.c.id > last).order_by(passages.c.id).limit(BATCH)
    ).all():
        last = rows[-1].id
        there = _terms_on_postgresql(connection, [row.id for row in rows]) if kept is None else {}
        for row in rows:
            terms = terms_of(stored(row))
            right = there.get(row.id) == hashed(terms) if kept is None else kept.pop(row.id, 0) == _sum(terms)
            if not right and row.article_id not in told:
                told.add(row.article_id)
                yield row.article_id
    if any(kept.values()) if kept is not None else _has_orphans(connection):
        yield None


def repair(connection: Connection) -> None:
    """Build passages and index anew."""
    if not is_there(connection):
        create(connection)
    rebuild(connection)


def _sum(terms: Iterable[str]) -> int:
    return sum(zlib.crc32(term.encode()) + _ONE for term in terms)


def _sums_on_sqlite(connection: Connection) -> dict[int, int]:
    """Read the whole index, term by term; a temporary table shows it, in a database that is only read, too."""
    sums: dict[int, int] = defaultdict(int)
    connection.execute(text("DROP TABLE IF EXISTS temp.fulltext_terms"))
    connection.execute(text("CREATE VIRTUAL TABLE temp.fulltext_terms USING fts5vocab(main, fulltext, instance)"))
    before, value = "", 0
    for term, number in connection.exec_driver_sql("SELECT term, doc FROM temp.fulltext_terms"):
        if term != before:
            before, value = term, zlib.crc32(term.encode()) + _ONE
        sums[number] += value
    connection.execute(text("DROP TABLE temp.fulltext_terms"))
    return dict(sums)


def _has_orphans(connection: Connection) -> bool:
    """Tell whether PostgreSQL indexes what is no passage."""
    there = exists().where(passages.c.id == fulltext.c.id)
    return connection.scalar(select(fulltext.c.id).where(~there).limit(1)) is not None


def _terms_on_postgresql(connection: Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the terms under which passages stand; one that stands there twice has them twice, and is wrong."""
    found: dict[int, list[int]] = {}
    for row in connection.execute(select(fulltext.c.id, fulltext.c.terms).where(fulltext.c.id.in_(ids))):
        found[row.id] = [*found.get(row.id, ()), *row.terms]
    return found
