"""The parsed document: one parse, and the small questions that every reader of it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.etree import HTMLParser, _Element

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_END = re.compile(r"</(?:body|html)\s*>", re.I)
"""The page's end, which stands in its middle where a template puts whole pages together. Browsers read on behind it;
the parser would put what follows beside the page's body, or into a second tree that nobody looks at."""


MOST_ATTRIBUTES = 500
"""Attributes of one tag from which all are left out: the parser compares each with each before it."""
_UNREADABLE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d)"
    r"|x0*(?:[0-8bcef]|1[\da-f]|7f|fff[ef])(?![\da-f]));?",
    re.I,
)
"""References to control characters, which word processors leave and no tree takes as a text."""
_LONG_TAG = re.compile(r"<([a-z][\w:-]*)(\s[^<>]{2000,})>", re.I)


def parse(text: str) -> _Element | None:
    """The tree of an HTML text, None where there is nothing to parse."""
    source = _LONG_TAG.sub(_without_a_flood, _END.sub("", _XML_DECLARATION.sub("", readable(text))))
    if not source.strip():
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    return root


def readable(markup: str) -> str:
    """Return HTML without references to control characters; those that stand in it as they are have gone before."""
    return _UNREADABLE.sub("", markup)


def _without_a_flood(tag: re.Match[str]) -> str:
    return f"<{tag[1]}>" if len(tag[2].split()) > MOST_ATTRIBUTES else tag[0]


class Page:
    """A parsed document with an index of its ids and classes, so that a known name costs no search."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.named: dict[str, list[_Element]] = {}
        for element in _NAMED(root):
            for name in (element.get("class") or "").split():
                self.named.setdefault(f".{name}", []).append(element)
            if identity := element.get("id"):
                self.named.setdefault(f"#{identity}", []).append(element)

    def select(self, css: str) -> Iterator[_Element]:
        """The elements that a selector list names, in its order. Raises cssselect's SelectorError for a mistake."""
        for part in selector_parts(css):
            match = _SIMPLE.match(part)
            if match is None or not part:
                yield from selector(part)(self.root)
            elif match["name"]:
                yield from (
                    element for element in self.named.get(match["name"], ()) if match["tag"] in (None, element.tag)
                )
            else:
                yield from self.root.iter(match["tag"])

    def first(self, css: str) -> _Element | None:
        """The first element that a selector list names and that holds text."""
        return next((element for element in self.select(css) if text_of(element)), None)


_NAMED = etree.XPath("descendant-or-self::*[@class or @id]")
_SIMPLE = re.compile(r"^(?P<tag>[a-z][a-z0-9-]*)?(?P<name>[.#][\w-]+)?$")


def selector_parts(css: str) -> list[str]:
    """The selectors of a list; one with brackets is left whole."""
    return [css] if "(" in css or "[" in css else [part.strip() for part in css.split(",")]


@lru_cache(maxsize=512)
def selector(css: str) -> CSSSelector:
    """A compiled CSS selector. Raises cssselect's SelectorError for a mistake in it."""
    return CSSSelector(css, translator="html")


_TEXTS = etree.XPath(".//text()[not(parent::script) and not(parent::style)]", smart_strings=False)


def text_of(element: _Element) -> str:
    """All text below an element on one line, spaces folded, scripts and styles left out."""
    if len(element) == 0 and isinstance(element.tag, str):  # most have nothing below them
        return "" if element.tag in ("script", "style") else squeeze(element.text or "")
    return squeeze("".join(_TEXTS(element)))


def squeeze(text: str) -> str:
    """The text with every run of white space as one space and none at the ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def metas(root: _Element) -> dict[str, str]:
    """The page's meta tags by name, property or itemprop in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        # One CMS misspells the attribute (site-facts 2.3).
        content = meta.get("content") or meta.get("contecent")
        if name and content:
            found.setdefault(name.strip().lower(), squeeze(content))
    return found
