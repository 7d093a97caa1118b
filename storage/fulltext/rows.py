"""Hits and facets as the JSON rows that design 5.2 promises, for the command line and over HTTP."""

from __future__ import annotations

from typing import Any

from storage.fulltext.counting import Counts, Facets
from storage.fulltext.searching import Hit


def hit_row(hit: Hit) -> dict[str, Any]:
    """Return one row of `search`: `section` is the section's position in the instalment, hits are marked `[[…]]`."""
    return {
        "id": hit.id,
        "title": hit.title,
        "section": hit.section,
        "page": hit.page,
        "organisation": hit.organisation,
        "printed_on": hit.printed_on.isoformat() if hit.printed_on else None,
        "snippet": hit.snippet.marked(),
        "series": hit.series,
        "headline": list(hit.headline),
        "dated_on": hit.dated_on.isoformat(),
        "lines": list(hit.lines),
        "matched": hit.matched,
        "hits": hit.count,
        "copy_of": hit.copy_of,
    }


def facet_row(counted: Facets) -> dict[str, Any]:
    """Return what the matches have in common; `total` is a number, or `10000+` where not all were counted."""
    return {
        "total": counted.total if counted.exact else counted.told,
        "organisation": _counts(counted.organisations),
        "year": _counts(counted.years),
        "month": _counts(counted.months),
        "page": _counts(counted.pages),
        "person": _counts(counted.people),
    }


def _counts(counts: Counts) -> list[dict[str, Any]]:
    return [{"value": value, "sections": number} for value, number in counts]
