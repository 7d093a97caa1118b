"""What a source is: a declaration of where a series is looked for, and pure readers of what stands there.

A source never fetches and never asks the archive: addresses and documents in, values out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from crawler.extraction.found import ListingRules
from storage.language import say
from storage.values import Document, Link, Surface


class ReadError(Exception):
    """A document could not be read as what it should be; `url` is its address, the message one sentence."""

    def __init__(self, url: str, message: str) -> None:
        super().__init__(url, message)
        self.url = url
        self.message = message

    def __str__(self) -> str:
        return self.message


def strange_host(url: str) -> str:
    """Return why an address is not asked whose host no source names."""
    host = urlsplit(url).netloc.lower()
    return say(f"{host} 不是任何来源的站点，不去访问", f"{host} is no host of any source")


@dataclass(frozen=True, slots=True)
class Ask:
    """An index address to ask for; `start` is the list it belongs to, `page` counts its pages from 1."""

    url: str
    start: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class Index:
    """What an index says: its article links in printed order, and where its next page is (None at the end).

    `layout` names what recognised it; `missed` names known selectors that no longer found anything although the
    rules by meaning did. `total` is how many entries the index says there are in all, None where it does not say.
    `strangers` are links to other hosts: never followed, so that the run can say why where one has the series' words.
    `names` is what the page calls itself, and `lists` the addresses of its own lists, those of one make together: on a
    special-topic page all of them belong. `asides` are addresses that stand in its hot and related lists only.
    """

    links: tuple[Link, ...]
    next_url: str | None = None
    layout: str = "meaning"
    missed: tuple[str, ...] = ()
    total: int | None = None
    strangers: tuple[Link, ...] = ()
    names: tuple[str, ...] = ()
    lists: tuple[frozenset[str], ...] = ()
    asides: frozenset[str] = frozenset()


class Source(Protocol):
    """One place where a series is looked for. An article with a single address leaves the last three as they are."""

    @property
    def label(self) -> str:
        """Say in one word and an address which source this is."""

    @property
    def hosts(self) -> frozenset[str]:
        """Name the hosts (with their port) that this source may be asked at."""

    @property
    def rules(self) -> ListingRules | None:
        """Give the selectors that go before what the extractor would find of an article; None where there are none."""
        return None

    def asks(self) -> tuple[Ask, ...]:
        """Name the first page of every list."""

    def surface(self, url: str) -> Surface:
        """Tell which surface an address belongs to."""

    def fallbacks(self, url: str) -> tuple[str, ...]:
        """Name other addresses of the same article, to be asked when this one has no text."""
        return ()

    def whole(self, url: str) -> str:
        """Name the first page of the article whose later page an address is; itself where it is none, or may be none.

        A site whose addresses are not known names every address as it is.
        """
        return url

    def leading(self, url: str) -> str:
        """Name the address of an article that leads over this one of the same article; itself where none does."""
        return url


@runtime_checkable
class ListSource(Source, Protocol):
    """A source whose indexes are lists, page after page. An e-paper's are issues, which are read as a whole."""

    def read_index(self, document: Document, ask: Ask) -> Index:
        """Read a page of a list. Raises ReadError when nothing in it can be recognised."""
