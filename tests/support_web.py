"""The archive over HTTP for tests: a real server on a real archive that a real crawl of the local newspaper filled."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import quote

import uvicorn
from lxml import html

from storage.archive import Archive
from storage.config import Config
from storage.engine import Database
from web.app import create_app
from web.service import Service, Start


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.body)

    def texts(self, path: str) -> list[str]:
        """Return the text of what an XPath finds, white space folded."""
        return [" ".join(found.text_content().split()) for found in self.tree.xpath(path)]


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    port: int
    config: Config

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", path, headers)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, quote(path, safe="/?&=%+"), body, dict(headers or {}))
            got = connection.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            connection.close()


@contextmanager
def site(config: Config, start: Start | None = None) -> Iterator[Site]:
    """Serve an archive, which need not be there yet, read-only on a free port."""
    with Archive(Database(config.database, read_only=True)) as archive:
        app = create_app(Service(archive, lambda: config, start))
        server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", ws="none", log_config=None))
        listening = server.config.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield Site(listening.getsockname()[1], config)
        finally:
            server.should_exit = True
            thread.join()
            listening.close()
