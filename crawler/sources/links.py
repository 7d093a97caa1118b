"""Links of a list by meaning: its anchors, which of them lead to articles, and the entries that they make together.

anchors → wanted ones by address, several of one entry together → their words (`wording`), their days (`dated`)
Used where a list's markup is unknown, which on the real site it mostly is (site-facts 9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.tree import squeeze, text_of
from crawler.sources.dated import Boxes, days_of
from crawler.sources.wording import link_of
from storage.addresses import canonical, day_in
from storage.values import Link

_ARTICLE = re.compile(
    r"/(?:p|content|guanhai|article|a|c)/?\w*\d{3,}"
    r"|/(?!(?:node|list|index|page|more|channel)[_-]?\d)[^/]*\d{4,}[_\d]*(?:-\d{1,2})?\.s?html?$|/content_\w+\.s?html?$"
    r"|/(?:news|article|content|detail|show|view)[a-z]*(?:_[a-z]+)*_\d{5,}$",
    re.I,
)
"""Addresses that articles have on newspapers' sites: a folder for them with a number, or a page named by one."""
_NO_ARTICLE = re.compile(
    r"/(?:tags?|comments?|authors?|users?|search|lists?|channel|category)/[^/]*$"
    r"|/(?:node|list|index|default|page|more|channel)(?:[_-]\d+)*\.\w+$"
    r"|\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|mp[34]|apk|exe)$",
    re.I,
)
"""Pages about articles (of a tag, of an author, with what readers said), lists, and files."""
_CHOSEN = re.compile(r"(?:^|&)(?:id|aid|nid|\w*(?:article|content|news|doc|info|post)_?id)=\d+", re.I)
_LISTED = re.compile(
    r"/(?:lists?|channel|category|topic|special|search|tags?|comments?|login|users?|about)\.\w+(?:&|$)"
    r"|&(?:a|c|m|mod|app|do|act|action|controller)=(?:lists?|search|tags?|comments?|login)(?:&|$)",
    re.I,
)
"""An address that chooses an article by its number (`?a=show&id=7`), and one that calls itself something else."""
_INDEX = re.compile(r"/(?:index|default)\.\w+$", re.I)
_FIGURE = re.compile(r"\d")
_LOCATION = re.compile(r"(?<![\w$])location(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*(['\"])([^'\"]+)\1")
"""A script that goes to an address which stands there as it is. None is run."""
_CALLED = re.compile(
    r"(?<!\+)(?<!\+\s)(['\"])((?:https?://|\.{0,2}/)[^'\"\s<>]+|[\w./-]+\.(?:[sj]?html?|aspx?|php|jsp|do)(?:\?[^'\"\s<>]*)?)"
    r"\1(?!\s*\+)",
    re.I,
)
"""A whole address among what a call in a script is given: open(this, '/xw/7.html'). One put together is none."""
_TURNING = re.compile(r"\W*(?:(?:[首上下前后後末尾]一?|第一|最[后後]一?)[页頁]|\d{1,4})\W*")
"""What a page bar's link says. Its address may have an article's shape: a channel's number and the page's behind it."""
_OF_PAGES = re.compile(r"[页頁]|\bpages?\b", re.I)
LEAST_HEADLINE = 6
"""Characters from which a link's text is an entry's headline and no channel's name or 详情."""
_DEEPEST_ENTRY = 4
"""How many levels above its anchor an entry's own box can be: a > h3 > div > li."""
_BACKSLASHES = re.compile(r"^[^?#]*\\[^?#]*")
"""A path as Windows writes it; browsers read it as any other."""
_USELESS = ("#", "javascript:")
"""What an anchor's href begins with where it leads nowhere, or a script to the address that another attribute names."""

Anchors = Sequence[tuple[HtmlElement, str]]
"""A page's anchors with the addresses that they lead to."""


def anchors(root: HtmlElement, base: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield every anchor that leads to an http(s) address, with that address made absolute."""
    base = declared_base(root, base)
    for anchor in root.iter("a"):
        if url := absolute(base, _href(anchor)):
            yield anchor, url


def links(
    root: HtmlElement, pairs: Anchors, wanted: Callable[[str], bool], now: datetime | None = None, *, front: bool = True
) -> tuple[Link, ...]:
    """Return the wanted links, each address once with all words that stand for it and its day, in printed order.

    `pairs` are the page's anchors. `now` is when it was fetched: days may be told from there. `front`: whether it is
    the first page of its list.
    """
    chosen = [pair for pair in pairs if wanted(pair[1]) and not turns(pair[0])]
    return entries(root, chosen, pairs, now, front=front)


def entries(
    root: HtmlElement, chosen: Anchors, pairs: Anchors, now: datetime | None, *, front: bool
) -> tuple[Link, ...]:
    """Return the entries that chosen anchors make, those of one address together; `pairs` are all of the page."""
    if not chosen:  # the rule for strangers: looking for the days of none takes as long as for those of all
        return ()
    urls: dict[str, str] = {}
    together: dict[str, list[HtmlElement]] = {}
    for anchor, url in chosen:
        urls.setdefault(canonical(url), url)
        together.setdefault(canonical(url), []).append(anchor)
    keys = {anchor: canonical(url) for anchor, url in pairs if canonical(url) in urls}
    others = (anchor for anchor, _ in pairs if anchor not in keys and len(text_of(anchor)) >= LEAST_HEADLINE)
    days = days_of(root, Boxes(keys, others), urls, now, front=front)
    return tuple(link_of(urls[key], found, days.get(key)) for key, found in together.items())


def turns(anchor: HtmlElement) -> bool:
    """Tell whether a link says no more than a page bar's does: a number, 下一页. A slide's number has its headline."""
    if not _TURNING.fullmatch(text_of(anchor)):
        return False
    said = anchor.get("title") or ""
    return len(said) < LEAST_HEADLINE or bool(_OF_PAGES.search(said))


def read_anchor(anchor: HtmlElement, url: str) -> Link:
    """Return the link of an anchor with its own words only: text, else the picture's alt; and its title attribute."""
    pictures = squeeze(" ".join(image.get("alt") or "" for image in anchor.iter("img")))
    return Link(url, text_of(anchor) or pictures, squeeze(anchor.get("title") or ""))


def looks_like_article(url: str) -> bool:
    """Tell whether an address is of a shape that articles have on many sites, where the site's own is unknown."""
    parts = urlsplit(url)
    if parts.query and _CHOSEN.search(parts.query):
        return not _LISTED.search(f"{parts.path}&{parts.query}")
    if _NO_ARTICLE.search(parts.path):
        return False
    return bool(_ARTICLE.search(parts.path)) or (day_in(url) is not None and not parts.path.endswith("/"))


def may_be_article(url: str) -> bool:
    """Tell whether an address that has no article's shape may still be one's: by a figure in its end or its day.

    Without any it is a channel's or a topic's name, and so is a folder's unless it is a number and no more. What it is
    has to be told by what stands around its links.
    """
    parts = urlsplit(url)
    folder = _INDEX.sub("/", parts.path)
    path = folder.rstrip("/")
    if _NO_ARTICLE.search(path) or _LISTED.search(f"{path}&{parts.query}"):
        return False
    name = path.rpartition("/")[2]
    numbered = name.isdecimal() if folder.endswith("/") else _FIGURE.search(name)
    return bool(numbered or _CHOSEN.search(parts.query)) or day_in(url) is not None


def entry_box(anchor: HtmlElement, url: str, wanted: Callable[[str], bool], base: str) -> HtmlElement:
    """Return the largest box around an anchor that is its entry's alone; the anchor itself where there is none."""
    box = anchor
    for parent in islice(anchor.iterancestors(), _DEEPEST_ENTRY):
        if parent.tag in ("body", "html") or any(_is_anothers(each, url, wanted, base) for each in parent.iter("a")):
            break
        box = parent
    return box


def _is_anothers(anchor: HtmlElement, url: str, wanted: Callable[[str], bool], base: str) -> bool:
    target = absolute(base, anchor.get("href") or "")
    return bool(target) and target != url and (wanted(target) or len(text_of(anchor)) >= LEAST_HEADLINE)


def _href(anchor: HtmlElement) -> str:
    """Return the address that an anchor names, wherever it does."""
    href = (anchor.get("href") or "").strip()
    if href and not href.lower().startswith(_USELESS):
        return href
    code = f"{href} {anchor.get('onclick') or ''}"
    return anchor.get("data-href") or anchor.get("data-url") or next(called(code), "")


def declared_base(root: HtmlElement, url: str) -> str:
    """Return the address that a page's relative addresses start from."""
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    return urljoin(url, declared) if declared else url


def located(code: str) -> Iterator[str]:
    """Yield the addresses that a script goes to, as it names them."""
    yield from (found[2] for found in _LOCATION.finditer(code))


def called(code: str) -> Iterator[str]:
    """Yield the whole addresses that the calls in a script are given, as they are written."""
    yield from (found[2] for found in _CALLED.finditer(code))


@lru_cache(maxsize=1024)  # each anchor is looked at for itself, as a neighbour of others and as one that turns pages
def absolute(base: str, href: str) -> str:
    """Return the absolute http(s) address without user or fragment, "" for anything else: script, mail."""
    href = _BACKSLASHES.sub(lambda path: path[0].replace("\\", "/"), href.strip())
    try:
        # A template may leave the scheme out: www.example.cn/p/1.html
        named = href.lower().startswith(f"{urlsplit(base).netloc}/".lower())
        parts = urlsplit(urljoin(base, f"//{href}" if named else href))
    except ValueError:
        return ""
    usable = href and parts.scheme in ("http", "https") and parts.netloc
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    return parts._replace(netloc=host, fragment="").geturl() if usable else ""
