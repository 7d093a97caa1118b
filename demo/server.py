"""HTTP/1.1 over plain sockets: one event loop in a thread of its own, one listening socket for each surface.

Written on asyncio's protocols because the newspaper must be able to misbehave below the level at which web
frameworks stop: send less than it announced, stall in the middle, hang up, stream what it never holds.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

BIND_ATTEMPTS = 50
STREAM_CHUNK = b"<p>\xe6\xbd\xae\xe6\xb0\xb4</p>\n" * 4096
LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; `when` is aware and in UTC, `headers` has lower-case names."""

    when: datetime
    method: str
    surface: str
    url: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer, and how badly.

    stream     bytes of filler that follow `body`, written without ever being held
    keep       send only this many bytes of the body, then hang up; None sends all
    wait       seconds to wait before the first byte; None waits for `gate` alone, 0 not at all
    gate       ends the wait early as soon as it has a result
    hang_up    close the connection without an answer
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    stream: int = 0
    keep: int | None = None
    wait: float | None = 0.0
    gate: Future[None] | None = None
    hang_up: bool = False

    @property
    def plain(self) -> bool:
        return not (self.stream or self.hang_up or self.keep is not None or self.gate is not None or self.wait)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


Answer = Callable[[Request], Reply]


def head_of(reply: Reply, close: bool) -> bytes:
    phrase = HTTPStatus(reply.status).phrase if reply.status in set(HTTPStatus) else "Unknown"
    lines = [f"HTTP/1.1 {reply.status} {phrase}", *(f"{name}: {value}" for name, value in reply.headers)]
    if reply.status != 304:
        lines.append(f"Content-Length: {len(reply.body) + reply.stream}")
    lines.append("Connection: close" if close else "Connection: keep-alive")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class Connection(asyncio.Protocol):
    """One client's connection: requests are answered one after another, in order."""

    def __init__(self, server: Server, surface: str) -> None:
        self.server, self.surface = server, surface
        self.buffer = b""
        self.task: asyncio.Task[None] | None = None
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.server.connections.discard(self)
        if self.task is not None:
            self.task.cancel()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.task is None:
            self.serve()

    def serve(self) -> None:
        while self.task is None and (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head, self.buffer = self.buffer[:end], self.buffer[end + 4 :]
            self.respond(head.decode("latin-1"))
        if len(self.buffer) > LONGEST_HEAD:
            self.transport.close()

    def respond(self, head: str) -> None:
        first, *rest = head.split("\r\n")
        method, target, version = [*first.split(" "), "", ""][:3]
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        close = version != "HTTP/1.1" or headers.get("connection", "").lower() == "close"
        url = self.server.urls[self.surface] + target
        reply = self.server.answer(Request(datetime.now(UTC), method, self.surface, url, target, headers))
        if reply.plain:
            self.transport.write(head_of(reply, close) + (b"" if method == "HEAD" else reply.body))
            if close:
                self.transport.close()
        else:
            self.task = asyncio.get_running_loop().create_task(self.misbehave(reply, method, close))

    async def misbehave(self, reply: Reply, method: str, close: bool) -> None:
        await self.hold(reply)
        if reply.hang_up:
            self.transport.abort()
            return
        self.transport.write(head_of(reply, close))
        if method != "HEAD":
            self.transport.write(reply.body[: reply.keep])
            await self.pour(reply.stream)
        if close or reply.keep is not None:
            self.transport.close()
        self.task = None
        self.serve()

    async def hold(self, reply: Reply) -> None:
        if reply.gate is not None:
            await asyncio.wait({asyncio.shield(asyncio.wrap_future(reply.gate))}, timeout=reply.wait)
        elif reply.wait:
            await asyncio.sleep(reply.wait)

    async def pour(self, remaining: int) -> None:
        while remaining > 0:
            await self.writable.wait()
            self.transport.write(STREAM_CHUNK[:remaining])
            remaining -= len(STREAM_CHUNK)
            await asyncio.sleep(0)


def listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def one_port(count: int, port: int) -> list[socket.socket]:
    """Listens on 127.0.0.1, 127.0.0.2, … at one port; where only 127.0.0.1 exists, on a port for each."""
    listeners: list[socket.socket] = []
    try:
        for number in range(1, count + 1):
            listeners.append(listening(f"127.0.0.{number}", listeners[0].getsockname()[1] if listeners else port))
    except OSError as error:
        for listener in listeners:
            listener.close()
        if error.errno == errno.EADDRNOTAVAIL:
            return [listening("127.0.0.1", port if number == 0 else 0) for number in range(count)]
        raise
    return listeners


def listen_for(count: int, port: int, one_host: bool) -> list[socket.socket]:
    if one_host:
        return [listening("127.0.0.1", port if number == 0 else 0) for number in range(count)]
    for attempt in range(BIND_ATTEMPTS):
        try:
            return one_port(count, port)
        except OSError as error:
            if port or error.errno != errno.EADDRINUSE or attempt == BIND_ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


@dataclass
class Server:
    """Serves `answer` for every named surface from a thread of its own; `urls` is filled by `start`."""

    surfaces: Sequence[str]
    answer: Answer
    urls: dict[str, str] = field(default_factory=dict)
    connections: set[Connection] = field(default_factory=set)

    def start(self, port: int = 0, one_host: bool = False) -> None:
        listeners = listen_for(len(self.surfaces), port, one_host)
        for surface, listener in zip(self.surfaces, listeners, strict=True):
            host, number = listener.getsockname()
            self.urls[surface] = f"http://{host}:{number}"
        self._loop = asyncio.new_event_loop()
        self._open: list[asyncio.Server] = []
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listeners, ready), name="newspaper", daemon=True)
        self._thread.start()
        ready.wait()

    def _run(self, listeners: list[socket.socket], ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen(listeners))
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._close())
        self._loop.close()

    async def _listen(self, listeners: list[socket.socket]) -> None:
        loop = asyncio.get_running_loop()
        for surface, listener in zip(self.surfaces, listeners, strict=True):
            self._open.append(await loop.create_server(partial(Connection, self, surface), sock=listener))

    async def _close(self) -> None:
        for opened in self._open:
            opened.close()
        for connection in list(self.connections):
            connection.transport.abort()
        await asyncio.sleep(0)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
