"""The selectors that the configuration gives for a source's articles."""

from __future__ import annotations

from crawler.extraction.found import ListingRules
from crawler.sources.base import Source
from crawler.sources.listing import Listing


def rules_of(source: Source | None) -> ListingRules | None:
    """Return the selectors that go before what the extractor would find itself, None where there are none."""
    if not isinstance(source, Listing):
        return None
    given = source.config
    return ListingRules(title=given.title, date=given.date, body=given.body, remove=given.remove)
