"""The migrations make exactly the tables that the program uses, and what people's SQL relies on."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from support_databases import archive, clock, database_url, postgres_server, prose, reading

import storage.migrations
from storage.archive import Archive, open_archive
from storage.migrations import REVISIONS
from storage.tables import metadata

__all__ = ["archive", "clock", "database_url", "postgres_server"]

# design 5.3
PROMISED = {
    "articles": "id, series, url, surface, title, kicker, subtitle, byline, editor, source, page, printed_on, "
    "published_at, body, characters, fingerprint, first_seen_at, last_seen_at, gone_at, copy_of, relation, similarity",
    "instalments": "id, series, url, surface, title, copy_of",
    "sections": "id, article_id, position, page, organisation, headline, body",
    "revisions": "article_id, number, title, body, captured_at, cause, snapshot_id",
    "snapshots": "id, url, status, fetched_at, headers, sha256, body",
    "runs": "id, series, new, revised, unchanged, failed",
    "visits": "run_id, url, verdict, reason, status, article_id",
    "coverage": "series, date, verdict",
    "links": "article_id, kind, url",
}


def test_the_migrated_database_is_the_described_one(archive: Archive) -> None:
    """Views are described to be queried, the full text's index is kept in tables of the database's own, and one index
    is SQLite's alone."""
    with archive.database.reading() as connection:
        views = set(inspect(connection).get_view_names())
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        beside = ("snapshots", "fulltext", *(() if archive.database.is_sqlite else ("ix_articles_brief",)))
        found = compare_metadata(context, metadata)
        different = [change for change in found if not any(name in repr(change) for name in beside)]
    assert different == []
    assert {"snapshots", "instalments", "coverage"} <= views


def test_the_listed_revisions_are_the_scripts_in_their_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__ or "").parent))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


@pytest.mark.parametrize("table", PROMISED)
def test_promised_columns_answer_plain_sql(archive: Archive, table: str) -> None:
    with archive.database.reading() as connection:
        assert connection.execute(text(f"SELECT {PROMISED[table]} FROM {table}")).all() == []


def test_upgrading_again_changes_nothing(archive: Archive, database_url: str) -> None:
    archive.record_many(None, "s", [reading("http://w.cn/1", prose(1))])
    archive.upgrade()
    with open_archive(database_url) as again:
        again.upgrade()
        assert again.counts().instalments == 1


def test_times_read_well_in_sql(archive: Archive) -> None:
    archive.record_many(None, "s", [reading("http://w.cn/1", prose(1))])
    with archive.database.reading() as connection:
        if archive.database.is_sqlite:
            query = "SELECT first_seen_at, datetime(first_seen_at) FROM articles"
            wanted = ("2024-03-05T01:30:00.000000+00:00", "2024-03-05 01:30:00")
        else:
            query = "SELECT first_seen_at::text, to_char(first_seen_at, 'YYYY-MM-DD HH24:MI:SS') FROM articles"
            wanted = ("2024-03-05 01:30:00+00", "2024-03-05 01:30:00")
        assert tuple(connection.execute(text(query)).one()) == wanted
