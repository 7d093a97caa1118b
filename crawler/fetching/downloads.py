"""Scrapy's downloader on plain asyncio, with headers in any bytes, and words for what is no HTTP or no TLS."""

from __future__ import annotations

from typing import Final

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError
from scrapy.http import Headers, Response

LONGEST_HEADER: Final = 64 * 1024
MOST_HEADERS: Final = 2048
LONGEST_HEAD: Final = 256 * 1024
"""Bytes of one header, headers of one answer, and bytes of them together; aiohttp's own limits are 8 KB and 128."""


class NotHttp(DownloadFailedError):
    """A server answered, and its answer breaks the rules of HTTP."""


class NoTls(DownloadConnectionRefusedError):
    """A server is there, and no https connection to it can be had: it speaks no TLS, or none that we know."""


class Downloads(AiohttpDownloadHandler):
    """The handler of http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # What browsers take: a site that sets two hundred cookies, or one of twenty kilobytes, is read by everybody.
        # None takes more together; each is held in memory, and would be kept with the page.
        self._session._max_field_size = self._session._max_line_size = LONGEST_HEADER
        self._session._max_headers = MOST_HEADERS
        # aiohttp asks again at once where a connection breaks: past the delay, the budget and the run's own count.
        self._session._retry_connection = False

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if isinstance(error.__cause__, aiohttp.ClientResponseError):
                raise NotHttp(str(error)) from error
            raise
        except DownloadConnectionRefusedError as error:
            if isinstance(error.__cause__, aiohttp.ClientSSLError):
                raise NoTls(str(error)) from error
            raise

    @staticmethod
    def _extract_headers(response: aiohttp.ClientResponse) -> Headers:
        """Return the headers as they came: a name in GBK among them is no reason to lose the page."""
        told = response.raw_headers
        if sum(len(name) + len(value) for name, value in told) > LONGEST_HEAD:
            raise NotHttp(f"{len(told)} headers")
        return Headers(list(told))
