"""The machine comments that Founder's digital papers set around each piece of a story."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

from crawler.tree import squeeze, text_of


def marked(root: _Element, name: str) -> str | None:
    """The text between `<!--<npm:NAME>-->` and its closing comment, None where it is absent or empty."""
    for comment in root.iter(etree.Comment):
        if f"<npm:{name}>" in (comment.text or ""):
            return squeeze("".join(_between(comment))) or None
    return None


def _between(comment: _Element) -> list[str]:
    parts = [comment.tail or ""]
    for sibling in comment.itersiblings():
        if sibling.tag is etree.Comment and "</npm:" in (sibling.text or ""):
            break
        parts.append(text_of(sibling) if isinstance(sibling.tag, str) else "")
        parts.append(sibling.tail or "")
    return parts
