"""Which tests are slow, where a whole group of them is, and which are run by one and the same test process."""

from __future__ import annotations

import pytest

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
"""The same texts in many orders: all of them on SQLite each time, on PostgreSQL one in three, the others with the slow
ones.
"""
SHARED = (
    "test_instalments.py", "test_reextract.py", "test_warc.py", "test_web_api.py", "test_web_browser.py",
    "test_web_pages.py", "test_web_service.py",
)  # fmt: skip
"""What these make once a module (an archive, a service, a browser) is dear: one process has all tests of each."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        on_postgresql = item.path.name in (*REAL_PROCESSES, *WHOLE_ARCHIVES) and "postgresql" in item.name
        if on_postgresql or item.path.name in WHOLE_SERVICES or _is_one_order_more(item):
            item.add_marker(pytest.mark.slow)
        if item.path.name in SHARED:
            item.add_marker(pytest.mark.xdist_group(item.path.name))


def _is_one_order_more(item: pytest.Item) -> bool:
    return (
        isinstance(item, pytest.Function)
        and item.originalname in EVERY_ORDER
        and item.callspec.params["database_url"] == "postgresql"
        and sum(item.callspec.indices.values()) % 3 != 0
    )
