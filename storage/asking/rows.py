"""The archive's values as the JSON rows that design 5.2 promises: one wording for command line, export and HTTP.

Dates are `YYYY-MM-DD`, times ISO 8601 with the offset of the configured zone. What a search finds is told in
`storage.fulltext.rows`: whoever asks nothing of the full text does not load it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from storage.answers import Address, Article, Instalment, Revision, Run
from storage.asking.difference import FieldChange, as_rows
from storage.asking.paging import cursor
from storage.ledger.coverage import Day
from storage.outline import Outline, Page, Section, outline
from storage.values import Extract, Person, Verdict

Row = dict[str, Any]

_LINE_ENDS: Final = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}
_BREAKING: Final = re.compile("[\x85\u2028\u2029]")


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """Return a time as people see it, to the second."""
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


def json_line(row: Mapping[str, Any]) -> str:
    """Return a row as one line of JSON, Chinese readable; also for readers that break lines at Unicode's line ends."""
    told = json.dumps(row, ensure_ascii=False, default=str)
    return told.translate(_LINE_ENDS) if _BREAKING.search(told) else told


def people_rows(people: tuple[Person, ...]) -> list[Row]:
    """Return `people[] {name, role}`."""
    return [{"name": person.name, "role": person.role} for person in people]


def page_rows(shape: Outline) -> list[Row]:
    """Return `pages[] {label, name, sections[]}`."""
    return [_page(page) for page in shape.pages]


def extract_row(found: Extract, zone: ZoneInfo) -> Row:
    """Return what `extract` and `probe` tell of a page's article; times in `zone`, null where the page does not say."""
    return {
        "title": found.title,
        "kicker": found.kicker,
        "body": found.body,
        "printed_on": found.printed_on,
        "published_at": moment(found.published_at, zone),
        "source": found.source,
        "byline": found.byline,
        "people": people_rows(found.people),
        "editor": found.editor,
        "pages": page_rows(outline(found.body, title=found.title)),
    }


def _page(page: Page) -> Row:
    return {"label": page.label, "name": page.name, "sections": [_section(section) for section in page.sections]}


def _section(section: Section) -> Row:
    return {
        "organisation": section.organisation,
        "organisation_printed": section.organisation_printed,
        "headline": list(section.headline),
        "body": "\n".join(section.body),
        "captions": list(section.captions),
        "lines": list(section.lines),
    }


def instalment_row(one: Instalment, zone: ZoneInfo) -> Row:
    """Return one row of `list`."""
    return {
        "id": one.id,
        "series": one.series,
        "title": one.title,
        "url": one.url,
        "surface": one.surface.value,
        "printed_on": _day(one.printed_on),
        "published_at": moment(one.published_at, zone),
        "source": one.source,
        "byline": one.byline,
        "editor": one.editor,
        "characters": one.characters,
        "sections": one.sections,
        "copies": one.copies,
        "revisions": one.revisions,
        "gone_at": moment(one.gone_at, zone),
        "first_seen_at": moment(one.first_seen_at, zone),
        "last_seen_at": moment(one.last_seen_at, zone),
        "copy_of": one.copy_of,
        "relation": one.relation.value if one.relation else None,
    }


def listed_row(one: Instalment, zone: ZoneInfo) -> Row:
    """Return one row of `list` with the cursor behind it."""
    return instalment_row(one, zone) | {"cursor": cursor(one)}


def article_row(article: Article, zone: ZoneInfo) -> Row:
    """Return `show`: the row of `list`, the text, its outline, addresses and revisions."""
    shape = outline(article.body, title=article.row.title)
    return instalment_row(article.row, zone) | {
        "body": article.body,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "number": shape.number,
        "people": people_rows(article.people),
        "pages": page_rows(shape),
        "addresses": [_address(address, zone) for address in article.addresses],
        "revision_list": [_revision(revision, zone) for revision in article.revision_list],
        "links": [{"kind": link.kind, "url": link.url} for link in article.links],
    }


def run_row(run: Run, zone: ZoneInfo) -> Row:
    """Return `crawl` and `runs`: how a run ended and what it found."""
    return {
        "run": run.id,
        "series": run.series,
        "trigger": run.trigger.value,
        "outcome": run.outcome.value if run.outcome else None,
        "requests": run.requests,
        **{verdict.value: run.tally.get(verdict, 0) for verdict in Verdict},
        "seconds": None if run.seconds is None else round(run.seconds, 3),
        "complaints": list(run.complaints),
        "recovered": list(run.recovered),
        "started_at": moment(run.started_at, zone),
        "ended_at": moment(run.ended_at, zone),
        "due_at": moment(run.due_at, zone),
        "error": run.error,
    }


def _address(address: Address, zone: ZoneInfo) -> Row:
    return {
        "url": address.url,
        "surface": address.surface.value,
        "relation": address.standing,
        "similarity": address.similarity,
        "gone_at": moment(address.gone_at, zone),
    }


def _revision(revision: Revision, zone: ZoneInfo) -> Row:
    return {
        "number": revision.number,
        "captured_at": moment(revision.captured_at, zone),
        "cause": revision.cause.value,
        "title": revision.title,
    }


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def coverage_row(day: Day) -> Row:
    """Return one row of `coverage`."""
    return {
        "series": day.series,
        "date": day.on.isoformat(),
        "verdict": day.verdict.value,
        "instalments": list(day.instalments),
        "evidence": list(day.evidence),
    }


def difference_rows(old: Revision, new: Revision, changes: Sequence[FieldChange]) -> Iterator[Row]:
    """Yield the rows of `diff`: a paragraph a row, those that did not change among them."""
    for change in changes:
        for row in as_rows(change.paragraphs):
            yield {"id": new.article_id, "from": old.number, "to": new.number, "field": change.field, **row}
