"""The values that go into the archive and come out of it. Frozen; times aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from storage.identity.similar import Shape
from storage.outline import Outline
from storage.values import Cause, Document, Extract, Outcome, Person, Related, Relation, Surface, Trigger, Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of one address.

    article_id   the article that stands there; for an excluded address the dropped one
    excluded     the article was dropped, for good: there is nothing to fetch. Everything below is then None
    own          the address answered with the text itself; False where it only led there or belongs to it
    dated_on     day of the article: printed, else as its date line says, else when first seen
    extractor    that its newest revision was read by
    snapshot_id  document that it was read from
    """

    article_id: int
    excluded: bool = False
    own: bool = True
    dated_on: date | None = None
    extractor: str | None = None
    snapshot_id: int | None = None


class Role(StrEnum):
    """What a document is of the text that was read from several: a part of a long article, a board, a board's story."""

    PART = "part"
    BOARD = "board"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Reading:
    """One document read: what the archive is asked to record.

    also       further addresses that belong to this text: the parts of a long article, the stories of a page
    outline    of the extract's body, where it was made already (by a process that had the time); maybe without lines
    shape      of the extract's body folded, where it was made already
    whole      every document that the text was read from, in order, where that is more than `document`
    led        addresses that were named for this text and have none: they led to it
    listed_on  the day printed beside the link that led to it; what it is of where its document says no day
    """

    document: Document
    extract: Extract
    surface: Surface
    also: tuple[str, ...] = ()
    outline: Outline | None = None
    shape: Shape | None = None
    whole: tuple[tuple[Role, Document], ...] = ()
    led: tuple[str, ...] = ()
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a reading. `article_id` is None where it was filtered; `changed` names a revision's fields.

    `revision` is the number of the article's newest one afterwards, None where nothing was made.
    `restless`: the text reads otherwise at every read and makes no revisions any more (storage.decide.RESTLESS).
    `another`: the address shows another article than the one that it had; nothing was made.
    """

    verdict: Verdict
    reason: str
    article_id: int | None
    snapshot_id: int
    changed: tuple[str, ...] = ()
    restless: bool = False
    revision: int | None = None
    another: bool = False


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit to be noted. `status` is None where nothing answered or nothing was asked."""

    url: str
    verdict: Verdict
    reason: str = ""
    status: int | None = None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a crawl.

    outcome    None while it is going
    tally      verdict → visits; of a run that is going, up to now
    complaints and recovered as JSON rows: check, message, evidence
    """

    id: int
    series: str
    trigger: Trigger
    started_at: datetime
    heartbeat_at: datetime
    owner: str
    due_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    requests: int = 0
    seconds: float | None = None
    error: str | None = None
    tally: dict[Verdict, int] = field(default_factory=dict)
    complaints: tuple[dict[str, Any], ...] = ()
    recovered: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of a list: behind the article of that day, time put up (None sorts last) and id."""

    dated_on: date
    published_at: datetime | None
    id: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which instalments are asked for; None and "" ask for all. Dates are inclusive at both ends.

    page           label of a newspaper page (1版); together with organisation, both of one section
    organisation   part of a section's organisation, as normalised or as printed
    byline         part of the byline, or of the name of somebody who is no editor
    copies         copies, too
    limit, offset  None is no limit
    after          only what stands behind this place of the list (storage.asking.paging)
    """

    series: str | None = None
    from_: date | None = None
    to: date | None = None
    page: str | None = None
    organisation: str | None = None
    byline: str | None = None
    copies: bool = False
    limit: int | None = None
    offset: int = 0
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs are asked for; None asks for all. Times are of a run's start: from the first on, before the last.

    after  only runs that a list tells behind this one
    """

    series: str | None = None
    outcome: Outcome | None = None
    from_: datetime | None = None
    before: datetime | None = None
    after: int | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row of `list`. copies and revisions are counts; the first text is revision 1."""

    id: int
    series: str
    title: str
    url: str
    surface: Surface
    printed_on: date | None
    dated_on: date
    published_at: datetime | None
    source: str | None
    byline: str | None
    editor: str | None
    characters: int
    sections: int
    copies: int
    revisions: int
    gone_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    copy_of: int | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One address that an instalment stands at. relation is None for the leading one; similarity 0 to 1."""

    url: str
    surface: Surface
    article_id: int
    relation: Relation | None
    similarity: float | None
    gone_at: datetime | None
    first_seen_at: datetime
    own: bool = True

    @property
    def standing(self) -> str:
        """How the instalment stands there: `lead`, or the relation."""
        return self.relation.value if self.relation else "lead"


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of an article as we saw it."""

    article_id: int
    number: int
    title: str
    body: str
    byline: str | None
    editor: str | None
    captured_at: datetime
    cause: Cause
    snapshot_id: int | None
    extractor: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article whole, as `show` tells it. Pages and sections are `storage.outline.outline(body)`."""

    row: Instalment
    body: str
    kicker: str | None
    subtitle: str | None
    page: str | None
    people: tuple[Person, ...]
    addresses: tuple[Address, ...]
    revision_list: tuple[Revision, ...]
    links: tuple[Related, ...]
    fingerprint: str
    layout: str
    extractor: str
    snapshot_id: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the archive holds: kept bytes as compressed, the newest instalment's day (None in an empty archive)."""

    instalments: int
    copies: int
    revisions: int
    snapshots: int
    snapshot_bytes: int
    dropped: int
    newest: date | None
