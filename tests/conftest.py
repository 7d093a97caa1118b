"""Which tests are slow, where a whole group of them is."""

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        on_postgresql = item.path.name in (*REAL_PROCESSES, *WHOLE_ARCHIVES) and "postgresql" in item.name
        if on_postgresql or item.path.name in WHOLE_SERVICES:
            item.add_marker(pytest.mark.slow)
