"""A newspaper's server on bare sockets, for what no HTTP library would send: its answers are raw bytes."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest
from support_crawl import config_of

from storage.config import Config

ROW = '<div class="pic-summary"><div class="title"><a href="{url}">{title}</a></div><time>2021-11-02</time></div>'
PAGE = (
    "<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div class=article-infos>"
    "<span class=date>2021-11-02 08:30</span></div><div class=article-content>{text}</div></body></html>"
)


def title(number: int) -> str:
    return f"青岛改革巡礼：第{number}个窗口里的变化"


def page(number: int) -> bytes:
    """An article of the series."""
    text = "".join(
        f"<p>第{number}期第{step}项：窗口把等候的日子从{number + step + 9}天减到{step}天，办事的人少跑了几趟。</p>"
        for step in range(1, 7)
    )
    return PAGE.format(title=title(number), text=text).encode()


def front(count: int) -> bytes:
    """A list of the first articles."""
    rows = "".join(ROW.format(url=f"/p/{number}.html", title=title(number)) for number in range(1, count + 1))
    return f"<html><head><meta charset=utf-8></head><body>{rows}</body></html>".encode()


def answer(body: bytes, *headers: str, status: int = 200, length: bool = True) -> bytes:
    """An answer as it goes over the wire."""
    told = [f"HTTP/1.1 {status} X", *headers, "Connection: close"]
    told += [f"Content-Length: {len(body)}"] if length else []
    return "\r\n".join([*told, "", ""]).encode() + body


TLS = b"\x16"
"""What a client's first byte is that wants https."""
COOKIE = "cookie:"
FIRST = "/p/1.html"
HTML = "Content-Type: text/html; charset=utf-8"
Say = Callable[[int], bytes]
"""What is sent when an address is asked for the n-th time, from 1."""


class Sockets:
    """The server, as a context; with `tls` it speaks https. Articles `/p/1.html` … stand where nothing else is said."""

    def __init__(self, articles: int = 1, tls: ssl.SSLContext | None = None) -> None:
        self.asked: Counter[str] = Counter()
        self.cookies: list[str] = []
        """What each request brought as its cookies, "" for none."""
        self.says: dict[str, Say] = {}
        self._articles = articles
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                if self.rfile.peek(1)[:1] == TLS:
                    self.wfile.write(answer(b"http, not https", status=400))
                    return
                path = self.rfile.readline().split(b" ")[1].decode()
                brought = ""
                while line := self.rfile.readline().decode("latin-1").strip():
                    brought = line[len(COOKIE) :].strip() if line.lower().startswith(COOKIE) else brought
                outer.cookies.append(brought)
                self.wfile.write(outer._answered(path))

        self._server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.base = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answered(self, path: str) -> bytes:
        self.asked[path] += 1
        if path in self.says:
            return self.says[path](self.asked[path])
        if path == "/":
            return answer(front(self._articles), HTML)
        number = path.removeprefix("/p/").removesuffix(".html")
        return answer(page(int(number)), HTML) if number.isdigit() else answer(b"", status=404)


@pytest.fixture
def server() -> Iterator[Sockets]:
    """A server of one article."""
    with Sockets() as sockets:
        yield sockets


def config_for(server: Sockets, database: str) -> Config:
    """Return the configuration of its website."""
    return config_of(None, database, source=[{"kind": "website", "base_url": server.base}])
