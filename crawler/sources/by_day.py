"""Entries whose addresses tell nothing: known by the day that each of them has of its own. Pure.

Every system names its articles in its own way (/archives/88, /gnxw/520.jhtml, a key of letters and figures), and no
list of shapes is complete. But what lists articles prints when each appeared, and a menu prints no days. So where
several headlines on a page have a day each, what they lead to are articles.

anchors of the site's own that say a headline → without those in another entry's row → those with a day, if several
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.tree import text_of
from crawler.sources.links import LEAST_HEADLINE, Anchors, entries, may_be_article, turns
from storage.addresses import canonical

LEAST_ENTRIES = 3
"""Dated headlines that make a list."""
_DEEP = 12
"""How many levels above an anchor its row may be."""


def entries_by_day(
    root: HtmlElement, pairs: Anchors, shaped: Collection[HtmlElement], is_own: Callable[[str], bool],
    now: datetime | None, *, front: bool,
) -> frozenset[str]:  # fmt: skip
    """Return the canonical addresses of the entries that their days alone tell; those `shaped` are known without.

    `is_own` tells the addresses that may be asked at all.
    """
    known = {anchor: canonical(url) for anchor, url in pairs if anchor in shaped}
    likely = [(anchor, url) for anchor, url in pairs if anchor not in known and is_own(url) and _is_likely(anchor, url)]
    chosen = list(_in_rows_of_their_own(likely, known)) if len(likely) >= LEAST_ENTRIES else []
    dated = [link for link in entries(root, chosen, pairs, now, front=front) if link.published_on is not None]
    return frozenset(canonical(link.url) for link in dated) if len(dated) >= LEAST_ENTRIES else frozenset()


def _is_likely(anchor: HtmlElement, url: str) -> bool:
    said = max(len(text_of(anchor)), len(anchor.get("title") or ""))
    return said >= LEAST_HEADLINE and not turns(anchor) and may_be_article(url)


def _in_rows_of_their_own(likely: Anchors, known: dict[HtmlElement, str]) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the anchors that stand in no known entry's row: a link beside a headline is its channel's, its author's."""
    held: dict[HtmlElement, set[str]] = defaultdict(set)
    theirs: dict[HtmlElement, set[str]] = defaultdict(set)
    for anchor, key in (*known.items(), *((anchor, canonical(url)) for anchor, url in likely)):
        for box in islice(anchor.iterancestors(), _DEEP):
            held[box].add(key)
            if anchor in known:
                theirs[box].add(key)
    for anchor, url in likely:
        row = next((box for box in islice(anchor.iterancestors(), _DEEP) if len(held[box]) > 1), None)
        if row is None or len(theirs[row]) != 1:
            yield anchor, url
