"""What the judge says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from storage.findings import Findings
from storage.running.history import History, OpenComplaint

Key = tuple[str, str]
"""A complaint's check and subject: what makes two complaints one."""

SHOWN = 5
"""Addresses named in a complaint's evidence."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the judge says of a run. `subject` tells complaints of one check apart (a source), "" where there is one."""

    check: str
    message: str
    evidence: tuple[str, ...]
    subject: str = ""

    @property
    def key(self) -> Key:
        """What makes two complaints one."""
        return self.check, self.subject

    def as_json(self) -> dict[str, object]:
        """Return the complaint as `crawl --json` prints it."""
        return {"check": self.check, "message": self.message, "evidence": list(self.evidence)}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a run's end means for complaints.

    complaints  what this run found wrong
    noted       found, too, but said by the run's outcome and not among its complaints
    unseen      open ones that this run could not look at: they stay open
    lapsed      open ones that have no object any more: they are closed, which is no recovery
    """

    complaints: tuple[Complaint, ...] = ()
    noted: tuple[Complaint, ...] = ()
    unseen: frozenset[Key] = frozenset()
    lapsed: frozenset[Key] = frozenset()


class Fate(StrEnum):
    """What becomes of an open complaint that a run did not find again."""

    OVER = "over"
    UNSEEN = "unseen"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Check:
    """A named check: what it finds in a run, and what it makes of an open complaint of its own not found again."""

    name: str
    find: Callable[[Findings, History], Iterator[Complaint]]
    fate: Callable[[Findings, History, OpenComplaint], Fate]
