"""The values of an outline: what a newspaper reader sees in a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.values import Person


class Role(StrEnum):
    """What one line of a body is. All but `marker` are roles in a section; a blank line may stand outside of one."""

    MARKER = "marker"
    ORGANISATION = "organisation"
    KICKER = "kicker"
    HEADLINE = "headline"
    SUBTITLE = "subtitle"
    CAPTION = "caption"
    NOTE = "note"
    SUBHEAD = "subhead"
    BODY = "body"
    BYLINE = "byline"
    EDITOR = "editor"
    SOURCE = "source"
    TABLE = "table"
    CONTINUATION = "continuation"
    BLANK = "blank"


HEADLINE_ROLES = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBTITLE})
BODY_ROLES = frozenset(Role) - HEADLINE_ROLES - {Role.MARKER, Role.ORGANISATION, Role.CAPTION, Role.BLANK}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body and the only place it belongs to.

    number    1-based
    text      as it stands in the body, nothing stripped: joined by newlines, the lines are the body again
    page      index into `Outline.pages`
    section   index into that page's sections; None for a marker and for a blank line between sections
    """

    number: int
    text: str
    role: Role
    page: int
    section: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """One story.

    organisation          the department or district it speaks for, city added; None where the page names none
    organisation_printed  the same as printed, without colon, spaces and the sign or frame that sets it off (■, 【】)
    headline              引题, headline lines and 破折号 line in printed order
    body                  paragraphs, sub-heads, rows of tables, notes and the byline line
    captions              lines that stand under a picture
    lines                 first and last line number, 1-based, both included
    """

    organisation: str | None
    organisation_printed: str | None
    headline: tuple[str, ...]
    body: tuple[str, ...]
    captions: tuple[str, ...]
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page (版).

    label     normalised: 1版, 特1版, A07版, 1-4版; None where no marker speaks for the text
    name      what the marker calls it (要闻); None without
    marker    number of the marker's line, 1-based; None without
    sections  in printed order; empty where a marker has no text
    """

    label: str | None
    name: str | None
    marker: int | None
    sections: tuple[Section, ...]

    @property
    def heading(self) -> str:
        """Label and name in a row, as a page is headed; "" where no marker speaks for the text."""
        return "　".join(part for part in (self.label, self.name) if part)


@dataclass(frozen=True, slots=True)
class Outline:
    """A body as a newspaper reader sees it; derived from the body alone, so it can be computed again at any time.

    people      everyone named by byline, credit and editor lines, in printed order, each name and role once
    byline      the first author words as printed, brackets left off; None without
    printed_on  the date of the first marker that has one; None without
    number      the instalment's number in its series; None where the text gives none
    kicker      the line that names the series; None without
    """

    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    people: tuple[Person, ...]
    byline: str | None
    printed_on: date | None
    number: int | None
    kicker: str | None
