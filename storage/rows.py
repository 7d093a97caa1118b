"""The archive's values as the JSON rows that design 5.2 promises: one wording for command line, export and HTTP.

Dates are `YYYY-MM-DD`, times ISO 8601 with the offset of the configured zone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.outline import Outline, Page, Section
from storage.values import Person

Row = dict[str, Any]


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """Return a time as people see it, to the second."""
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


def people_rows(people: tuple[Person, ...]) -> list[Row]:
    """Return `people[] {name, role}`."""
    return [{"name": person.name, "role": person.role} for person in people]


def page_rows(outline: Outline) -> list[Row]:
    """Return `pages[] {label, name, sections[]}`."""
    return [_page(page) for page in outline.pages]


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
