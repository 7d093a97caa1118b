"""Where the texts of a wave belong: which articles each has to do with, and the places of all of them once it is in.

texts not held → candidates → compared → pairs → all that hangs together with them → storage.identity.grouping
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from storage.decide import Standing, Text, Twin
from storage.identity import candidates
from storage.identity.candidates import Found
from storage.identity.grouping import Member, Pair, Place, group
from storage.identity.similar import Shape
from storage.values import Extract, Relation

OWN: Final = 0
"""The id of an article that has no row yet, among its kin."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that is about to get its place. `name` is its own while it is not held; below 0.

    size  folded characters
    """

    name: int
    text: Text
    extract: Extract
    size: int
    at: datetime
    known: Standing | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """What a text has to do with, before and after it comes in.

    text_id  of the text; the name that was asked for where it is not held yet
    members  the articles that hang together with it and, where it replaces another text, with that one
    places   of these and of itself, afterwards; its own id is `OWN` where it has no row yet
    """

    text_id: int
    members: tuple[Member, ...]
    places: Mapping[int, Place]
    own_id: int = OWN
    pairs: tuple[Pair, ...] = ()
    crowded: frozenset[int] = frozenset()
    twin: Twin | None = None
    takes_over: bool = False

    @property
    def place(self) -> Place:
        return self.places[self.own_id]

    @property
    def moved(self) -> list[tuple[Member, Place]]:
        """The articles that stand elsewhere afterwards, itself left out where it is new."""
        return [
            (member, self.places[member.id])
            for member in self.members
            if self.places[member.id] != Place(member.leading_id, member.relation, member.similarity)
        ]


class Family:
    """What the archive holds of a wave's texts and of all that hangs together with them."""

    def __init__(
        self, connection: Connection, series: str, asked: Sequence[Asked], shapes: Mapping[int, Shape]
    ) -> None:
        """`shapes` are those of texts that are not held, by name."""
        prints = [each.text.fingerprint for each in asked] + [each.known.fingerprint for each in asked if each.known]
        self._held = candidates.known_texts(connection, series, prints)
        self._found = candidates.find(connection, series, shapes)
        start = {text_id for each in asked for text_id in self._starts(each)}
        pairs = candidates.related(connection, start)
        self._beside: dict[int, list[Pair]] = {}
        for pair in pairs:
            for text_id in (pair.short_id, pair.long_id):
                self._beside.setdefault(text_id, []).append(pair)
        self._members: dict[int, list[Member]] = {}
        for member in candidates.members(connection, start | self._beside.keys()):
            self._members.setdefault(member.text_id, []).append(member)

    def kin(self, asked: Asked) -> Kin:
        """Return what one text has to do with, as if it came in alone."""
        found = self._found.get(asked.name, Found())
        texts, pairs = self._around(self._starts(asked))
        members = [member for text_id in sorted(texts) for member in self._members.get(text_id, ())]
        text_id = self._held.get(asked.text.fingerprint, asked.name)
        own = _member(asked, text_id)
        places = group([own, *(each for each in members if each.id != own.id)], pairs | set(found.pairs))
        twin, takes_over = _twin(own, members, places, asked.known)
        return Kin(text_id, tuple(members), places, own.id, found.pairs, found.crowded, twin, takes_over)

    def _starts(self, asked: Asked) -> set[int]:
        prints = {asked.text.fingerprint, asked.known.fingerprint if asked.known else ""}
        held = {self._held[each] for each in prints if each in self._held}
        pairs = self._found.get(asked.name, Found()).pairs
        return held | {max(pair.short_id, pair.long_id) for pair in pairs}

    def _around(self, start: Iterable[int]) -> tuple[set[int], set[Pair]]:
        seen, pairs = set(start), set[Pair]()
        todo = list(seen)
        while todo:
            beside = self._beside.get(todo.pop(), ())
            pairs.update(beside)
            further = {text_id for pair in beside for text_id in (pair.short_id, pair.long_id)} - seen
            seen |= further
            todo += further
        return seen, pairs


def families(
    connection: Connection, series: str, asked: Mapping[int, Asked], shapes: Mapping[int, Shape]
) -> dict[int, Kin | None]:
    """Return what texts have to do with, by the caller's keys; None for one that is alike to an earlier new one."""
    held = candidates.known_texts(connection, series, [each.text.fingerprint for each in asked.values()])
    new = [key for key, each in asked.items() if each.text.fingerprint not in held]
    waits = {new[later] for _, later in candidates.among([shapes[key] for key in new])}
    own = {asked[key].name: shapes[key] for key in new if key not in waits}
    family = Family(connection, series, [each for key, each in asked.items() if key not in waits], own)
    return {key: None if key in waits else family.kin(each) for key, each in asked.items()}


def _member(asked: Asked, text_id: int) -> Member:
    known, extract = asked.known, asked.extract
    return Member(
        id=known.id if known else OWN,
        text_id=text_id,
        size=asked.size,
        url=known.url if known else asked.text.url,
        surface=known.surface if known else asked.text.surface,
        first_seen_at=known.first_seen_at if known else asked.at,
        published_at=extract.published_at,
        printed_on=extract.printed_on,
        leading_id=known.leading_id if known else OWN,
    )


def _twin(
    own: Member, members: Sequence[Member], places: Mapping[int, Place], known: Standing | None
) -> tuple[Twin | None, bool]:
    """Return the article that leads this one from now on, or led what this one leads from now on, and which it is."""
    place = places[own.id]
    if place.leading_id != own.id:
        if known and known.leading_id == place.leading_id:
            return None, False
        leading = next(each for each in members if each.id == place.leading_id)
        return _as_twin(leading, place), False
    led = [each for each in members if each.id != own.id and each.leading_id == each.id]
    taken = sorted((each for each in led if places[each.id].leading_id == own.id), key=lambda each: each.rank)
    return (_as_twin(taken[0], places[taken[0].id]), True) if taken else (None, False)


def _as_twin(member: Member, place: Place) -> Twin:
    similarity = 1.0 if place.similarity is None else place.similarity
    return Twin(member.id, member.url, member.surface, place.relation or Relation.SAME, similarity)
