"""The names of site and channel that stand behind a headline in a page's own title."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAIL = re.compile(r"\s*(?:[_|»>]+|\s[-–—]+\s|(?<!—)[-–—](?!—)|--(?!-)|――)\s*(?P<tail>[^_|｜»]{1,30}?)\s*$")
_WIDE_TAIL = re.compile(r"\s*｜\s*(?P<tail>[^_|｜»]{1,30}?)\s*$")
_SITE = re.compile(
    r"网|新闻|日报|晚报|早报|晨报|时报|都市报|频道|客户端|在线|中心|资讯|新浪|搜狐|网易|腾讯|凤凰|财经|门户|电视|"
    r"广播|社|報|網|新聞|报|台|热线|论坛|\.(?:com|cn|net|tw|hk|org)|news|app",
    re.I,
)
LONGEST_TITLE = 400


def is_site(claim: str, begun: str) -> bool:
    """Whether all that a page's title has behind its headline are names of site and channel."""
    rest = claim.removeprefix(begun)
    return rest != claim and all(_SITE.search(piece) for piece in re.split(r"[_|｜»>\s–—-]+", rest) if piece)


def without_tail(title: str, site: str = "") -> str:
    """The page's title without the names of site and channel behind it; of an endless title only the beginning.

    A wide bar is one that editors set (青岛改革巡礼｜…), and no name is longer than the headline that it stands behind.
    """
    title = title[:LONGEST_TITLE]
    while (match := _last_name(title, site)) is not None:
        title = title[: match.start()]
    return title.strip()


def _last_name(title: str, site: str) -> re.Match[str] | None:
    """Where a page's title goes on with a name of site or channel and nothing else, None where it does not."""
    found = (match for pattern in (_TAIL, _WIDE_TAIL) for match in _ends(pattern, title))
    return next((match for match in found if match.start() >= 4 and _is_name(match, site)), None)


def _ends(pattern: re.Pattern[str], title: str) -> Iterator[re.Match[str]]:
    """Yield the ends of a title that stand behind a bar, the longest first."""
    at = 0
    while match := pattern.search(title, at):
        yield match
        at = match.start("tail")


def _is_name(match: re.Match[str], site: str) -> bool:
    tail, bar = match["tail"], match[0].lstrip()[0]
    if tail.endswith(("...", "…")):
        return False  # a headline is cut where it grows too long, its site's name is not
    sure = tail == site or (bar in "_|»>" and len(tail) <= match.start())
    return sure or (len(tail) <= 14 and _SITE.search(tail) is not None)
