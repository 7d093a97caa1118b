"""What a newspaper prints: a text with its true outline, and the piece that carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

SERIES = "青岛改革巡礼"
BODY_ROLES = ("paragraph", "subhead", "table", "byline")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Roles: organisation, headline, caption, paragraph, subhead, table, byline, marker.

    A table row's cells are joined by a tab; its text as a reader sees it has them side by side.
    """

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One story: the department's name, its headlines and everything under them, in printed order."""

    lines: tuple[Line, ...]

    def of(self, *roles: str) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines if line.role in roles)

    @property
    def organisation_printed(self) -> str | None:
        return next((name.rstrip("：") for name in self.of("organisation")), None)

    @property
    def organisation(self) -> str | None:
        """With the city added to 市…局/委/办; districts and functional areas as printed; null for a lead."""
        name = self.organisation_printed
        return f"青岛{name}" if name and re.match(r"市(?![南北])", name) else name

    @property
    def headline(self) -> tuple[str, ...]:
        return self.of("headline")

    @property
    def captions(self) -> tuple[str, ...]:
        return self.of("caption")

    @property
    def body(self) -> tuple[str, ...]:
        return self.of(*BODY_ROLES)


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page. `label` is null where the text names none; `marker_first` tells where its marker stands."""

    label: str | None
    sections: tuple[Section, ...]
    marker_first: bool = True

    def marker(self, on: date) -> Line:
        return Line("marker", f"青岛日报{on.year}年{on.month}月{on.day}日{self.label}")

    def lines(self, on: date) -> tuple[Line, ...]:
        printed = tuple(line for section in self.sections for line in section.lines)
        if self.label is None:
            return printed
        return (self.marker(on), *printed) if self.marker_first else (*printed, self.marker(on))


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text before it is printed: everything about it but its day and its address."""

    title: str
    pages: tuple[Page, ...]
    kicker: str | None = None
    people: tuple[Person, ...] = ()
    byline: str | None = None
    editor: str = "刘海宁"
    source: str = "青岛日报/观海新闻"

    def lines(self, on: date) -> tuple[Line, ...]:
        return tuple(line for page in self.pages for line in page.lines(on))

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for page in self.pages for section in page.sections)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect reader makes of a piece; `body` is one printed line each, full-width as the site sends it."""

    title: str
    kicker: str | None
    printed_on: date
    published_at: datetime
    source: str
    byline: str | None
    people: tuple[Person, ...]
    editor: str
    body: tuple[str, ...]
    lines: tuple[Line, ...]
    pages: tuple[Page, ...]


EVERYWHERE = frozenset({"lists", "website", "mobile", "epaper", "search", "dailyqd", "qingdaonews", "portal"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as published.

    id            the site's number, shared by website, mobile and dailyqd
    published_at  aware, Asia/Shanghai; its date is not always the printed one
    kind          instalment or news
    surfaces      where it still stands: lists, website, mobile, epaper, search, dailyqd, qingdaonews, portal
    named         where the series' name stands: title, kicker or board
    parts         number of addresses that the website breaks it into
    video         the desktop page has only a player
    gone          null, or how it was withdrawn from website and mobile: 404, 410, notice, home
    first_text    the text that the paper and the reprints keep after a correction; null before any
    """

    id: int
    text: Text
    printed_on: date
    published_at: datetime
    kind: str = "news"
    surfaces: frozenset[str] = EVERYWHERE
    named: str = "title"
    parts: int = 1
    video: bool = False
    gone: str | None = None
    first_text: Text | None = None

    @property
    def title(self) -> str:
        return self.text.title

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.text.lines(self.printed_on)

    @property
    def as_printed(self) -> Piece:
        """The piece as it stood before it was corrected on the website."""
        return replace(self, text=self.first_text or self.text)

    @property
    def truth(self) -> Truth:
        text, lines = self.text, self.lines
        body = tuple(line.text for line in lines)
        return Truth(text.title, text.kicker, self.printed_on, self.published_at, text.source, text.byline, text.people,
                     text.editor, body, lines, text.pages)  # fmt: skip
