"""How a guest behaves (design 4.6): named hosts only, robots.txt, Retry-After, and a run's own budget of requests.

Downloader middlewares of Scrapy. What they refuse is an IgnoreRequest with a sentence, so that the address gets a
visit that says why it was not asked.
"""

from __future__ import annotations

import asyncio
import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest

from crawler.sources.base import strange_host
from storage.addresses import plain, stands_on
from storage.language import say

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

LONGEST_WAIT = 600.0
"""Seconds that a run waits where a site asks it to; a host that asks for more is left alone for the rest of the run."""
FOR_EVER = 366 * 86_400.0
"""Seconds beyond which nobody counts."""
LONGEST_BACKOFF = 30.0
"""Seconds between two tries of an address that failed without naming a time."""
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")


class Refused(IgnoreRequest):
    """We did not ask, by our own manners; the message is one sentence."""


class OffHost(Refused):
    """The address is on a host that no source names."""


class AskedToWait(Refused):
    """The host asked us to come back later than this run can wait."""


class BudgetSpent(Refused):
    """The run has made the requests it was allowed."""


class RobotsFail(Exception):
    """robots.txt was answered with a status that says nothing of what may be asked: the server fails, or limits us."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class RobotsUnread(Refused):
    """robots.txt could not be had, so that nobody knows what may be asked; `why` is what went wrong with it."""

    def __init__(self, why: Exception) -> None:
        super().__init__(why)
        self.why = why


class Guest(Protocol):
    """What the middlewares need to know of the spider."""

    hosts: frozenset[str]
    budget: int

    def out_of_budget(self) -> None:
        """Note that a request was refused because the budget is spent."""


class OwnHosts:
    """Refuses every address, redirects included, whose host no source names."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        if not stands_on(request.url, cast("Guest", self._crawler.spider).hosts):
            if request.meta.get("redirect_urls"):
                host = urlsplit(request.url).netloc.lower()
                raise OffHost(
                    say(
                        f"跳转到了 {host}，它不是任何来源的站点，没有跟去；网站若是搬了家，请把新地址写进配置",
                        f"leads on to {host}, no host of any source; if the site has moved, configure its new address",
                    )
                )
            raise OffHost(strange_host(request.url))
        # One host is one guest house, however a link spells it: its robots.txt and its delay are asked for by name.
        url = plain(request.url)
        return None if url == request.url else request.replace(url=url)


class Budget:
    """Counts the requests of a run and refuses those beyond its budget; robots.txt counts too."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.spent = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware._sent, signal=signals.request_reached_downloader)
        return middleware

    def _sent(self) -> None:
        self.spent += 1

    def process_request(self, request: Request) -> None:
        guest = cast("Guest", self._crawler.spider)
        if guest.budget and self.spent >= guest.budget:
            guest.out_of_budget()
            raise BudgetSpent(say("本次运行的请求额度用完了", "the run's request budget is spent"))


class Patience(RetryMiddleware):
    """Tries again what may pass, and keeps away from a host for as long as it asked (Retry-After)."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        middleware._not_before = {}
        return middleware

    _not_before: dict[str, float]
    """Host → the monotonic second before which it is not asked again."""

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        while (left := self._not_before.get(host, 0.0) - time.monotonic()) > 0:
            if left > LONGEST_WAIT:
                raise AskedToWait(
                    say(
                        f"网站要求 {left:.0f} 秒后再来，本次运行不再访问它",
                        f"the site asks to come back in {left:.0f} s",
                    )
                )
            await asyncio.sleep(left)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        wait = _retry_after(response)
        passing = response.status in self.retry_http_codes
        if wait is not None and response.status >= 300:  # also where it is no use to ask for this address again
            self._stay_away(request, wait)
        elif passing:
            self._stay_away(request, _backoff(request, self._delay))
        if passing and wait is not None and wait > LONGEST_WAIT:
            return response
        return super().process_response(request, response)

    def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        if isinstance(exception, DownloadTimeoutError):
            # A stalled address costs its whole time limit each time: one more try, no more.
            request.meta["max_retry_times"] = 1
        return super().process_exception(request, exception)

    @property
    def _delay(self) -> float:
        return self.crawler.settings.getfloat("DOWNLOAD_DELAY")

    def _stay_away(self, request: Request, seconds: float) -> None:
        host = urlsplit(request.url).netloc
        self._not_before[host] = max(self._not_before.get(host, 0.0), time.monotonic() + seconds)


def _backoff(request: Request, delay: float) -> float:
    """Return the seconds to wait after a failure that named no time: the delay, doubled at every try."""
    tries: int = request.meta.get("retry_times", 0)
    return min(delay * 2.0**tries, LONGEST_BACKOFF)


def _retry_after(response: Response) -> float | None:
    """Return the seconds that the Retry-After header asks for (a number or an HTTP date), None without a usable one.

    A date is one of the server's clock, which may be wrong: it is measured by what that clock says now.
    """
    value = _header(response, b"Retry-After")
    if _SECONDS.fullmatch(value):
        return min(float(value), FOR_EVER)
    until, now = _instant(value), _instant(_header(response, b"Date"))
    return None if until is None else max(0.0, until - (time.time() if now is None else now))


def _header(response: Response, name: bytes) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _instant(value: str) -> float | None:
    """Return an HTTP date as a Unix time, None where it is none; one without a zone is meant as GMT."""
    try:
        at = parsedate_to_datetime(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
