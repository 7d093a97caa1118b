"""Keeps an answer before its request counts as done, where the request asks for it.

A run that is killed then has asked in vain for no more addresses than were in flight: what was answered is kept, and
the backfill that goes on finds it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy import Request
    from scrapy.http import Response

    Keep = Callable[[Response], Awaitable[None]]

KEEP = "keep"
"""Name of the request's meta value that keeps its response."""


class Keeping:
    """The downloader middleware that stands nearest to the spider: it sees what the spider will see."""

    async def process_response(self, request: Request, response: Response) -> Response:
        keep: Keep | None = request.meta.get(KEEP)
        if keep is not None:
            await keep(response)
        return response
