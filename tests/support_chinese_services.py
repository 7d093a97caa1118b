"""A local server that answers like the group bots of 企业微信, 钉钉 and 飞书, and like a plain web hook or mail host.

It refuses what they refuse (a wrong key, a bad signature, a text too long) inside an HTTP 200, as they do. What it is
told beforehand with `answers` comes first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
TOKEN = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
SECRET = "SEC0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SIGNED_HOOK = "77f0e6c2-aaaa-bbbb-cccc-0123456789ab"
HOOK = "d8f0e6c2-aaaa-bbbb-cccc-0123456789ab"

Answer = tuple[int, bytes]
HANG = (0, b"")


def told(status: int = 200, **fields: Any) -> Answer:
    """Return an answer of that status with these JSON fields."""
    return status, json.dumps(fields, ensure_ascii=False).encode()


@dataclass
class Services:
    """What arrived, and what to answer next; `base` is the address."""

    base: str = ""
    answers: deque[Answer] = field(default_factory=deque)
    texts: list[str] = field(default_factory=list)
    tried: int = 0
    hooked: list[dict[str, Any]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def port(self) -> int:
        return urlsplit(self.base).port or 0

    def answer(self, path: str, body: bytes) -> Answer:
        """Return what the service answers, and keep the text when it takes it."""
        with self.lock:
            self.tried += 1
            prepared = self.answers.popleft() if self.answers else None
        parts = urlsplit(path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return prepared or self._own(parts.path, query, json.loads(body), len(body))

    def _own(self, path: str, query: dict[str, str], payload: dict[str, Any], size: int) -> Answer:
        if path == "/cgi-bin/webhook/send":
            return self._wecom(query, payload)
        if path == "/robot/send":
            return self._dingtalk(query, payload, size)
        if path.startswith("/open-apis/bot/v2/hook/"):
            return self._feishu(path.rpartition("/")[2], payload, size)
        self.hooked.append(payload)
        return told()

    def _wecom(self, query: dict[str, str], payload: dict[str, Any]) -> Answer:
        if query.get("key") != KEY:
            return told(errcode=93000, errmsg="invalid webhook url")
        text = payload["text"]["content"]
        if len(text.encode()) > 2048:
            return told(errcode=40058, errmsg="text.content exceed max length 2048")
        self.texts.append(text)
        return told(errcode=0, errmsg="ok")

    def _dingtalk(self, query: dict[str, str], payload: dict[str, Any], size: int) -> Answer:
        if query.get("access_token") != TOKEN:
            return told(errcode=300005, errmsg="token is not exist")
        if query.get("sign") != _sign(SECRET, f"{query.get('timestamp')}\n{SECRET}"):
            return told(errcode=310000, errmsg="sign not match")
        if size > 20000:
            return told(errcode=460101, errmsg="message too long, exceed 20000 bytes")
        self.texts.append(payload[payload["msgtype"]].get("content") or payload["markdown"]["text"])
        return told(errcode=0, errmsg="ok")

    def _feishu(self, token: str, payload: dict[str, Any], size: int) -> Answer:
        if token not in (HOOK, SIGNED_HOOK):
            return told(code=19001, msg="param invalid: incoming webhook access token invalid", data={})
        if token == SIGNED_HOOK and payload.get("sign") != _sign(f"{payload.get('timestamp')}\n{SECRET}", ""):
            return told(code=19021, msg="sign match fail or timestamp is not within one hour from current time")
        if size > 20 * 1024:
            return told(code=9499, msg="Bad Request", data={})
        self.texts.append(payload["content"]["text"])
        return told(StatusCode=0, StatusMessage="success", code=0, msg="success", data={})


@contextmanager
def chinese_services() -> Iterator[Services]:
    """Serve on a free local port while the block runs."""
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = services.answer(self.path, body)
            if answer == HANG:
                services.release.wait()
                return
            status, content = answer
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Say nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        services.base = f"http://127.0.0.1:{server.server_address[1]}"
        with _served(server):
            try:
                yield services
            finally:
                services.release.set()


@contextmanager
def mail_host() -> Iterator[tuple[int, list[bytes]]]:
    """Serve SMTP, as little of it as one mail needs; give the port and the mails that arrive."""
    mails: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while command := self.rfile.readline().strip().upper():
                if command == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server, _served(server):
        yield server.server_address[1], mails


@contextmanager
def _served(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def _sign(key: str, words: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()
