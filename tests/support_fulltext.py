"""A search done by reading every text: what the index must agree with, hit by hit and in the same order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from storage import Archive
from storage.outline import Line, Outline, outline
from storage.outline.values import HEADLINE_ROLES
from storage.tables import articles

Owner = tuple[int, int]
"""Page and section of an outline, by their numbers."""


@dataclass(frozen=True)
class Piece:
    """A section with the lines that no section has, as a reader of the archive's text cuts it."""

    article_id: int
    position: int
    day: date
    page: str | None
    organisation: str
    title: list[str]
    headline: list[str]
    lines: list[str]
    article_title: str
    people: str


def folded(text: str) -> str:
    """NFKC, without letter case, one kind of space."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def pieces(archive: Archive) -> list[Piece]:
    """Return every section of every instalment, each with the page markers beside it."""
    with archive.database.reading() as connection:
        rows = connection.execute(select(articles).where(articles.c.copy_of.is_(None))).all()
    return [piece for row in rows for piece in _pieces(row)]


def _pieces(row: Any) -> Iterator[Piece]:
    shape = outline(row.body, title=row.title)
    owners = [(number, at) for number, page in enumerate(shape.pages) for at in range(len(page.sections))]
    held = _owned(shape, owners)
    for position, owner in enumerate(owners or [None], start=1):
        own = held[owner]
        section = shape.pages[owner[0]].sections[owner[1]] if owner else None
        names = [section.organisation, section.organisation_printed] if section else []
        yield Piece(
            article_id=row.id,
            position=position,
            day=row.dated_on,
            page=shape.pages[owner[0]].label if owner else None,
            organisation="\n".join(folded(name) for name in names if name),
            title=[folded(row.title)] if position == 1 else [],
            headline=[folded(line.text) for line in own if line.role in HEADLINE_ROLES],
            lines=[folded(line.text) for line in own],
            article_title=folded(row.title),
            people="\n".join(folded(name) for name in [row.byline or "", *(who["name"] for who in row.people)]),
        )


def _owned(shape: Outline, owners: list[Owner]) -> dict[Owner | None, list[Line]]:
    """A marker's line goes with the next section of its page, where there is none with the one before."""
    held: dict[Owner | None, list[Line]] = {owner: [] for owner in owners or [None]}
    for line in shape.lines:
        owner = (line.page, line.section) if line.section is not None else _beside(shape, line)
        held[owner].append(line)
    return held


def _beside(shape: Outline, line: Line) -> Owner | None:
    owned = [each for each in shape.lines if each.section is not None]
    after = [each for each in owned if each.number > line.number]
    before = [each for each in owned if each.number < line.number]
    if not owned:
        return None
    chosen = after[0] if after and (after[0].page == line.page or not before) else before[-1]
    return (chosen.page, chosen.section or 0)


def scan(
    found: Sequence[Piece], words: Sequence[str], without: Sequence[str] = (), *, by_date: bool = False
) -> list[tuple[int, int]]:
    """Return instalment and section of everything that holds all words and none of the others, in order."""
    ranked = [(*(() if by_date else rank), piece) for piece in found if (rank := _rank(piece, words, without))]
    return [(piece.article_id, piece.position) for *_, piece in sorted(ranked, key=_order)]


def _order(ranked: Any) -> tuple[int, ...]:
    *rank, piece = ranked
    return (*rank, -piece.day.toordinal(), -piece.article_id, piece.position)


def _rank(piece: Piece, words: Sequence[str], without: Sequence[str]) -> tuple[int, int] | None:
    wanted = [folded(word) for word in words]
    lines = [*piece.title, *piece.lines]
    if not all(_holds(lines, word) for word in wanted) or any(_holds(lines, folded(no)) for no in without):
        return None
    level = 3 if all(_holds(piece.title, word) for word in wanted) else 1
    if level == 1 and all(_holds([*piece.title, *piece.headline], word) for word in wanted):
        level = 2
    return -level, -min(6, *(sum(line.count(word) for line in lines) for word in wanted))


def _holds(lines: Sequence[str], word: str) -> bool:
    return any(word in line for line in lines)
