"""The local newspaper in a process of its own, so that serving costs no contender its processor time.

with printing(1200) as paper: paper.urls, paper.requests()

Its instalments have the outline that its grammar writes, but of 16 paragraphs 15 are of words as frequent as in print.
Of the grammar's own 8-character pieces three in four stand in other pieces, too, of 192 saved pages' one in twenty, as
here: every crawl would pay for comparisons that real texts do not ask for.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count, cycle, islice
from multiprocessing.connection import Connection
from typing import Final
from urllib.request import urlopen

from bench.newsprint import Newsprint
from demo import Newspaper, prose
from demo.model import Line, Section, Text
from demo.state import FIRST_DAY, IDS_A_DAY

USUAL: Final = 16
"""One paragraph in so many stays as the grammar wrote it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper that serves elsewhere.

    website, mobile  base addresses
    urls             desktop addresses of its instalments, oldest first
    """

    website: str
    mobile: str
    urls: tuple[str, ...]
    _asked: Connection = field(repr=False)

    def requests(self) -> int:
        """Return how many requests came since the last question."""
        self._asked.send("requests")
        counted: int = self._asked.recv()
        return counted


@contextmanager
def printing(instalments: int, news: int = 0) -> Iterator[Paper]:
    """Print instalments, one article page each, and ordinary news; serve them, every instalment rendered before."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(instalments, news, theirs), daemon=True)
    process.start()
    theirs.close()
    website, mobile, urls = ours.recv()
    try:
        yield Paper(website, mobile, urls, ours)
    finally:
        ours.close()
        process.join()


def _serve(instalments: int, news: int, asked: Connection) -> None:
    with Newspaper() as paper:
        for number, text in enumerate(islice(texts(), instalments)):
            paper.print_instalment(FIRST_DAY + timedelta(days=number // IDS_A_DAY), text=text)
        paper.print_many(news)
        urls = tuple(f"{paper.website}/p/{piece.id}.html" for piece in paper.instalments())
        for url in urls:
            with urlopen(url) as response:
                response.read()
        paper.reset_counts()
        asked.send((paper.website, paper.mobile, urls))
        while _asks(asked):
            asked.send(sum(paper.requests.values()))
            paper.reset_counts()


def texts() -> Iterator[Text]:
    """Yield instalments without end."""
    printed, is_usual = Newsprint(), cycle([True] + [False] * (USUAL - 1))

    def told(line: Line) -> Line:
        if line.role != "paragraph" or next(is_usual):
            return line
        return replace(line, text=printed.passage(len(line.text) - 1) + "。")

    def section(old: Section) -> Section:
        return Section(tuple(map(told, old.lines)))

    for text in map(prose.instalment, count()):
        yield replace(
            text, pages=tuple(replace(page, sections=tuple(map(section, page.sections))) for page in text.pages)
        )


def _asks(asked: Connection) -> bool:
    try:
        asked.recv()
    except EOFError:
        return False
    return True
