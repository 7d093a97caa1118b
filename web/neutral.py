"""A kept page made harmless to look at: it shows what it says and does nothing.

The page is shown in a sandbox whose policy allows neither scripts nor requests; that is what guards the reader. What
is taken out here is what such a policy does not reach (names looked up ahead of a link, links that lead out of the
frame) and what would only be refused.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from lxml import etree, html

POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_DEAD: Final = ("script", "base", "link", "meta", "iframe", "frame", "object", "embed", "applet", "portal", "template")
_LOADING: Final = ("src", "srcset", "data", "poster", "background", "ping", "action", "formaction", "manifest")
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"


def neutral(text: str, url: str) -> bytes:
    """Return a page as UTF-8 without anything that runs or loads; where a link led is told by its title."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = html.document_fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser=parser)
    for element in list(root.iter(*_DEAD)):
        element.drop_tree()
    for element in root.iter(etree.Element):
        _still(element, url)
    head = root.find("head")
    if head is None:
        head = etree.Element("head")
        root.insert(0, head)
    head.insert(0, etree.Element("meta", charset="utf-8"))
    return bytes(etree.tostring(root.getroottree(), method="html", encoding="utf-8"))


def _still(element: etree._Element, url: str) -> None:
    attributes = element.attrib
    leads_to = attributes.pop("href", None) or attributes.pop(_XLINK, None)
    if leads_to and element.tag in ("a", "area"):
        attributes["title"] = _whole(url, leads_to)
    for name in list(attributes):
        if name.lower().startswith("on") or (name in _LOADING and not attributes[name].startswith("data:")):
            del attributes[name]


def _whole(url: str, leads_to: str) -> str:
    try:
        return urljoin(url, leads_to)
    except ValueError:
        return leads_to
