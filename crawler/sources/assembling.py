"""One issue's stories of a series as one text, as the website prints them (design 4.3).

Board … → choose → StoryLink … → Story … → assemble → Assembled
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from crawler.extraction.bylines import byline_of, people_of
from crawler.extraction.fields import editor_of
from crawler.match import carries
from crawler.sources.choice import names_only_the_series
from crawler.sources.continued import Piece, comes_from, join, key_of, without_marks
from crawler.sources.founder import Board, Story
from crawler.sources.story import is_story
from crawler.version import EXTRACTOR
from storage.config import SeriesConfig
from storage.outline.folding import fold
from storage.values import Extract, Person, Related

LAYOUT = "founder"

_EDITOR_ROLE = (
    r"(?:本版|本期|责任|值班|执行|文字|美术|版式|图片)*(?:编辑|责编|编审|美编|版式|设计|校对|审读|审校|组版|检校|排版)"
)
_PAIR = rf"{_EDITOR_ROLE}\s+[一-鿿]{{2,4}}(?:\s+|[)）\]】]*$)"
_EDITORS = re.compile(
    rf"^[\s(（\[【]*(?:{_EDITOR_ROLE}\s*[:：丨|/／]|(?:{_PAIR}){{2,}}$|(?:本版|责任)?(?:编辑|责编)\s+[一-鿿]{{2,4}}[)）\]】]*$)"
)
"""A line of editors: a role with a mark behind it, or nothing but roles and names."""
_NEXT_LABEL = re.compile(r"\s+(?=[一-鿿]{2,5}\s*[:：丨|/／])")
_LONGEST_EDITORS = 60
_ROLE = re.compile(r"记者|通讯员|评论员|特派员|作者|撰稿|撰文|摄影|文/图|图/文|[文图]/")

_Pages = Sequence[tuple[Board, Sequence[Story]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One story's own address with its title and its text, one paragraph a line."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Assembled:
    """The day's instalment as the e-paper prints it, and the stories it is made of, in printed order."""

    extract: Extract
    parts: tuple[Part, ...]


def assemble(series: SeriesConfig, pages: _Pages) -> Assembled | None:
    """Join the chosen stories of one issue, board by board, into one text; None where none of them holds any text.

    `pages` are the boards in the directory's order, each with the stories read from it. The text's address is the
    first board's; its title is the lead story's, which does not stand in the text again, else series and date.
    """
    pages = [(board, _stories(board, stories, pages)) for board, stories in pages]
    editor = next((name for story in _all(pages) for line in story.paragraphs if (name := _editor(line))), None)
    pages = [(board, [_without_editors(story) for story in stories]) for board, stories in pages]
    pieces = _kept(series, join(pages, lambda key: not names_only_the_series(series, key)))
    if not any(piece.story.paragraphs or piece.story.captions for piece in pieces):
        return None
    on = next((board.on or story.on for board, stories in pages for story in stories if board.on or story.on), None)
    paper = next((board.paper for board, _ in pages if board.paper), None)
    lead = _lead(series, pieces)
    bylines = [byline for piece in pieces if (byline := _byline(piece.story))]
    extract = Extract(
        url=pieces[0].board.url,
        title=without_marks(lead.title) if lead else _named_after_day(series, on),
        body="\n".join(_body(pieces, lead, paper, on)),
        kicker=" ".join(lead.pretitle) or None if lead else None,
        subtitle=" ".join(lead.subtitle) or None if lead else None,
        printed_on=on,
        source=paper,
        byline=bylines[0] if bylines else None,
        editor=editor,
        people=_people(bylines, editor),
        related=tuple(_related(pages, pieces)),
        layout=LAYOUT,
        extractor=EXTRACTOR,
    )
    return Assembled(extract, tuple(_parts(pages)))


def page_marker(paper: str | None, on: date | None, label: str) -> str:
    """Return the line that says which page of which issue the text stands on: 青岛日报2021年10月26日特1版."""
    day = f"{on.year}年{on.month}月{on.day}日" if on else ""
    return f"{paper or ''}{day}{label}"


def _all(pages: _Pages) -> Iterator[Story]:
    return (story for _, stories in pages for story in stories)


def _stories(board: Board, stories: Sequence[Story], pages: _Pages) -> list[Story]:
    """Return the board's stories without what is none and without those that an earlier board printed already."""
    earlier = {story.url for other, others in pages[: [page for page, _ in pages].index(board)] for story in others}
    once = {story.url: story for story in stories if story.url not in earlier}
    return [story for story in once.values() if is_story(story.title, "".join((*story.paragraphs, *story.captions)))]


def _kept(series: SeriesConfig, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Leave out a bare 上接第1版 that turned out to continue a story of no concern to us."""
    return tuple(
        piece
        for piece in pieces
        if key_of(piece.story.title) or not comes_from(piece.story.title) or carries(series, piece.board.name)
    )


def _lead(series: SeriesConfig, pieces: tuple[Piece, ...]) -> Story | None:
    """Return the story that names the instalment: of the first board the one with the series' words, else the first."""
    first = [piece.story for piece in pieces if piece.board.url == pieces[0].board.url and piece.story.title]
    named = (story for story in first if carries(series, story.title, *story.pretitle))
    return next(named, None) or next(iter(first), None)


def _named_after_day(series: SeriesConfig, on: date | None) -> str:
    return f"{series.title}（{page_marker(None, on, '')}）" if on else series.title


def _body(pieces: tuple[Piece, ...], lead: Story | None, paper: str | None, on: date | None) -> Iterator[str]:
    for _, group in groupby(pieces, key=lambda piece: piece.board.url):
        printed = list(group)
        if printed[0].board.label:
            yield page_marker(paper, on, printed[0].board.label)
        for piece in printed:
            if piece.story is not lead:
                yield from _heading(piece.story)
            yield from _text(piece.story)


def _heading(story: Story) -> Iterator[str]:
    yield from story.pretitle
    yield from (line for line in map(without_marks, story.headline) if line)
    yield from story.subtitle


def _text(story: Story) -> Iterator[str]:
    # A name alone is the page's own field, not a printed line; a byline that the text prints too stands there.
    printed = fold("".join(story.paragraphs)).replace(" ", "")
    if _ROLE.search(story.author) and fold(story.author).replace(" ", "") not in printed:
        yield story.author
    yield from story.paragraphs
    yield from (caption for caption in story.captions if caption not in story.paragraphs)


def _byline(story: Story) -> str | None:
    """Return the author words as printed: the longer of the page's field and what the text says."""
    told = byline_of(reversed(story.paragraphs))
    return max((story.author, told or ""), key=len) or None


def _people(bylines: Sequence[str], editor: str | None) -> tuple[Person, ...]:
    # A bare name stands in the page's author field: that is its role.
    signed = (byline if _ROLE.search(byline) else f"作者 {byline}" for byline in bylines)
    people = [person for byline in signed for person in people_of(byline, None)]
    return tuple(dict.fromkeys((*people, *people_of(None, editor))))


def _is_editors(line: str) -> bool:
    return len(line) <= _LONGEST_EDITORS and bool(_EDITORS.match(line))


def _editor(line: str) -> str | None:
    labelled = _NEXT_LABEL.split(line) if _is_editors(line) else []
    return next((name for each in labelled if (name := editor_of(each))), None)


def _without_editors(story: Story) -> Story:
    return replace(story, paragraphs=tuple(line for line in story.paragraphs if not _is_editors(line)))


def _related(pages: _Pages, pieces: tuple[Piece, ...]) -> Iterator[Related]:
    carrying = [board for board, stories in pages if stories]
    yield from (Related("pdf", board.pdf) for board in carrying if board.pdf)
    yield from (Related("page_image", board.page_image) for board in carrying if board.page_image)
    yield from (Related("image", url) for piece in pieces for url in piece.story.images)


def _parts(pages: _Pages) -> Iterator[Part]:
    for story in _all(pages):
        if story.paragraphs or story.captions:
            yield Part(story.url, without_marks(story.title), "\n".join((*story.paragraphs, *story.captions)))
