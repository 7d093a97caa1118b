"""Where a list goes on: 下一页 in words, signs or pictures, the next number of a page bar, a script that is told of it.

No script is run: what is read of one are the addresses, names and numbers that it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.tree import squeeze, text_of
from crawler.sources.links import Anchors, absolute, declared_base, located, looks_like_article
from storage.addresses import canonical, same_host

_NEXT = re.compile(r"\W*(下一?[页頁]|后一?[页頁]|next(?:\s?page)?|older|[更较較][早旧舊](?:的.{0,4}|文章)?)\W*", re.I)
_MORE = re.compile(r"\W*(?:点击)?(?:加载|查看|显示)更多\W*")
_NEXT_NAME = re.compile(r"(?:^|[\s_-])next", re.I)
_OFF = re.compile(r"(?:^|[\s_-])(?:disabled?|nolink|inactive|forbid|gray|grey)(?:$|[\s_-])", re.I)
"""Names of what is shown and leads nowhere: 下一页 on the last page."""
_NUMBER = re.compile(r"\W?(\d{1,4})\W?")
_INTEGERS = re.compile(r"\d+")
_CALL = re.compile(
    r"createPageHTML\(\s*(?P<box>['\"][^'\"]*['\"]\s*,\s*)?(?P<pages>\d+)\s*,\s*(?P<at>\d+)\s*,"
    r"\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
"""The page bar of TRS WCM: how many pages, which we are on, and what their files are named.

Pages are counted from 0 and the second is index_1. The newer call names the box of its bar first and counts from 1, as
its files do: the second page is index_2.
"""
_VARIABLES = {name: re.compile(rf"\bvar\s+{name}\s*=\s*(\d+)") for name in ("currentPage", "countPage")}
_JOINED = re.compile(
    r"['\"][^'\"]*?(?P<name>[\w-]+)['\"]\s*\+\s*['\"]_['\"]\s*\+\s*nextPage\s*\+\s*['\"]\.['\"]\s*\+\s*['\"](?P<ending>\w+)"
)
"""The page bar that TRS WCM's handbook gives for templates: it writes its links from two numbers, counted from 0."""
_PAGE_FILE = re.compile(r"(?:page/|p/|[a-z]*[_-]?)(?:\d+[_-])*\d{1,4}(?:\.\w{2,6}|/)?", re.I)
_PAGE_QUERY = re.compile(r"(?:^|&)(?:page|p|pn|pageno|pageindex|curpage)=\d{1,4}(?=&|$)", re.I)


def next_page(root: HtmlElement, url: str, pairs: Anchors) -> str | None:
    """Return the address of the next page of the list at `url`, None at the end; `pairs` are its anchors."""
    return _said(root, pairs, url) or _numbered(pairs, url) or _scripted(root, url)


def _said(root: HtmlElement, pairs: Anchors, url: str) -> str | None:
    """Return where what says 下一页 leads: a link, a button that names an address, the page's own head."""
    for element, target in (*pairs, *_buttons(root, url)):
        if (_says_next(element) or _says_more(element, url, target)) and _turns(element, url, target):
            return target
    return None


def _buttons(root: HtmlElement, base: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield what is no link and names an address for a script to load (加载更多), and the head's link to the next."""
    base = declared_base(root, base)
    for element in root.xpath("//*[not(self::a)][@data-url or @data-href or @data-next] | //link[@rel='next']"):
        named = (element.get(name) for name in ("data-url", "data-href", "data-next", "href"))
        if target := absolute(base, next((each for each in named if each), "")):
            yield element, target
    for element in root.xpath("//*[contains(@onclick, 'location')] | //a[contains(@href, 'location')]"):
        code = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        if target := absolute(base, next(located(code), "")):
            yield element, target


def _words(element: HtmlElement) -> list[str]:
    """Return what an element says: in words, else by the texts that stand for its picture or its sign."""
    pictures = [image.get("alt") or "" for image in element.iter("img")]
    names = [element.get(name) or "" for name in ("value", "title", "aria-label")]
    return [text_of(element), *map(squeeze, (*names, *pictures))]


def _says_next(element: HtmlElement) -> bool:
    """Tell whether an element says 下一页: in words, by its relation, or by its name where it shows but a sign."""
    text, *others = _words(element)
    if "next" in (element.get("rel") or "").split() or any(_NEXT.fullmatch(each) for each in (text, *others) if each):
        return True
    return len(text) <= 2 and not text.isdecimal() and any(map(_NEXT_NAME.search, _names(element)))


def _names(element: HtmlElement) -> Iterator[str]:
    """Yield what an element is called: by its class, and by that and the tag of a box that holds nothing else."""
    yield element.get("class") or ""
    box = element.getparent()
    if box is not None and len(box) == 1:
        yield box.get("class") or ""
        yield str(box.tag)


def _says_more(element: HtmlElement, url: str, target: str) -> bool:
    """Tell whether an element loads more of this list; another list's 查看更多 leads to no page of this one."""
    loads = element.tag != "a" or element.get("data-url") or element.get("data-href") or _is_page(url, target)
    return bool(loads and _MORE.fullmatch(text_of(element)))


def _is_page(url: str, target: str) -> bool:
    """Tell whether an address may be a page of the list at another: a number in its folder, or in its query."""
    here, there = urlsplit(url), urlsplit(target)
    folder = here.path.rsplit("/", 1)[0] + "/"
    if _PAGE_QUERY.search(there.query):
        return there.path.rsplit("/", 1)[0] == folder[:-1]
    return there.path.startswith(folder) and bool(_PAGE_FILE.fullmatch(there.path.removeprefix(folder)))


def _turns(element: HtmlElement, url: str, target: str) -> bool:
    """Tell whether an element really turns the page: same host, another address, not switched off."""
    around = (element, *islice(element.iterancestors(), 1))
    off = any(_OFF.search(each.get("class") or "") or each.get("aria-disabled") == "true" for each in around)
    return canonical(target) != canonical(url) and same_host(target, url) and not off


# --- page bars -------------------------------------------------------------------------------------------------------


def _numbered(pairs: Anchors, url: str) -> str | None:
    """Return what the number behind that of this page leads to, None where none does."""
    bar = _bar(pairs, url)
    if not bar:
        return None
    current = _current(bar, url)
    return next((target for number, (_, target) in bar.items() if number == current + 1), None)


def _bar(pairs: Anchors, url: str) -> dict[int, tuple[HtmlElement, str]]:
    """Return a page bar's links by number: their addresses count as they do, up or, from the oldest page, down.

    Ranks, counts of comments and the days of a calendar are numbers, too; their addresses do not count with them.
    """
    links = [
        (int(match[1]), anchor, target)
        for anchor, target in pairs
        if (match := _NUMBER.fullmatch(text_of(anchor))) and same_host(target, url)
    ]
    others = [link for link in links if link[0] > 1 and _is_near(url, link[2])]
    up, down = [link for link in others if _counts_up(link[0], link[2])], _counting_down(others, url)
    bar = down if len(down) > len(up) else up
    # The first page's address may have no number: it is known by the box that it stands in.
    boxes = {_box(anchor) for _, anchor, _ in bar}
    first = [link for link in links if link[0] == 1 and _box(link[1]) in boxes]
    return {number: (anchor, target) for number, anchor, target in (*first, *bar)}


def _is_near(url: str, target: str) -> bool:
    """Tell whether a list's page stands in its folder or differs from it in nothing but numbers, and is no article."""
    here, there = urlsplit(url).path, urlsplit(target).path
    if looks_like_article(target) and not looks_like_article(url):
        return False
    return there.startswith(here.rsplit("/", 1)[0]) or _INTEGERS.sub("0", here) == _INTEGERS.sub("0", there)


def _box(anchor: HtmlElement) -> HtmlElement:
    """Return the box that a page bar's link shares with the others."""
    box = anchor.getparent()
    return box.getparent() if box.tag in ("li", "td", "span") and len(box) == 1 else box


def _counts_up(number: int, target: str) -> bool:
    """Tell whether a page's address has its number, or one less where a system counts from 0."""
    return not {number, number - 1}.isdisjoint(_integers(target)[-1:] + _integers(urlsplit(target).query))


def _counting_down(links: list[tuple[int, HtmlElement, str]], url: str) -> list[tuple[int, HtmlElement, str]]:
    """Return the links whose own numbers fall as those that they show rise; one alone follows this page's number."""
    sums: dict[int, list[tuple[int, HtmlElement, str]]] = {}
    for link in links:
        for last in _integers(link[2])[-1:]:
            sums.setdefault(last + link[0], []).append(link)
    longest = max(sums.values(), key=len, default=[])
    follows = [last + 1 for _, _, target in longest for last in _integers(target)[-1:]] == _integers(url)[-1:]
    return longest if len(longest) > 1 or follows else []


def _integers(text: str) -> list[int]:
    return [int(each) for each in _INTEGERS.findall(text)]


def _current(bar: dict[int, tuple[HtmlElement, str]], url: str) -> int:
    """Return the number of the page we are on: whose link leads here, which shows without one, else the first."""
    here = [number for number, (_, target) in bar.items() if canonical(target) == canonical(url)]
    if here:
        return here[0]
    shown = (int(match[1]) for text in _texts(bar) if (match := _NUMBER.fullmatch(text)))
    return next((number for number in shown if number not in bar), min(bar) - 1)


def _texts(bar: dict[int, tuple[HtmlElement, str]]) -> Iterator[str]:
    """Yield the short texts among a page bar's links."""
    box = _box(bar[max(bar)][0])
    yield squeeze(box.text or "")
    for element in box.iterdescendants("span", "strong", "b", "em", "td", "li", "a", "font", "i"):
        yield text_of(element)
        yield squeeze(element.tail or "")


# --- scripts ---------------------------------------------------------------------------------------------------------


def _scripted(root: HtmlElement, url: str) -> str | None:
    """Return the next page as a page bar's script is told of it."""
    codes = [script.text for script in root.iter("script") if script.text]
    call = next((found for code in codes if (found := _CALL.search(code))), None)
    if call is None:
        file = next(filter(None, map(_joined, codes)), "")
    elif int(call["at"]) + (not _counts_from_one(call, url)) >= int(call["pages"]):
        return None
    else:
        file = f"{call['name']}_{int(call['at']) + 1}.{call['ending']}"
    return absolute(declared_base(root, url), file) or None


def _joined(code: str) -> str:
    """Return the file of the next page that a script writes from two numbers, "" at the end and where it does not."""
    numbers = [int(found[1]) for variable in _VARIABLES.values() if (found := variable.search(code))]
    joined = _JOINED.search(code)
    if joined is None or len(numbers) < 2 or numbers[0] + 1 >= numbers[1]:
        return ""
    return f"{joined['name']}_{numbers[0] + 1}.{joined['ending']}"


def _counts_from_one(call: re.Match[str], url: str) -> bool:
    """Tell whether a page bar's call counts its pages from 1: where page 1 has a numbered file, it is the second."""
    numbered = urlsplit(url).path.endswith(f"/{call['name']}_1.{call['ending']}")
    return bool(call["box"]) and int(call["at"]) > numbered
