"""From the bytes that came over the line to those of the document: gzip, deflate, br and zstd, by what they are.

The header is a hint and no more: servers call plain bytes gzip, send gzip and do not say so, and pack what is packed.
A stream that breaks off was cut short on its way, whatever its length says: half a text is never taken for a shorter
one, as Scrapy's own reading of it would. Of an answer that names no length only the page can tell that it has its end.
A page that comes empty, as one of several servers behind an address may send it, is asked for a second time.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Final, Self

import brotli
import zstandard
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http.request import NO_CALLBACK

from storage.unbrotli import unbrotlied

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

CODINGS: Final = ("gzip", "deflate", "br", "zstd")
"""What we say that we take."""
MOST_WRAPS: Final = 3
"""How often packed bytes are unpacked that do not say that they are; of codings that are named as many count."""
MOST_MEMBERS: Final = 1024
"""Members of a gzip, frames of a zstd: blocks of 64 KB of the largest document are half as many."""

_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_STEP: Final = 1 << 16
_FED: Final = 1 << 12
"""Bytes that are given to zlib at once: what it has no use for yet it copies each time."""
_ZSTD_STEP: Final = 1 << 10  # some bytes of it may stand for a hundred thousand each
_FOOT: Final = 8
_TAIL: Final = 4096
_ENDED: Final = "ended"
"""Name of a request's meta value: what tells the bytes of the try before, which had no end either."""
_EXTRA, _NAME, _COMMENT, _CHECKED = 4, 8, 16, 2


class CutShort(Exception):
    """Packed bytes break off, or are none in the middle."""


class TooMuch(Exception):
    """More comes out than a document may hold, or in more pieces."""


class Unpacking:
    """The downloader middleware in place of Scrapy's."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ", ".join(CODINGS))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        named = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        try:
            body = unpacked(response.body, named, self._most)
        except TooMuch as error:
            raise DownloadCancelledError(str(error)) from error
        except CutShort as error:
            assert self._crawler.spider is not None
            again = get_retry_request(request, spider=self._crawler.spider, reason="cut short")
            if again is None:
                raise ResponseDataLossError(str(error)) from error
            return again
        doubtful = _is_bare(request, body) or (_is_open(response) and _has_no_end(body))
        if response.status == 200 and doubtful and (again := self._again(request, body)):
            return again
        response.headers.pop("Content-Encoding", None)
        return response if body is response.body else response.replace(body=body)

    def _again(self, request: Request, body: bytes) -> Request | None:
        """Return the request once more for a page that may have been cut short; None where it is the same each time.

        Raises ResponseDataLossError where it ends elsewhere at every try.
        """
        assert self._crawler.spider is not None
        mark = hash(body)
        if request.meta.get(_ENDED) == mark:
            return None
        again = get_retry_request(request, spider=self._crawler.spider, reason="no end")
        if again is None:
            raise ResponseDataLossError("no end")
        again.meta[_ENDED] = mark
        return again


def _is_bare(request: Request, body: bytes) -> bool:
    """Tell whether nothing came where a page was asked for; of a robots.txt that is an answer."""
    return not body.strip() and request.callback is not NO_CALLBACK


def _is_open(response: Response) -> bool:
    """Tell whether nothing but the connection's end says where an answer ends."""
    return "Content-Length" not in response.headers and "Transfer-Encoding" not in response.headers


def _has_no_end(body: bytes) -> bool:
    """Tell whether a page lacks its end: most templates have one, and those without it never have."""
    end = body[-_TAIL:].replace(b"\0", b"").lower()
    return b"<html" in body[:_TAIL].replace(b"\0", b"").lower() and not (b"</html" in end or b"</body" in end)


def unpacked(body: bytes, named: str, most: int) -> bytes:
    """Return a document's bytes. `named` are the codings that its header names. Raises CutShort or TooMuch."""
    for coding in reversed(named.lower().split(",")[-MOST_WRAPS:]):
        body = _undone(body, coding.strip(), most)
    for _ in range(MOST_WRAPS):
        if not body.startswith(_GZIP):
            break
        body = _undone(body, "gzip", most)
    return body


def _undone(body: bytes, coding: str, most: int) -> bytes:
    """Return bytes without a coding; as they are where they are not coded so."""
    match coding:
        case "gzip" | "x-gzip" if body.startswith(_GZIP):
            return _collected(_gunzipped(body), most)
        case "zstd" if body.startswith(_ZSTD):
            return _collected(_unstandard(body), most)
        case "deflate" | "br" if body:
            try:
                return _collected(_inflated(body) if coding == "deflate" else _unbrotlied(body), most)
            except CutShort:
                if _is_markup(body) or body.startswith(_GZIP):
                    return body
                raise
    return body


def _collected(pieces: Iterator[bytes], most: int) -> bytes:
    held, size = list[bytes](), 0
    for piece in pieces:
        size += len(piece)
        if most and size > most:
            raise TooMuch(f"{size} bytes and more")
        held.append(piece)
    return b"".join(held)


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """Yield what one gzip after another holds; what is none behind the first is filler.

    The sum at the end of each is not looked at: what has an end is whole, and some servers count wrongly.
    """
    at = 0
    for _ in range(MOST_MEMBERS):
        at = _FOOT + (yield from _stream(zlib.decompressobj(-15), body, _behind_head(body, at)))
        if not body.startswith(_GZIP, at):
            return
    raise TooMuch(f"{MOST_MEMBERS} members and more")


def _behind_head(body: bytes, start: int) -> int:
    """Return where the head of the gzip that begins at a place ends."""
    flags, at = body[start + 3 : start + 4], start + 10
    if not flags:
        raise CutShort("gzip")
    if flags[0] & _EXTRA:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags[0] & flag:
            at = body.find(b"\0", at) + 1 or len(body)
    return at + (2 if flags[0] & _CHECKED else 0)


def _inflated(body: bytes) -> Iterator[bytes]:
    """Yield what is deflated, with the head that the name asks for or, as some servers send it, without."""
    has_head = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    yield from _stream(zlib.decompressobj(15 if has_head else -15), body)


def _stream(packed: zlib._Decompress, body: bytes, at: int = 0) -> Generator[bytes, None, int]:
    """Yield what the stream that begins at a place holds, and return where it ends."""
    whole = memoryview(body)
    while not packed.eof:
        given = whole[at : at + _FED]
        try:
            piece = packed.decompress(given, _STEP)
        except zlib.error as error:
            raise CutShort(str(error)) from error
        if not given and not piece:
            raise CutShort("deflate")
        at += len(given) - len(packed.unconsumed_tail) - len(packed.unused_data)
        yield piece
    return at


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    try:
        yield from unbrotlied(body)
    except brotli.error as error:
        raise CutShort(str(error)) from error


def _unstandard(body: bytes) -> Iterator[bytes]:
    """Yield what one frame of zstd after another holds, as for gzip."""
    at = 0
    for _ in range(MOST_MEMBERS):
        packed = zstandard.ZstdDecompressor().decompressobj()
        try:
            while not packed.eof and at < len(body):
                yield packed.decompress(body[at : at + _ZSTD_STEP])
                at += _ZSTD_STEP
        except zstandard.ZstdError as error:
            raise CutShort(str(error)) from error
        if not packed.eof:
            raise CutShort("zstd")
        at = min(at, len(body)) - len(packed.unused_data)
        if not body.startswith(_ZSTD, at):
            return
    raise TooMuch(f"{MOST_MEMBERS} frames and more")


def _is_markup(body: bytes) -> bool:
    """Tell whether bytes that are said to be packed are a page as it stands."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
