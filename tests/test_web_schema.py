"""The API keeps what its description promises, whatever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from support_crawl import config_of
from support_hostile import fill

from storage import open_archive
from storage.archive import Archive
from storage.engine import Database
from web.app import create_app
from web.service import Service

pytestmark = pytest.mark.slow
CALLS = 40
"""Questions asked of each operation."""


def test_the_api_keeps_its_promises(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'archive.db'}"
    with open_archive(database) as archive:
        archive.upgrade()
        fill(archive)
    config = config_of(None, database, source=[{"kind": "website", "base_url": "http://127.0.0.1:9"}])
    with Archive(Database(database, read_only=True)) as archive:
        schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(Service(archive, lambda: config)))
        operations = [found.ok() for found in schema.get_all_operations()]
        assert {operation.path for operation in operations} >= {"/api/instalments", "/api/search", "/api/runs"}
        for operation in operations:
            _asked(operation)


def _asked(operation: schemathesis.APIOperation) -> None:
    @settings(
        max_examples=CALLS, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        # A schema cannot say that `from` is no later than `to`, nor what a query is.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
