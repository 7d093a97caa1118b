"""Scrapy's downloader on plain asyncio, with two things more: headers in any bytes, and a word for what is no HTTP."""

from __future__ import annotations

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Headers, Response


class NotHttp(DownloadFailedError):
    """A server answered, and its answer breaks the rules of HTTP."""


class Downloads(AiohttpDownloadHandler):
    """The handler of http and https."""

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if isinstance(error.__cause__, aiohttp.ClientResponseError):
                raise NotHttp(str(error)) from error
            raise

    @staticmethod
    def _extract_headers(response: aiohttp.ClientResponse) -> Headers:
        """Return the headers as they came: a name in GBK among them is no reason to lose the page."""
        return Headers(list(response.raw_headers))
