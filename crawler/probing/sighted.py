"""What stands at one address as a source of a series sees it: the values of `xunli probe`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crawler.sources.founder import Board
from crawler.sources.suggest import Proposal
from storage.config import SeriesConfig
from storage.values import Document, Extract, Link


class Kind(StrEnum):
    """What a page is taken for."""

    LIST = "list"
    TOPIC = "topic"
    SEARCH = "search"
    ARTICLE = "article"
    EPAPER = "epaper"
    BOARD = "board"
    STORY = "story"
    CHALLENGE = "challenge"
    ERROR = "error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """A link as a run of the series would take it; `words` is what matched, None without, `reason` why or why not."""

    link: Link
    follow: bool
    reason: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What stands at an address.

    reason     what is wrong, "" where nothing is
    source     label of the configured source that the address belongs to, None where it belongs to none
    layout     what recognised it
    missed     known selectors that found nothing
    names      what a list page calls itself
    next_url   the next page of a list, the next board
    proposals  selectors for a `listing`
    """

    document: Document
    kind: Kind
    series: SeriesConfig
    reason: str = ""
    source: str | None = None
    layout: str = ""
    missed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    links: tuple[Seen, ...] = ()
    next_url: str | None = None
    total: int | None = None
    extract: Extract | None = None
    board: Board | None = None
    proposals: tuple[Proposal, ...] = field(default=(), repr=False)
