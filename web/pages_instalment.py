"""`/instalments/ID`: an instalment in the newspaper's own order, with what is known of it at the side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response

from storage.asking.reader import reading
from storage.citation import gbt7714
from storage.language import say
from storage.outline import Line, Outline, Role, outline
from storage.outline.values import HEADLINE_ROLES
from web.absent import no_article
from web.api_instalments import Id
from web.pages_shell import page
from web.service import TheService

router = APIRouter(include_in_schema=False)

HEADING: Final = HEADLINE_ROLES | {Role.ORGANISATION}
CELL: Final = " | "
LONGEST: Final = 40
"""Characters by which contents name a story."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stands in a story: lines of one role, or the rows of a table, all of them equally long."""

    role: Role
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A section as it is shown. `heading` is what stands above the story, line by line; `told` its name in contents."""

    anchor: str
    told: str
    heading: tuple[Line, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A newspaper page as it is shown; `told` is "" where no marker speaks for the text."""

    anchor: str
    told: str
    stories: tuple[Story, ...]


@router.get("/instalments/{article_id}")
def show_instalment(
    request: Request,
    service: TheService,
    article_id: Id,
) -> Response:
    """Show one article whole; a copy's id shows the copy and says where it leads."""
    with reading(service.archive) as reader:
        article = reader.article(article_id)
        dropped = article is None and reader.was_dropped(article_id)
        leading = reader.article(article.row.copy_of) if article and article.row.copy_of else None
        beside = reader.beside(article.row) if article and not article.row.copy_of else (None, None)
    if article is None:
        raise HTTPException(404, _unknown(article_id, dropped))
    config = service.config()
    sheets = tuple(_sheets(outline(article.body, title=article.row.title)))
    return page(
        request, "instalment.html", article=article, row=article.row, sheets=sheets, leading=leading, beside=beside,
        contents=sum(bool(sheet.told) + len(sheet.stories) for sheet in sheets) > 1,
        citation=gbt7714(article, config.zone), series_title=config.title_of(article.row.series),
    )  # fmt: skip


def _unknown(article_id: int, dropped: bool) -> str:
    if dropped:
        return say(
            f"第 {article_id} 号不属于这个系列，已被移出存档。", f"Article {article_id} was taken out of the archive."
        )
    return no_article(article_id)


def _sheets(shape: Outline) -> Iterator[Sheet]:
    position = count(1)  # as sections.position, so that a hit of the search leads to its section
    for number, leaf in enumerate(shape.pages, 1):
        lines = [line for line in shape.lines if line.page == number - 1 and line.section is not None]
        stories = [
            _story(f"s{next(position)}", list(its_lines))
            for _, its_lines in groupby(lines, key=lambda line: line.section)
        ]
        yield Sheet(f"p{number}", leaf.heading, tuple(stories))


def _story(anchor: str, lines: list[Line]) -> Story:
    printed = [line for line in lines if line.text.strip()]
    above = next((at for at, line in enumerate(printed) if line.role not in HEADING), len(printed))
    heading = tuple(printed[:above])
    return Story(anchor, _told(heading or tuple(printed[:1])), heading, tuple(_blocks(printed[above:])))


def _told(heading: tuple[Line, ...]) -> str:
    """Return how contents name a story: by whom it speaks for, else by its headline, else by how it begins."""
    by_role = {line.role: line.text.strip() for line in reversed(heading)}
    spoken = by_role.get(Role.ORGANISATION, "").rstrip("：:")
    told = spoken or by_role.get(Role.HEADLINE) or next(iter(by_role.values()), "")
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"


def _blocks(lines: list[Line]) -> Iterator[Block]:
    for is_table, group in groupby(lines, key=lambda line: line.role is Role.TABLE and CELL in line.text):
        if is_table:
            yield Block(Role.TABLE, rows=_rows([line.text for line in group]))
        else:
            yield from (Block(line.role, (line.text.strip(),)) for line in group)


def _rows(texts: list[str]) -> tuple[tuple[str, ...], ...]:
    rows = [tuple(cell.strip() for cell in f" {text} ".split(CELL)) for text in texts]
    longest = max(map(len, rows))
    return tuple(row + ("",) * (longest - len(row)) for row in rows)
