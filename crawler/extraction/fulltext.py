"""The CMS's call for the whole text of a long article (site-facts 2.4): where a page offers it, what it answers. Pure.

    page of a part, with 阅读全文 → address of the call → callback({"content": "<p>…"}) → a page that holds the content

The answer is data: JSON between the callback's brackets and nothing else, read as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element

from storage.encoding import legible

CALLBACK = "xunli"
BOX = "xunli-full-text"
"""Id of the element that holds the content in the page made of an answer."""

_MOST_ABOVE = 3
"""Lines that a page may print above the text that the call brings: 引题, a caption, a marker."""
_CALL = "action=fulltext"
_JSONP = re.compile(r"\s*[A-Za-z_$][\w$.]*\s*\(\s*(?P<json>\{.*\})\s*\)\s*;?\s*", re.S)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>\\]+?/?\?[^\s\"'<>\\]*|/\?app=[^\s\"'<>\\]*")
_APPLICATION = re.compile(r"((?:https?:)?//[\w.:-]+/)\?app=")
_NUMBER = re.compile(r"contentid[\"']?\s*[=:]\s*[\"']?(\d+)", re.I)
_NAMED = re.compile(r"/(\d+)(?:_\d+)?\.\w+$")
_SAYING = etree.XPath("//@*[contains(., '?app=')] | //script/text()", smart_strings=False)
_OFFERS = etree.XPath("boolean(//*[@id='show-all-cont'])")


def call_for(root: _Element, url: str) -> str | None:
    """Return the address that brings the whole text, None where the page of a part offers none.

    Its script names the address, or there is its 阅读全文 button and the application's host is named for other calls.
    """
    said: list[str] = _SAYING(root)
    named = next(_named(said), None)
    if named is None and not _OFFERS(root):
        return None
    host = next((found[1] for text in said if (found := _APPLICATION.search(text))), None)
    base = named or (f"{host}?app=article&controller=article&{_CALL}&jsoncallback=?&contentid=" if host else None)
    number = _content_id(said, url)
    if base is None or number is None:
        return None
    return _filled(urljoin(url, base), number)


def is_call(url: str) -> bool:
    """Tell whether an address is such a call."""
    return _CALL in urlsplit(url).query


def content_of(answer: str) -> str | None:
    """Return the HTML of the whole article in an answer, None where it is something else."""
    match = _JSONP.fullmatch(answer)
    try:
        told = json.loads(match["json"] if match else answer)
    except ValueError:
        return None
    value = told.get("content") if isinstance(told, dict) else None
    return legible(value) if isinstance(value, str) and value.strip() else None


def page_of(answer: str) -> str | None:
    """Return a page that holds the content of an answer, None where there is none."""
    content = content_of(answer)
    return None if content is None else f'<html><body><div id="{BOX}">{content}</div></body></html>'


def with_whole(lines: list[str], whole: list[str]) -> list[str] | None:
    """Return the lines of a first page and of the whole text as one text, None where that is not its whole.

    The whole holds all of the page's lines in their order and more; the few that the page has above them stay above.
    """
    start = next((place for place, line in enumerate(lines[: _MOST_ABOVE + 1]) if line == whole[0]), None)
    if start is None or len(whole) <= len(lines) - start or not set(whole).isdisjoint(lines[:start]):
        return None
    ahead = iter(whole)
    return [*lines[:start], *whole] if all(line in ahead for line in lines[start:]) else None


def _named(said: list[str]) -> Iterator[str]:
    for text in said:
        yield from (found for found in _ADDRESS.findall(text) if _CALL in found)


def _content_id(said: list[str], url: str) -> str | None:
    found = _NAMED.search(urlsplit(url).path) or next((hit for text in said if (hit := _NUMBER.search(text))), None)
    return found[1] if found else None


def _filled(call: str, number: str) -> str:
    """Return the call with a callback's name and the article's number in it, which scripts put in last."""
    call = re.sub(r"(callback=)[^&]*", rf"\g<1>{CALLBACK}", call)
    return re.sub(r"contentid=(?!\d)[^&]*", "", call).rstrip("&?") + f"&contentid={number}" if _lacks(call) else call


def _lacks(call: str) -> bool:
    return re.search(r"contentid=\d", call) is None
