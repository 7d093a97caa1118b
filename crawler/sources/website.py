"""A CmsTop site: home and channel lists, `/p/NNN.html` articles, mobile pages (site-facts 1 and 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.parts import first_part
from crawler.extraction.tree import selector
from crawler.sources.base import Ask, Index, ListSource, ReadError
from crawler.sources.by_day import entries_by_day
from crawler.sources.links import Anchors, anchors, entries, links, looks_like_article, turns
from crawler.sources.page import root_of
from crawler.sources.paging import next_page
from crawler.sources.topic import Headings, asides_of, lists_of, names_of
from storage.addresses import canonical
from storage.language import say
from storage.sourceconfig import WebsiteSource
from storage.values import Document, Link, Surface

HOME_FLOW = ".pic-summary .title a"
"""The news flow of the home page [S]."""
CHANNEL = ".article-list li a"
"""A channel list of the CMS's default template (site-facts 2.2)."""
ARTICLE_PATH = re.compile(
    r"/p/\d+(_\d+)?\.html$"  # this site [S]
    r"|/\d{4}/?\d{4}/\d+(_\d+)?\.s?html?$"  # older templates of the CMS [F]
    r"|/content/\d+(_\d+)?\.s?html?$"
    r"|/guanhai/\d+(_\d+)?\.s?html?$"  # the same texts at the newspaper's own site [S]
    r"|/\d{4}-\d\d/\d\d/content_\d+\.s?html?$",  # its older articles, and those of 青岛新闻网 [S]
    re.I,
)

_LAYOUTS = {"home": HOME_FLOW, "channel": CHANNEL}


@dataclass(frozen=True, slots=True)
class Website(ListSource):
    """The source of `kind = "website"`."""

    config: WebsiteSource

    @property
    def label(self) -> str:
        return f"website {self.config.base_url}"

    @property
    def hosts(self) -> frozenset[str]:
        return _hosts_of(self.config.base_url, self.config.mobile_url or self.config.base_url)

    def asks(self) -> tuple[Ask, ...]:
        starts = (urljoin(self.config.base_url + "/", path) for path in self.config.lists)
        return tuple(Ask(url, url) for url in dict.fromkeys(starts))

    def read_index(self, document: Document, ask: Ask) -> Index:
        root = root_of(document)
        now, front = document.fetched_at, ask.page == 1
        pairs = () if root is None else tuple(anchors(root, document.url))
        found = () if root is None else self._entries(root, pairs, now, front=front)
        if root is None or (not found and ask.page == 1):
            raise ReadError(
                document.url,
                say(
                    "列表页里认不出一条文章链接，网站可能改版了",
                    "no article link is recognised in this list; the site may have changed",
                ),
            )
        layout, missed = _recognised(root)
        urls, headings = {link.url for link in found}, Headings()
        return Index(
            found, next_page(root, document.url, pairs), layout, missed,
            strangers=links(root, pairs, self._is_strange), names=names_of(root),
            lists=lists_of(pairs, urls, headings), asides=asides_of(pairs, urls, headings),
        )  # fmt: skip

    def is_article(self, url: str) -> bool:
        """Tell whether an address is of the shape that articles have here."""
        return bool(ARTICLE_PATH.search(urlsplit(url).path))

    def _is_entry(self, url: str) -> bool:
        """Tell whether a list's link is an entry: on hosts of its own also what only looks like an article."""
        return self.is_article(url) or (self._is_own(url) and looks_like_article(url))

    def _entries(self, root: HtmlElement, pairs: Anchors, now: datetime | None, *, front: bool) -> tuple[Link, ...]:
        """Return a list's entries: by their addresses, and where these tell nothing, by the days that they have."""
        shaped = {anchor for anchor, url in pairs if self._is_entry(url)}
        dated = entries_by_day(root, pairs, shaped, self._is_own, now, front=front)
        chosen = [pair for pair in pairs if pair[0] in shaped or canonical(pair[1]) in dated]
        return entries(root, [pair for pair in chosen if not turns(pair[0])], pairs, now, front=front)

    def _is_own(self, url: str) -> bool:
        return urlsplit(url).netloc.lower() in self.hosts

    def _is_strange(self, url: str) -> bool:
        return not self._is_own(url) and not self.is_article(url)

    def surface(self, url: str) -> Surface:
        mobile = self.config.mobile_url and urlsplit(url).netloc == urlsplit(self.config.mobile_url).netloc
        return Surface.MOBILE if mobile else Surface.WEBSITE

    def fallbacks(self, url: str) -> tuple[str, ...]:
        """The mobile page of a desktop page: same path on the mobile host (likely, site-facts 0)."""
        if not self.config.mobile_url or self.surface(url) is Surface.MOBILE:
            return ()
        return (urljoin(self.config.mobile_url + "/", urlsplit(url).path),)

    def whole(self, url: str) -> str:
        first = first_part(url)
        return first if self.is_article(url) and self.is_article(first) else url

    def leading(self, url: str) -> str:
        """The desktop page of a mobile page, likewise: where there is none, its fallback is the mobile page again."""
        mobile = self.surface(url) is Surface.MOBILE and self.is_article(url)
        return urljoin(self.config.base_url + "/", urlsplit(url).path) if mobile else url


@lru_cache(maxsize=64)  # asked for each link of a list
def _hosts_of(*bases: str) -> frozenset[str]:
    return frozenset(urlsplit(base).netloc.lower() for base in bases)


def _recognised(root: HtmlElement) -> tuple[str, tuple[str, ...]]:
    """Return the layout whose selector finds something, else "meaning" and the selectors that found nothing."""
    name = next((name for name, css in _LAYOUTS.items() if selector(css)(root)), None)
    return (name, ()) if name else ("meaning", tuple(_LAYOUTS.values()))
