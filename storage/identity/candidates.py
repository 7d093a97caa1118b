"""Finding the few texts that a new one might be alike to, among any number: by indexed tables, never one by one.

texts       every text that articles read now, by its fingerprint: an article may change its text, a text never changes
grams       which texts hold a gram; one that `CROWD` texts hold already says nothing and is neither counted nor stored
likenesses  pairs that a comparison found alike

So a new text touches at most `CROWD` rows for each of its grams, and is compared to the few that likely.py names.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)

from storage.identity.fingerprint import fold
from storage.identity.grouping import Member, Pair
from storage.identity.likely import counted, likely
from storage.identity.similar import Shape, compare, is_shorter, may_be_alike
from storage.identity.sketch import Sketch
from storage.schema.likeness_tables import grams, likenesses, texts
from storage.tables import articles
from storage.values import Relation, Surface

CROWD: Final = 250
"""Texts that hold a gram before it counts as a phrase that everybody uses. Among 9,000 pieces of one small grammar, 40
left a third of the copies with every tenth character edited without a rare gram; 250 finds all of them."""

REMEMBERED: Final = 1024
"""Texts that a process remembers, 12 kB each: what is compared again and again is of the same desk and season."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a process keeps of a text that it compared to others: little, all else is made again where it is needed."""

    folded: str
    sketch: Sketch


_MEMORY: Final[dict[str, Remembered]] = {}
"""Fingerprint → text, the longest remembered first. A text never changes, so that none of them is ever wrong."""


@dataclass(frozen=True, slots=True)
class NewText:
    """A text that no article had so far. `crowded` are its grams that are not worth holding."""

    fingerprint: str
    shape: Shape
    crowded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """What is held that is alike to a text, and those of its grams that everybody uses."""

    pairs: tuple[Pair, ...] = ()
    crowded: frozenset[int] = frozenset()


def known_texts(connection: Connection, series: str, fingerprints: Iterable[str]) -> dict[str, int]:
    """Return the ids of texts that are held, by fingerprint."""
    c = texts.c
    query = select(c.fingerprint, c.id).where(c.series == series, c.fingerprint.in_(sorted(set(fingerprints))))
    return {row.fingerprint: row.id for row in connection.execute(query)}


def find(connection: Connection, series: str, shapes: Mapping[int, Shape]) -> dict[int, Found]:
    """Return what is alike to new texts, in four questions. They go by ids of the caller's, below 0."""
    own = {name: salted(series, shape) for name, shape in shapes.items()}
    holders = _holders(connection, frozenset().union(*own.values()))
    crowded = frozenset(gram for gram, held in holders.items() if len(held) >= CROWD)
    shared = {name: counted(kept - crowded, holders) for name, kept in own.items()}
    sizes = _sizes(connection, {text_id for counts in shared.values() for text_id in counts})
    chosen = {name: likely(shapes[name], len(own[name] - crowded), counts, sizes) for name, counts in shared.items()}
    remembered = _remembered(connection, {text_id for ids in chosen.values() for text_id in ids})
    held = {text_id: (each.sketch, Shape(each.folded)) for text_id, each in remembered.items()}
    return {
        name: Found(tuple(_pairs(name, shapes[name], chosen[name], held)), crowded & kept) for name, kept in own.items()
    }


def among(shapes: Sequence[Shape]) -> list[tuple[int, int]]:
    """Return which of some texts are alike, as pairs of their places, the earlier first."""
    holders: dict[int, list[int]] = {}
    sizes = {number: len(shape.text) for number, shape in enumerate(shapes)}
    found: list[tuple[int, int]] = []
    for number, shape in enumerate(shapes):
        rare = [gram for gram in shape.kept if len(holders.setdefault(gram, [])) < CROWD]
        found += [
            (one, number)
            for one in likely(shape, len(rare), counted(rare, holders), sizes)
            if may_be_alike(shape.sketch, shapes[one].sketch) and compare(shape, shapes[one])
        ]
        for gram in shape.kept:
            holders[gram].append(number)
    return found


def related(connection: Connection, text_ids: Iterable[int]) -> set[Pair]:
    """Return all pairs that lead from texts to others, and from those on."""
    seen: set[int] = set()
    pairs: set[Pair] = set()
    todo = set(text_ids)
    while todo:
        seen |= todo
        pairs |= _pairs_of(connection, todo)
        todo = {text_id for pair in pairs for text_id in (pair.short_id, pair.long_id)} - seen
    return pairs


def members(connection: Connection, text_ids: Collection[int]) -> list[Member]:
    """Return the articles that read as these texts do."""
    a = articles.c
    query = select(
        a.id, texts.c.id.label("text_id"), texts.c.size, a.url, a.surface, a.first_seen_at, a.published_at,
        a.printed_on, func.coalesce(a.copy_of, a.id).label("leading_id"), a.relation, a.similarity,
    ).join_from(texts, articles, _reads_so()).where(texts.c.id.in_(_given(connection, text_ids)))  # fmt: skip
    return [_member(row) for row in connection.execute(query)]


def hold(connection: Connection, series: str, new: Sequence[NewText]) -> dict[str, int]:
    """Hold new texts with their grams and likenesses; returns their ids by fingerprint."""
    if not new:
        return {}
    for each in new:
        if "sketch" in vars(each.shape):  # it was compared, and so will the next of its kind be with it
            _remember(each.fingerprint, each.shape)
    rows = [{"series": series, "fingerprint": each.fingerprint, "size": len(each.shape.text)} for each in new]
    made = connection.execute(insert(texts).returning(texts.c.fingerprint, texts.c.id), rows)
    ids = {row.fingerprint: row.id for row in made}
    held = [(gram, ids[each.fingerprint]) for each in new for gram in salted(series, each.shape) - each.crowded]
    if held:
        connection.execute(insert(grams).from_select(["gram", "text_id"], _given_pairs(connection, sorted(held))))
    return ids


def note(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Note which texts are alike."""
    rows = [
        {"short_id": pair.short_id, "long_id": pair.long_id, "held": pair.held, "shared": pair.shared} for pair in pairs
    ]
    if rows:
        connection.execute(insert(likenesses), rows)


def forget(connection: Connection, series: str, bodies: Mapping[str, str]) -> None:
    """Forget texts, given by fingerprint, that no article reads any more."""
    a = articles.c
    left = select(a.fingerprint).where(a.series == series, a.fingerprint.in_(sorted(bodies)))
    gone = set(bodies) - set(connection.scalars(left))
    ids = known_texts(connection, series, gone)
    rows = [
        {"gram_": gram, "text_": text_id}
        for fingerprint, text_id in ids.items()
        for gram in salted(series, Shape(fold(bodies[fingerprint])))
    ]
    if rows:
        here = (grams.c.gram == bindparam("gram_"), grams.c.text_id == bindparam("text_"))
        connection.execute(delete(grams).where(*here), rows)
    connection.execute(delete(texts).where(texts.c.id.in_(sorted(ids.values()))))


def salted(series: str, shape: Shape) -> frozenset[int]:
    """Return a text's grams, so that no other series has the same ones."""
    salt = crc32(series.encode())
    return frozenset(gram ^ salt for gram in shape.kept)


def _given(connection: Connection, values: Collection[int]) -> Select[tuple[int]]:
    """Return numbers as a table, however many: neither database takes them all as parameters."""
    if connection.dialect.name == "sqlite":
        return select(func.json_each(json.dumps(sorted(values))).table_valued("value").c.value)
    return select(func.unnest(literal(sorted(values), ARRAY(BigInteger))).column_valued())


def _given_pairs(connection: Connection, pairs: Sequence[tuple[int, int]]) -> Select[tuple[int, int]]:
    if connection.dialect.name == "sqlite":
        value = func.json_each(json.dumps(pairs)).table_valued("value").c.value
        return select(func.json_extract(value, "$[0]"), func.json_extract(value, "$[1]"))
    columns = [literal(list(column), ARRAY(BigInteger)) for column in zip(*pairs, strict=True)]
    given = func.unnest(*columns).table_valued("one", "two", name="given").render_derived()
    return select(given.c.one, given.c.two)


def _holders(connection: Connection, wanted: Collection[int]) -> dict[int, list[int]]:
    """Return gram → the texts that hold it. A row for each of them would cost many times as much as finding it."""
    given = _given(connection, wanted).subquery()
    gram, here = given.c[0], grams.c.gram == given.c[0]
    if connection.dialect.name == "sqlite":
        held = select(func.json_group_array(grams.c.text_id)).where(here).correlate(given).scalar_subquery()
        listed = connection.scalar(select(func.json_group_array(func.json_array(gram, func.json(held)))))
        return {held_gram: text_ids for held_gram, text_ids in json.loads(listed or "[]") if text_ids}
    query = select(gram, func.array_agg(grams.c.text_id)).join_from(given, grams, here).group_by(gram)
    return {row[0]: row[1] for row in connection.execute(query)}


def _sizes(connection: Connection, text_ids: Collection[int]) -> dict[int, int]:
    c = texts.c
    query = select(c.id, c.size).where(c.id.in_(_given(connection, text_ids)))
    return {row.id: row.size for row in connection.execute(query)}


def _remembered(connection: Connection, text_ids: Collection[int]) -> dict[int, Remembered]:
    """Return texts that are held: those that this process remembers, the others from their articles."""
    c = texts.c
    rows = connection.execute(select(c.id, c.fingerprint).where(c.id.in_(_given(connection, text_ids))))
    prints = {row.id: row.fingerprint for row in rows}
    found = {text_id: _MEMORY[print_] for text_id, print_ in prints.items() if print_ in _MEMORY}
    for text_id, shape in _shapes(connection, prints.keys() - found.keys()).items():
        found[text_id] = _remember(prints[text_id], shape)
    return found


def _remember(fingerprint: str, shape: Shape) -> Remembered:
    while len(_MEMORY) >= REMEMBERED:
        del _MEMORY[next(iter(_MEMORY))]
    return _MEMORY.setdefault(fingerprint, Remembered(shape.text, shape.sketch))


def _shapes(connection: Connection, text_ids: Collection[int]) -> dict[int, Shape]:
    a = articles.c
    query = (
        select(texts.c.id, func.min(a.body).label("body"))
        .join_from(texts, articles, _reads_so())
        .where(texts.c.id.in_(_given(connection, text_ids)))
        .group_by(texts.c.id)
    )
    return {row.id: Shape(fold(row.body)) for row in connection.execute(query)}


def _pairs(name: int, shape: Shape, likely: Iterable[int], held: Mapping[int, tuple[Sketch, Shape]]) -> Iterable[Pair]:
    for text_id in likely:
        if text_id not in held:
            continue
        sketch, other = held[text_id]
        alike = compare(shape, other) if may_be_alike(shape.sketch, sketch) else None
        if alike:
            short_id, long_id = (name, text_id) if is_shorter(shape, other) else (text_id, name)
            yield Pair(short_id, long_id, alike.held, alike.shared)


def _pairs_of(connection: Connection, text_ids: Collection[int]) -> set[Pair]:
    c, given = likenesses.c, _given(connection, text_ids)
    query = union_all(select(likenesses).where(c.short_id.in_(given)), select(likenesses).where(c.long_id.in_(given)))
    return {Pair(row.short_id, row.long_id, row.held, row.shared) for row in connection.execute(query)}


def _reads_so() -> ColumnElement[bool]:
    return (articles.c.series == texts.c.series) & (articles.c.fingerprint == texts.c.fingerprint)


def _member(row: Any) -> Member:
    return Member(
        id=row.id, text_id=row.text_id, size=row.size, url=row.url, surface=Surface(row.surface),
        first_seen_at=row.first_seen_at, published_at=row.published_at, printed_on=row.printed_on,
        leading_id=row.leading_id, relation=Relation(row.relation) if row.relation else None,
        similarity=row.similarity,
    )  # fmt: skip
