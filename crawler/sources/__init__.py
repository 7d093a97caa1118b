"""The sources: what a site looks like, and nothing else. Adding a kind touches one file here and one line below."""

from __future__ import annotations

from crawler.extraction.found import ListingRules
from crawler.sources.base import Source
from crawler.sources.epaper import Epaper
from crawler.sources.listing import Listing
from crawler.sources.search import Search
from crawler.sources.website import Website
from storage.addresses import stands_on
from storage.config import SeriesConfig
from storage.defaults import DEFAULT_SERIES
from storage.sourceconfig import EpaperSource, ListingSource, SearchSource, WebsiteSource

__all__ = ["hosts_of", "rules_at", "source_at", "sources_of", "unconfirmed"]


def sources_of(series: SeriesConfig) -> tuple[Source, ...]:
    """Return the sources of a series in the order of its configuration."""
    return tuple(_made(series, config) for config in series.source)


def hosts_of(series: SeriesConfig) -> frozenset[str]:
    """Return the hosts (with their port) that a series' sources name."""
    return frozenset(host for source in sources_of(series) for host in source.hosts)


def source_at(series: SeriesConfig, url: str) -> Source | None:
    """Return the source that serves an address, None where no source does (any more)."""
    return next((source for source in sources_of(series) if stands_on(url, source.hosts)), None)


def rules_at(series: SeriesConfig, url: str) -> ListingRules | None:
    """Return the selectors that a series' configuration gives for an address, None where it gives none."""
    source = source_at(series, url)
    return None if source is None else source.rules


def unconfirmed(series: SeriesConfig) -> frozenset[str]:
    """Return the labels of sources that are only likely: the defaults beside the website, whoever wrote them down."""
    likely = [source for source in SeriesConfig.model_validate(DEFAULT_SERIES).source if source.kind != "website"]
    return frozenset(_made(series, config).label for config in series.source if config in likely)


def _made(series: SeriesConfig, config: WebsiteSource | EpaperSource | SearchSource | ListingSource) -> Source:
    match config:
        case WebsiteSource():
            return Website(config)
        case EpaperSource():
            return Epaper(config)
        case SearchSource():
            return Search(config, series)
        case ListingSource():
            return Listing(config)
