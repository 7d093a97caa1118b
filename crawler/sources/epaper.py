"""A Founder digital paper (site-facts 5.1 and 5.2): where its issues stand, and what its indexes say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from crawler.extraction.foresight import come
from crawler.sources.base import Ask, ReadError, Source
from crawler.sources.founder import ISSUE_FOLDER, address, is_board, issue_day, open_page
from crawler.sources.links import located
from storage.language import say
from storage.sourceconfig import EpaperSource
from storage.values import Document, Surface

HOME = "paperindex.htm"
FRONTS = ("node_1.htm", "node_2.htm")
"""The page that an issue begins with: the current skin's, and the classic one's where `paperindex` names no other."""

_REFRESH = re.compile(r"^[\s\d.]*+[;,]?\s*+(?:url\s*+=)?\s*+['\"]?\s*+([^'\"\s>]+)", re.I)
"""What a refresh names behind its seconds; browsers do without `url=`."""
_QUOTED = re.compile(r"(['\"])([^'\"\s<>]+)\1")


@dataclass(frozen=True, slots=True)
class Epaper(Source):
    """The source of `kind = "epaper"`."""

    config: EpaperSource

    @property
    def label(self) -> str:
        return f"epaper {self.config.base_url}"

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset((urlsplit(self.config.base_url).netloc.lower(),))

    @property
    def home(self) -> str:
        """The address of the page that names the newest issue."""
        return f"{self.config.base_url}/{HOME}"

    @property
    def folder(self) -> str:
        """The address of the e-paper's own folder, which leads to the newest issue where nothing else does."""
        return f"{self.config.base_url}/"

    def is_home(self, url: str) -> bool:
        """Tell whether an address is the home page's: a day without an issue may lead back there."""
        return url in (self.home, self.folder)

    def asks(self) -> tuple[Ask, ...]:
        return (Ask(self.home, self.home),)

    def issue_url(self, on: date, front: str = FRONTS[0]) -> str:
        """Return the address of a day's first board.

        `front` is the file that this paper's issues begin with, or the whole address of another issue's first board
        (`newest`), which says the folders as well.
        """
        known = ISSUE_FOLDER.search(front)
        if known is None:
            return f"{self.config.base_url}/html/{on:%Y-%m}/{on:%d}/{front}"
        dash = "-" if known[0].startswith(f"/{known[1]}-") else ""
        return f"{front[: known.start()]}/{on:%Y}{dash}{on:%m}/{on:%d}/{known[4]}"

    def fronts(self, url: str, on: date) -> tuple[str, ...]:
        """Return where else the issue of a day may begin than at an address: another file there, or a classic skin."""
        beside = [urljoin(url, front) for front in FRONTS if url.rsplit("/", 1)[-1] in FRONTS]
        classic = [self.issue_url(on, front) for front in FRONTS]
        return tuple(other for other in dict.fromkeys((*beside, *classic)) if other != url)

    def serves(self, on: date) -> bool:
        """Tell whether a day lies within the dates that this base serves, both inclusive."""
        return (self.config.from_ or on) <= on <= (self.config.until or on)

    def newest(self, document: Document) -> tuple[str, date]:
        """Return the newest issue's first board that `paperindex` leads to, and its day.

        Raises ReadError where it leads nowhere, or to a board of nobody knows which day.
        """
        for targets in _led_to(document):
            dated = ((target, day) for target in targets if is_board(target) and (day := issue_day(target)))
            if here := [(target, day) for target, day in dated if come(day, document.fetched_at)]:
                return max(here, key=lambda issue: issue[1])
        raise ReadError(
            document.url,
            say(
                "电子报首页没有指向任何一期，请核对 base_url",
                "the e-paper's home page leads to no issue; check base_url",
            ),
        )

    def surface(self, url: str) -> Surface:
        return Surface.EPAPER


def _led_to(document: Document) -> Iterator[list[str]]:
    """Yield where a page leads to, what it does itself before what it offers: a calendar's days, say."""
    base = document.url
    yield [address(base, base)]
    text, root = open_page(document)
    metas = (meta for meta in root.iter("meta") if (meta.get("http-equiv") or "").strip().lower() == "refresh")
    yield [address(base, found) for meta in metas for found in _REFRESH.findall(meta.get("content") or "")]
    yield [address(base, found) for found in located(text)]
    yield [address(base, frame.get("src")) for frame in root.iter("frame", "iframe")]
    yield [address(base, link.get("href")) for link in root.iter("a")]
    # A script has many ways to go to an address; whichever it takes, the address stands there in quotes.
    texts = (script.text or "" for script in root.iter("script"))
    yield [address(base, found[2]) for told in texts for found in _QUOTED.finditer(told)]
