"""Any site, described by CSS in `xunli.toml` and without code (design 5.1, `kind = "listing"`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.sources.base import Ask, Index, ReadError
from crawler.sources.links import anchors, date_in, next_page, read_anchor
from crawler.tree import parse, selector, text_of
from storage.config import ListingSource
from storage.encoding import decode
from storage.language import say
from storage.values import Document, Link, Surface


@dataclass(frozen=True, slots=True)
class Listing:
    """The source of `kind = "listing"`."""

    config: ListingSource

    @property
    def label(self) -> str:
        return f"listing {self.config.urls[0]}"

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(urlsplit(url).netloc.lower() for url in self.config.urls)

    def asks(self) -> tuple[Ask, ...]:
        return tuple(Ask(url, url) for url in self.config.urls)

    def read_index(self, document: Document, ask: Ask) -> Index:
        root = parse(decode(document.body, document.headers).text)
        found = () if root is None else self._links(root, document.url)
        if root is None or (not found and ask.page == 1):
            raise ReadError(
                document.url,
                say(
                    f"选择器 {self.config.link} 在列表页里一条链接也没有找到，请用 xunli probe 核对",
                    f"the selector {self.config.link} finds no link in this list; check it with xunli probe",
                ),
            )
        return Index(found, self._next(root, document.url), "listing")

    def is_article(self, url: str) -> bool:
        return True

    def surface(self, url: str) -> Surface:
        return Surface.LISTING

    def fallbacks(self, url: str) -> tuple[str, ...]:
        return ()

    def leading(self, url: str) -> str:
        return url

    def _links(self, root: HtmlElement, base: str) -> tuple[Link, ...]:
        addresses = dict(anchors(root, base))
        found: dict[str, Link] = {}
        for element in selector(self.config.link)(root):
            anchor = element if element.tag == "a" else next(element.iter("a"), None)
            if anchor in addresses:
                link = read_anchor(anchor, addresses[anchor])
                found.setdefault(link.url, Link(link.url, link.text, link.title, _date_beside(anchor)))
        return tuple(found.values())

    def _next(self, root: HtmlElement, url: str) -> str | None:
        if not self.config.next:
            return next_page(root, url)
        element = next(iter(selector(self.config.next)(root)), None)
        return next((target for anchor, target in anchors(root, url) if anchor is element), None)


def _date_beside(anchor: HtmlElement) -> date | None:
    """Return the date of the entry: the nearest box above the anchor that prints one and holds no second anchor."""
    for box in anchor.iterancestors():
        if len(list(box.iter("a"))) > 1:
            return None
        if found := date_in(text_of(box)):
            return found
    return None
