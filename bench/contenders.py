"""The contenders, each run alone: `python -m bench.contenders NAME`, what to fetch as JSON on stdin.

All but `daily`, a later run of ours, ask for the same article pages with 16 requests at once, no delay and quiet
logs. xunli has to find the pages by reading the newspaper's lists first; the others are handed the addresses.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, Crawler, CrawlerProcess
from scrapy.http import Response

SERIES = "bench"

PLAIN: dict[str, Any] = {
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a contender is to fetch: the articles at `urls`, to be found from `website`; kept in `folder`."""

    website: str
    mobile: str
    urls: tuple[str, ...]
    folder: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @property
    def database(self) -> Path:
        return Path(self.folder) / "archive.db"


class Bare(scrapy.Spider):
    """Downloads and nothing else. `urls` is set before the start."""

    name = "bare"
    task: ClassVar[Task]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.task.urls:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Any:
        return None


class Ordinary(Bare):
    """The spider that a person would write in an hour: trafilatura in the callback."""

    name = "ordinary"

    def parse(self, response: Response) -> Any:
        from trafilatura import bare_extraction
        from trafilatura.settings import Document

        found = bare_extraction(response.body, url=response.url, with_metadata=True)
        if isinstance(found, Document):
            yield {"url": response.url, "title": found.title, "date": found.date, "text": found.text}


class Rows:
    """The item pipeline of the same hour: one row and one commit an article."""

    def open_spider(self) -> None:
        self.connection = sqlite3.connect(Ordinary.task.database)
        self.connection.execute("CREATE TABLE articles (url TEXT PRIMARY KEY, title TEXT, date TEXT, text TEXT)")

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        self.connection.execute("INSERT INTO articles VALUES (:url, :title, :date, :text)", item)
        self.connection.commit()
        return item

    def close_spider(self) -> None:
        self.connection.close()


def bare(task: Task) -> int:
    """Scrapy as `scrapy runspider` starts it; the reference."""
    return _scrapy(CrawlerProcess, Bare, task, PLAIN)


def bare_asyncio(task: Task) -> int:
    """The same spider on a plain asyncio loop, without Twisted's reactor."""
    return _scrapy(AsyncCrawlerProcess, Bare, task, PLAIN | {"TWISTED_REACTOR_ENABLED": False})


def ordinary(task: Task) -> int:
    """Scrapy, trafilatura and SQLite, put together the ordinary way."""
    _scrapy(CrawlerProcess, Ordinary, task, PLAIN | {"ITEM_PIPELINES": {Rows: 1}})
    return _rows(task, "articles")


def xunli(task: Task) -> int:
    """Our whole job, from the lists to the archive."""
    found = follow(task)
    return found["new"] + found["copy"]


def daily(task: Task) -> int:
    """The same job where the archive has it all: returns the articles unless it brought anything home."""
    found = follow(task)
    return len(task.urls) - sum(found[verdict] for verdict in ("new", "revised", "copy", "failed"))


def follow(task: Task) -> Mapping[str, int]:
    """Run one crawl of the series in this process and return its visits by verdict."""
    from crawler import logs
    from crawler.following.wishes import Wishes
    from crawler.job import Job, open_job
    from crawler.run import work
    from storage import open_archive
    from storage.configfile import parse_config

    logs.set_up("WARNING")
    config = parse_config(settings(task))
    with open_archive(config.database) as archive:
        archive.upgrade()
        job = open_job(config, config.series[0], Wishes(), archive)
        assert isinstance(job, Job)
        return {verdict.value: count for verdict, count in work(job).tally.items()}


def settings(task: Task) -> dict[str, Any]:
    """Return the configuration that follows the newspaper's one series into `task.database`."""
    source = {"kind": "website", "base_url": task.website, "mobile_url": task.mobile}
    return {
        "database": f"sqlite:///{task.database}",
        "crawl": {"delay": 0},
        "series": [{"name": SERIES, "title": "青岛改革巡礼", "match": ["改革巡礼"], "source": [source]}],
    }


CONTENDERS: Mapping[str, Callable[[Task], int]] = {
    "bare": bare,
    "bare-asyncio": bare_asyncio,
    "ordinary": ordinary,
    "xunli": xunli,
    "daily": daily,
}
"""Name → contender; each returns how many articles it has got."""


def _scrapy(
    process: type[CrawlerProcess | AsyncCrawlerProcess], spider: type[Bare], task: Task, options: dict[str, Any]
) -> int:
    spider.task = task
    running = process(options)
    crawler: Crawler = running.create_crawler(spider)
    running.crawl(crawler)
    running.start()
    assert crawler.stats is not None
    got: int = crawler.stats.get_value("downloader/response_status_count/200", 0)
    return got


def _rows(task: Task, table: str) -> int:
    connection = sqlite3.connect(task.database)
    counted: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return counted


def main() -> int:
    task = Task(**json.load(sys.stdin))
    got = CONTENDERS[sys.argv[1]](task)
    if got != len(task.urls):
        print(f"{sys.argv[1]} has {got} articles of {len(task.urls)}", file=sys.stderr)
    return int(got != len(task.urls))


if __name__ == "__main__":
    sys.exit(main())
