"""The parsed document: one parse, and the small questions that every reader of it asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Simple:
    """A selector of one tag, class or id, which is looked up without the cost of a general one."""

    tag: str
    id: str
    name: str

    def __call__(self, root: HtmlElement) -> list[HtmlElement]:
        found: list[HtmlElement]
        if self.id:
            found = _BY_ID(root, v=self.id)
        elif self.name:
            found = [element for element in _BY_CLASS(root, v=self.name) if self.name in element.get("class").split()]
        else:
            return list(root.iter(self.tag))
        return [element for element in found if not self.tag or element.tag == self.tag]


_SIMPLE = re.compile(r"^(?P<tag>[a-z][a-z0-9-]*)?(?:#(?P<id>[\w-]+)|\.(?P<name>[\w-]+))?$")
_BY_ID = etree.XPath("descendant-or-self::*[@id=$v]")
_BY_CLASS = etree.XPath("descendant-or-self::*[contains(@class, $v)]")


@lru_cache(maxsize=512)
def selectors(css: str) -> tuple[Callable[[HtmlElement], list[HtmlElement]], ...]:
    """The compiled parts of a selector list. Raises cssselect's SelectorError for a mistake in it."""
    parts = [part.strip() for part in css.split(",")] if "(" not in css and "[" not in css else [css]
    return tuple(_compiled(part) for part in parts)


def _compiled(part: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    match = _SIMPLE.match(part)
    if match and part:
        return _Simple(match["tag"] or "", match["id"] or "", match["name"] or "")
    return CSSSelector(part, translator="html")


def select(root: HtmlElement, css: str) -> Iterator[HtmlElement]:
    """The elements that a selector list names, in the list's order."""
    for find in selectors(css):
        yield from find(root)


def first(root: HtmlElement, css: str) -> HtmlElement | None:
    """The first element that a selector list names and that holds text."""
    return next((element for element in select(root, css) if text_of(element)), None)


_TEXTS = etree.XPath(".//text()[not(parent::script) and not(parent::style)]", smart_strings=False)


def text_of(element: HtmlElement) -> str:
    """All text below an element on one line, spaces folded, scripts and styles left out."""
    return squeeze("".join(_TEXTS(element)))


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
