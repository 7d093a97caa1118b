"""What stands at an address of an e-paper: its home page, a board, a story. Pure."""

from __future__ import annotations

from crawler.extract import ExtractionError, extract
from crawler.probing.sighted import Kind, Seen, Sight
from crawler.sources.base import ReadError, Source
from crawler.sources.board import read_board
from crawler.sources.choice import choose
from crawler.sources.epaper import HOME, Epaper
from crawler.sources.founder import is_board, is_story_address
from storage.config import SeriesConfig
from storage.language import say
from storage.sourceconfig import EpaperSource
from storage.values import Document, Link


def is_epaper_s(url: str) -> bool:
    """Tell whether an address is of a shape that an e-paper's have."""
    return is_board(url) or is_story_address(url) or url.endswith(HOME)


def look_at_epaper(document: Document, series: SeriesConfig, source: Source | None) -> Sight | str:
    """Return what stands at an e-paper's address, or why nothing is recognised."""
    reason = ""
    for read in (_home, _story, _board):
        try:
            return read(document, series, source)
        except ReadError as error:
            reason = error.message
    return reason


def _home(document: Document, series: SeriesConfig, source: Source | None) -> Sight:
    if is_board(document.url) or is_story_address(document.url):
        raise ReadError(document.url, "")
    base = document.url.removesuffix(HOME).rstrip("/")
    paper = source if isinstance(source, Epaper) else Epaper(EpaperSource(kind="epaper", base_url=base))
    newest, _ = paper.newest(document)
    why = say("最新一期的第一个版", "the first board of the newest issue")
    return Sight(document, Kind.EPAPER, series, layout="paperindex", links=(Seen(Link(newest, ""), True, why),))


def _story(document: Document, series: SeriesConfig, source: Source | None) -> Sight:
    if not is_story_address(document.url):
        raise ReadError(document.url, "")
    try:
        found = extract(document)
    except ExtractionError as error:
        return Sight(document, Kind.STORY, series, error.sentence, layout="founder")
    return Sight(document, Kind.STORY, series, layout=found.layout, extract=found)


def _board(document: Document, series: SeriesConfig, source: Source | None) -> Sight:
    board = read_board(document)
    chosen = {link.url: each.reason for each in choose(series, [board]) for link in each.stories}
    beside = say("标题、引题和版名里都没有系列的字样", "neither headline, pre-title nor board has the series' words")
    seen = tuple(
        Seen(
            Link(story.url, story.title, " ".join(filter(None, (story.pretitle, story.tooltip))), board.on),
            story.url in chosen, chosen.get(story.url, beside), "" if story.url in chosen else None,
        )
        for story in board.stories
    )  # fmt: skip
    return Sight(document, Kind.BOARD, series, layout="founder", links=seen, next_url=board.next_board, board=board)
