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
DECIDED_ABOVE = (
    "test_checking.py", "test_clock.py", "test_identity.py", "test_identity_hard.py", "test_ledgers.py",
    "test_lifeline.py", "test_moving.py", "test_news.py", "test_web_reader.py",
)  # fmt: skip
"""What these look at is decided above SQL, of which the archive's own tests ask both kinds: likewise."""
WHOLE_SERVICES = ("test_service.py", "test_service_children.py", "test_service_start.py")
"""These start a service and its runs for every test and wait for leases to end."""
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
    also_on_sqlite = (*REAL_PROCESSES, *WHOLE_ARCHIVES, *DECIDED_ABOVE)
    for item in items:
        name = item.path.name
        if name in WHOLE_SERVICES or (name in also_on_sqlite and "postgresql" in item.name):
            item.add_marker(pytest.mark.slow)
