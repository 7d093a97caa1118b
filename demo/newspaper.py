"""The programmable newspaper: prints, corrects, withdraws, breaks and counts while it serves over real HTTP.

request → counted → newest matching rule, else: robots | home everywhere | the surface's pages → validators → reply
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from hashlib import sha256
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from demo import designs, pages_lists
from demo.breakage import Breakage
from demo.damage import HTML
from demo.model import Piece
from demo.press import Press
from demo.routes import ROUTES
from demo.server import Reply, Request, Server
from demo.state import SURFACES, State

ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /user/\n"
MISSING = Reply(404, HTML, b"<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>")
OPENED = datetime(2021, 10, 26, tzinfo=UTC)
LIE = '"5d41402abc4b2a76"'


class Newspaper(Press, Breakage):
    """A newspaper with all its surfaces, each on its own host of this machine where the system has more than one.

    Use it as a context manager, or `start()` and `stop()` it. Every method may be
    called from any thread while it serves.

    robots       text of /robots.txt on every surface, or a status to answer instead
    etags        honest (from the bytes), dates (Last-Modified without ETag), lying (never change, so that a 304
                 hides a correction), or none
    requests     how often each full address was asked for; `log` has every request in order
    """

    def __init__(self, port: int = 0, one_host: bool = False, seed: int = 1) -> None:
        self._lock = threading.RLock()
        self._server = Server(SURFACES, self._answer)
        self._where = (port, one_host)
        self.state = State(self._server.urls)
        self.seed = seed
        self.robots: str | int = ROBOTS
        self.etags = "honest"
        self.requests: Counter[str] = Counter()
        self.log: list[Request] = []
        self._cache: dict[tuple[str, str], Reply] = {}
        self._changed_at = OPENED
        super().__init__()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._server.start(*self._where)

    def stop(self) -> None:
        self._server.stop()

    # the addresses

    @property
    def website(self) -> str:
        return self._server.urls["website"]

    @property
    def mobile(self) -> str:
        return self._server.urls["mobile"]

    @property
    def epaper(self) -> str:
        return self._server.urls["epaper"] + "/conpaper/qdrb"

    @property
    def classic(self) -> str:
        """Base of the e-paper in the classic Founder skin."""
        return self._server.urls["classic"] + "/paper"

    @property
    def search(self) -> str:
        """The search's address with the places `{words}` and `{page}` still open."""
        return (
            self._server.urls["search"]
            + "/?app=search&controller=index&action=search&wd={words}&page={page}&order=time"
        )

    @property
    def dailyqd(self) -> str:
        return self._server.urls["dailyqd"]

    @property
    def qingdaonews(self) -> str:
        return self._server.urls["qingdaonews"]

    @property
    def portal(self) -> str:
        return self._server.urls["portal"]

    @property
    def elsewhere(self) -> str:
        """A stranger's host that the newspaper links to and no source names."""
        return self._server.urls["elsewhere"]

    # the look of the site

    def redesign(self, name: str) -> None:
        """Moves the website to another template: one of `designs.NAMED`; "cmstop" is the first one."""
        if name not in designs.NAMED:
            raise ValueError(f"没有名为 {name} 的版式，可用：{'、'.join(designs.NAMED)}")
        with self._lock:
            self.state.design = name
            self._refresh()

    def bare_mobile(self) -> None:
        """Leaves time and source off the mobile pages, and their headline in a box without a name."""
        with self._lock:
            self.state.bare_mobile = True
            self._refresh()

    def arrange(self, lists: str | None = None, remember: int | None = None, page_size: int | None = None) -> None:
        """The website's lists: honest, loop or endless; how many entries they remember (null: all) and show a page."""
        with self._lock:
            self.state.lists = lists or self.state.lists
            self.state.remember = remember
            self.state.page_size = page_size or self.state.page_size
            self._refresh()

    def close(self, *names: str) -> None:
        """Takes surfaces (or `special`, the series' own page) off the net: every address there answers 404."""
        with self._lock:
            self.state.closed |= set(names)
            self._refresh()

    def reopen(self, *names: str) -> None:
        with self._lock:
            self.state.closed -= set(names)
            self._refresh()

    def set_issues(self, since: date | None = None, until: date | None = None, without: Iterable[date] = ()) -> None:
        """First and last day of the e-paper (null: of the printed pieces) and the days between without an issue."""
        with self._lock:
            self.state.issues_from, self.state.issues_until = since, until
            self.state.issueless = set(without)
            self._refresh()

    def search_layout(self, name: str) -> None:
        """default, or variant: the two result layouts of the CMS."""
        with self._lock:
            self.state.search_layout = name
            self._refresh()

    # counting

    def reset_counts(self) -> None:
        with self._lock:
            self.requests.clear()
            self.log.clear()

    def requests_to(self, fragment: str) -> int:
        """Requests to addresses that contain the fragment."""
        with self._lock:
            return sum(count for url, count in self.requests.items() if fragment in url)

    # answering

    def _refresh(self) -> None:
        """Called after every change; the site's date of change moves on by a second at least once a page was read."""
        now = datetime.now(UTC).replace(microsecond=0)
        self._changed_at = max(now, self._changed_at + timedelta(seconds=bool(self._cache)))
        self._cache.clear()
        self.state.changed()

    def _answer(self, request: Request) -> Reply:
        with self._lock:
            self.requests[request.url] += 1
            self.log.append(request)
            rule = next((one for one in reversed(self.rules) if one.matches(request)), None)
            if rule is None:
                return self._validated(request, self._page(request))
            rule.struck += 1
            return rule.spoil(partial(self._page, request))

    def _page(self, request: Request) -> Reply:
        if request.path == "/robots.txt":
            return self._robots()
        key = (request.surface, request.target)
        if key not in self._cache:
            self._cache[key] = self._rendered(request)
        return self._cache[key]

    def _rendered(self, request: Request) -> Reply:
        everywhere = designs.NAMED[self.state.design].lists == "home" and request.surface == "website"
        if everywhere:
            return pages_lists.home(self.state, 1)
        if request.surface in self.state.closed:
            return MISSING
        return ROUTES[request.surface](self.state, urlsplit(request.target)) or MISSING

    def _robots(self) -> Reply:
        if isinstance(self.robots, int):
            return replace(MISSING, status=self.robots)
        return Reply(200, (("Content-Type", "text/plain; charset=utf-8"),), self.robots.encode())

    def _validated(self, request: Request, reply: Reply) -> Reply:
        """Adds ETag and Last-Modified as `etags` says, and answers 304 where the reader has that state already."""
        if reply.status != 200 or self.etags == "none":
            return reply
        lying = self.etags == "lying"
        tag = LIE if lying else f'"{sha256(reply.body).hexdigest()[:16]}"'
        when = format_datetime(OPENED if lying else self._changed_at, usegmt=True)
        headers = (*reply.headers, *((("ETag", tag),) if self.etags != "dates" else ()), ("Last-Modified", when))
        asked = request.headers.get("if-none-match")
        known = asked == tag if asked is not None else request.headers.get("if-modified-since") == when
        return Reply(304, headers) if known else replace(reply, headers=headers)

    def piece(self, number: int) -> Piece:
        return self.state.pieces[number]

    def instalments(self, since: date | None = None) -> list[Piece]:
        """The series as it stands, oldest first."""
        with self._lock:
            return [piece for piece in self.state.instalments() if since is None or piece.printed_on >= since]
