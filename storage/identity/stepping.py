"""Where articles stand after a text came in: what leads no longer steps down, what leads from now on steps up.

Unique keys stay true when the first is done before the new text is put in, and the second after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, bindparam, func, select, update

from storage.decide import Standing, Text
from storage.identity import candidates
from storage.identity.candidates import NewText
from storage.identity.grouping import Member, Pair, Place
from storage.identity.kinship import Kin
from storage.identity.similar import Shape
from storage.standing import OWN
from storage.tables import addresses, articles


class Moving(Protocol):
    """A text on its way into the tables, as far as the places of articles go by it. `kin` None: nothing moves."""

    @property
    def series(self) -> str: ...
    @property
    def article_id(self) -> int: ...
    @property
    def text(self) -> Text: ...
    @property
    def shape(self) -> Shape: ...
    @property
    def known(self) -> Standing | None: ...
    @property
    def kin(self) -> Kin | None: ...
    @property
    def at(self) -> datetime: ...


def step_down(connection: Connection, kept: Sequence[Moving]) -> None:
    """Make copies of what leads no longer, and put those that are copies of another from now on under it."""
    below = [
        {"row": member.id, "leader": place.leading_id or item.article_id,
         "how": place.relation, "alike": place.similarity}
        for item, member, place in _moved(kept)
        if place.leading_id != member.id
    ]  # fmt: skip
    if not below:
        return
    a = articles.c
    own = addresses.c
    gone_at = (
        select(func.max(own.gone_at))
        .where(own.article_id == a.id, own.kind == OWN)
        .having(func.count() == func.count(own.gone_at))
        .scalar_subquery()
    )
    connection.execute(
        update(articles)
        .where(a.id == bindparam("row"))
        .values(copy_of=bindparam("leader"), relation=bindparam("how"), similarity=bindparam("alike"), gone_at=gone_at),
        below,
    )


def _moved(kept: Sequence[Moving]) -> list[tuple[Moving, Member, Place]]:
    return [(item, member, place) for item in kept if item.kin for member, place in item.kin.moved]


def step_up(connection: Connection, kept: Sequence[Moving]) -> None:
    """Make instalments of what leads from now on."""
    a = articles.c
    leading = [
        {"row": leading_id or item.article_id, "since": since}
        for item in kept
        if item.kin
        for leading_id, since in _leading(item, item.kin)
    ]
    if leading:
        connection.execute(
            update(articles)
            .where(a.id == bindparam("row"))
            .values(copy_of=None, relation=None, similarity=None, first_seen_at=bindparam("since")),
            leading,
        )


def _leading(item: Moving, kin: Kin) -> list[tuple[int, datetime]]:
    """Return what leads from now on and did not, or is known for longer now, with when its text was first seen."""
    stood = {member.id: member for member in kin.members}
    since: dict[int, datetime] = {}
    for member_id, stands in kin.places.items():
        seen_at = stood[member_id].first_seen_at if member_id in stood else item.at
        since[stands.leading_id] = min(seen_at, since.get(stands.leading_id, seen_at))
    return [
        (leading_id, at) for leading_id, at in since.items() if not _stood_so(stood.get(leading_id), leading_id, at)
    ]


def _stood_so(before: Member | None, leading_id: int, since: datetime) -> bool:
    return before is not None and before.leading_id == leading_id and before.first_seen_at == since


def hold(connection: Connection, kept: Sequence[Moving]) -> None:
    """Hold the new texts, and let go of those that no article reads any more; all are of one series."""
    placed = [(item, item.kin) for item in kept if item.kin]
    if not placed:
        return
    series = placed[0][0].series
    new = [(item, kin) for item, kin in placed if kin.text_id < 0]
    texts = [NewText(item.text.fingerprint, item.shape, kin.crowded) for item, kin in new]
    ids = candidates.hold(connection, series, texts)
    named = {kin.text_id: ids[item.text.fingerprint] for item, kin in new}
    candidates.note(connection, [_named(pair, named) for _, kin in new for pair in kin.pairs])
    replaced = {item.known.fingerprint: item.known.body for item, _ in placed if item.known}
    if replaced:
        candidates.forget(connection, series, replaced)


def _named(pair: Pair, named: Mapping[int, int]) -> Pair:
    return Pair(named.get(pair.short_id, pair.short_id), named.get(pair.long_id, pair.long_id), pair.held, pair.shared)
