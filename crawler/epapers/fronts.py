"""The file that an issue begins with: known where one was read, and where else to look where an address is not there.

The current skin's issues begin with `node_1.htm`, most classic ones with `node_2.htm`, newer ones stand in other
folders, and a newspaper that changed its skin kept the old issues as they were (site-facts 5.1, 5.2). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from crawler.extraction.pagekind import SHORT_PAGE
from crawler.extraction.tree import parse, text_of
from storage.encoding import decode
from storage.values import Document

NEAR = timedelta(days=7)
"""So soon after an issue the next ones begin with the same file: no skin comes back that was given up."""
PATIENCE = 14
"""So many days in vain, more than a holiday has, and no other file is looked for any more until one answers."""

_DAY = r"(?:[当今本该此这]一?[日天]|日期|\d日)"
_NO_ISSUE = re.compile(
    rf"{_DAY}[的尚还暂并，,\s]*(?:没有|未(?!能)|无(?!法)|不(?=[出发]))[^。！？，,]{{0,6}}(?:[报刊版期]|数据|内容)"
    rf"|{_DAY}[^。！？，,]{{0,4}}[休停]刊"
)
"""That a day has no newspaper, in whatever words: the day, that there is none, and what there is none of."""


def says_no_issue(document: Document) -> bool:
    """Tell whether a notice in place of a day's first board says that no newspaper was printed that day."""
    root = parse(decode(document.body, document.headers).text)
    text = "" if root is None else text_of(root)
    return len(text) <= SHORT_PAGE and bool(_NO_ISSUE.search(text))


@dataclass(slots=True)
class Fronts:
    """What a run has learned of the first boards' addresses.

    read_at  the days on which each file answered
    newest   the address of the issue that the home page names, "" while it names none
    """

    read_at: dict[str, set[date]] = field(default_factory=dict)
    newest: str = ""
    _in_vain: int = 0

    def answered(self, url: str, on: date) -> None:
        """Note that an issue begins at an address."""
        self.read_at.setdefault(_file(url), set()).add(on)
        self._in_vain = 0

    def missed(self) -> None:
        """Note that an issue begins at none of the addresses."""
        self._in_vain += 1

    def elsewhere(self, url: str, on: date, others: Collection[str]) -> str | None:
        """Return which of `others` may begin a day's issue that is not at an address, None where none is likely."""
        is_settled = any(timedelta(0) <= on - day <= NEAR for day in self.read_at.get(_file(url), ()))
        return None if is_settled or self._in_vain >= PATIENCE else next(iter(others), None)


def _file(url: str) -> str:
    return url.rsplit("/", 1)[-1]
