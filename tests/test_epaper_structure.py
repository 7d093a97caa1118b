"""Whichever parts of digital papers' skins meet on a page, its boards and stories are read whole, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
import support_boards
import support_stories
from support_boards import Issue, page_image
from support_epaper import BASE, document, series
from support_printed import PAPER, Sheet
from support_skins import flat, options, pdf_path, popup
from support_stories import Made, Text

from crawler.epapers.issue import Issue as ReadIssue
from crawler.sources.base import ReadError
from crawler.sources.board import read_board
from crawler.sources.epaper import Epaper
from crawler.sources.founder import Board, Story
from crawler.sources.story import read_story
from storage.sourceconfig import EpaperSource

SOURCE = Epaper(EpaperSource(kind="epaper", base_url=BASE))
SERIES = series()


def board_faults(issue: Issue) -> Iterator[str]:
    """Name what the home page and the boards of an issue are read wrong in."""
    home, _ = SOURCE.newest(document(issue.home, f"{BASE}/paperindex.htm"))
    if home != issue.url(issue.sheets[0].file):
        yield "home"
    for at, sheet in enumerate(issue.sheets):
        url = issue.url(sheet.file)
        board = read_board(document(issue.pages[url], url))
        told = zip(facts_read(board, issue), facts_printed(issue, at, sheet), strict=True)
        yield from (f"{url} {one}" for (one, found), (_, expected) in told if found != expected)


def facts_read(board: Board, issue: Issue) -> list[tuple[str, object]]:
    unfiled = issue.skin.directory in (popup, flat, options) or issue.skin.pdf != "entry"
    return [
        ("itself", (board.on, board.paper, board.label, board.name)),
        ("directory", [(link.url, link.label, link.name) for link in board.boards]),
        ("files", [None if unfiled else link.pdf for link in board.boards]),
        ("pictures", (board.pdf, board.page_image)),
        ("stories", [(link.url, link.title, link.pretitle, link.subtitle) for link in board.stories]),
        ("next", board.next_board),
    ]


def facts_printed(issue: Issue, at: int, sheet: Sheet) -> list[tuple[str, object]]:
    skin, url = issue.skin, issue.url(sheet.file)
    unfiled = skin.directory in (popup, flat, options) or skin.pdf != "entry"

    def of_issue(path: str | None) -> str | None:
        return urljoin(url, path) if path else None

    hints = [(one.pretitle, one.subtitle) if skin.shows_hints else ("", "") for one in sheet.stories]
    following = issue.sheets[at + 1].file if at + 1 < len(issue.sheets) else None
    return [
        ("itself", (skin.on, PAPER, sheet.label, sheet.name)),
        ("directory", [(issue.url(one.file), one.label, one.name) for one in issue.sheets]),
        ("files", [None if unfiled else of_issue(pdf_path(skin, one)) for one in issue.sheets]),
        ("pictures", (of_issue(pdf_path(skin, sheet)) if skin.pdf else None, of_issue(page_image(skin, sheet)))),
        ("stories", [(issue.url(one.file), one.title, *hint) for one, hint in zip(sheet.stories, hints, strict=True)]),
        ("next", of_issue(following)),
    ]


def story_faults(made: Made) -> Iterator[str]:
    """Name the stories that are read otherwise than they are printed, and whether the text of all of them is."""
    for url, (at, story) in made.stories.items():
        read = read_story(document(made.issue.pages[url], url))
        expected = (story.headline, story.pretitle, story.subtitle, story.author, story.paragraphs, story.captions)
        if parts_of(read) != expected or len(read.images) != len(story.captions) or read.on != made.issue.skin.on:
            yield url
        if read.board_label not in ("", made.issue.sheets[at].label):
            yield f"{url} board"
    if text_of(made) != made.text:
        yield "text"


def parts_of(story: Story) -> tuple[object, ...]:
    sides = " ".join(story.pretitle), " ".join(story.subtitle)
    return story.headline, *sides, story.author, story.paragraphs, story.captions


def text_of(made: Made) -> Text | None:
    """Read an issue as a run does: boards, choice, stories, where they go on."""
    pages, front = made.issue.pages, made.issue.url(made.issue.sheets[0].file)
    read = ReadIssue(SERIES, made.issue.skin.on, front)
    for url in read.open(document(pages[front], front)):
        read.take_board(url, document(pages[url], url))
    for url in read.choose():
        read.take_story(url, document(pages[url], url))
    for url in read.onwards():
        read.take_story(url, document(pages[url], url))
    text = read.text()
    return Text(text.extract.title, tuple(text.extract.body.split("\n")), len(text.parts)) if text else None


def boards_of(seed: int) -> list[str]:
    try:
        return list(board_faults(support_boards.made(seed)))
    except ReadError as error:
        return [f"{error.url} {error}"]


def stories_of(seed: int) -> list[str]:
    try:
        return list(story_faults(support_stories.made(seed)))
    except ReadError as error:
        return [f"{error.url} {error}"]


def test_boards_are_read_as_they_are_printed() -> None:
    assert {seed: found for seed in range(60) if (found := boards_of(seed))} == {}


def test_stories_are_read_as_they_are_printed_and_make_one_text() -> None:
    assert {seed: found for seed in range(40) if (found := stories_of(seed))} == {}


@pytest.mark.slow
def test_so_are_the_boards_of_a_thousand_issues() -> None:
    assert {seed: found for seed in range(1000, 2000) if (found := boards_of(seed))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("first", [1000, 1300])
def test_so_are_the_stories_of_six_hundred_issues(first: int) -> None:
    assert {seed: found for seed in range(first, first + 300) if (found := stories_of(seed))} == {}


def test_the_grammar_prints_what_it_is_there_for() -> None:
    """A grammar that draws no series, no rest of a story or no special board would prove nothing."""
    texts = [text for seed in range(100) if (text := support_stories.made(seed).text)]
    assert 20 < len(texts) < 100
    assert any(text.addresses > sum("版" in line[-2:] for line in text.lines) for text in texts)
    assert any("特1版" in line for text in texts for line in text.lines)
