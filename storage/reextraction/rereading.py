"""What reading an article again comes to: which of its fields read otherwise now, and by how much. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from storage.decide import FIELDS
from storage.identity.fingerprint import fingerprint
from storage.outline import Outline
from storage.reextraction.held import Held
from storage.values import Extract
from storage.writing import dated_on, link_rows, section_rows, text_values

TOLD: Final = (*FIELDS, "kicker", "subtitle", "source", "page", "printed_on", "published_at", "people", "layout")
"""Columns by which a change is told; the others follow from them."""
OUTLINE: Final = "outline"
LINKS: Final = "links"
LARGEST: Final = 20
"""How many of the largest changes a tally names."""


@dataclass(frozen=True, slots=True)
class Reread:
    """An article that reads otherwise now.

    values    columns of `articles` that are others now, with what they are; the version of the rules is one of them
    sections  the rows of its outline where that is another now, None where it is not; `links` likewise
    changed   the names of what differs, for people
    size      characters of the lines that came or went
    """

    held: Held
    values: dict[str, Any]
    sections: list[dict[str, Any]] | None
    links: list[dict[str, Any]] | None
    changed: tuple[str, ...]
    size: int

    @property
    def revised(self) -> bool:
        """Whether a field changed of which revisions are kept."""
        return any(name in self.values for name in FIELDS)


@dataclass(frozen=True, slots=True)
class Left:
    """An article that could not be read again, and why: it stays as it is."""

    id: int
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change as a tally names it: the article, what differs, and the characters that came or went."""

    id: int
    title: str
    changed: tuple[str, ...]
    size: int


@dataclass(slots=True)
class Tally:
    """What reading some articles again came to.

    articles  that were looked at; `changed` of them read otherwise, `left` could not be read
    revised   of those changed: a revision was made, or would be
    fields    name → articles in which it differs
    newer     articles that a crawl revised while they were read here, and that were left to it
    largest   the largest changes, the largest first
    """

    articles: int = 0
    changed: int = 0
    revised: int = 0
    newer: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    largest: list[Change] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def took(self, reread: Reread) -> None:
        """Count one article that reads otherwise."""
        self.changed += 1
        self.revised += reread.revised
        for name in reread.changed:
            self.fields[name] = self.fields.get(name, 0) + 1
        change = Change(reread.held.id, reread.held.article.title, reread.changed, reread.size)
        self.largest = _largest([*self.largest, change])

    def add(self, other: Tally) -> None:
        """Take another one in."""
        self.articles += other.articles
        self.changed += other.changed
        self.revised += other.revised
        self.newer += other.newer
        for name, count in other.fields.items():
            self.fields[name] = self.fields.get(name, 0) + count
        self.largest = _largest([*self.largest, *other.largest])
        self.left += other.left

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON's values."""
        return asdict(self)

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Tally:
        """Return the tally that JSON's values stand for."""
        largest = [Change(**{**each, "changed": tuple(each["changed"])}) for each in value["largest"]]
        return cls(**{**value, "largest": largest, "left": [Left(**each) for each in value["left"]]})


def _largest(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda each: (-each.size, each.id))[:LARGEST]


def compare(held: Held, extract: Extract, outline: Outline) -> Reread | None:
    """Return how an article reads otherwise now, None where it reads the same to the last character."""
    row = held.article
    now = text_values(extract, outline, fingerprint(extract.title, extract.body))
    now["dated_on"] = dated_on(extract, outline) or row.dated_on
    values = {name: value for name, value in now.items() if name != "extractor" and getattr(row, name) != value}
    shape, related = section_rows(held.id, outline), link_rows(held.id, extract)
    new_shape = shape != [_without_id(each) for each in held.sections]
    new_links = _pairs(related) != _pairs(held.links)
    if not values and not new_shape and not new_links:
        return None
    named: list[str] = [name for name in TOLD if name in values]
    named += [name for name, differs in ((OUTLINE, new_shape), (LINKS, new_links)) if differs]
    return Reread(
        held=held,
        values=values | {"extractor": extract.extractor},
        sections=shape if new_shape else None,
        links=related if new_links else None,
        changed=tuple(named) or tuple(values),
        size=sum(_moved(getattr(row, name), values[name]) for name in FIELDS if name in values),
    )


def _without_id(section: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in section.items() if name != "id"}


def _pairs(rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(row["kind"], row["url"]) for row in rows}


def _moved(before: str | None, after: str | None) -> int:
    old, new = Counter((before or "").split("\n")), Counter((after or "").split("\n"))
    return sum(len(line) * count for line, count in ((old - new) + (new - old)).items())
