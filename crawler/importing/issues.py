"""Issues of an e-paper among documents that were kept by whatever tool: each put together once, if it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crawler.epapers.issue import Issue
from crawler.importing.holding import Kept
from crawler.sources.base import ReadError
from crawler.sources.founder import folder, is_board, is_story_address
from storage.config import SeriesConfig
from storage.readings import Reading, Role
from storage.values import Document, Surface

Left = tuple[str, str]
"""An issue's address, and why it could not be put together."""


def issues_of(
    series: SeriesConfig, pages: Sequence[Kept], document: Callable[[Kept], Document]
) -> Iterator[Reading | Left]:
    """Yield what each issue prints of a series, nothing where that is nothing; of one that lacks pages, why."""
    by_issue: dict[str, dict[str, Kept]] = {}
    for page in pages:  # in the order of time: what an address answered last counts
        by_issue.setdefault(folder(page.url), {})[page.url] = page
    for kept in by_issue.values():
        boards = sorted((url for url in kept if is_board(url)), key=_number)
        if boards:
            found = _read(series, boards, kept, document)
            if found is not None:
                yield found


def _number(url: str) -> tuple[int, str]:
    """Return the order in which boards may open an issue: node_1, node_2, … as numbers."""
    return len(url), url


def _read(
    series: SeriesConfig, boards: Sequence[str], kept: dict[str, Kept], document: Callable[[Kept], Document]
) -> Reading | Left | None:
    stories = [url for url in kept if is_story_address(url)]
    read = [(Role.BOARD, document(kept[url])) for url in boards]
    read += [(Role.STORY, document(kept[url])) for url in stories]
    try:
        issue = Issue.again(series, read)
    except ReadError as error:
        return boards[0], error.message
    text = issue.text()
    if text is None:
        return None
    also = tuple(part.url for part in text.parts)
    return Reading(issue.lead_document(text), text.extract, Surface.EPAPER, also, whole=tuple(issue.read()))
