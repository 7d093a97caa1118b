"""Lists of teasers, and what else beside a text is furniture by its name or its kind."""

from __future__ import annotations

from lxml.etree import _Element

from crawler.extraction.blocks import HEADINGS
from crawler.extraction.chrome import is_chrome_element, is_file


def is_furniture(element: _Element) -> bool:
    """Whether an element is furniture by its name or kind, or as a list of teasers."""
    return is_chrome_element(element) or is_listing(element)


def is_listing(element: _Element) -> bool:
    """Whether the element is a list of teasers: most of its entries are alike and each is headed by a link."""
    if len(element) < 3:
        return False
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) < 3 or element.tag in ("p", "tr", "body"):
        return False
    tag = children[-1].tag
    if tag not in ("li", "div", "dd", "dl", "article", "section"):
        return False
    alike = [child for child in children if child.tag == tag]
    linked = sum(_is_teaser(child) for child in alike)
    return len(alike) >= 0.6 * len(children) and linked >= 0.75 * len(alike)


def _is_teaser(element: _Element) -> bool:
    """An entry headed by a link: its words come from a link for a good part, or its heading is one."""
    links = [link for link in element.findall(".//a[@href]") if not is_file(link)]
    words = max((len("".join(link.itertext()).strip()) for link in links), default=0)
    if words < 6:
        return False
    heading = any(
        link.getparent().tag in HEADINGS or link.find("h3") is not None or link.find("h4") is not None for link in links
    )
    return heading or words >= 0.25 * len("".join(element.itertext()).strip())
