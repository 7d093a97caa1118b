"""Where `scrapy crawl series` begins: the composition root of a run that no command of ours started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from crawler import logs
from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from storage import ArchiveError, Busy, open_archive
from storage.configfile import ConfigError, load_config
from storage.language import say


def job_of(series: str | None = None, config: str | None = None, **wishes: Any) -> Job:
    """Begin the run that `scrapy crawl series -a series=NAME [-a config=FILE]` asks for, or end the process."""
    logs.set_up()
    try:
        return _begun(series, Path(config) if config else None, wishes)
    except (ConfigError, ArchiveError) as error:
        sys.exit(str(error))


def _begun(series: str | None, path: Path | None, wishes: dict[str, Any]) -> Job:
    config = load_config(path)
    found = config.find(series) if series else config.series[0]
    if found is None:
        sys.exit(say(f"没有叫 {series} 的系列。", f"There is no series {series}."))
    archive = open_archive(config.database)
    archive.upgrade()
    job = open_job(config, found, Wishes(**wishes), archive)
    if isinstance(job, Busy):
        sys.exit(job.sentence(found.name))
    return job
