"""Which stories of an issue belong to a series, told from its boards alone, before any story is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.match import carries, match_words
from crawler.sources.continued import comes_from, is_again, key_of
from crawler.sources.founder import Board, StoryLink
from crawler.sources.story import is_story
from storage.config import SeriesConfig
from storage.language import say

_SPECIAL = re.compile(r"^(?:特|增|专|号外|T\d)")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stories of one board that are to be fetched, in printed order, and why."""

    board: Board
    stories: tuple[StoryLink, ...]
    reason: str


def choose(series: SeriesConfig, boards: Sequence[Board]) -> tuple[Chosen, ...]:
    """Return the boards that carry the series, with the stories of it; empty where the issue has none.

    A board whose name carries the series' words belongs as a whole, and so does a special board (特1版) on which a
    story carries them, together with the special boards of the same name next to it. Elsewhere a story belongs that
    carries them in headline, title attribute, pre- or sub-title, and what continues such a story.
    """
    whole = _whole_boards(series, boards)
    begun = [(board, _of_board(series, board, whole)) for board in boards]
    found = ((board, _with_continued(board, stories, begun)) for board, stories in begun)
    return tuple(Chosen(board, stories, _reason(series, board, whole)) for board, stories in found if stories)


def may_carry(series: SeriesConfig, label: str, name: str) -> bool:
    """Tell whether a board that cannot be read may be the series', by its entry in the directory."""
    return carries(series, name) or bool(_SPECIAL.match(label))


def names_only_the_series(series: SeriesConfig, key: str) -> bool:
    """Tell whether a headline says no more than the series' name: it may head every board of a run."""
    rest = key
    for words in (series.title, *series.match):
        rest = rest.replace(key_of(words), "")
    return len(re.sub(r"\d|系列|专题|报道|特刊|专版|特别|年|第|期|版|之", "", rest)) < 2


def _whole_boards(series: SeriesConfig, boards: Sequence[Board]) -> frozenset[str]:
    named = {board.url for board in boards if carries(series, board.name)}
    special = {board.url for board in boards if _is_special(board) and _hits(series, board)}
    for run in (list(boards), list(reversed(boards))):
        for before, board in pairwise(run):
            follows = _is_special(before) and _is_special(board) and before.name == board.name
            if before.url in special and follows:
                special.add(board.url)
    return frozenset(named | special)


def _is_special(board: Board) -> bool:
    return bool(_SPECIAL.match(board.label))


def _hits(series: SeriesConfig, board: Board) -> tuple[StoryLink, ...]:
    return tuple(link for link in board.stories if _is_told(link) and carries(series, *_words(link)))


def _of_board(series: SeriesConfig, board: Board, whole: frozenset[str]) -> tuple[StoryLink, ...]:
    if board.url not in whole:
        return _hits(series, board)
    return tuple(link for link in board.stories if _is_told(link) and not _is_excluded(series, link))


def _is_told(link: StoryLink) -> bool:
    # A frame without a title may hold a text: only its page can say.
    return is_story(link.title, link.title or link.url)


def _is_excluded(series: SeriesConfig, link: StoryLink) -> bool:
    matched = match_words(series, *_words(link))
    return matched is not None and matched.excluded


def _words(link: StoryLink) -> tuple[str, ...]:
    return link.title, link.tooltip, link.pretitle, link.subtitle


def _with_continued(
    board: Board, stories: tuple[StoryLink, ...], begun: Sequence[tuple[Board, tuple[StoryLink, ...]]]
) -> tuple[StoryLink, ...]:
    """Return the board's stories with those that continue another board's, in printed order."""
    others = [(other, link) for other, links in begun if other.url != board.url for link in links]
    return tuple(link for link in board.stories if link in stories or any(_continues(link, *other) for other in others))


def _continues(link: StoryLink, board: Board, earlier: StoryLink) -> bool:
    """Tell whether a link goes on with another board's story; a bare 上接第1版 may, and its text will say."""
    bare = not key_of(link.title) and comes_from(link.title) == board.label
    return bare or is_again(link.title, earlier.title)


def _reason(series: SeriesConfig, board: Board, whole: frozenset[str]) -> str:
    if carries(series, board.name):
        return say("版名属于本系列", "the board's name carries the series")
    if board.url in whole:
        return say("特刊版面属于本系列", "a special board of the series")
    return say("标题或引题属于本系列", "a headline or pre-title carries the series")
