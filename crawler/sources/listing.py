"""Any site, described by CSS in `xunli.toml` and without code (design 5.1, `kind = "listing"`)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.found import ListingRules
from crawler.extraction.tree import selector, text_of
from crawler.sources.base import Ask, Index, ListSource, ReadError
from crawler.sources.days import date_in
from crawler.sources.links import Anchors, anchors, entries, entry_box
from crawler.sources.page import root_of
from crawler.sources.paging import next_page
from crawler.sources.topic import names_of
from storage.language import say
from storage.sourceconfig import ListingSource
from storage.values import Document, Link, Surface


@dataclass(frozen=True, slots=True)
class Listing(ListSource):
    """The source of `kind = "listing"`."""

    config: ListingSource

    @property
    def label(self) -> str:
        return f"listing {self.config.urls[0]}"

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(urlsplit(url).netloc.lower() for url in self.config.urls)

    @property
    def rules(self) -> ListingRules:
        given = self.config
        return ListingRules(title=given.title, date=given.date, body=given.body, remove=given.remove)

    def asks(self) -> tuple[Ask, ...]:
        return tuple(Ask(url, url) for url in self.config.urls)

    def read_index(self, document: Document, ask: Ask) -> Index:
        root = root_of(document)
        pairs = () if root is None else tuple(anchors(root, document.url))
        found = () if root is None else self._links(root, pairs, document, front=ask.page == 1)
        if root is None or (not found and ask.page == 1):
            raise ReadError(
                document.url,
                say(
                    f"选择器 {self.config.link} 在列表页里一条链接也没有找到，请用 xunli probe 核对",
                    f"the selector {self.config.link} finds no link in this list; check it with xunli probe",
                ),
            )
        own = frozenset(link.url for link in found)
        return Index(found, self._next(root, pairs, document.url), "listing", names=names_of(root), lists=(own,))

    def surface(self, url: str) -> Surface:
        return Surface.LISTING

    def _links(self, root: HtmlElement, pairs: Anchors, document: Document, *, front: bool) -> tuple[Link, ...]:
        addresses = dict(pairs)
        selected = [anchor for anchor in map(_anchor, selector(self.config.link)(root)) if anchor in addresses]
        chosen = [(anchor, addresses[anchor]) for anchor in selected]
        found = entries(root, chosen, pairs, document.fetched_at, front=front)
        if not (self.config.title or self.config.date):
            return found
        first = {url: anchor for anchor, url in reversed(chosen)}
        wanted = first.keys().__contains__
        return tuple(self._told(link, entry_box(first[link.url], link.url, wanted, document.url)) for link in found)

    def _told(self, link: Link, box: HtmlElement) -> Link:
        """Return an entry's link with its words and day by the source's own selectors where they stand in the list."""
        text = _first(box, self.config.title) or link.text
        return Link(link.url, text, link.title, date_in(_first(box, self.config.date)) or link.published_on)

    def _next(self, root: HtmlElement, pairs: Anchors, url: str) -> str | None:
        if not self.config.next:
            return next_page(root, url, pairs)
        element = next(iter(selector(self.config.next)(root)), None)
        anchor = None if element is None else _anchor(element)
        return next((target for each, target in pairs if each is anchor), None)


def _anchor(element: HtmlElement) -> HtmlElement | None:
    return element if element.tag == "a" else next(element.iter("a"), None)


def _first(box: HtmlElement, css: str | None) -> str:
    """Return the text of the first element within an entry that a selector names, "" without one."""
    return next((text for each in selector(css)(box) if (text := text_of(each))), "") if css else ""
