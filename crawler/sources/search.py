"""The search of a CmsTop site (site-facts 2.5), in both of its result layouts, else by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from lxml.etree import _Element

from crawler.extraction.lines import fold_line
from crawler.extraction.titles import page_title
from crawler.extraction.tree import parse, selector, squeeze, text_of
from crawler.match import plain_words
from crawler.sources.base import Ask, Index, ListSource, ReadError
from crawler.sources.days import day_of_hit
from crawler.sources.links import Anchors, anchors, links, looks_like_article
from crawler.sources.paging import next_page
from storage.config import SeriesConfig
from storage.encoding import decode
from storage.language import say
from storage.sourceconfig import SearchSource
from storage.values import Document, Link, Surface

PAGE_CAP = 100
"""The CMS shows no more pages than this, whatever its count says."""
PAGE_SIZE = 10
NOTHING_FOUND = re.compile(
    r"(?:没有|未能?|找不到|暂无|无)(?:找到|搜索到|检索到|查询到|相关|符合)|(?<!\d)0\s*(?:篇|条|个)(?:相关)?(?:结果|新闻|文章)"
)

_COUNT = re.compile(r"(?:约|共|找到|搜索到|检索到|为您找到)[^\d。]{0,12}?(\d[\d,]{0,11})\s*(?:篇|条|个|项)")
_NUMBER = re.compile(r"\d[\d,]{0,11}")
_MARKS = ("em", "mark", "font", "span", "b", "strong", "i")
"""What search pages set the words in that were found."""
_RESULTS = re.compile(r"搜索结果|检索结果|搜索到|相关结果|找到.{0,12}(?:篇|条|个)|约\s*\d[\d,]*\s*篇")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one of the CMS's result pages keeps the list, an entry, its title's link, its date and the count."""

    name: str
    list: str
    entry: str
    title: str
    date: str
    count: str


LAYOUTS = (
    Layout("list", ".search-result-list", "li", "h3 a, .title a", ".m-imagetext span, .time", ".column.info"),
    Layout("columns", "dl.search-list", "dd", ".title a, dt a", "p.result var, .result", ".search-time p.f-l span"),
)


@dataclass(frozen=True, slots=True)
class Search(ListSource):
    """The source of `kind = "search"`, asked for each plain word of the series."""

    config: SearchSource
    series: SeriesConfig

    @property
    def label(self) -> str:
        return f"search {self._address('', 1)}"

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset((urlsplit(self.config.url).netloc.lower(),))

    def asks(self) -> tuple[Ask, ...]:
        starts = (self._address(words, 1) for words in plain_words(self.series))
        return tuple(Ask(url, url) for url in dict.fromkeys(starts))

    def read_index(self, document: Document, ask: Ask) -> Index:
        """Read a page of results. An empty one is an index without links; what is no result page is a ReadError."""
        root = parse(decode(document.body, document.headers).text)
        if root is None:
            raise _unreadable(document.url)
        layout = next((layout for layout in LAYOUTS if selector(layout.list)(root)), None)
        total = _total(root, layout)
        pairs = tuple(anchors(root, document.url))
        found = tuple(_entries(root, pairs, layout, document.fetched_at)) if layout else ()
        if layout and found:
            following = self._next(root, pairs, document.url, ask, len(found), total)
            return Index(found, following, layout.name, (), total)
        if self._is_empty(root, ask, layout, total):
            return Index((), None, layout.name if layout else "meaning", (), total)
        found = tuple(_by_meaning(root, pairs, document.fetched_at)) if self._answers(root, ask) else ()
        if not found:
            raise _unreadable(document.url)
        missed = tuple(f"{each.list} {each.entry} {each.title}" for each in LAYOUTS)
        following = self._next_by_meaning(root, pairs, document.url, ask, total)
        return Index(found, following, "meaning", missed, total)

    def surface(self, url: str) -> Surface:
        return Surface.SEARCH

    def _address(self, words: str, page: int) -> str:
        asked = quote(words, safe="", encoding=self.config.encoding, errors="replace")
        return self.config.url.replace("{words}", asked).replace("{page}", str(page))

    def _words(self, ask: Ask) -> str | None:
        """Return the words that an ask belongs to, None where its list is none of ours."""
        return next((words for words in plain_words(self.series) if self._address(words, 1) == ask.start), None)

    def _turned(self, ask: Ask) -> str | None:
        """Return the address of the page behind this one, None at the cap or where the address counts no pages."""
        words = self._words(ask)
        if ask.page >= PAGE_CAP or words is None or "{page}" not in self.config.url:
            return None
        return self._address(words, ask.page + 1)

    def _next(self, root: _Element, pairs: Anchors, url: str, ask: Ask, found: int, total: int | None) -> str | None:
        """Return the next page. The count is about right and no more: it ends a page that is not full, no other.

        Nor does it where the page bar leads on, or where pages of the usual size would have ended before: a site may
        show fewer results a page.
        """
        before = (ask.page - 1) * PAGE_SIZE
        ended = total is not None and found < PAGE_SIZE and before < total <= before + found
        return self._turned(ask) if not ended or next_page(root, url, pairs) else None

    def _next_by_meaning(self, root: _Element, pairs: Anchors, url: str, ask: Ask, total: int | None) -> str | None:
        """Return the next page by count or page bar: links read by meaning stand on every page, past the last too."""
        if total is None:
            return next_page(root, url, pairs) if ask.page < PAGE_CAP else None
        return self._turned(ask) if ask.page * PAGE_SIZE < total else None

    def _answers(self, root: _Element, ask: Ask) -> bool:
        """Tell whether a page answers this search: it says so, title or box holds the words, or a link marks them."""
        words = self._words(ask)
        boxes = [squeeze(box.get("value") or "") for box in root.iter("input")]
        named = words is not None and (words in page_title(root) or squeeze(words) in boxes or _marks(root, words))
        return named or bool(_RESULTS.search(text_of(root)))

    def _is_empty(self, root: _Element, ask: Ask, layout: Layout | None, total: int | None) -> bool:
        """Tell whether the page says that there are no results, or lies behind the last page of a list."""
        text = text_of(root)
        ours = layout is not None or self._answers(root, ask) or (self._words(ask) or "\0") in text
        if ours and (total == 0 or (total is None and NOTHING_FOUND.search(text))):
            return True
        bare = layout is not None and not any(box.xpath(".//a") for box in selector(layout.list)(root))
        return bare and (ask.page > 1 or total is None)


def _unreadable(url: str) -> ReadError:
    return ReadError(
        url,
        say(
            "认不出搜索结果页，请核对搜索地址，网站也可能改版了",
            "no page of search results is recognised here; check the search address, or the site may have changed",
        ),
    )


def _total(root: _Element, layout: Layout | None) -> int | None:
    """Return the count of results that the page prints, None where it prints none."""
    counted = next((text_of(box) for box in selector(layout.count)(root)), "") if layout else ""
    match = _COUNT.search(counted) or _COUNT.search(text_of(root))
    number = match[1] if match else next(iter(_NUMBER.findall(counted)), "")
    return int(number.replace(",", "")) if number else None


def _entries(root: _Element, pairs: Anchors, layout: Layout, now: datetime) -> Iterator[Link]:
    addresses = dict(pairs)
    seen: set[str] = set()
    for box in selector(layout.list)(root):
        for entry in box.iter(layout.entry):
            # A channel's name may stand before the title in the same heading.
            titles = [title for title in selector(layout.title)(entry) if title in addresses]
            anchor = max(titles, key=lambda title: len(_title(title)), default=None)
            if anchor is not None and addresses[anchor] not in seen:
                seen.add(addresses[anchor])
                yield _link(anchor, addresses[anchor], entry, layout.date, now)


def _link(anchor: _Element, url: str, entry: _Element, date: str, now: datetime) -> Link:
    printed = (day for element in selector(date)(entry) if (day := day_of_hit(text_of(element), now)))
    return Link(url, _title(anchor), squeeze(anchor.get("title") or ""), next(printed, None))


def _title(anchor: _Element) -> str:
    """Return a title whole: what highlight tags divide is one text, and the source's line wraps are no spaces."""
    return fold_line("".join(anchor.itertext()))


def _marks(root: _Element, words: str) -> bool:
    """Tell whether a link sets the words asked, or a part of them, apart within its headline."""
    named = (anchor for anchor in root.iter("a") if words in (title := _title(anchor)) and words != title)
    inside = (text_of(mark) for anchor in named for mark in anchor.iter(*_MARKS))
    return any(len(text) > 1 and text in words for text in inside)


def _by_meaning(root: _Element, pairs: Anchors, now: datetime) -> Iterator[Link]:
    """Return the links that have an article's address, each with the words of one anchor and never of a summary."""
    dated = {link.url: link.published_on for link in links(root, pairs, looks_like_article, now, front=False)}
    shown: dict[str, _Element] = {}
    for anchor, url in pairs:
        if url in dated and _title(anchor):
            shown.setdefault(url, anchor)
    for url, anchor in shown.items():
        yield Link(url, _title(anchor), squeeze(anchor.get("title") or ""), dated[url])
