"""How decisions become rows: each step for a whole wave of readings at once.

The order keeps the unique keys true at every moment: new rows come in (a text known elsewhere as a copy), losers step
down, revised texts are put in, winners step up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from storage.answers import Reading
from storage.decide import Decision, Standing, Text
from storage.outline import Outline, outline
from storage.placing import place
from storage.standing import OWN
from storage.tables import addresses, articles, links, revisions, sections
from storage.values import Cause, Extract, Relation, Verdict

CHINA: Final = timezone(timedelta(hours=8))
"""Where a newspaper's day ends; China has one zone and no summer time."""


@dataclass(slots=True)
class Settled:
    """A reading with its decision, on its way into the tables. `article_id` is known once its row is there."""

    series: str
    reading: Reading
    text: Text
    snapshot_id: int
    decision: Decision
    known: Standing | None
    article_id: int = 0

    @property
    def at(self) -> datetime:
        return self.reading.document.fetched_at

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
    _details(connection, [item for item in kept if item.is_text], outlines)
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
    twin = item.decision.twin
    return _text_values(item, pages) | {
        "series": item.series,
        "url": item.text.url,
        "surface": item.text.surface,
        "first_seen_at": item.at,
        "last_seen_at": item.at,
        "copy_of": twin.id if twin else None,
        "relation": twin.relation if twin else None,
        "similarity": twin.similarity if twin else None,
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


def _step_down(connection: Connection, kept: Sequence[Settled]) -> None:
    pairs = [_pair(item) for item in kept if item.decision.twin and (item.decision.takes_over or not item.is_row)]
    if not pairs:
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
        .where((a.id == bindparam("loser")) | (a.copy_of == bindparam("loser")), a.id != bindparam("winner"))
        .values(
            copy_of=bindparam("winner"),
            relation=func.coalesce(a.relation, Relation.SAME.value),
            similarity=func.coalesce(a.similarity, 1.0),
            gone_at=gone_at,
        ),
        pairs,
    )


def _pair(item: Settled) -> dict[str, int]:
    twin = item.decision.twin
    assert twin is not None
    return {"winner": item.article_id, "loser": twin.id} if item.decision.takes_over else {
        "winner": twin.id, "loser": item.article_id}  # fmt: skip


def _revise(connection: Connection, kept: Sequence[Settled], outlines: Outlines) -> None:
    revised = [item for item in kept if item.known and item.decision.verdict is Verdict.REVISED]
    if not revised:
        return
    values = [
        _text_values(item, outlines[id(item)]) | {"row": item.article_id, "revision": item.known.revision + 1}
        for item in revised
        if item.known
    ]
    columns: dict[str, Any] = {name: bindparam(name) for name in values[0] if name != "row"}
    connection.execute(update(articles).where(articles.c.id == bindparam("row")).values(columns), values)
    ids = [item.article_id for item in revised]
    connection.execute(delete(sections).where(sections.c.article_id.in_(ids)))
    connection.execute(delete(links).where(links.c.article_id.in_(ids)))


def _step_up(connection: Connection, kept: Sequence[Settled]) -> None:
    winners = [
        {"row": item.article_id, "since": min(item.decision.twin.first_seen_at, _first_seen_at(item))}
        for item in kept
        if item.decision.twin and item.decision.takes_over
    ]
    if winners:
        connection.execute(
            update(articles)
            .where(articles.c.id == bindparam("row"))
            .values(copy_of=None, relation=None, similarity=None, first_seen_at=bindparam("since")),
            winners,
        )


def _first_seen_at(item: Settled) -> datetime:
    return item.known.first_seen_at if item.known else item.at


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
        "number": item.known.revision + 1 if item.known else 1,
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
