"""Which tests are slow, where a whole group of them is, and which are run by one and the same test process."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

REAL_PROCESSES = (
    "test_clock_year.py", "test_archive_together.py", "test_assistant.py",
)  # fmt: skip
"""These start processes for every test: on SQLite each time, on PostgreSQL with the slow ones."""
WHOLE_ARCHIVES = ("test_reextract.py", "test_warc.py")
"""These crawl a newspaper on every surface first: on PostgreSQL with the slow ones, too."""
WHOLE_SERVICES = ("test_service.py", "test_service_children.py", "test_service_start.py")
"""These start a service and its runs for every test and wait for leases to end."""
EVERY_ORDER = (
    "test_the_order_of_arrival_is_no_matter", "test_two_instalments_of_one_day_stay_two_under_an_assembled_text",
)  # fmt: skip
"""The same texts in many orders: all of them each time, one in three on PostgreSQL and the others on SQLite; on the
other one with the slow ones.
"""
SHARED = (
    "test_bench.py", "test_export_memory.py", "test_extract_seed.py", "test_fulltext_doors.py", "test_instalments.py",
    "test_newspaper_surfaces.py", "test_reextract.py", "test_warc.py", "test_web_api.py", "test_web_browser.py",
    "test_web_pages.py", "test_web_service.py",
)  # fmt: skip
"""What these make once a module (an archive, a service, a browser) is dear: one process has all tests of each."""


class Dealt(LoadScopeScheduling):
    """Deals the tests out one by one, those of a shared module together.

    `--dist loadgroup` would do as much by a mark, but pytest-xdist 3.8 says nothing and sees no mark under pytest 9.2
    (its issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if PurePosixPath(file).name in SHARED else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Dealt | None:
    return Dealt(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        on_postgresql = item.path.name in (*REAL_PROCESSES, *WHOLE_ARCHIVES) and "postgresql" in item.name
        if on_postgresql or item.path.name in WHOLE_SERVICES or _is_one_order_more(item):
            item.add_marker(pytest.mark.slow)


def _is_one_order_more(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or item.originalname not in EVERY_ORDER:
        return False
    number = sum(index for name, index in item.callspec.indices.items() if name != "database_url")
    return (number % 3 == 2) != (item.callspec.params["database_url"] == "postgresql")
