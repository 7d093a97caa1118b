"""Stories that run over two boards: 下转第3版, （上接第1版）, the same headline again. Each is one story."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crawler.sources.founder import Board, Story, StoryLink
from storage.outline.folding import fold
from storage.outline.markers import read_jump

_NAMED = r"(?:\s*[·•]\s*[一-鿿]{1,8}(?=[\s)）\]】]))?"
"""What some boards' numbers bear in such a note: 下转第5版·专题."""
_ONWARDS = re.compile(
    rf"[\s(（\[【▶→>]*(?:下转|续转|后转|紧转|(?<=[(（\[【])转)[^。！？]{{1,14}}版{_NAMED}[\s)）\]】▶→>。]*$"
)
_BACK = re.compile(
    rf"^[\s(（\[【▲◀←<]*(?:上接|紧接|续接|(?<=[(（\[【])接)[^。！？]{{1,14}}?版{_NAMED}(?:\s*[)）\]】]+|\s*[:：])?\s*"
)
_BACK_BEHIND = re.compile(rf"[\s(（\[【]+(?:上接|紧接|续接|接)[^。！？]{{1,14}}?版{_NAMED}[\s)）\]】]*$")
_AGAIN = re.compile(r"\s*[(（\[【]\s*续[一二三四五六七八九十\d]*\s*[)）\]】]\s*$")
_ENDED = re.compile(r"[。！？!?…”」』）)：:；;]$")
OWN_WORDS = 6
"""How many characters a headline needs to be a story's own: 图片新闻 and 简讯 stand on many boards."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One whole story: the board that it begins on, and its text with what other boards carry of it.

    `last` is the board that prints the last of it so far; what comes after refers to that one.
    """

    board: Board
    story: Story
    last: Board


def without_marks(title: str) -> str:
    """Return a headline without what says that it continues another board's story."""
    return _AGAIN.sub("", _BACK_BEHIND.sub("", _ONWARDS.sub("", _BACK.sub("", title)))).strip()


def key_of(title: str) -> str:
    """Return what two printings of one headline share: its words without spaces, widths and punctuation."""
    return re.sub(r"[\W_]+", "", fold(without_marks(title)))


def comes_from(line: str) -> str | None:
    """Return the label of the board that a line says the story comes from, None where it says nothing of the kind."""
    match = _BACK.search(line) or _BACK_BEHIND.search(line)
    jump = read_jump(match[0].strip(" :：")) if match else None
    return jump.label if jump and not jump.onwards else None


def goes_to(line: str) -> str | None:
    """Return the label of the board that a line says the story goes on at, None without such a note."""
    match = _ONWARDS.search(line)
    jump = read_jump(match[0]) if match else None
    return jump.label if jump and jump.onwards else None


def is_again(title: str, earlier: str, *, own: Callable[[str], bool] = lambda _: True) -> bool:
    """Tell whether a headline is an earlier one again: the same words, or marked as going on and the same beginning.

    `own` tells whether a headline's key is that story's own, and not the name of a series.
    """
    key, first = key_of(title), key_of(earlier)
    if min(len(key), len(first)) < OWN_WORDS or not own(first):
        return False
    marked = without_marks(title) != title.strip()
    return key == first or (marked and (first.startswith(key) or key.startswith(first)))


def is_akin(title: str, earlier: str) -> bool:
    """Tell whether of two headlines one holds the other: what goes on leaves 引题 and the series' name away."""
    key, first = key_of(title), key_of(earlier)
    return min(len(key), len(first)) >= OWN_WORDS and (key in first or first in key)


def sequels(began: Board, story: Story, board: Board) -> tuple[StoryLink, ...]:
    """Return the stories of a board that may be the rest of one that says it goes on there.

    Those whose headline tells it; where none does, all but those that go on with another story of the first board.
    """
    if board.label not in {goes_to(line) for line in story.paragraphs}:
        return ()
    akin = tuple(link for link in board.stories if is_akin(link.title, story.title))
    others = [link.title for link in began.stories if not is_akin(link.title, story.title)]
    rest = (link for link in board.stories if not any(is_akin(link.title, other) for other in others))
    return akin or tuple(rest)


def goes_on(story: Story, began: Board, rest: Story, board: Board) -> bool:
    """Tell whether a story of another board is the rest of one that says it goes on there."""
    if board.label not in {goes_to(line) for line in story.paragraphs}:
        return False
    return _noted(rest) == began.label or is_akin(rest.title, story.title)


def _noted(story: Story) -> str | None:
    """Return the label of the board that a story says it comes from, None without such a note."""
    return next((label for line in (story.title, *story.paragraphs[:1]) if (label := comes_from(line))), None)


def join(pages: Sequence[tuple[Board, Sequence[Story]]], own: Callable[[str], bool]) -> tuple[Piece, ...]:
    """Return the stories of the boards in printed order, each story once and whole, under the board it begins on."""
    pieces: list[Piece] = []
    for board, stories in pages:
        for story in stories:
            at = next((at for at, piece in enumerate(pieces) if _goes_on(piece, board, story, own)), None)
            if at is None:
                pieces.append(Piece(board, story, board))
            else:
                pieces[at] = replace(pieces[at], story=_whole(pieces[at].story, story), last=board)
    return tuple(pieces)


def _goes_on(piece: Piece, board: Board, story: Story, own: Callable[[str], bool]) -> bool:
    if piece.board.url == board.url:
        same = key_of(piece.story.title) == key_of(story.title)
        return same and bool(story.paragraphs) and story.paragraphs == piece.story.paragraphs
    return is_again(story.title, piece.story.title, own=own) or goes_on(piece.story, piece.last, story, board)


def _whole(first: Story, rest: Story) -> Story:
    """Return the first part with the rest behind it, what both print only once."""
    begun = [line for line in map(_cut_tail, first.paragraphs) if line]
    more = [line for line in map(_cut_head, rest.paragraphs) if line and line not in begun]
    if begun and more and not _ENDED.search(begun[-1]):
        begun[-1] += more.pop(0)
    return replace(
        first,
        paragraphs=(*begun, *more),
        captions=tuple(dict.fromkeys((*first.captions, *rest.captions))),
        images=tuple(dict.fromkeys((*first.images, *rest.images))),
        author=first.author or rest.author,
    )


def _cut_tail(line: str) -> str:
    return _ONWARDS.sub("", line) if goes_to(line) else line


def _cut_head(line: str) -> str:
    return _BACK.sub("", line) if comes_from(line) else line
