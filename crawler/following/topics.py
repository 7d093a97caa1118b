"""Whether a list page is a special topic (专题) of a series, and which of its links therefore belong to it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.match import Matched, match_link, match_words
from crawler.sources.base import Index
from storage.config import SeriesConfig
from storage.identity.fingerprint import nfkc
from storage.values import Link

_GENERIC = re.compile(
    r"系列|专题|专栏|专版|特刊|特别|报道|新闻|频道|栏目|合集|集纳|汇总|汇编|列表|首页|聚焦|关注|全部|更多|各期|历期|往期|"
    r"[0-9年月日第期版页之的\s\W_]",
)
_LEFT_OVER = 3
"""Characters beside the series' name that its topic page may still call itself by: a city, a year's motto."""


def is_topic(series: SeriesConfig, index: Index) -> bool:
    """Tell whether a list page calls itself by the series' name and by little else."""
    return any(_names(series, name) for name in index.names)


def matched_links(series: SeriesConfig, index: Index) -> list[tuple[Link, Matched]]:
    """Return the links of an index that belong to a series, each with how; those taken out by `exclude` among them.

    On a topic page of the series every link of its own lists belongs, whatever its words.
    """
    by_words = {link.url: found for link in index.links if (found := _by_words(series, index, link))}
    whole = _whole(index, frozenset(by_words)) if is_topic(series, index) else frozenset()
    by_topic = {link.url: _as_member(series, index, link) for link in index.links if link.url in whole}
    matched = ((link, by_words.get(link.url) or by_topic.get(link.url)) for link in index.links)
    return [(link, found) for link, found in matched if found is not None]


def _by_words(series: SeriesConfig, index: Index, link: Link) -> Matched | None:
    found = match_link(series, link)
    return replace(found, aside=True) if found and link.url in index.asides else found


def _whole(index: Index, named: frozenset[str]) -> frozenset[str]:
    """Return the lists that are the topic's: the one with most of the series' words, and others half full of them.

    Where no link has the words, it is the longest one whose entries have their dates, else the longest.
    """
    dated = frozenset(link.url for link in index.links if link.published_on is not None)

    def weight(group: frozenset[str]) -> tuple[int, bool, int]:
        return len(group & named), len(group & dated) * 2 >= len(group), len(group)

    others = (group for group in index.lists if len(group & named) * 2 >= len(group))
    return max(index.lists, key=weight, default=frozenset[str]()).union(*others)


def _as_member(series: SeriesConfig, index: Index, link: Link) -> Matched | None:
    name = next(name for name in index.names if _names(series, name))
    return match_words(series, name, link.text, link.title)


def _names(series: SeriesConfig, name: str) -> bool:
    matched = match_words(series, name)
    if matched is None or matched.excluded:
        return False
    rest = nfkc(name)
    for words in (series.title, *series.match):
        rest = re.sub(words[3:], "", rest) if words.startswith("re:") else rest.replace(nfkc(words), "")
    return len(_GENERIC.sub("", rest)) <= _LEFT_OVER
