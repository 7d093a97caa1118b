"""What a page that is built by scripts tells those who run none: in its JSON-LD, in `<noscript>`, in its scripts' data.

Such a page shows nothing without its scripts, and scripts are never run here. But sites that want to be found put the
same text where search engines read it (schema.org's articleBody, a copy within noscript). It is asked for last: where
the page shows the article, what it shows is what was printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.fields import BEIJING
from crawler.extraction.lines import printed_lines
from crawler.extraction.states import SCRIPTS, Stated
from crawler.extraction.tree import readable, squeeze
from storage.encoding import legible

_DATA = etree.XPath("//script[contains(@type, 'ld+json')]/text()", smart_strings=False)
_MICRODATA = etree.XPath(
    "//*[@itemprop='datePublished' or @pubdate]/@content | //*[@itemprop='datePublished' or @pubdate]/@datetime",
    smart_strings=False,
)
_TIMES = etree.XPath("//time/@datetime", smart_strings=False)
_FIELDS = etree.XPath("//textarea[@class='article-time']/text()", smart_strings=False)
"""Where huanqiu.com keeps the moment beside the text, for its script: in milliseconds."""
_HANDED = re.compile(
    r"(?<![\w.-])(?:(?:var\s+|window\.)ct|[\"']?(?:publish_?(?:time|date)|pub_?(?:time|date)|create_?time(?:stamp)?|news_?time)[\"']?)"
    r"\s*[:=]\s*[\"'](\d{10}(?:\d{3})?|20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)[\"']",
    re.I,
)
"""The time a page hands to its scripts to be shown: seconds, as WeChat's `var ct`, or as printed (`pubtime`)."""
TOLD_AUTHOR = "told:author"
"""The name of the fact that no meta gives: who wrote a text which the page does not show."""
_DEEPEST = 6
"""Levels of JSON-LD that are looked into: a graph, its entities, their parts."""


def unscripted(root: _Element, article: Stated | None) -> Iterator[tuple[str, _Element]]:
    """Elements with the text that a page keeps for those without scripts, each with the name of its kind.

    `article` is what the page hands to its scripts.
    """
    for source in _DATA(root):
        for told in _entities(source):
            if isinstance(body := told.get("articleBody"), str):
                yield "json-ld", _element(legible(body))
    if article is not None:
        yield "state", _element(article.text)
    yield from (("noscript", element) for element in root.iter("noscript"))
    kept = (element.text or "" for element in root.iter("textarea"))
    yield from (("textarea", _element(text)) for text in kept if "</p>" in text)


def told_facts(root: _Element, article: Stated | None) -> dict[str, str]:
    """What JSON-LD, or else a script's data (`article`), says besides the text, under the names that metas have."""
    facts: dict[str, str] = {}
    if article is not None:
        facts = {"og:title": article.title, "article:published_time": _minutes(article.time), "source": article.source}
        facts[TOLD_AUTHOR] = article.author
    for told in (told for source in _DATA(root) for told in _entities(source) if told.get("articleBody")):
        facts |= {
            "og:title": _text(told.get("headline")),
            "article:published_time": _text(told.get("datePublished")),
            "source": _named(told.get("publisher")),
            TOLD_AUTHOR: _named(told.get("author")),
        }
    return {name: value for name, value in facts.items() if value}


def machine_dates(root: _Element) -> Iterator[str]:
    """When the article was published, as the page tells machines: JSON-LD, microdata, its only `<time>`, scripts."""
    for source in _DATA(root):
        yield from (_text(told.get("datePublished")) for told in _entities(source))
    yield from _MICRODATA(root)
    times = set(_TIMES(root))
    if len(times) == 1:
        yield from times
    handed = {_minute(told) for source in SCRIPTS(root) for told in _HANDED.findall(source)}
    yield from (_minute(told.strip()) for told in _FIELDS(root) if re.fullmatch(r"\s*\d{13}\s*", told))
    if len(handed) == 1:  # several are those of other articles, in a list
        yield from handed


def _minute(told: str) -> str:
    if "-" in told:
        return told[: 10 if told.endswith("00:00:00") else 16].replace("T", " ")
    return datetime.fromtimestamp(int(told[:10]), BEIJING).strftime("%Y-%m-%d %H:%M")


def _minutes(time: str) -> str:
    return _minute(time) if time.isdigit() else time


def _entities(source: str) -> Iterator[dict[str, object]]:
    try:
        yield from _objects(json.loads(source, strict=False), _DEEPEST)
    except (ValueError, RecursionError):
        return


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth and isinstance(value, dict):
        yield value
        value = list(value.values())
    if depth and isinstance(value, list):
        for part in value:
            yield from _objects(part, depth - 1)


def _element(body: str) -> _Element:
    """The lines of a text, or its HTML where a site puts that there, as an element of paragraphs."""
    if "</" in body:
        found = etree.fromstring(f"<div>{readable(body)}</div>", etree.HTMLParser(encoding="utf-8"))
        return found.find(".//div")
    box = etree.Element("div")
    for line in printed_lines(body, preformatted=True):
        etree.SubElement(box, "p").text = line
    return box


def _named(value: object) -> str:
    """The name of somebody in JSON-LD, as an object or as it stands."""
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: object) -> str:
    return squeeze(legible(value)) if isinstance(value, str) else ""
