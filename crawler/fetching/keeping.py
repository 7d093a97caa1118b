"""Keeps answers before their requests count as done, and asks for no answer that is kept already.

    request → answered since the backfill began? → the kept answer, no request
            → known with a validator? → conditional → 304 → believed? → the kept bytes, as unchanged
                                                          → this one is checked → the same request in full
    answer  → kept → spider

A run that is killed then has asked in vain for no more addresses than were in flight: what was answered is kept, and
the backfill that goes on finds it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol, Self, cast

import structlog
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.documents import KEPT_AT, UNCHANGED, document_of
from storage.errors import ArchiveError
from storage.running.heard import Heard

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.keeper import Keeper
    from crawler.life import Life

KEEP: Final = "keep"
"""Name of the request's meta value that says that its answer is kept as it comes: what no article is made of."""
FRESH: Final = "fresh"
"""Name of the meta value that says how old a kept answer may be (a timedelta) to stand for a new one."""
CHASE: Final = "chase"
"""Name of what a request for an article, and no other, hands to its callback."""
FRONT_FRESH: Final = timedelta(hours=12)
"""How old the kept front of a list may be in a backfill that goes on: what is new stands there and nowhere else."""
_HEARD: Final = "heard"
_IN_FULL: Final = "in_full"
_CONDITIONS: Final = ("If-None-Match", "If-Modified-Since")

log = structlog.get_logger()


class Remembering(Protocol):
    """What the middleware needs to know of the spider's job.

    asked_since  the moment since which nothing is asked twice, None where everything is
    in_full      whether every answer is wanted whole
    """

    keeper: Keeper
    life: Life

    @property
    def asked_since(self) -> datetime | None: ...

    @property
    def in_full(self) -> bool: ...

    def now(self) -> datetime: ...


class Keeping:
    """The downloader middleware that stands nearest to the spider: it sees what the spider will see."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _job(self) -> Remembering:
        return cast("Remembering", self._crawler.spider.job)  # type: ignore[union-attr]

    async def process_request(self, request: Request) -> Response | None:
        with self._ending():
            return await self._known(request)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        with self._ending():
            return await self._taken(request, response)

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """End the run where its archive fails: to Scrapy that is a failure of one request, and no fault of its page."""
        try:
            yield
        except ArchiveError as error:
            self._job.life.fail(error)
            raise

    async def _known(self, request: Request) -> Response | None:
        if request.callback is NO_CALLBACK or _HEARD in request.meta or _IN_FULL in request.meta:
            return None
        heard = await self._job.keeper.heard(_asked(request))
        if heard is None:
            return None
        if self._stands(heard, request):
            request.meta[KEPT_AT] = heard.answered_at
            return await self._kept(heard)
        if not self._job.in_full and heard.validators:
            request.meta[_HEARD] = heard
            for name, value in heard.validators.items():
                request.headers[name] = value
        return None

    async def _taken(self, request: Request, response: Response) -> Response | Request:
        if request.callback is NO_CALLBACK or KEPT_AT in request.meta:  # robots.txt; an answer that was kept before
            return response
        heard: Heard | None = request.meta.get(_HEARD)
        if response.status == 304 and heard is not None:
            if await self._job.keeper.believe(heard.url, is_article=CHASE in request.cb_kwargs):
                return await self._kept(heard, UNCHANGED)
            return _in_full(request, heard)
        checked: Heard | None = request.meta.get(_IN_FULL)
        if checked is not None and response.status == 200 and not checked.is_same(response.body):
            log.warning("unchanged.lied", url=checked.url)
            await self._job.keeper.distrust(checked.url)
        if request.meta.get(KEEP) or self._job.asked_since is not None:
            await self._job.keeper.keep(document_of(response, _asked(request), self._job.now()))
        return response

    def _stands(self, heard: Heard, request: Request) -> bool:
        """Tell whether the kept answer is as good as a new one: it came since the backfill began."""
        since = self._job.asked_since
        fresh: timedelta | None = request.meta.get(FRESH)
        if since is not None and fresh is not None:
            since = max(since, self._job.now() - fresh)
        return since is not None and heard.answered_at >= since

    async def _kept(self, heard: Heard, *flags: str) -> Response:
        document = await self._job.keeper.document(heard.document_id)
        return Response(document.url, document.status, dict(document.headers), document.body, list(flags))


def _asked(request: Request) -> str:
    """Return the address that was asked for first, before any redirect."""
    led: list[str] = request.meta.get("redirect_urls") or [request.url]
    return led[0]


def _in_full(request: Request, heard: Heard) -> Request:
    """Return the request without its conditions: what it brings shows whether the 304 was true."""
    meta = {name: value for name, value in request.meta.items() if name != _HEARD} | {_IN_FULL: heard}
    again = request.replace(meta=meta, priority=request.priority + 1)
    for name in _CONDITIONS:
        again.headers.pop(name, None)
    return again
