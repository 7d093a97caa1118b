"""What a crawl tells the archive of addresses and texts, and what it is told. Frozen; times aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.identity.similar import Shape
from storage.outline import Outline
from storage.values import Document, Extract, Surface, Verdict


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
