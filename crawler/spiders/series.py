"""The spider `series`: follows one series through its sources. It holds no selector.

    source.asks() → index → links ─known?→ document ─→ snapshot
        → extract (chrome off, outline) → decide(extract, known, twins) → archive.record → revision, copies, visit
    run's end: tally → judge → complaints

It asks sources for index addresses, reads links, asks the archive which are known (the cheap question first), fetches
the rest, and writes one visit for every address it came across.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from crawler.ending import finish
from crawler.epapers.epaper import EpaperDesk
from crawler.following.articles import ArticleDesk
from crawler.following.leading import LeadDesk
from crawler.following.lists import ListDesk
from crawler.following.met import Met
from crawler.following.owed import owed
from crawler.job import Job
from crawler.outset import job_of
from crawler.settings import configured
from storage import ArchiveError


class SeriesSpider(Spider):
    """`scrapy crawl series -a series=NAME [-a config=FILE]`; `xunli crawl` hands its job over instead."""

    name = "series"

    def __init__(self, job: Job, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.hosts = job.hosts
        self.budget = job.budget
        met = Met()
        leads = LeadDesk(job, met)
        self._articles = ArticleDesk(job, met, leads)
        self._lists = ListDesk(job, met, leads, self._articles)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        job = kwargs.pop("job", None) or job_of(**kwargs)
        crawler.settings.update(configured(job.config.crawl), priority="spider")
        spider = super().from_crawler(crawler, job=job)
        crawler.signals.connect(spider.flew, signal=signals.spider_error)
        return spider

    def flew(self, failure: Failure) -> None:
        """End the run because of an error that flew out of a callback."""
        if failure.value is not None:
            self.job.life.fail(failure.value)

    def out_of_budget(self) -> None:
        """Note that the budget of requests is spent: the run pauses here."""
        self.job.life.stop_for_budget()

    async def start(self) -> AsyncIterator[Request]:
        """Yield the first requests: the wished addresses, or every list and then what is owed or due again."""
        self.job.began(self.crawler)
        backfill = await self.job.backfill()
        for request in self._articles.requests(await owed(self.job)):
            yield request
        for source, ask in self.job.lists():
            yield self._lists.request(source, ask)
        for epaper in self.job.epapers():
            yield EpaperDesk(self.job, epaper, backfill).first_request()

    def closed(self, reason: str) -> None:
        """End the run when Scrapy ends the spider, whoever started it."""
        if reason != "finished":
            self.job.life.cut_short(reason)
        try:
            finish(self.job)
        except ArchiveError as error:  # Scrapy would print where it came from; `crawler.run` meets it again and says it
            self.job.life.fail(error)
