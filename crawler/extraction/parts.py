"""Long articles that a site divides over several addresses: finding the next part, joining the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from crawler.extraction.edges import is_cut_from
from crawler.extraction.fulltext import with_whole
from crawler.extraction.titles import same_words, without_part
from crawler.extraction.tree import Page
from storage.addresses import canonical
from storage.values import Extract

_PART = re.compile(r"^(?P<stem>.*?)(?:_(?P<number>\d{1,3}))?(?P<ending>\.[a-z]{3,5})?$", re.I)
_PAGE = re.compile(r"(?:^|&)(?:page|p|pn|pageno)=(\d{1,3})(?=&|$)", re.I)
_LATER = re.compile(r"(?<=\d)_\d{1,3}(?=(?:\.[a-z]{3,5})?$)", re.I)
_HEAD = 3
"""Lines of a part among which its headline stands."""
_HREFS = etree.XPath("//a/@href", smart_strings=False)


def first_part(url: str) -> str:
    """Return the address of the article that an address names a later part of; itself where it names none.

    By its looks alone: `/p/155_2.html` is a part of `/p/155.html` where both are one site's articles, and elsewhere
    may be the second article of number 155. `content_2.html` is no part of anything.
    """
    parts = urlsplit(urldefrag(url)[0])
    if part_number(url) == 1:
        return url
    path = _LATER.sub("", parts.path)
    query = "&".join(pair for pair in parts.query.split("&") if not _PAGE.fullmatch(pair))
    return parts._replace(path=path, query=query).geturl() if (path, query) != (parts.path, parts.query) else url


def part_number(url: str) -> int:
    """Which part of its article an address names; 1 for the article's own address."""
    return int(_split(url)[1] or 1)


@lru_cache(maxsize=1024)  # an article's links lead to the same ones again and again
def _split(url: str) -> tuple[str, str | None]:
    """The place of an address without its part number, and that number: `155_2.html` or `155.html?page=2`.

    A list may name the article as `155.html?v=1`, while its own page bar says `155_2.html`.
    """
    parts = urlsplit(urldefrag(url)[0])
    match = _PART.match(parts.path)
    stem = match["stem"] + (match["ending"] or "") if match else parts.path
    page = _PAGE.search(parts.query)
    number = match["number"] if match else None
    whole = parts._replace(path=stem, query=_PAGE.sub("", parts.query)).geturl()
    return canonical(whole), number or (page[1] if page else None)


def next_part(page: Page, url: str, css: str | None = None) -> str | None:
    """The address of the following part of the same article, None on the last or only one.

    Whatever the page bar looks like, its link to the next part names the same article and the next number.
    """
    hrefs = [link.get("href") or "" for link in page.select(css)] if css else _HREFS(page.root)
    number = part_number(url) + 1
    marks = (f"_{number}", f"={number}")
    targets = (_following(href, url) for href in hrefs if css or marks[0] in href or marks[1] in href)
    return next((target for target in targets if target), None)


def _following(href: str, url: str) -> str | None:
    """The link's address where it is the part after this one of the same article."""
    if href.startswith(("javascript:", "#")):
        return None
    try:
        target = urldefrag(urljoin(url, href.strip()))[0]
        same = _split(target)[0] == _split(url)[0]
        return target if same and part_number(target) == part_number(url) + 1 else None
    except ValueError:
        return None


def join_parts(parts: Sequence[Extract]) -> Extract:
    """One extract of all parts of an article, in order. The first part's facts lead; later ones fill what it lacks.

    A headline or first line that later parts repeat, or a summary of it, is kept once; a later part that is the whole
    text (the answer of the CMS's full-text call) is all of it. Raises ValueError without any part.
    """
    if not parts:
        raise ValueError("join_parts needs at least one part")
    lead = parts[0]
    lines = lead.body.split("\n")
    opening = lines[0]
    for part in parts[1:]:
        more = _headless(part, lead.title)
        if (whole := with_whole(lines, more)) is not None:
            lines = whole
            continue
        while more and (more[0] == opening or is_cut_from(opening, more[0])):
            more = more[1:]
        lines += more
    return replace(
        lead,
        title=without_part(lead.title, 1),
        body="\n".join(lines),
        byline=_first([part.byline for part in parts]),
        editor=_first([part.editor for part in parts]),
        printed_on=next((part.printed_on for part in parts if part.printed_on), None),
        people=tuple(dict.fromkeys(person for part in parts for person in part.people)),
        related=tuple(dict.fromkeys(related for part in parts for related in part.related)),
        next_part=parts[-1].next_part,
        leads=tuple(dict.fromkeys(lead for part in parts for lead in part.leads)),
    )


def is_whole(lead: Extract, part: Extract) -> bool:
    """Tell whether a part is the whole text whose first page is `lead`."""
    return with_whole(lead.body.split("\n"), _headless(part, lead.title)) is not None


def _headless(part: Extract, title: str) -> list[str]:
    """The lines below the headline that a part repeats, maybe with its own number, and with a kicker above it."""
    lines, number = part.body.split("\n"), part_number(part.url)
    said = [at for at, line in enumerate(lines[:_HEAD]) if same_words(without_part(line, number), title)]
    return lines[said[-1] + 1 :] if said else lines


def _first(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value), None)
