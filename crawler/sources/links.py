"""Links of a list by meaning: anchors, the words that stand for them, the date beside them, the next page.

Used where a list's markup is unknown, which on the real site it mostly is (site-facts 9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.tree import squeeze, text_of
from storage.values import Link

_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_NEXT = re.compile(r"^\W*(下一?页|下页|后一?页|(?:点击)?(?:加载|查看)更多|更早(?:的.{0,4})?|next|older)\W*$", re.I)
_NEXT_NAME = re.compile(r"(?:^|[\s_-])next", re.I)
_ARTICLE = re.compile(
    r"/(?:p|content|guanhai|article|a|c)/?\w*\d{3,}"
    r"|/(?!(?:node|list|index|page|more|channel)_?\d)[^/]*\d{4,}[_\d]*\.s?html?$|/content_\w+\.s?html?$"
)
"""Addresses that articles have on newspapers' sites: a folder for them with a number, or a page named by one."""
_LEAST_HEADLINE = 6
"""Characters from which a link's text is another entry's headline and no channel's name or 详情."""
_DEEPEST_ENTRY = 4
"""How many levels above its anchor an entry's own box can be: a > h3 > div > li."""


def anchors(root: HtmlElement, base: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield every anchor that leads to an http(s) address, with that address made absolute."""
    base = _declared_base(root, base)
    for anchor in root.iter("a"):
        url = _absolute(base, anchor.get("href") or anchor.get("data-href") or anchor.get("data-url") or "")
        if url:
            yield anchor, url


def links(root: HtmlElement, base: str, wanted: Callable[[str], bool]) -> tuple[Link, ...]:
    """Return the wanted links, each address once with all words that stand for it, in printed order."""
    found: dict[str, Link] = {}
    for anchor, url in anchors(root, base):
        if wanted(url):
            link = _read(anchor, url, wanted, base)
            found[url] = _merged(found[url], link) if url in found else link
    return tuple(found.values())


def read_anchor(anchor: HtmlElement, url: str) -> Link:
    """Return the link of an anchor with its own words only: text, else the picture's alt; and its title attribute."""
    pictures = squeeze(" ".join(image.get("alt") or "" for image in anchor.iter("img")))
    return Link(url, text_of(anchor) or pictures, squeeze(anchor.get("title") or ""))


def next_page(root: HtmlElement, url: str) -> str | None:
    """Return the address of the next page, None at the end: 下一页, rel=next, else the next number of a page bar."""
    pairs = list(anchors(root, url))
    for element, target in (*pairs, *_buttons(root, url)):
        if _says_next(element) and _turns(element, url, target):
            return target
    numbered = _bar(pairs, url)
    if not numbered:
        return None
    current = _current_number(root, numbered)
    return numbered.get(current + 1)


def _buttons(root: HtmlElement, base: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield what is no anchor and names an address for a script to load: 加载更多."""
    base = _declared_base(root, base)
    for element in root.xpath("//*[not(self::a)][@data-url or @data-href or @data-next]"):
        named = element.get("data-url") or element.get("data-href") or element.get("data-next")
        if url := _absolute(base, named):
            yield element, url


def _says_next(element: HtmlElement) -> bool:
    """Tell whether a link says 下一页: in words, by its relation, or by its name where it shows no more than a sign."""
    text = text_of(element)
    if _NEXT.match(text) or "next" in (element.get("rel") or "").split():
        return True
    return len(text) <= 2 and not text.isdecimal() and bool(_NEXT_NAME.search(element.get("class") or ""))


def looks_like_article(url: str) -> bool:
    """Tell whether an address is of a shape that articles have on many sites, where the site's own is unknown."""
    return bool(_ARTICLE.search(urlsplit(url).path))


def date_in(text: str) -> date | None:
    """Return the first full date of a text, None without one."""
    return next(_days(text), None)


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DATE.findall(text):
        with suppress(ValueError):
            yield date(int(year), int(month), int(day))


def _read(anchor: HtmlElement, url: str, wanted: Callable[[str], bool], base: str) -> Link:
    link = read_anchor(anchor, url)
    return Link(url, link.text, link.title, date_beside(anchor, entry_box(anchor, url, wanted, base)))


def entry_box(anchor: HtmlElement, url: str, wanted: Callable[[str], bool], base: str) -> HtmlElement:
    """Return the largest box around an anchor that is its entry's alone; the anchor itself where there is none."""
    box = anchor
    for parent in islice(anchor.iterancestors(), _DEEPEST_ENTRY):
        if parent.tag in ("body", "html") or any(_is_anothers(each, url, wanted, base) for each in parent.iter("a")):
            break
        box = parent
    return box


def date_beside(anchor: HtmlElement, box: HtmlElement) -> date | None:
    """Return the date printed nearest to an anchor within its entry's box.

    Where two dates stand equally near, which is the entry's cannot be told.
    """
    own = text_of(anchor)
    around = anchor
    while around is not box and (around := around.getparent()) is not None:
        text = text_of(around)
        if found := set(_days(text.replace(own, " ") if own else text)):
            return found.pop() if len(found) == 1 else None
    return date_in(own)


def _is_anothers(anchor: HtmlElement, url: str, wanted: Callable[[str], bool], base: str) -> bool:
    target = _absolute(base, anchor.get("href") or "")
    return bool(target) and target != url and (wanted(target) or len(text_of(anchor)) >= _LEAST_HEADLINE)


def _merged(first: Link, again: Link) -> Link:
    """Join the words of two anchors of one address: a picture and a headline, say."""
    text = first.text if again.text in first.text else f"{first.text} {again.text}".strip()
    return Link(first.url, text, first.title or again.title, first.published_on or again.published_on)


def _declared_base(root: HtmlElement, url: str) -> str:
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    return urljoin(url, declared) if declared else url


@lru_cache(maxsize=1024)  # each anchor is looked at for itself, as a neighbour of others and as one that turns pages
def _absolute(base: str, href: str) -> str:
    """Return the absolute http(s) address without fragment, "" for anything else (script, mail, a broken address)."""
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    usable = href.strip() and parts.scheme in ("http", "https") and parts.netloc
    return parts._replace(fragment="").geturl() if usable else ""


def _turns(anchor: HtmlElement, url: str, target: str) -> bool:
    """Tell whether an anchor really turns the page: same host, another address, not switched off."""
    switched_off = "disabled" in (anchor.get("class") or "")
    return target != url and urlsplit(target).netloc == urlsplit(url).netloc and not switched_off


def _bar(pairs: list[tuple[HtmlElement, str]], url: str) -> dict[int, str]:
    """Return the links of a page bar by number: short numbers that lead within the list's folder."""
    folder = urlsplit(url).path.rsplit("/", 1)[0]
    return {
        int(text): target
        for anchor, target in pairs
        if (text := text_of(anchor)).isdecimal()
        and len(text) <= 4
        and urlsplit(target).netloc == urlsplit(url).netloc
        and urlsplit(target).path.startswith(folder)
    }


def _current_number(root: HtmlElement, numbered: dict[int, str]) -> int:
    """Return the number of the page we are on: the one that the bar prints without a link, else 1 below the lowest."""
    beside = {anchor.getparent() for anchor in root.iter("a") if text_of(anchor).isdecimal()}
    for box in beside - {None}:
        for child in box.iter("span", "strong", "b", "em", "td", "li", "a"):
            text = text_of(child)
            if text.isdecimal() and len(text) <= 4 and int(text) not in numbered:
                return int(text)
    return min(numbered) - 1
