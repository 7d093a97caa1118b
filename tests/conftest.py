"""Which tests are slow, where a whole group of them is."""

from __future__ import annotations

import pytest

REAL_PROCESSES = ("test_service.py", "test_service_start.py", "test_clock_year.py", "test_archive_together.py")
"""These start processes for every test: on SQLite each time, on PostgreSQL with the slow ones."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in REAL_PROCESSES and "postgresql" in item.name:
            item.add_marker(pytest.mark.slow)
