"""One issue of an e-paper being read: directory, boards, the stories of the series, one text (design 4.3). Pure.

    front board → directory → boards → choose → stories → where they say they go on → assemble

What it says to ask for next is asked by the spider; an issue is complete when nothing is left to ask for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crawler.epapers.shown_days import OtherDay
from crawler.epapers.unmarked import story_of
from crawler.fetching.statuses import GONE
from crawler.sources.assembling import Assembled, assemble
from crawler.sources.base import ReadError
from crawler.sources.board import read_board
from crawler.sources.choice import Chosen, choose, may_carry
from crawler.sources.continued import goes_on, is_akin, sequels
from crawler.sources.founder import Board, Story, StoryLink, is_of_issue, issue_day
from storage.config import SeriesConfig
from storage.language import say
from storage.readings import Role
from storage.values import Document

MOST_BOARDS = 200
"""Boards of an issue, each known from the one before, beyond which they lead on for ever."""


@dataclass(slots=True)
class Issue:
    """The reading of one day's issue. `front` is its first board's address, `lost` why it cannot be read to the end.

    tried    other addresses at which the first board was looked for before
    sequels  by board, what may be the rest of a chosen story that says it goes on there
    spared   what the issue names and is not there: a board, or what might have been the rest of a story
    """

    series: SeriesConfig
    on: date
    front: str
    boards: dict[str, Board | None] = field(default_factory=dict)
    chosen: tuple[Chosen, ...] = ()
    stories: dict[str, Story | None] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    printed: dict[str, Document] = field(default_factory=dict)
    lost: str = ""
    tried: tuple[str, ...] = ()
    sequels: dict[str, tuple[StoryLink, ...]] = field(default_factory=dict)
    spared: dict[str, Document] = field(default_factory=dict)

    @classmethod
    def again(cls, series: SeriesConfig, read: Sequence[tuple[Role, Document]]) -> Issue:
        """Return the issue of documents that were read before, through to its last story.

        Raises ReadError, also where it wants a document now that is not among them.
        """
        kept = {url: document for _, document in read for url in (document.url, document.requested_url)}
        front = read[0][1]
        first = read_board(front)
        on = first.on or issue_day(front.url) or date.min
        issue = cls(series, on, front.requested_url)
        awaited = [*issue.open(front)]
        for url in awaited:
            if url not in kept and not first.boards:
                del issue.boards[url]  # an earlier version did not ask for it
                continue
            board = _of(kept, url)
            _ = issue.spare(url, board) if board.status in GONE else issue.take_board(url, board)
            awaited += issue.beyond(url)
        for url in issue.choose():
            issue.take_story(url, _of(kept, url))
        while rest := issue.onwards():
            for url in rest:
                if url in kept:  # an earlier version did not ask for it
                    issue.take_story(url, kept[url])
        return issue

    def open(self, document: Document) -> tuple[str, ...]:
        """Take the first board in, return the other boards' addresses. Raises ReadError; OtherDay for another day's."""
        board = read_board(document)
        if board.on is not None and board.on != self.on:
            raise OtherDay(board)
        others = [link.url for link in board.others]
        order = [link.url for link in board.boards] or [board.url]
        own = next((url for url in order if url not in others), board.url)
        self.boards = dict.fromkeys(order)
        self.boards[own] = board
        self.documents[own] = document
        _ = self.beyond(own)
        return tuple(url for url, each in self.boards.items() if each is None)

    def beyond(self, url: str) -> tuple[str, ...]:
        """Return the board that a board's 下一版 leads to, now awaited; none where a directory tells.

        Raises ReadError where they have no end.
        """
        board = self.boards[url]
        if board is None or board.boards or board.next_board is None or not is_of_issue(board.next_board, board.url):
            return ()
        onward = board.next_board
        if onward in (self.front, *self.boards):
            return ()
        if len(self.boards) >= MOST_BOARDS:
            told = say(
                f"一版接一版，{MOST_BOARDS} 个版还没有完", f"{MOST_BOARDS} boards, one after the other, and no end"
            )
            raise ReadError(url, told)
        self.boards[onward] = None
        return (onward,)

    def take_board(self, url: str, document: Document) -> bool:
        """Take a board in; True when it was the last one. Raises ReadError."""
        self.boards[url] = read_board(document)
        self.documents[url] = document
        return self._has_boards()

    def can_spare(self, url: str) -> bool:
        """Tell whether the issue can be read without an address: a board, or what might be the rest of a story."""
        return url in self.boards or any(link.url == url for links in self.sequels.values() for link in links)

    def spare(self, url: str, document: Document) -> bool:
        """Do without a board or a rest that is not there; True when nothing more is awaited."""
        self.spared[url] = document
        if url in self.boards:
            return self._has_boards()
        self.stories.pop(url, None)
        return None not in self.stories.values()

    @property
    def lacks(self) -> bool:
        """Whether a board is not there that may be of the series: all where none else is, else one that looks it."""
        gone = [url for url in self.spared if url in self.boards]
        entries = {link.url: link for board in self.boards.values() if board for link in board.boards}
        own = (may_carry(self.series, entries[url].label, entries[url].name) for url in gone if url in entries)
        return bool(gone) and (not self.chosen or any(own))

    @property
    def is_mute(self) -> bool:
        """Whether no board names a story: links of a make that is not recognised, or without words, prove nothing."""
        return not any(link.title or link.tooltip for link in self._links())

    def _has_boards(self) -> bool:
        return all(board is not None or url in self.spared for url, board in self.boards.items())

    def choose(self) -> tuple[str, ...]:
        """Choose the series' stories from the boards and return their addresses, none where the issue has none."""
        self.chosen = choose(self.series, [board for board in self.boards.values() if board is not None])
        self.stories = {story.url: None for each in self.chosen for story in each.stories}
        return tuple(self.stories)

    def take_story(self, url: str, document: Document) -> bool:
        """Take a story in; True when it was the last one. Raises ReadError."""
        self.stories[url] = story_of(document, [link for link in self._links() if link.url == url])
        self.printed[url] = document
        return None not in self.stories.values()

    def _links(self) -> Iterator[StoryLink]:
        """Yield what the boards say of their stories."""
        return (link for board in self.boards.values() if board is not None for link in board.stories)

    def onwards(self) -> tuple[str, ...]:
        """Return the addresses of what may be the rest of the stories that were read, none when all of it was."""
        boards = [board for board in self.boards.values() if board is not None]
        begun = self._begun()
        for began, story in begun:
            for board in boards[boards.index(began) + 1 :]:
                if not any(goes_on(story, began, other, on) for on, other in begun if on is board):
                    self.sequels[board.url] = self.sequels.get(board.url, ()) + sequels(began, story, board)
        met = self.stories.keys() | self.spared.keys()
        fresh = [link.url for links in self.sequels.values() for link in links if link.url not in met]
        self.stories |= dict.fromkeys(fresh)
        return tuple(dict.fromkeys(fresh))

    def text(self) -> Assembled | None:
        """Return the day's instalment, None where its stories hold no text."""
        begun = self._begun()
        pages = ((board, list(self._printed_on(board, begun))) for board in self.boards.values() if board is not None)
        return assemble(self.series, [(board, stories) for board, stories in pages if stories])

    def read(self) -> Iterator[tuple[Role, Document]]:
        """Yield every document that the text is read from: the front, the other boards, the stories."""
        gone = [document for url, document in self.spared.items() if url in self.boards]
        yield from ((Role.BOARD, document) for document in (*self.documents.values(), *gone))
        yield from ((Role.STORY, self.printed[url]) for url in self.stories if url in self.printed)

    @property
    def told(self) -> int:
        """How many stories of the series the boards name."""
        return len({link.url for each in self.chosen for link in each.stories})

    @property
    def listed(self) -> tuple[str, ...]:
        """The addresses of all stories that the issue's boards list."""
        return tuple(dict.fromkeys(link.url for link in self._links()))

    def lead_document(self, text: Assembled) -> Document:
        """Return the document of the board that an instalment begins on."""
        return next(
            self.documents[url] for url, board in self.boards.items() if board and board.url == text.extract.url
        )

    def _begun(self) -> list[tuple[Board, Story]]:
        """Return the stories of the series that were read, each with its board: the chosen ones, then their rests.

        A rest may say in its turn that it goes on on a third board.
        """
        links = [(each.board, link.url) for each in self.chosen for link in each.stories]
        begun = [(board, story) for board, url in links if (story := self.stories[url]) is not None]
        for board in self.boards.values():
            if board is not None:
                begun += [(board, story) for url in self._rests(board, begun) if (story := self.stories[url])]
        return begun

    def _printed_on(self, board: Board, begun: Collection[tuple[Board, Story]]) -> Iterator[Story]:
        """Yield a board's stories of the series in printed order: the chosen ones, and the rests of others."""
        wanted = self._chosen_on(board) | self._rests(board, begun)
        for link in board.stories:
            story = self.stories.get(link.url) if link.url in wanted else None
            if story and not self._is_of_another(link.url, story, board):
                yield story

    def _is_of_another(self, url: str, story: Story, board: Board) -> bool:
        """Tell whether a story's page names another board that lists it, too: the issue's best stand on every board."""
        others = (other for other in self.boards.values() if other is not None and other.label == story.board_label)
        own = story.board_label in ("", board.label)
        return not own and any(link.url == url for other in others for link in other.stories)

    def _chosen_on(self, board: Board) -> set[str]:
        return {link.url for each in self.chosen if each.board is board for link in each.stories}

    def _rests(self, board: Board, begun: Collection[tuple[Board, Story]]) -> set[str]:
        """Return which of a board's stories are the rest of another board's; of several that only say so, none."""
        chosen = self._chosen_on(board)
        asked = dict.fromkeys(link.url for link in self.sequels.get(board.url, ()) if link.url not in chosen)
        read = [(url, story) for url in asked if (story := self.stories.get(url)) is not None]
        others = [(began, first) for began, first in begun if began is not board]
        found = [
            (url, any(is_akin(story.title, first.title) for _, first in others))
            for url, story in read
            if any(goes_on(first, began, story, board) for began, first in others)
        ]
        return {url for url, akin in found if akin or len(found) == 1}


def _of(kept: Mapping[str, Document], url: str) -> Document:
    if url not in kept:
        raise ReadError(
            url,
            say(f"没有留存这一期的 {url}，拼不齐", f"{url} of this issue was not kept, so it cannot be put together"),
        )
    return kept[url]
