"""The archive's first layout."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Json, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

VIEWS = {
    "snapshots": """
        SELECT documents.id, documents.url, documents.status, documents.fetched_at, documents.headers,
               documents.sha256, blobs.body, blobs.size, documents.requested_url
        FROM documents JOIN blobs ON blobs.sha256 = documents.sha256
    """,
    "instalments": "SELECT * FROM articles WHERE copy_of IS NULL",
    "coverage": """
        SELECT series, dated_on AS date, 'captured' AS verdict, count(*) AS instalments
        FROM articles WHERE copy_of IS NULL GROUP BY series, dated_on
    """,
}


def upgrade() -> None:
    _blobs()
    _complaints()
    _dropped()
    _runs()
    _runs_indexes()
    _series_state()
    _documents()
    _excluded()
    _leases()
    _slots()
    _visits()
    _articles()
    _articles_indexes()
    _addresses()
    _links()
    _revisions()
    _sections()
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )


def _complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("check_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("opened_run", Id, nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("seen_run", Id, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_run", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_complaints_open",
        "complaints",
        ["series", "check_name", "subject"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _dropped() -> None:
    op.create_table(
        "dropped",
        sa.Column("article_id", Id, autoincrement=False, nullable=False),
        sa.Column("leading_id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("dropped_at", UtcTime(), nullable=False),
        sa.Column("kept", Json, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_dropped")),
    )
    op.create_index(op.f("ix_dropped_leading_id"), "dropped", ["leading_id"], unique=False)
    op.create_index(op.f("ix_dropped_series_fingerprint"), "dropped", ["series", "fingerprint"], unique=False)


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("heartbeat_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("requests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("complaints", Json, nullable=False),
        sa.Column("recovered", Json, nullable=False),
        sa.Column("index", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revised", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("copy", sa.Integer(), server_default="0", nullable=False),
        sa.Column("filtered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("suspected", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sqlite_autoincrement=True,
    )


def _runs_indexes() -> None:
    op.create_index(op.f("ix_runs_series_started_at"), "runs", ["series", "started_at"], unique=False)


def _series_state() -> None:
    op.create_table(
        "series_state",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("series", "name", name=op.f("pk_series_state")),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("requested_url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("fetched_at", UtcTime(), nullable=False),
        sa.Column("headers", Json, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_documents_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "url", "sha256", "status", "requested_url", name=op.f("uq_documents_url_sha256_status_requested_url")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_documents_sha256"), "documents", ["sha256"], unique=False)


def _excluded() -> None:
    op.create_table(
        "excluded",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["dropped.article_id"], name=op.f("fk_excluded_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series", "key", name=op.f("pk_excluded")),
    )
    op.create_index(op.f("ix_excluded_article_id"), "excluded", ["article_id"], unique=False)


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("acquired_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_leases_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_leases")),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("run_id", Id, nullable=True),
        sa.Column("noticed_at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_slots_run_id")),
        sa.PrimaryKeyConstraint("series", "due_at", name=op.f("pk_slots")),
    )
    op.create_index(op.f("ix_slots_state_due_at"), "slots", ["state", "due_at"], unique=False)


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("visited_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_visits_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "key", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_article_id"), "visits", ["article_id"], unique=False)


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kicker", sa.Text(), nullable=True),
        sa.Column("subtitle", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("editor", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("page", sa.Text(), nullable=True),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("published_at", UtcTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.Column("gone_at", UtcTime(), nullable=True),
        sa.Column("copy_of", Id, nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("people", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", Id, nullable=True),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.CheckConstraint("(copy_of IS NULL) = (relation IS NULL)", name=op.f("ck_articles_copy_has_relation")),
        sa.CheckConstraint("copy_of <> id", name=op.f("ck_articles_copy_of_another")),
        sa.ForeignKeyConstraint(["copy_of"], ["articles.id"], name=op.f("fk_articles_copy_of")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["documents.id"], name=op.f("fk_articles_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sqlite_autoincrement=True,
    )


def _articles_indexes() -> None:
    op.create_index(op.f("ix_articles_copy_of"), "articles", ["copy_of"], unique=False)
    op.create_index(op.f("ix_articles_series_dated_on_id"), "articles", ["series", "dated_on", "id"], unique=False)
    op.create_index(op.f("ix_articles_series_fingerprint"), "articles", ["series", "fingerprint"], unique=False)
    op.create_index(
        "uq_articles_leading_text",
        "articles",
        ["series", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("copy_of IS NULL"),
        postgresql_where=sa.text("copy_of IS NULL"),
    )


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.Column("suspected_at", UtcTime(), nullable=True),
        sa.Column("suspected_run", Id, nullable=True),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_addresses_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series", "key", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_article_id"), "addresses", ["article_id"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_links_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "kind", "url", name=op.f("pk_links")),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("snapshot_id", Id, nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("editor", sa.Text(), nullable=True),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["documents.id"], name=op.f("fk_revisions_snapshot_id")),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_revisions")),
    )


def _sections() -> None:
    op.create_table(
        "sections",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("page_position", sa.Integer(), nullable=False),
        sa.Column("page_name", sa.Text(), nullable=True),
        sa.Column("organisation_printed", sa.Text(), nullable=True),
        sa.Column("captions", Json, nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_sections_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
        sa.UniqueConstraint("article_id", "position", name=op.f("uq_sections_article_id_position")),
        sqlite_autoincrement=True,
    )
