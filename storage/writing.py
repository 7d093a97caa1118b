"""How decisions become rows: each step for a whole wave of readings at once.

The order keeps the unique keys true at every moment: new rows come in (a text known elsewhere as a copy), what leads no
longer steps down, revised texts are put in, what leads from now on steps up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.decide import Decision, Standing, Text, shows_today
from storage.fulltext import index
from storage.identity.grouping import Place
from storage.identity.kinship import OWN as OWN_ID
from storage.identity.kinship import Kin
from storage.identity.similar import Shape
from storage.identity.stepping import hold, step_down, step_up
from storage.outline import Outline, outline
from storage.placing import Placed, place, place_past
from storage.readings import Reading
from storage.tables import articles, links, revisions, sections
from storage.values import CHINA, Cause, Extract, Relation, Verdict, characters


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
    def revision(self) -> int:
        """The number of a revision that is made."""
        return self.known.revision + 1 if self.known else 1

    @property
    def is_row(self) -> bool:
        """Whether a new row is made."""
        return self.decision.verdict in {Verdict.NEW, Verdict.COPY}

    @property
    def placed(self) -> Placed:
        return self.article_id, self.series, self.reading

    @property
    def is_today(self) -> bool:
        """Whether it tells that its address stands now, and not only that it once did."""
        return self.known is None or shows_today(self.known, self.at)

    @property
    def is_text(self) -> bool:
        """Whether a new text comes in, in a new row or an old one."""
        return self.is_row or self.decision.verdict is Verdict.REVISED


def write(connection: Connection, wave: Sequence[Settled]) -> None:
    """Put a wave into the tables."""
    kept = [item for item in wave if item.decision.verdict not in (Verdict.FILTERED, Verdict.SUSPECTED)]
    outlines = {
        id(item): item.reading.outline or outline(item.text.body, title=item.text.title)
        for item in kept
        if item.is_text
    }
    _insert(connection, kept, outlines)
    step_down(connection, kept)
    _revise(connection, kept, outlines)
    step_up(connection, kept)
    _touch(connection, [item for item in kept if item.is_today])
    hold(connection, kept)
    _details(connection, [item for item in kept if item.is_text], outlines)
    index.put(connection, [item.article_id for item in kept if item.is_text])
    place(connection, [item.placed for item in kept if item.is_today])
    place_past(connection, [item.placed for item in kept if not item.is_today])


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
    seen_at = item.known.first_seen_at if item.known else item.at
    before = item.known.dated_on if item.known else None
    told = dated_on(extract, pages) or item.reading.listed_on or before
    return text_values(extract, pages, item.text.fingerprint) | {
        "snapshot_id": item.snapshot_id,
        "dated_on": told or seen_at.astimezone(CHINA).date(),
    }


def text_values(extract: Extract, pages: Outline, fingerprint: str) -> dict[str, Any]:
    """Return the columns of `articles` that an extract and its outline stand for, but for the day without any date."""
    return {
        "title": extract.title,
        "kicker": extract.kicker or pages.kicker,
        "subtitle": extract.subtitle,
        "byline": extract.byline,
        "editor": extract.editor,
        "source": extract.source,
        "page": next((page.label for page in pages.pages if page.label), None),
        "printed_on": extract.printed_on or pages.printed_on,
        "published_at": extract.published_at,
        "body": extract.body,
        "characters": characters(extract.body),
        "fingerprint": fingerprint,
        "people": [{"name": person.name, "role": person.role} for person in extract.people],
        "extractor": extract.extractor,
        "layout": extract.layout,
    }


def dated_on(extract: Extract, pages: Outline) -> date | None:
    """Return the day that a text itself names: printed, else its date line's; None without any."""
    return extract.printed_on or pages.printed_on or day_of(extract)


def day_of(extract: Extract) -> date | None:
    """Return the day that the layout names: printed, else the date line's; None without any."""
    put_up = extract.published_at.astimezone(CHINA).date() if extract.published_at else None
    return extract.printed_on or extract.published_on or put_up


def _first_place(item: Settled) -> Place:
    """Return where a new row stands until what leads its text steps down."""
    assert item.kin is not None
    equal = [each for each in item.kin.members if each.text_id == item.kin.text_id and each.leading_id == each.id]
    if item.kin.place.leading_id == OWN_ID and equal:
        return Place(equal[0].id, Relation.SAME, 1.0)
    return item.kin.place


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
    return link_rows(item.article_id, item.reading.extract)


def link_rows(article_id: int, extract: Extract) -> list[dict[str, Any]]:
    """Return the rows of `links` that an extract stands for."""
    related = dict.fromkeys((link.kind, link.url) for link in extract.related)
    return [{"article_id": article_id, "kind": kind, "url": url} for kind, url in related]
