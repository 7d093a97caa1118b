"""Where an answer leads on to: as Scrapy follows it, with a word of our own where it leads nowhere.

No cookie is sent but to a host that leads a request back to itself until it brings one, as some load balancers and
sessions do: without it nothing there can be read. What a script would set is never set, that is a check for robots.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.fetching.manners import Refused
from storage.addresses import host_of
from storage.language import say

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

MOST_COOKIES: Final = 50
"""Cookies of one host that are kept, as browsers do."""


class LedAstray(Refused):
    """An answer leads back to where it came from, on and on, or to what is no address."""


def astray(count: int) -> LedAstray:
    """Return what ends a way of so many redirects."""
    return LedAstray(say(f"跳转了 {count} 次还没有到头", f"no end after {count} redirects"))


class Led(RedirectMiddleware):
    """Follows redirects until one comes back: whoever was sent there once would be sent there again.

    A host that handed out a cookie on the way is asked once more with it, and from then on with it.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._handed: defaultdict[str, dict[bytes, bytes]] = defaultdict(dict)
        self._needed: set[str] = set()

    def process_request(self, request: Request) -> None:
        host = host_of(request.url)
        if host in self._needed:
            request.headers["Cookie"] = self._cookies(host)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            led = super().process_response(request, response)
        except IgnoreRequest as error:
            raise astray(self.max_redirect_times) from error
        except ValueError as error:
            raise LedAstray(say("跳转到的不是网址", "redirected to what is no address")) from error
        if not isinstance(led, Request):
            return led
        self._take(host_of(request.url), response)
        if led.url in led.meta["redirect_urls"] and not self._may_enter(request, host_of(led.url)):
            raise LedAstray(say("跳转绕回了原处", "redirected in a circle"))
        return led

    def _take(self, host: str, response: Response) -> None:
        """Keep the cookies that a redirect hands out."""
        for line in response.headers.getlist("Set-Cookie"):
            name, named, value = line.partition(b";")[0].strip().partition(b"=")
            if named and len(self._handed[host]) < MOST_COOKIES:
                self._handed[host][name] = value

    def _may_enter(self, request: Request, host: str) -> bool:
        """Tell whether a host has handed out what the request did not bring, and bring it from now on."""
        cookies = self._cookies(host)
        self._needed |= {host} if cookies else set()
        return bool(cookies) and request.headers.get("Cookie") != cookies

    def _cookies(self, host: str) -> bytes:
        return b"; ".join(name + b"=" + value for name, value in self._handed[host].items())
