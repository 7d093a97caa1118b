"""What a verdict of the ledger rests on: documents, instalments, and what says that an unseen one exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that a verdict rests on. `status` and `at` are None where it never answered."""

    url: str
    status: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What says that an instalment of a day exists that the archive has no text of.

    told      the sentence of the evidence, `seen` its document; None for a number, which stands in two instalments
    decisive  whether it counts although another text of that day is there
    """

    on: date
    told: str
    seen: Seen | None = None
    decisive: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """An instalment of a day as its evidence tells it."""

    id: int
    title: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Around:
    """The nearest issues that were read in the same sweep as a look at a day without one; None where there is none."""

    earlier: date | None = None
    later: date | None = None

    @property
    def proves(self) -> bool:
        """Whether the newspaper was there before and after, so that it did not appear on that day."""
        return self.earlier is not None and self.later is not None
