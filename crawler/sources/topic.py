"""Special-topic pages (专题): what a list page calls itself, and which of its links stand in its own lists.

That a page is a topic of a series is told by whoever knows the series; here only what stands on the page is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice, takewhile

from lxml.etree import _Element

from crawler.extraction.titles import page_title
from crawler.extraction.tree import squeeze, text_of
from crawler.sources.links import Anchors

_SEGMENT = re.compile(r"[_|｜»>–—-]+")
_NAME_PART = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")
_ASIDE_NAME = re.compile(
    r"(top)?nav(i|igation)?|menu|foot(er)?|ft|hot|rank(ing)?|relate[ds]?|relation|recommend|guess|side(bar)?|aside|crumbs?|"
    r"breadcrumbs?|comments?|tags?|friend(link)?s?|login|ads?",
    re.I,
)
"""Names, or parts of names, of boxes that stand beside a page's own lists."""
_ASIDE_HEADING = re.compile(
    r"热门|热点|热榜|热搜|热度|热读|热评|排行|榜单|点击|推荐|猜你|相关|关联|延伸阅读|大家.{0,3}看|小时|一周|今日|友情链接|"
    r"(?:其他|其它|更多|往期|近期|精彩|热点)专题|滚动|最新(?:新闻|资讯|消息)|导航|24h",
    re.I,
)
_MENTIONING_NAME = re.compile(r"hot|rank(ing)?|relate[ds]?|relation|guess", re.I)
_MENTIONING_HEADING = re.compile(
    r"热门|热点|热榜|热搜|热度|热读|热评|排行|点击|猜你|相关|关联|延伸阅读|大家.{0,3}看", re.I
)
"""Of these, the lists that a machine fills with whatever else there is. What editors recommend is as good as a list."""
_MORE = re.compile(r"\W*(更多|more)?\W*", re.I)
_LISTS = frozenset(("ul", "ol", "dl", "dd", "div", "section", "table", "tbody"))
_LONGEST_HEADING = 24
_DEEP = 14
"""How many levels above an anchor are looked at."""


def names_of(root: _Element) -> tuple[str, ...]:
    """Return what a page calls itself: the pieces of its title, and headings that lead nowhere."""
    titles = [squeeze(piece) for piece in _SEGMENT.split(page_title(root))]
    headings = (
        element for element in root.iter("h1", "h2") if element.find(".//a") is None and _above(element) is None
    )
    shown = [text_of(element) or _pictured(element) for element in islice(headings, 8)]
    return tuple(dict.fromkeys(name for name in (*titles, *shown) if name))


class Headings(dict[_Element, str]):
    """What stands right above each box of a page, "" where nothing heads it: its links ask for the same boxes."""

    def __missing__(self, box: _Element) -> str:
        above = next((each for each in box.itersiblings(preceding=True) if _shown(each)), None)
        return self.setdefault(box, _heading_of(above))

    def over(self, anchor: _Element) -> Iterator[str]:
        """Yield the headings of the lists that an anchor stands in, the nearest first, two at most."""
        boxes = takewhile(lambda box: box.tag not in ("body", "html"), islice(anchor.iterancestors(), _DEEP))
        return islice((heading for box in boxes if box.tag in _LISTS and (heading := self[box])), 2)


def lists_of(pairs: Anchors, wanted: Collection[str], headings: Headings) -> tuple[frozenset[str], ...]:
    """Return the addresses of the page's own lists, those of one make together, in printed order.

    What stands in navigation, foot, hot and related lists belongs to none.
    """
    inside = [(anchor, url) for anchor, url in pairs if url in wanted and not _is_aside(anchor, headings)]
    held: dict[_Element, set[str]] = defaultdict(set)
    for anchor, url in inside:
        for box in islice(anchor.iterancestors(), _DEEP):
            held[box].add(url)
    groups: dict[tuple[str, ...], set[str]] = {}
    for anchor, url in inside:
        box = next((box for box in islice(anchor.iterancestors(), _DEEP) if len(held[box]) > 1), None)
        if box is not None or len(wanted) == 1:
            groups.setdefault(_make(box), set()).add(url)
    return tuple(map(frozenset, groups.values()))


def asides_of(pairs: Anchors, wanted: Collection[str], headings: Headings) -> frozenset[str]:
    """Return those addresses that stand in hot and related lists and nowhere else on the page."""
    beside: set[str] = set()
    own: set[str] = set()
    for anchor, url in pairs:
        if url in wanted:
            (beside if _is_mention(anchor, headings) else own).add(url)
    return frozenset(beside - own)


def _is_mention(anchor: _Element, headings: Headings) -> bool:
    boxes = islice(anchor.iterancestors(), _DEEP)
    named = any(_has_name(box, _MENTIONING_NAME) for box in boxes)
    return named or any(_MENTIONING_HEADING.search(text) for text in headings.over(anchor))


def _make(box: _Element | None) -> tuple[str, ...]:
    """Return what two lists of one make have in common: their boxes up to the body, numbers in names left out."""
    boxes = () if box is None else (box, *box.iterancestors())
    return tuple(f"{each.tag}.{re.sub(r'[0-9]+', '', each.get('class') or '')}" for each in boxes)


def _is_aside(anchor: _Element, headings: Headings) -> bool:
    return _above(anchor) is not None or any(_ASIDE_HEADING.search(text) for text in headings.over(anchor))


def _above(element: _Element) -> _Element | None:
    """Return the box beside the page's own lists that an element stands in, None where it stands in none."""
    return next((box for box in islice(element.iterancestors(), _DEEP) if _is_aside_box(box)), None)


def _is_aside_box(box: _Element) -> bool:
    if box.tag in ("nav", "footer", "aside", "form"):
        return True
    return _has_name(box, _ASIDE_NAME)


def _has_name(box: _Element, name: re.Pattern[str]) -> bool:
    names = f"{box.get('class') or ''} {box.get('id') or ''}"
    return any(name.fullmatch(part) for part in _NAME_PART.split(names))


def _heading_of(element: _Element | None) -> str:
    """Return what an element above a list says of it; "" where it is a list, a row of links or a text of its own."""
    if element is None or element.tag in ("li", "dd", "ul", "ol", "dl"):
        return ""
    several = [anchor for anchor in element.iter("a") if not _MORE.fullmatch(text_of(anchor))]
    text = _shown(element)
    most = 0 if element.tag == "dt" else 1  # a dt that is linked is an entry's headline
    return text if len(text) <= _LONGEST_HEADING and len(several) <= most else ""


def _shown(element: _Element) -> str:
    return text_of(element) if isinstance(element.tag, str) else ""


def _pictured(heading: _Element) -> str:
    return squeeze(" ".join(image.get("alt") or "" for image in heading.iter("img")))
