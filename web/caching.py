"""What browsers, feed readers and scripts may keep: a tag on every answer, and 304 for whoever has it already.

The tag is a hash of the answer itself. It costs making the answer, and is never wrong. What is text is sent packed to
whoever takes it so: an eighth of a long instalment, which counts on a phone. No page holds a secret that its length
could betray.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from hashlib import sha256
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC: Final = "/static/"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
"""Of a static file asked for by the hash of its content."""
ASK_AGAIN: Final = "no-cache"
"""May be kept, and is asked for again each time, which costs next to nothing where nothing is new."""
NEVER: Final = "no-store"
WORTH: Final = 1000
"""Bytes below which packing saves no packet."""
LONG: Final = 200_000
"""Bytes that take some ten milliseconds to pack; no page is so long, a file of a thousand instalments is."""
EFFORT: Final = 5
"""Of gzip: beyond it a page costs twice the time and gets a hundredth smaller."""
_TEXT: Final = re.compile(r"text/|application/(?:json|x-bibtex|atom\+xml|javascript)|image/svg\+xml")
_NONE: Final = re.compile(r"\s*q\s*=\s*0(?:\.0*)?\s*")


class Tagged:
    """Tags every successful answer to GET and HEAD, and answers 304 to whoever names the tag."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, _unkept(send))
            return
        good = scope["path"].startswith(STATIC) and scope["query_string"]
        # An endpoint that answers GET answers HEAD, too, as HTTP wants it.
        await self._app({**scope, "method": "GET"}, receive, _Tagging(scope, send, FOR_GOOD if good else ASK_AGAIN))


def _unkept(send: Send) -> Send:
    async def ruled(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Cache-Control", NEVER)
        await send(message)

    return ruled


class _Tagging:
    """Holds an answer back until it is whole."""

    def __init__(self, scope: Scope, send: Send, rule: str) -> None:
        asked = Headers(scope=scope)
        self._head = scope["method"] == "HEAD"
        self._known = asked.get("if-none-match", "")
        self._packs = _takes_gzip(asked.get("accept-encoding", ""))
        self._rule = rule
        self._send = send
        self._start: Message = {}
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            await self._answer(b"".join(self._parts))

    async def _answer(self, body: bytes) -> None:
        headers = MutableHeaders(scope=self._start)
        status = self._start["status"]
        headers.setdefault("Cache-Control", self._rule if status in (200, 206, 304) else ASK_AGAIN)
        if status == 200 and headers["Cache-Control"] != NEVER:
            headers.setdefault("ETag", f'"{sha256(body).hexdigest()[:32]}"')
        packs = self._may_be_packed(headers, body)
        if packs and "ETag" in headers:  # other bytes of the same text
            headers["ETag"] = "W/" + headers["ETag"].removeprefix("W/")
        if "ETag" in headers and _has(self._known, headers["ETag"]):
            self._start["status"] = 304
            body = b""
            for name in ("Content-Length", "Content-Type"):
                del headers[name]
        elif packs:
            body = await _packed(body)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": b"" if self._head else body})

    def _may_be_packed(self, headers: MutableHeaders, body: bytes) -> bool:
        """Say whether an answer is sent packed; caches are told where that is for whoever asks to decide."""
        is_text = _TEXT.match(headers.get("Content-Type", "")) is not None
        if self._start["status"] == 206 or not is_text or len(body) < WORTH:
            return False
        headers.add_vary_header("Accept-Encoding")
        return self._packs


async def _packed(body: bytes) -> bytes:
    """Pack an answer; a long one in a thread, so that nobody waits for it but who asked."""
    if len(body) < LONG:
        return gzip.compress(body, EFFORT, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, EFFORT, mtime=0)


def _has(if_none_match: str, tag: str) -> bool:
    given = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in given or tag.removeprefix("W/") in given


def _takes_gzip(accept_encoding: str) -> bool:
    parts = (part.partition(";") for part in accept_encoding.lower().split(","))
    weights = {name.strip(): weight for name, _, weight in parts}
    weight = weights.get("gzip", weights.get("*"))
    return weight is not None and not _NONE.fullmatch(weight)
