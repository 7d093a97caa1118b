"""A few addresses asked for by name, outside of any run: for `probe` and `doctor`. Nothing is stored.

The same manners hold as in a run: robots.txt, the delay, Retry-After, and no host but those that are named.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.documents import document_of
from crawler.failures import is_unreachable, sentence
from crawler.fetching.manners import Refused, RobotsUnread
from storage.config import CrawlConfig
from storage.values import Document

T = TypeVar("T")
RETRIES = 1
"""Somebody is waiting for the answer: what fails is asked once more, no oftener."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An address that gave no document. `reason` is one sentence without a full stop.

    unreachable  the host did not answer at all
    ours         our own manners kept us from asking: robots.txt, a host that is not named
    robots       of these, robots.txt
    """

    url: str
    reason: str
    unreachable: bool = False
    ours: bool = False
    robots: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `hosts` are those that may be asked, with their port."""

    hosts: frozenset[str]
    _crawler: Crawler

    async def get(self, url: str) -> Document | Unanswered:
        """Return what an address answers, whatever its status, or why it gives no answer."""
        engine = self._crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(url))
        except Exception as error:  # the edge to Scrapy: whatever failed there is told as a sentence
            reason = sentence(error)
            ours = isinstance(error, IgnoreRequest)
            robots = ours and (isinstance(error, RobotsUnread) or not isinstance(error, Refused))
            return Unanswered(url, reason, is_unreachable(error), ours, robots)
        return document_of(response, url, datetime.now(UTC))


Errand = Callable[[Visitor], Awaitable[T]]


def visit(crawl: CrawlConfig, hosts: frozenset[str], errand: Errand[T]) -> T:
    """Run an errand that asks for addresses, and return what it brings. Raises whatever it raises."""
    return asyncio.run(_visit(crawl, hosts, errand))


async def _visit(crawl: CrawlConfig, hosts: frozenset[str], errand: Errand[T]) -> T:
    wanted = Settings()
    wanted.setmodule(ours, priority="project")
    wanted.update({**ours.configured(crawl), "LOG_LEVEL": "ERROR", "RETRY_TIMES": RETRIES}, priority="spider")
    wanted["DOWNLOADER_MIDDLEWARES"]["crawler.fetching.keeping.Keeping"] = None
    crawler = Crawler(_Errand, wanted)
    brought: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    await AsyncCrawlerRunner(wanted).crawl(crawler, hosts=hosts, errand=errand, brought=brought)
    return await brought


class _Errand(Spider, Generic[T]):
    """The spider that lends an errand its engine: it asks for nothing itself."""

    name = "errand"
    budget = 0

    def __init__(self, hosts: frozenset[str], errand: Errand[T], brought: asyncio.Future[T], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hosts = hosts
        self._errand = errand
        self._brought = brought

    def out_of_budget(self) -> None:
        """Nothing to note: an errand has no budget."""

    async def start(self) -> AsyncIterator[Request]:
        """Run the errand; yields nothing."""
        try:
            self._brought.set_result(await self._errand(Visitor(self.hosts, self.crawler)))
        except BaseException as error:  # handed over to whoever waits for the errand
            with suppress(asyncio.InvalidStateError):
                self._brought.set_exception(error)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request
