"""robots.txt as RFC 9309 reads it: missing (4xx) allows all; where it cannot be had, nothing is allowed.

robots.txt → its first half megabyte → may this be asked? how long between two requests?
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser

from crawler.fetching.manners import RobotsFail, RobotsUnread
from crawler.fetching.statuses import TOO_MANY

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

READ: Final = 500 * 1024
"""Bytes of a robots.txt that are read: so many the RFC asks for, and what is longer is no robots.txt."""
LONGEST_DELAY: Final = 60.0
"""Seconds between two requests up to which a site's Crawl-delay is kept: with more, a list would take days."""


class Robots(RobotsTxtMiddleware):
    """Asks once a host and run, and keeps the site's own delay where it is longer than ours."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, Exception] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        await super().process_request(request)
        host = urlsplit(request.url).netloc
        if host in self._unread and not request.meta.get("dont_obey_robotstxt"):
            raise RobotsUnread(self._unread[host])

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return a host's rules, to one after the other of those who wait for them.

        Scrapy hands them to the first who waits alone: to the others it says that there are none.
        """
        async with self._asking[urlsplit(request.url).netloc]:
            return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == TOO_MANY:
            self._unread[netloc] = RobotsFail(response.status)
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response.replace(body=response.body[:READ]), netloc, request)
        rules = self._parsers[netloc]
        if isinstance(rules, RobotParser):
            self._keep_delay(request, rules)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):  # one that leads to another host is as good as none
            self._unread[netloc] = exc
        super()._robots_error(exc, netloc)

    def _keep_delay(self, request: Request, rules: RobotParser) -> None:
        """Space the requests to a host as it asks: those of now, and those after its slot was given up for a while."""
        agent = self._robotstxt_useragent or self._default_useragent
        wanted = min(rules.crawl_delay(agent) or 0.0, LONGEST_DELAY)
        engine = self.crawler.engine
        assert engine is not None
        if wanted > self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            host = urlsplit(request.url).hostname or ""
            engine.downloader.per_slot_settings[host] = {"delay": wanted}
            if host in engine.downloader.slots:
                engine.downloader.slots[host].delay = wanted
