"""The values that flow through xunli, each named after its place in the flow.

    Link → Document → Extract → (Known, Extract) → Decision → Recorded → Instalment

All are frozen. A time ends in `_at`, is aware and in UTC; a printed date ends in `_on` and has no zone,
because a newspaper has a printed date and not an instant. None always means "the document does not say".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))
"""Where a newspaper's day ends; China has one zone and no summer time."""


def characters(text: str) -> int:
    """Return how many characters a text has, white space not counted."""
    return len("".join(text.split()))


class Surface(StrEnum):
    """The kind of place a text stands at, in the order in which one leads over its copies (design 4.3)."""

    WEBSITE = "website"
    MOBILE = "mobile"
    EPAPER = "epaper"
    SEARCH = "search"
    LISTING = "listing"
    REPRINT = "reprint"


class Verdict(StrEnum):
    """What became of one address that a run came across. The verdicts of a run add up to its visits."""

    INDEX = "index"
    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    COPY = "copy"
    FILTERED = "filtered"
    SUSPECTED = "suspected"
    GONE = "gone"
    FAILED = "failed"


class Relation(StrEnum):
    """How a copy relates to its leading article: equal after folding, edited or trimmed, or contained in it."""

    SAME = "same"
    NEAR = "near"
    PART = "part"


class Cause(StrEnum):
    """Who made a revision: the publisher changed the text, or our extractor read it differently."""

    PUBLISHER = "publisher"
    EXTRACTOR = "extractor"


class Outcome(StrEnum):
    """How a run ended; None in the database while it is still going."""

    DONE = "done"
    COMPLAINTS = "complaints"
    INTERRUPTED = "interrupted"
    PAUSED = "paused"
    TIMEOUT = "timeout"
    FAILED = "failed"
    UNREACHABLE = "unreachable"


class Trigger(StrEnum):
    """What started a run."""

    MANUAL = "manual"
    SCHEDULE = "schedule"
    CATCH_UP = "catch-up"
    API = "api"


@dataclass(frozen=True, slots=True)
class Document:
    """What one address returned, as it came: our own small type, not the HTTP library's.

    `requested_url` is the address asked for, `url` the one that answered after redirects. `headers` has
    lower-case names and the last value of each. `body` is the bytes with transfer and content coding undone, and
    nothing else done to them. `not_modified`: the address said now that nothing has changed (304), and these are the
    bytes that it sent before.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    requested_url: str = ""
    not_modified: bool = False

    @property
    def answered(self) -> int:
        """The HTTP status that the address answered with this time."""
        return 304 if self.not_modified else self.status


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an index: where it leads and the words that stand for it (link text and title attribute).

    `published_on` is the date printed beside it, None where the list has none.
    """

    url: str
    text: str
    title: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person named by the byline or the editor line; role as printed: 记者, 通讯员, 摄影, 编辑, 责任编辑, 审核 …"""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Related:
    """An address that belongs to an article but is no text of it; kind is `pdf`, `page_image` or `image`."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What one document says, before it is compared with the archive.

    title         headline, whole and verbatim, without the site's tail or a part number
    kicker        引题/肩题 that the layout sets apart from the title, None where it stands in the text or not at all
    subtitle      副题 that the layout sets apart, None likewise
    body          what was printed, one paragraph a line (design 5.2); never empty
    printed_on    date of the newspaper issue: from page markers or the e-paper, else the date line's; None without any
    published_at  when the site put it up, in UTC, to the minute; None where the page gives only a date
    published_on  the date line's date where it has no time of day (or that time's local date); None without a date line
    source        the outlet as printed (青岛日报/观海新闻), never a person
    byline        the author words as printed, None without any
    editor        the editor's name, never the author
    people        everyone named, roles apart
    layout        name of the layout whose selectors read it; "meaning" where only the rules by meaning did
    extractor     version of the extraction rules
    full_text_at  of a long article's first page: address that brings the text of all pages, None without one
    leads         links that the page shows to other articles, each with its words; no part of what it says itself
    """

    url: str
    title: str
    body: str
    kicker: str | None = None
    subtitle: str | None = None
    printed_on: date | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    source: str | None = None
    byline: str | None = None
    editor: str | None = None
    people: tuple[Person, ...] = ()
    related: tuple[Related, ...] = ()
    canonical_url: str | None = None
    next_part: str | None = None
    layout: str = "meaning"
    extractor: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)
    full_text_at: str | None = field(default=None, compare=False)
    leads: tuple[Link, ...] = field(default=(), compare=False)
