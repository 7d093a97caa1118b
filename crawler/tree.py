"""The parsed document: one parse, and the small questions that every reader of it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, HTMLParser

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse(text: str) -> HtmlElement | None:
    """The tree of an HTML text, None where there is nothing to parse."""
    source = _XML_DECLARATION.sub("", text)
    if not source.strip():
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    return root if isinstance(root, HtmlElement) else None


@lru_cache(maxsize=512)
def selector(css: str) -> CSSSelector:
    """A compiled CSS selector. Raises cssselect's SelectorError for a mistake in it."""
    return CSSSelector(css, translator="html")


def select(root: HtmlElement, *selectors: str) -> Iterator[HtmlElement]:
    """The elements that the selectors name, in the selectors' order."""
    for css in selectors:
        yield from selector(css)(root)


def first(root: HtmlElement, *selectors: str) -> HtmlElement | None:
    """The first element that any selector names and that holds text."""
    return next((element for element in select(root, *selectors) if text_of(element)), None)


def text_of(element: HtmlElement) -> str:
    """All text below an element on one line, spaces folded, scripts and styles left out."""
    parts = element.xpath(".//text()[not(parent::script) and not(parent::style)]")
    return squeeze("".join(parts))


def squeeze(text: str) -> str:
    """The text with every run of white space as one space and none at the ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def metas(root: HtmlElement) -> dict[str, str]:
    """The page's meta tags by name, property or itemprop in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        # One CMS misspells the attribute (site-facts 2.3).
        content = meta.get("content") or meta.get("contecent")
        if name and content:
            found.setdefault(name.strip().lower(), squeeze(content))
    return found
