"""What stands at one address as a source of a series sees it: for `xunli probe`. Pure: a document in, a sight out.

document → whose source is it? → what kind of page? → its links, each with whether it would be followed and why
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.answers import answer_of
from crawler.documents import list_trouble
from crawler.extract import extract
from crawler.extraction.found import ListingRules
from crawler.extraction.refusals import ExtractionError, NotAnArticle
from crawler.following.topics import is_topic, matched_links
from crawler.following.wanted import Wanted
from crawler.following.wishes import Wishes
from crawler.match import Matched, match_extract, match_link
from crawler.probing.sight_epaper import is_epaper_s, look_at_epaper
from crawler.probing.sighted import Kind, Seen, Sight
from crawler.sources import hosts_of, source_at, sources_of
from crawler.sources.base import Ask, Index, ListSource, ReadError, Source
from crawler.sources.epaper import Epaper
from crawler.sources.links import anchors, links, looks_like_article
from crawler.sources.listing import Listing
from crawler.sources.page import root_of
from crawler.sources.paging import next_page
from crawler.sources.search import Search
from crawler.sources.suggest import propose
from crawler.sources.topic import Headings, lists_of, names_of
from crawler.sources.website import Website
from storage.addresses import canonical
from storage.config import SeriesConfig
from storage.findings import Problem
from storage.language import say
from storage.sourceconfig import ListingSource, WebsiteSource
from storage.values import Document, Extract, Link

LEAST_LIST = 5
"""Article links from which a page whose address is no article's is taken for a list."""


def look(
    document: Document, series: SeriesConfig, trial: ListingSource | None = None, rules: ListingRules | None = None
) -> Sight:
    """Return what stands at an address, as the sources of a series see it.

    `trial` is a listing whose selectors are being tried on a list, `rules` are those that are tried on an article.
    """
    source = belongs_to(document.requested_url or document.url, series)
    if document.status != 200:
        sight = Sight(document, Kind.ERROR, series, answer_of(document).reason)
    else:
        sight = _read(document, series, source, trial, rules)
    return sight if source is None else replace(sight, source=source.label)


def belongs_to(url: str, series: SeriesConfig) -> Source | None:
    """Return the configured source that an address belongs to: whose list it is, else whose host; None without one."""
    for source in sources_of(series):
        if canonical(url) in {canonical(ask.url) for ask in source.asks()}:
            return source
    return source_at(series, url)


def _read(
    document: Document, series: SeriesConfig, source: Source | None, trial: ListingSource | None,
    rules: ListingRules | None,
) -> Sight:  # fmt: skip
    if trial is not None:
        return _list(document, series, Listing(trial), Ask(document.url, document.url))
    if rules is not None:
        return _article(document, series, rules)
    if isinstance(source, Epaper) or is_epaper_s(document.url):
        found = look_at_epaper(document, series, source)
        return found if isinstance(found, Sight) else _by_meaning(document, series, None, found)
    if isinstance(source, ListSource) and (ask := _ask_of(source, document)) is not None:
        return _list(document, series, source, ask)
    return _by_meaning(document, series, source)


def _ask_of(source: Source, document: Document) -> Ask | None:
    """Return the ask that an address is, as far as a source knows: the first page of a list, any page of a search."""
    url = document.requested_url or document.url
    for ask in source.asks():
        if canonical(ask.url) == canonical(url) or (isinstance(source, Search) and "action=search" in url):
            return Ask(url, ask.start)
    return None


def _by_meaning(document: Document, series: SeriesConfig, source: Source | None, trouble: str = "") -> Sight:
    """Return an article or a list, whichever the page is more: by its address where that tells, else by its links."""
    rules = source.rules if source else None
    article = _article(document, series, rules)
    if article.kind is Kind.CHALLENGE:
        return article
    if article.kind is Kind.ARTICLE and _has_article_s_address(document.url, source):
        return article
    index = _index(document, source)
    if index is not None and (article.kind is not Kind.ARTICLE or _lists(document.url, index)):
        return _sighted(document, series, Kind.LIST, index)
    return replace(article, reason=trouble or article.reason)


def _lists(url: str, index: Index) -> bool:
    """Tell whether a page that could be an article is a list: of enough links, and not addressed as they are."""
    alike = sum(_make(link.url) == _make(url) for link in index.links)
    return len(index.links) >= LEAST_LIST and alike * 2 < len(index.links)


def _make(url: str) -> str:
    """Return what the addresses of one kind of page have in common: all but their figures."""
    return re.sub(r"\d+", "0", urlsplit(url)._replace(fragment="").geturl())


def _has_article_s_address(url: str, source: Source | None) -> bool:
    return source.is_article(url) if isinstance(source, Website) else looks_like_article(url)


def _index(document: Document, source: Source | None) -> Index | None:
    """Return a page read as a list by meaning, None where it holds none."""
    parts = urlsplit(document.url)
    site = source if isinstance(source, Website) else _site_at(f"{parts.scheme}://{parts.netloc}")
    try:
        return site.read_index(document, Ask(document.url, document.url))
    except ReadError:
        return _of_headlines(document)


def _site_at(base: str) -> Website:
    return Website(WebsiteSource(kind="website", base_url=base))


def _of_headlines(document: Document) -> Index | None:
    """Return the links of a page that look like articles' on any site."""
    root = root_of(document)
    pairs = () if root is None else tuple(anchors(root, document.url))
    found = () if root is None else links(root, pairs, looks_like_article, document.fetched_at)
    if root is None or not found:
        return None
    own = lists_of(pairs, {link.url for link in found}, Headings())
    return Index(found, next_page(root, document.url, pairs), names=names_of(root), lists=own)


def _article(document: Document, series: SeriesConfig, rules: ListingRules | None = None) -> Sight:
    try:
        found = extract(document, rules=rules)
    except NotAnArticle as error:
        kind = Kind.CHALLENGE if error.kind == "challenge" else Kind.UNKNOWN
        return _with_proposals(Sight(document, kind, series, error.sentence))
    except ExtractionError as error:
        return _with_proposals(Sight(document, Kind.UNKNOWN, series, error.sentence))
    leads = _leads(document, series, found)
    return Sight(document, Kind.ARTICLE, series, layout=found.layout, links=leads, extract=found)


def _leads(document: Document, series: SeriesConfig, found: Extract) -> tuple[Seen, ...]:
    """Return the links of an article that have the series' words: a run would go on there."""
    matched = ((link, match_link(series, link)) for link in found.leads)
    return tuple(_seen(_wanted(document, series), link, match) for link, match in matched if match is not None)


def _list(document: Document, series: SeriesConfig, source: ListSource, ask: Ask) -> Sight:
    try:
        index = source.read_index(document, ask)
    except ReadError as error:
        problem, reason = list_trouble(document, error.message)
        kind = Kind.CHALLENGE if problem is Problem.CHALLENGE else Kind.UNKNOWN
        return _with_proposals(Sight(document, kind, series, reason))
    return _sighted(document, series, Kind.SEARCH if isinstance(source, Search) else Kind.LIST, index)


def _sighted(document: Document, series: SeriesConfig, kind: Kind, index: Index) -> Sight:
    matched = {link.url: found for link, found in matched_links(series, index)}
    topic = kind is Kind.LIST and is_topic(series, index)
    wanted = _wanted(document, series)
    strangers = [(link, found) for link in index.strangers if (found := match_link(series, link)) is not None]
    seen = [_seen(wanted, link, matched.get(link.url)) for link in index.links]
    return _with_proposals(
        Sight(
            document, Kind.TOPIC if topic else kind, series,
            layout=index.layout, missed=index.missed, names=index.names,
            links=(*seen, *(_seen(wanted, link, found) for link, found in strangers)),
            next_url=index.next_url, total=index.total,
        )
    )  # fmt: skip


def _seen(wanted: Wanted, link: Link, matched: Matched | None) -> Seen:
    if matched is None:
        return Seen(link, False, say("没有系列的字样", "without the series' words"))
    why_not = wanted.refusal(link, matched)
    by_page = match_link(wanted.series, link) is None
    topic = say("专题页里的都算", "every link of its topic page belongs")
    words = say(f"含“{matched.pattern}”", f"has {matched.pattern!r}")
    if matched.aside:
        words += say(
            "，在热门或相关列表里，自己的标题也有才收",
            ", in a hot or related list: kept if its own headlines have it",
        )
    return Seen(link, not why_not, why_not or (topic if by_page else words), matched.pattern)


def _wanted(document: Document, series: SeriesConfig) -> Wanted:
    """Return what a run would want if the address's host were a source's."""
    return Wanted(series, Wishes(), hosts_of(series) | {urlsplit(document.url).netloc.lower()})


def _with_proposals(sight: Sight) -> Sight:
    root = root_of(sight.document)

    def has_words(link: Link) -> bool:
        return match_link(sight.series, link) is not None

    return sight if root is None else replace(sight, proposals=propose(root, sight.document.url, has_words))


def belongs(sight: Sight) -> str:
    """Return whether an article's own headlines say that it is of the series, in words; "" for what is no article."""
    if sight.extract is None:
        return ""
    matched = match_extract(sight.series, sight.extract)
    if matched is None:
        return say(
            "标题和引题里没有系列的字样：要有列表点名才会收", "kept only where a list names it: no words of its own"
        )
    if matched.excluded:
        return say(f"标题含排除词 {matched.pattern}，不收", f"excluded by {matched.pattern}")
    return say(f"标题或引题含“{matched.pattern}”，会收", f"kept: its headlines have {matched.pattern!r}")
