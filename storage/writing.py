"""How decisions become rows: each step for a whole wave of readings at once.

The order keeps the unique keys true at every moment: new rows come in (a text known elsewhere as a copy), what leads no
longer steps down, revised texts are put in, what leads from now on steps up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from storage import candidates
from storage.answers import Reading
from storage.candidates import NewText
from storage.decide import Decision, Standing, Text
from storage.fulltext import index
from storage.grouping import Member, Pair, Place
from storage.kinship import OWN as OWN_ID
from storage.kinship import Kin
from storage.outline import Outline, outline
from storage.placing import place
from storage.similar import Shape
from storage.standing import OWN
from storage.tables import addresses, articles, links, revisions, sections
from storage.values import Cause, Extract, Relation, Verdict

CHINA: Final = timezone(timedelta(hours=8))
"""Where a newspaper's day ends; China has one zone and no summer time."""


@dataclass(slots=True)
class Settled:
    """A reading with its decision, on its way into the tables. `article_id` is known once its row is there."""

    series: str
    position: int
    reading: Reading
    text: Text
    shape: Shape
    snapshot_id: int
    decision: Decision
    known: Standing | None
    kin: Kin | None
    article_id: int = 0

    @property
    def at(self) -> datetime:
        return self.reading.document.fetched_at

    @property
    def leading_id(self) -> int:
        """The leading article's id, its own where it leads."""
        if self.kin is None:
            return self.known.leading_id if self.known else self.article_id
        return self.kin.place.leading_id or self.article_id

    @property
    def revision(self) -> int:
        """The number of a revision that is made."""
        return self.known.revision + 1 if self.known else 1

    @property
    def is_row(self) -> bool:
        """Whether a new row is made."""
        return self.decision.verdict in {Verdict.NEW, Verdict.COPY}

    @property
    def is_text(self) -> bool:
        """Whether a new text comes in, in a new row or an old one."""
        return self.is_row or self.decision.verdict is Verdict.REVISED


def write(connection: Connection, wave: Sequence[Settled]) -> None:
    """Put a wave into the tables."""
    kept = [item for item in wave if item.decision.verdict is not Verdict.FILTERED]
    outlines = {
        id(item): item.reading.outline or outline(item.text.body, title=item.text.title)
        for item in kept
        if item.is_text
    }
    _insert(connection, kept, outlines)
    _step_down(connection, kept)
    _revise(connection, kept, outlines)
    _step_up(connection, kept)
    _touch(connection, kept)
    _hold(connection, kept)
    _details(connection, [item for item in kept if item.is_text], outlines)
    index.put(connection, [item.article_id for item in kept if item.is_text])
    place(connection, [(item.article_id, item.series, item.reading) for item in kept])


Outlines = dict[int, Outline]


def _insert(connection: Connection, kept: Sequence[Settled], outlines: Outlines) -> None:
    rows = [item for item in kept if item.is_row]
    for item in kept:
        item.article_id = item.decision.article_id or 0
    if not rows:
        return
    values = [_article(item, outlines[id(item)]) for item in rows]
    # By address rather than by order, which SQLite gives only row by row; a wave has each address once.
    made = connection.execute(articles.insert().returning(articles.c.url, articles.c.id), values)
    ids = {row.url: row.id for row in made}
    for item in rows:
        item.article_id = ids[item.text.url]


def _article(item: Settled, pages: Outline) -> dict[str, Any]:
    place = _first_place(item)
    return _text_values(item, pages) | {
        "series": item.series,
        "url": item.text.url,
        "surface": item.text.surface,
        "first_seen_at": item.at,
        "last_seen_at": item.at,
        "copy_of": place.leading_id or None,
        "relation": place.relation,
        "similarity": place.similarity,
        "revision": 1,
    }


def _text_values(item: Settled, pages: Outline) -> dict[str, Any]:
    extract = item.reading.extract
    printed_on = extract.printed_on or pages.printed_on
    return {
        "title": extract.title,
        "kicker": extract.kicker or pages.kicker,
        "subtitle": extract.subtitle,
        "byline": extract.byline,
        "editor": extract.editor,
        "source": extract.source,
        "page": next((page.label for page in pages.pages if page.label), None),
        "printed_on": printed_on,
        "published_at": extract.published_at,
        "dated_on": printed_on or _dated_on(extract, item.known.first_seen_at if item.known else item.at),
        "body": extract.body,
        "characters": len("".join(extract.body.split())),
        "fingerprint": item.text.fingerprint,
        "people": [{"name": person.name, "role": person.role} for person in extract.people],
        "snapshot_id": item.snapshot_id,
        "extractor": extract.extractor,
        "layout": extract.layout,
    }


def _dated_on(extract: Extract, seen_at: datetime) -> date:
    return extract.published_on or (extract.published_at or seen_at).astimezone(CHINA).date()


def _first_place(item: Settled) -> Place:
    """Return where a new row stands until what leads its text steps down."""
    assert item.kin is not None
    equal = [each for each in item.kin.members if each.text_id == item.kin.text_id and each.leading_id == each.id]
    if item.kin.place.leading_id == OWN_ID and equal:
        return Place(equal[0].id, Relation.SAME, 1.0)
    return item.kin.place


def _step_down(connection: Connection, kept: Sequence[Settled]) -> None:
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


def _moved(kept: Sequence[Settled]) -> list[tuple[Settled, Member, Place]]:
    return [(item, member, place) for item in kept if item.kin for member, place in item.kin.moved]


def _revise(connection: Connection, kept: Sequence[Settled], outlines: Outlines) -> None:
    revised = [item for item in kept if item.known and item.decision.verdict is Verdict.REVISED]
    if not revised:
        return
    values = [
        _text_values(item, outlines[id(item)]) | {"row": item.article_id, "revision": item.revision} for item in revised
    ]
    columns: dict[str, Any] = {name: bindparam(name) for name in values[0] if name != "row"}
    connection.execute(update(articles).where(articles.c.id == bindparam("row")).values(columns), values)
    ids = [item.article_id for item in revised]
    connection.execute(delete(sections).where(sections.c.article_id.in_(ids)))
    connection.execute(delete(links).where(links.c.article_id.in_(ids)))


def _step_up(connection: Connection, kept: Sequence[Settled]) -> None:
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


def _leading(item: Settled, kin: Kin) -> list[tuple[int, datetime]]:
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


def _hold(connection: Connection, kept: Sequence[Settled]) -> None:
    """Hold the new texts, and let go of those that no article reads any more."""
    placed = [(item, item.kin) for item in kept if item.kin]
    new = [(item, kin) for item, kin in placed if kin.text_id < 0]
    by_series = {item.series for item, _ in placed}
    for series in by_series:  # one, as records come in
        texts = [NewText(item.text.fingerprint, item.shape, kin.crowded) for item, kin in new]
        ids = candidates.hold(connection, series, texts)
        named = {kin.text_id: ids[item.text.fingerprint] for item, kin in new}
        candidates.note(connection, [_named(pair, named) for _, kin in new for pair in kin.pairs])
        replaced = {item.known.fingerprint: item.known.body for item, _ in placed if item.known}
        if replaced:
            candidates.forget(connection, series, replaced)


def _named(pair: Pair, named: Mapping[int, int]) -> Pair:
    return Pair(named.get(pair.short_id, pair.short_id), named.get(pair.long_id, pair.long_id), pair.held, pair.shared)


def _touch(connection: Connection, kept: Sequence[Settled]) -> None:
    """An address that answered with a text stands: for itself, and for the article that leads it."""
    again = [{"row": item.article_id, "at": item.at} for item in kept if not item.is_row]
    a = articles.c
    if again:
        connection.execute(
            update(articles)
            .where(a.id == bindparam("row"), a.last_seen_at < bindparam("at"))
            .values(last_seen_at=bindparam("at")),
            again,
        )
    ids = [item.article_id for item in kept]
    leading = select(a.copy_of).where(a.id.in_(ids), a.copy_of.is_not(None)).scalar_subquery()
    connection.execute(
        update(articles).where(a.id.in_(ids) | a.id.in_(leading), a.gone_at.is_not(None)).values(gone_at=None)
    )


def _details(connection: Connection, texts: Sequence[Settled], outlines: Outlines) -> None:
    tables = (
        (revisions, [_revision(item) for item in texts]),
        (sections, [row for item in texts for row in section_rows(item.article_id, outlines[id(item)])]),
        (links, [row for item in texts for row in _links(item)]),
    )
    for table, rows in tables:
        if rows:
            connection.execute(table.insert(), rows)


def _revision(item: Settled) -> dict[str, Any]:
    extract = item.reading.extract
    return {
        "article_id": item.article_id,
        "number": item.revision,
        "title": extract.title,
        "body": extract.body,
        "byline": extract.byline,
        "editor": extract.editor,
        "captured_at": item.at,
        "cause": item.decision.cause or Cause.PUBLISHER,
        "snapshot_id": item.snapshot_id,
        "extractor": extract.extractor,
    }


def section_rows(article_id: int, pages: Outline) -> list[dict[str, Any]]:
    """Return the rows of `sections` that an outline stands for."""
    found = [(number, page, section) for number, page in enumerate(pages.pages) for section in page.sections]
    return [
        {
            "article_id": article_id,
            "position": position,
            "page": page.label,
            "page_position": number,
            "page_name": page.name,
            "organisation": section.organisation,
            "organisation_printed": section.organisation_printed,
            "headline": "\n".join(section.headline),
            "body": "\n".join(section.body),
            "captions": list(section.captions),
            "first_line": section.lines[0],
            "last_line": section.lines[1],
        }
        for position, (number, page, section) in enumerate(found, start=1)
    ]


def _links(item: Settled) -> list[dict[str, Any]]:
    related = dict.fromkeys((link.kind, link.url) for link in item.reading.extract.related)
    return [{"article_id": item.article_id, "kind": kind, "url": url} for kind, url in related]
