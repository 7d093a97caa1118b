"""What our WARC files say besides what every WARC says; both who writes them and who reads them go by it.

    warcinfo                  software: xunli/…
    response                  a snapshot as it came; X-Xunli-Requested is the address that was asked for
    metadata, of an article   JSON: series, surface, and of each revision the snapshots that it was read from;
                              urn:xunli:series:address, which refers to the newest revision's snapshot

An article's metadata comes behind the last snapshot that it names. A body in the archive is decoded; the headers that
spoke of its coding stand under another name, as replay tools have it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from storage.readings import Role
from storage.values import Surface

SOFTWARE: Final = "xunli"
REQUESTED: Final = "X-Xunli-Requested"
RECIPE: Final = "application/vnd.xunli.article+json"
ABOUT: Final = "urn:xunli:"
ORIGINAL: Final = "x-archive-orig-"
CODED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Origin:
    """A snapshot by what tells it from all others. `role` is None of a text that was read from one document."""

    role: str | None
    url: str
    requested_url: str
    status: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Made:
    """A revision: when it was captured (ISO 8601), and what it was read from, the first being its own snapshot."""

    captured_at: str
    lead: Origin
    whole: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an article was made: enough to make it again from snapshots.

    belonging  addresses that hold a part of its text
    led        addresses that led to it
    made       its revisions in order, without those that an extractor made
    """

    series: str
    url: str
    surface: str
    belonging: tuple[str, ...]
    led: tuple[str, ...]
    made: tuple[Made, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON's values."""
        return asdict(self)

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> Recipe:
        """Return the recipe that JSON's values stand for.

        Raises KeyError, TypeError or ValueError where they stand for none: somebody may have edited the file.
        """
        made = [
            Made(_moment(each["captured_at"]), Origin(**each["lead"]), tuple(_part(one) for one in each["whole"]))
            for each in value["made"]
        ]
        belonging, led = tuple(value["belonging"]), tuple(value.get("led", ()))
        return cls(str(value["series"]), str(value["url"]), Surface(value["surface"]), belonging, led, tuple(made))


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)
    return text


def _part(value: dict[str, Any]) -> Origin:
    return Origin(**{**value, "role": Role(value["role"])})
