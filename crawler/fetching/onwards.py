"""Pages that are there to lead on: a refresh or a script names another address, and there is nothing else to read.

    200 → hardly any text? → <meta refresh>, Refresh: or location = "…" → that address, on hosts of ours

A page that is to be read and comes again by itself every few minutes, as front pages do, stays what it is; so does a
check that sets a cookie first: whoever is sent on without it comes back to the check.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from scrapy.http.request import NO_CALLBACK

from crawler.extraction.tree import parse, text_of
from crawler.fetching.keeping import KEEP
from crawler.fetching.redirects import astray
from crawler.sources.epaper import HOME
from crawler.sources.links import located
from storage.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement
    from scrapy import Request
    from scrapy.http import Response

LARGEST: Final = 1 << 14
"""Bytes, and characters of text, up to which a page may be one that only leads on."""
MOST_WORDS: Final = 80
SOONEST: Final = 10.0
"""Seconds within which it does so."""
MOST: Final = 5
"""How many such pages may follow one another."""

_SAYS = re.compile("refresh|location", re.I)
"""What a page that leads on says: of others, nearly all, nothing more is asked."""
_REFRESH = re.compile(r"\s*(\d+(?:\.\d*)?)\s*[;,]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"\s][^'\"]*)", re.I)


class Onwards:
    """The downloader middleware that asks for what such a page names in its place."""

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status != 200 or _is_no_page(request):
            return response
        url = leads_to(response.body, _headers(response), response.url)
        if url is None:
            return response
        been = [*request.meta.get("redirect_urls", []), request.url]
        if url in been:
            return response
        if len(been) > MOST:
            raise astray(len(been))
        return request.replace(url=url, meta=request.meta | {"redirect_urls": been})


def _is_no_page(request: Request) -> bool:
    """Tell robots.txt and an e-paper's pages: its home page leads on, too, and its source reads where to."""
    home = urlsplit(request.url).path.endswith(f"/{HOME}")
    return request.callback is NO_CALLBACK or bool(request.meta.get(KEEP)) or home


def _headers(response: Response) -> dict[str, str]:
    names = ("Content-Type", "Refresh")
    return {name.lower(): (response.headers.get(name) or b"").decode("latin-1") for name in names}


def leads_to(body: bytes, headers: Mapping[str, str], url: str) -> str | None:
    """Return the address that a page is there to lead to, None for any other page."""
    if len(body) > LARGEST:
        return None
    page, header = decode(body, headers).text, headers.get("refresh", "")
    if not header and not _SAYS.search(page):
        return None
    root = parse(page)
    if root is not None and len(text_of(root)) > MOST_WORDS:
        return None
    return next(_named(root, header, url), None)


def _named(root: HtmlElement | None, header: str, url: str) -> Iterator[str]:
    refreshes = [] if root is None else root.xpath("//meta[not(ancestor::noscript)][@content]")
    told = [each.get("content") for each in refreshes if (each.get("http-equiv") or "").strip().lower() == "refresh"]
    for content in (header, *told):
        if (found := _REFRESH.match(content)) and float(found[1]) <= SOONEST:
            yield from _absolute(url, found[2])
    code = "" if root is None else "\n".join(script.text or "" for script in root.iter("script"))
    if "cookie" not in code and "userAgent" not in code:
        for named in located(code):
            yield from _absolute(url, named)


def _absolute(url: str, named: str) -> Iterator[str]:
    """Yield the address where it is one of another page."""
    try:
        target = urlsplit(urljoin(url, named.strip()))._replace(fragment="")
    except ValueError:
        return
    if target.scheme in ("http", "https") and target.netloc and target.geturl() != url:
        yield target.geturl()
