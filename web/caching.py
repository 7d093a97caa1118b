"""What browsers, feed readers and scripts may keep: a tag on every answer, and 304 for whoever has it already.

The tag is a hash of the answer itself. It costs making the answer, and is never wrong.
"""

from __future__ import annotations

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


class Tagged:
    """Tags every successful answer to GET and HEAD, and answers 304 to whoever names the tag."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, _with_rule(send, NEVER))
        elif scope["path"].startswith(STATIC):
            await self._app(scope, receive, _with_rule(send, FOR_GOOD if scope["query_string"] else ASK_AGAIN))
        else:
            # An endpoint that answers GET answers HEAD, too, as HTTP wants it.
            await self._app({**scope, "method": "GET"}, receive, _Tagging(scope, send))


def _with_rule(send: Send, rule: str) -> Send:
    async def ruled(message: Message) -> None:
        if message["type"] == "http.response.start":
            found = message["status"] in (200, 206, 304)
            MutableHeaders(scope=message).setdefault("Cache-Control", rule if found or rule == NEVER else ASK_AGAIN)
        await send(message)

    return ruled


class _Tagging:
    """Holds an answer back until it is whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._head = scope["method"] == "HEAD"
        self._known = Headers(scope=scope).get("if-none-match", "")
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
        headers.setdefault("Cache-Control", ASK_AGAIN)
        if self._start["status"] == 200 and headers["Cache-Control"] != NEVER:
            headers.setdefault("ETag", f'"{sha256(body).hexdigest()[:32]}"')
            if _has(self._known, headers["ETag"]):
                self._start["status"] = 304
                body = b""
                del headers["Content-Length"], headers["Content-Type"]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": b"" if self._head else body})


def _has(if_none_match: str, tag: str) -> bool:
    given = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in given or tag in given
