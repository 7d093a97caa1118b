"""Full-text search by overlapping characters: any query finds exactly what reading every text would find.

    writing:  article + sections → passages (folded text) → terms → index, in the transaction that changes the article
    asking:   words → Query → terms of the index → candidates, the best first → does the text agree? → Hit, facets

`storage.fulltext.query` tells how a query is written, `storage.fulltext.ranking` which hits come first. Unlike the
rest of `storage`, ask it with a connection: `archive.database.reading()`, or that of a page's `Reader`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.fulltext.counting import Facets, facets
    from storage.fulltext.query import BadQuery, Order, Query, parse
    from storage.fulltext.searching import Hit, Hits, search
    from storage.fulltext.snippets import Snippet

__all__ = ["BadQuery", "Facets", "Hit", "Hits", "Order", "Query", "Snippet", "facets", "parse", "search"]

_HOMES = {
    **dict.fromkeys(("Facets", "facets"), "storage.fulltext.counting"),
    **dict.fromkeys(("BadQuery", "Order", "Query", "parse"), "storage.fulltext.query"),
    **dict.fromkeys(("Hit", "Hits", "search"), "storage.fulltext.searching"),
    "Snippet": "storage.fulltext.snippets",
}

# Loaded when asked for: what writes to the index needs nothing of what reads it.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(home), name)
