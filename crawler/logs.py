"""Logs: structlog events on stderr, the libraries' own lines among them, the run's id bound to each."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def set_up(level: str = "INFO") -> None:
    """Send every log line of this process to stderr: for eyes on a terminal, as JSON Lines elsewhere."""
    terminal = sys.stderr.isatty()
    last: Processor = (
        structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    final: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not terminal:
        final.append(structlog.processors.format_exc_info)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=list(_SHARED), processors=[*final, last])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("scrapy", "asyncio", "apscheduler", "alembic", "trafilatura", "httpx", "urllib3"):
        logging.getLogger(noisy).setLevel("ERROR")
    # Apprise says why a message was refused in its log alone, where `scheduler.notify` reads it; the delivery tells it.
    refusals = logging.getLogger("apprise")
    refusals.handlers[:] = [logging.NullHandler()]
    refusals.propagate = False
    refusals.setLevel("WARNING")
    # What flies out of the spider ends the run, which says so: in one sentence, with a traceback where it is a bug.
    logging.getLogger("scrapy.core.scraper").setLevel("CRITICAL")
    # A host without robots.txt for want of an answer: the request itself will say so, without a traceback.
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel("CRITICAL")


def bind_run(run_id: int, series: str) -> None:
    """Bind the run to every later line of this context."""
    structlog.contextvars.bind_contextvars(run=run_id, series=series)
