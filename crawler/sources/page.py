"""A list's page as a tree, with the entries that it keeps in a script for its own pager to show. Pure.

The system that most authorities of Shandong, Jiangsu and Zhejiang use sends the first pages of a list as XML in a
script (`<script type="text/xml"><datastore>`, each entry's HTML in a CDATA section) and names where the next ones are;
that address answers with the same XML. No script is run: what stands there is the page's own HTML, only wrapped.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extraction.tree import parse
from storage.encoding import decode
from storage.values import Document

_WRAPPED = re.compile(r"<script\b[^>]*\btype\s*=\s*[\"']?text/xml\b[^>]*>(.*?)</script\s*>", re.I | re.S)
_ANSWER = re.compile(r"\s*(?:<\?xml[^>]*>)?\s*<(?!html|!doctype)\w+>\s*<", re.I)
_SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)


def root_of(document: Document) -> HtmlElement | None:
    """Return the tree of a list's page, None where it holds nothing."""
    return parse(_unwrapped(decode(document.body, document.headers).text))


def _unwrapped(text: str) -> str:
    """Return a page with the HTML that it wraps as data in its place."""
    if "<![CDATA[" not in text:
        return text
    if _ANSWER.match(text) and "<html" not in text[:400].lower():
        return f"<html><body>{_opened(text)}</body></html>"
    return _WRAPPED.sub(lambda found: _opened(found[1]), text)


def _opened(text: str) -> str:
    return _SECTION.sub(r"\1", text)
