"""Text on a binary stream: what formats of an instalment after the other are made with."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from storage.answers import Article
from storage.export.values import Export


@contextmanager
def as_text(out: IO[bytes], encoding: str = "utf-8") -> Iterator[io.TextIOWrapper]:
    """Write text to a binary stream, which stays open; lines end as they are written."""
    text = io.TextIOWrapper(out, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def write_each(export: Export, out: IO[bytes], told: Callable[[Article], str]) -> int:
    """Write what is told of each instalment, in the order of a list; return how many there are."""
    count = 0
    with as_text(out) as text:
        for article in export.articles():
            text.write(told(article))
            count += 1
    return count
