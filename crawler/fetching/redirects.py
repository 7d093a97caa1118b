"""Where an answer leads on to: as Scrapy follows it, with a word of our own where it leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.fetching.manners import Refused
from storage.language import say

if TYPE_CHECKING:
    from scrapy.http import Response


class LedAstray(Refused):
    """An answer leads back to where it came from, on and on, or to what is no address."""


def astray(count: int) -> LedAstray:
    """Return what ends a way of so many redirects."""
    return LedAstray(say(f"跳转了 {count} 次还没有到头", f"no end after {count} redirects"))


class Led(RedirectMiddleware):
    """Follows redirects until one comes back: whoever was sent there once would be sent there again."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            led = super().process_response(request, response)
        except IgnoreRequest as error:
            raise astray(self.max_redirect_times) from error
        except ValueError as error:
            raise LedAstray(say("跳转到的不是网址", "redirected to what is no address")) from error
        if isinstance(led, Request) and led.url in led.meta["redirect_urls"]:
            raise LedAstray(say("跳转绕回了原处", "redirected in a circle"))
        return led
