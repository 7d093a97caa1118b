"""A page as a browser saved it: its HTML, and what the browser wrote down of where it came from and when.

MHTML        one file with all that the page shows (Chrome, Edge; Internet Explorer's .mht): the part that is the page
HTML         “saved from url=(0043)http://…” at its top
SingleFile   “url: http://…” and “saved date: …” at its top
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from crawler.extraction.filekind import is_mhtml
from storage.encoding import decode

_TOP: Final = 8192
"""Bytes of a page at whose top a browser's comment stands."""
_FROM_URL: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+?)\s*-->")
_SINGLE_FILE: Final = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url: (?P<url>https?://\S+)(?:\s+saved date: (?P<at>[^(\n]+))?"
)
_PAGES: Final = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page. `headers` are those by which its bytes are read; `url` and `at` are None where nobody says."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None
    at: datetime | None = None


def saved_page(body: bytes) -> Saved:
    """Return the page in a file; one that is of no such kind comes back as it is."""
    if is_mhtml(body):
        return _of_mhtml(body)
    top = decode(body[:_TOP], {}).text
    if found := _FROM_URL.search(top):
        return Saved(body, url=found[1])
    if found := _SINGLE_FILE.search(top):
        return Saved(body, url=found["url"], at=_as_browsers_say(found["at"] or ""))
    return Saved(body)


def _of_mhtml(body: bytes) -> Saved:
    try:
        whole = message_from_bytes(body)
        pages = [part for part in whole.walk() if part.get_content_type() in _PAGES]
    except RecursionError:  # parts within parts within parts: no browser's work
        return Saved(body)
    location = _said(whole, "Snapshot-Content-Location") or _said(whole, "Content-Location")
    page = next((part for part in pages if _said(part, "Content-Location") == location), pages[0] if pages else None)
    content = None if page is None else page.get_payload(decode=True)
    if page is None or not isinstance(content, bytes):
        return Saved(body)
    url = location or _said(page, "Content-Location")
    charset = page.get_content_charset()
    headers = {"content-type": f"text/html; charset={charset}"} if charset else {}
    return Saved(content, headers, url if url.startswith(("http://", "https://")) else None, _date_of(whole))


def _said(part: Message, name: str) -> str:
    """Return what a header says, "" without it and where it is in bytes that are no text."""
    value = part[name]
    return value if isinstance(value, str) else ""


def _date_of(whole: Message) -> datetime | None:
    with suppress(TypeError, ValueError, OverflowError):
        return _past(parsedate_to_datetime(_said(whole, "Date")))
    return None


def _as_browsers_say(told: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        return _past(datetime.strptime(told.strip(), "%a %b %d %Y %H:%M:%S GMT%z"))
    return None


def _past(at: datetime) -> datetime | None:
    """Return a moment in UTC, None for one that is yet to come."""
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at if at <= datetime.now(UTC) else None
