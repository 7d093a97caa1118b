"""The local newspaper in a process of its own, so that serving costs no contender its processor time.

with printing(1200) as paper: paper.urls, paper.requests()
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from urllib.request import urlopen

from demo import Newspaper


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
        paper.print_many(instalments, kind="instalment")
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


def _asks(asked: Connection) -> bool:
    try:
        asked.recv()
    except EOFError:
        return False
    return True
