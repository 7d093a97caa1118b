"""What is asked of the archive and what it answers. Frozen; times aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from storage.values import Cause, Outcome, Person, Related, Relation, Surface, Trigger, Verdict


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
