"""Where `scrapy crawl series` begins: the composition root of a run that no command of ours started."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import NoReturn

from crawler import logs
from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from storage import ArchiveError, Busy, open_archive
from storage.configfile import ConfigError, load_config
from storage.language import say


def job_of(series: str | None = None, config: str | None = None, **unknown: str) -> Job:
    """Begin the run that `scrapy crawl series -a series=NAME [-a config=FILE]` asks for, or end the process."""
    logs.set_up()
    for name in unknown:
        _end(
            say(
                f"没有 -a {name} 这个参数：只有 series 和 config；其余请用 xunli crawl。",
                f"There is no -a {name}, only series and config: for all else there is xunli crawl.",
            )
        )
    try:
        return _begun(series, Path(config) if config else None)
    except (ConfigError, ArchiveError) as error:
        _end(str(error))


def _begun(series: str | None, path: Path | None) -> Job:
    config = load_config(path)
    found = config.find(series) if series else config.series[0]
    if found is None:
        _end(say(f"没有叫 {series} 的系列。", f"There is no series {series}."))
    archive = open_archive(config.database)
    archive.upgrade()
    job = open_job(config, found, Wishes(), archive)
    if isinstance(job, Busy):
        _end(job.sentence(found.name))
    return job


def _end(sentence: str) -> NoReturn:
    """End the process with a sentence and nothing else: asyncio would print where in Scrapy's loop it was said."""
    logging.getLogger("asyncio").setLevel("CRITICAL")
    sys.exit(sentence)
