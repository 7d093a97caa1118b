"""A PostgreSQL server that is restarted in the middle of a run: it is waited for, and the run's row tells the rest."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from support_crawl import config_of, crawl, rows, titles
from support_databases import create, postgres_server
from support_sockets import HTML, Sockets, answer, front, page

from storage import open_archive
from storage.engine import Database
from storage.errors import CannotOpen

__all__ = ["postgres_server"]

pytestmark = pytest.mark.slow  # as all that asks PostgreSQL alone


class Line:
    """The way to a real server: `cut` breaks every connection and refuses the next few, as a server that restarts."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._refusing = 0
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self, refusing: int) -> None:
        self._refusing = refusing
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()
        self.cut(0)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self._refusing:
                    self._refusing -= 1
                    client.close()
                    continue
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(self._server))
                self._open += [client, there]
                for one, other in ((client, there), (there, client)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(postgres_server: str) -> Iterator[Line]:
    folder = parse_qs(urlsplit(postgres_server).query)["host"][0]
    line = Line(next(Path(folder).glob(".s.PGSQL.*[0-9]")))
    yield line
    line.close()


@pytest.fixture
def url(line: Line, postgres_server: str) -> str:
    """The address of an archive behind the line."""
    name = f"xunli_{uuid4().hex}"
    create(postgres_server, name)
    url = f"postgresql://postgres@127.0.0.1:{line.port}/{name}"
    with open_archive(url) as archive:
        archive.upgrade()
    return url


def test_a_server_that_was_there_is_waited_for_by_whoever_has_patience(line: Line, url: str) -> None:
    with open_archive(url) as archive:
        assert archive.counts().instalments == 0
        line.cut(refusing=2)
        archive.database.patience = 60.0
        assert archive.counts().instalments == 0


def test_nobody_else_waits(line: Line, url: str) -> None:
    with open_archive(url) as archive:
        assert archive.counts().instalments == 0
        line.cut(refusing=1)
        with pytest.raises(CannotOpen):
            archive.counts()
        assert archive.counts().instalments == 0


def test_a_server_that_was_never_there_is_not_waited_for(line: Line, url: str) -> None:
    """The address may be wrong: who has a typo in it wants to know at once."""
    database = Database(url)
    database.patience = 3600.0
    line.cut(refusing=1)
    with pytest.raises(CannotOpen), database.reading():
        pass
    database.close()


@pytest.mark.parametrize("at", ["/p/2.html", "/"])
def test_a_run_whose_server_is_restarted_has_its_row_and_loses_nothing(line: Line, url: str, at: str) -> None:
    """What was under way is taken up by the same run, or by the next one where a statement was cut."""
    with Sockets(3) as server:
        config = config_of(None, url, source=[{"kind": "website", "base_url": server.base}])
        given = {"/p/2.html": answer(page(2), HTML), "/": answer(front(3), HTML)}[at]

        def restarted(_: int) -> bytes:
            line.cut(refusing=2)
            return given

        server.says[at] = restarted
        run = crawl(config)
        del server.says[at]
        assert run.complaints == ()
        assert run.ended_at is not None
        assert (run.outcome, run.error) in {("done", None), ("interrupted", "运行中数据库断开了，下次接着做")}
        assert crawl(config).outcome == "done"
        assert len(titles(config)) == 3
        assert rows(config, "SELECT id FROM runs WHERE ended_at IS NULL") == []
