"""An article cut into passages: every line of its body in exactly one, the title in the first. Pure.

A passage is a section with the page markers and blank lines beside it, so that nothing printed is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from storage.fulltext.folding import fold
from storage.outline.markers import read_marker

DAY: Final = 1 << 20
"""Passages of one printed day that have room. An id is day × DAY + number, so that the order of ids is that of days."""

Row = Any
"""A row of `articles` or `sections`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One row of `passages` (storage.schema.fulltext_tables) before it has an id; `day` is the article's `dated_on`."""

    article_id: int
    position: int
    first_line: int
    last_line: int
    leads: bool
    series: str
    page: str | None
    title: str
    headline: str
    text: str
    organisation: str
    people: str
    day: date


def day_of(passage_id: int) -> date:
    """Return the printed day that an id tells."""
    return date.fromordinal(passage_id // DAY)


def passages_of(article: Row, sections: Sequence[Row]) -> list[Passage]:
    """Return the passages of an article, in printed order; `sections` are its rows, in any order."""
    lines = article.body.split("\n")
    ordered = sorted(sections, key=lambda section: (section.first_line, section.position))
    starts = _starts(lines, ordered)
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    shared = {
        "article_id": article.id, "series": article.series, "title": fold(article.title), "day": article.dated_on,
        "people": folded_lines(_people(article)),
    }  # fmt: skip
    return [
        Passage(**shared, **_of_section(article.title, lines, section, start, end))
        for section, start, end in zip(ordered or [None], starts, ends, strict=True)
    ]


def folded_lines(lines: Iterable[str]) -> str:
    """Fold each line; those without a visible character fall away."""
    return "\n".join(folded for line in lines if (folded := fold(line)))


def _of_section(title: str, lines: Sequence[str], section: Row | None, start: int, end: int) -> dict[str, Any]:
    leads = start == 1
    own = lines[start - 1 : end]
    heads = set(section.headline.split("\n")) - {""} if section else set()
    names = [section.organisation, section.organisation_printed] if section else []
    return {
        "position": section.position if section else 1,
        "first_line": start,
        "last_line": end,
        "leads": leads,
        "page": section.page if section else None,
        "headline": folded_lines(line for line in own if line.strip() in heads),
        "text": folded_lines([title, *own] if leads else own),
        "organisation": folded_lines(dict.fromkeys(name for name in names if name)),
    }


def _starts(lines: Sequence[str], ordered: Sequence[Row]) -> list[int]:
    """Return the first line of each passage: what stands between two sections goes to the one whose page it names."""
    return [1, *(_boundary(lines, before, after) for before, after in pairwise(ordered))]


def _boundary(lines: Sequence[str], before: Row, after: Row) -> int:
    for number in range(before.last_line + 1, min(after.first_line, len(lines) + 1)):
        marker = read_marker(lines[number - 1])
        if marker and not (marker.label == before.page != after.page):
            return number
    return int(after.first_line)


def _people(article: Row) -> list[str]:
    editor = article.editor or ""
    named = [person["name"] for person in article.people if person["name"] not in editor]
    return list(dict.fromkeys([*([article.byline] if article.byline else []), *named]))
