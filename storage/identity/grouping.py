"""Which articles are one instalment, and which of them leads. Pure, and the same whatever came first.

    a text stands wholly in another           the whole leads
    … which collects separate ones            it leads over none of them: an assembled page, a digest
    else                                      website, mobile, e-paper, search, listing, reprint;
                                              then what was put up first, then the address

Texts take their place in this order: one that is alike to none that leads so far is an instalment. So two texts that
are not alike stay two, however many third ones they both stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from storage.addresses import canonical
from storage.values import CHINA, Relation, Surface

PIECE: Final = 1 / 3
"""Share of a text that a shorter one must make up to be the same piece, trimmed, and not a part of it."""

STORY: Final = 0.8
"""The same for an e-paper's text in one that the paper itself assembled: its stories are large parts now and then."""

DAY: Final = timedelta(days=1)

_ORDER: Final = {surface: number for number, surface in enumerate(Surface)}
_PAPER: Final = frozenset({Surface.WEBSITE, Surface.MOBILE, Surface.EPAPER})
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Member:
    """An article as far as its place goes by it. `leading_id` is where it stood so far; its own id where it led."""

    id: int
    text_id: int
    size: int
    url: str
    surface: Surface
    first_seen_at: datetime
    published_at: datetime | None = None
    printed_on: date | None = None
    leading_id: int = 0
    relation: Relation | None = None
    similarity: float | None = None

    @property
    def rank(self) -> tuple[int, datetime, str]:
        """Of two copies the one with the lower rank leads."""
        return _ORDER[self.surface], self.published_at or _NEVER, canonical(self.url)

    @property
    def day(self) -> date | None:
        return self.printed_on or (self.published_at.astimezone(CHINA).date() if self.published_at else None)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two alike texts; see `storage.identity.similar.Alike`."""

    short_id: int
    long_id: int
    held: float
    shared: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands. Of one that leads, `leading_id` is its own id and the rest None."""

    leading_id: int
    relation: Relation | None = None
    similarity: float | None = None


def group(members: Iterable[Member], pairs: Iterable[Pair]) -> dict[int, Place]:
    """Return the place of every member, by its id. Pairs of texts that no member has are no matter."""
    by_text: dict[int, list[Member]] = {}
    for member in sorted(members, key=lambda each: each.rank):
        by_text.setdefault(member.text_id, []).append(member)
    heads = {text_id: equals[0] for text_id, equals in by_text.items()}
    places = _Grouping(heads, [pair for pair in pairs if pair.short_id in heads and pair.long_id in heads]).places()
    return {
        member.id: _among_equals(member, equals[0], places[text_id])
        for text_id, equals in by_text.items()
        for member in equals
    }


def _is_digest(one: date | None, two: date | None, whole: date | None) -> bool:
    """Say whether two pieces of different days stand in a text that came after them.

    Stories of one bundle come up from the evening before on, and one by one again after it.
    """
    if one is None or two is None or whole is None:
        return False
    return one != two and max(one, two) <= whole and whole - min(one, two) > DAY


def _among_equals(member: Member, head: Member, place: Place) -> Place:
    leads = place.leading_id == head.id and member is not head
    return Place(head.id, Relation.SAME, 1.0) if leads else place


class _Grouping:
    """One question to `group`: texts by their ids, each with the article that stands for it."""

    def __init__(self, heads: Mapping[int, Member], pairs: Sequence[Pair]) -> None:
        self.heads = heads
        self.pairs: dict[int, dict[int, Pair]] = {text_id: {} for text_id in heads}
        for pair in pairs:
            self.pairs[pair.short_id][pair.long_id] = self.pairs[pair.long_id][pair.short_id] = pair
        self.pieces = {text_id: found for text_id in heads if (found := self._pieces(text_id))}

    def places(self) -> dict[int, Place]:
        placed: dict[int, Place] = {}
        for text_id in sorted(self.heads, key=self._turn):
            placed[text_id] = self._place(text_id, placed)
        return placed

    def _pieces(self, text_id: int) -> set[int]:
        """Return the separate pieces in a text that are better placed or of several days; it collects them."""
        held = [other for other, pair in self.pairs[text_id].items() if pair.long_id == text_id]
        several = [(one, two) for number, one in enumerate(held) for two in held[:number]]
        apart = ((one, two) for one, two in several if two not in self.pairs[one])
        return {each for pair in apart if self._are_pieces(*pair, text_id) for each in pair}

    def _are_pieces(self, one: int, two: int, whole: int) -> bool:
        order = _ORDER[self.heads[whole].surface]
        worst = max(_ORDER[self.heads[one].surface], _ORDER[self.heads[two].surface])
        days = [self.heads[each].day for each in (one, two, whole)]
        return worst < order or (worst == order and _is_digest(*days))

    def _turn(self, text_id: int) -> tuple[bool, bool, int, tuple[int, datetime, str]]:
        alone = text_id not in self.pieces and not self._wholes(text_id)
        lost = alone and any(self._is_rest_of(text_id, other) for other in self.pairs[text_id])
        return lost, text_id in self.pieces, self._depth(text_id), self.heads[text_id].rank

    def _is_rest_of(self, text_id: int, other: int) -> bool:
        """Say whether a text is what a collection has besides the pieces that lead."""
        held = other in self.pieces and self.pairs[text_id][other].short_id == text_id
        is_piece = held and text_id in self.pieces[other]
        return held and not is_piece and _ORDER[self.heads[text_id].surface] >= _ORDER[self.heads[other].surface]

    def _wholes(self, text_id: int) -> list[int]:
        return [
            other
            for other, pair in self.pairs[text_id].items()
            if pair.short_id == text_id and other not in self.pieces and self._relation(pair) is Relation.PART
        ]

    def _depth(self, text_id: int) -> int:
        # Ends, because a whole is longer than its part.
        return max((self._depth(whole) + 1 for whole in self._wholes(text_id)), default=0)

    def _relation(self, pair: Pair) -> Relation:
        short, long = self.heads[pair.short_id], self.heads[pair.long_id]
        of_paper = short.surface is Surface.EPAPER and long.surface in _PAPER
        is_part = short.size < long.size * (STORY if of_paper else PIECE)
        return Relation.PART if is_part else Relation.NEAR

    def _place(self, text_id: int, placed: Mapping[int, Place]) -> Place:
        near = [other for other in self.pairs[text_id] if other in placed]
        leading = [other for other in near if placed[other].leading_id == self.heads[other].id]
        found = min(leading or near, key=lambda other: self._distance(text_id, other), default=None)
        if found is None:
            return Place(self.heads[text_id].id)
        return self._below(text_id, found, placed[found])

    def _distance(self, text_id: int, other: int) -> tuple[float, float, tuple[int, datetime, str]]:
        pair = self.pairs[text_id][other]
        return -pair.shared, -pair.held, self.heads[other].rank

    def _below(self, text_id: int, other: int, above: Place) -> Place:
        """Return the place of a text under the one that `other` leads or stands under."""
        pair = self.pairs[text_id][other]
        is_part = pair.short_id == text_id and self._relation(pair) is Relation.PART
        similarity = pair.held if is_part else pair.shared
        is_part = is_part or above.relation is Relation.PART
        # Of a copy of a copy the weaker of both is what is known of it.
        return Place(
            above.leading_id,
            Relation.PART if is_part else Relation.NEAR,
            min(similarity, 1.0 if above.similarity is None else above.similarity),
        )
