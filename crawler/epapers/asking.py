"""A request for a page of an e-paper: who reads its answer, who is told that none came, and its place in line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.documents import KEPT_AT, document_of
from crawler.fetching.keeping import FRESH, KEEP
from crawler.job import Job
from crawler.sources.epaper import Epaper
from storage.values import Document

FRONT, HOME_PAGE, BOARD, STORY = 0, 1, 2, 3
"""Priorities: an issue that was begun is read to its end before the next one, so that few are open at a time."""
Read = Callable[[Document], Awaitable[list[Request]]]
Lose = Callable[[Failure, str], Awaitable[list[Request]]]


def page_request(
    job: Job, source: Epaper, url: str, read: Read, lost: Lose, priority: int, fresh: timedelta | None = None
) -> Request:
    """Return the request for a page; `read` and `lost` give what is to be asked next. `fresh`: how old it may be."""

    async def callback(response: Response) -> AsyncIterator[Request]:
        if KEPT_AT not in response.meta:
            job.progress.asked(source.label)
        for request in await read(document_of(response, url, job.now())):
            yield request

    async def errback(failure: Failure) -> AsyncIterator[Request]:
        for request in await lost(failure, url):
            yield request

    meta = {KEEP: True} if fresh is None else {KEEP: True, FRESH: fresh}
    return Request(url, callback, errback=errback, meta=meta, priority=priority)
