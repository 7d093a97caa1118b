"""The archive's first layout."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from storage.schema.columns import Id, Json, UtcTime

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


VERDICTS = ("index", "new", "revised", "unchanged", "copy", "filtered", "suspected", "gone", "failed")


def _columns(kind: TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


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
        *_columns(sa.Text(), "sha256"),
        *_columns(sa.Integer(), "size"),
        *_columns(sa.LargeBinary(), "body"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )


def _complaints() -> None:
    op.create_table(
        "complaints",
        *_columns(Id, "id"),
        *_columns(sa.Text(), "series", "check_name", "subject", "message"),
        *_columns(Json, "evidence"),
        *_columns(UtcTime(), "opened_at"),
        *_columns(Id, "opened_run"),
        *_columns(UtcTime(), "seen_at"),
        *_columns(Id, "seen_run"),
        *_columns(sa.Integer(), "times"),
        *_columns(UtcTime(), "closed_at", nullable=True),
        *_columns(Id, "closed_run", nullable=True),
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
        *_columns(Id, "leading_id"),
        *_columns(sa.Text(), "series", "fingerprint"),
        *_columns(UtcTime(), "dropped_at"),
        *_columns(Json, "kept"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_dropped")),
    )
    op.create_index(op.f("ix_dropped_leading_id"), "dropped", ["leading_id"], unique=False)
    op.create_index(op.f("ix_dropped_series_fingerprint"), "dropped", ["series", "fingerprint"], unique=False)


def _runs() -> None:
    op.create_table(
        "runs",
        *_columns(Id, "id"),
        *_columns(sa.Text(), "series", "trigger"),
        *_columns(UtcTime(), "due_at", nullable=True),
        *_columns(UtcTime(), "started_at", "heartbeat_at"),
        *_columns(UtcTime(), "ended_at", nullable=True),
        *_columns(sa.Text(), "outcome", nullable=True),
        *_columns(sa.Text(), "owner"),
        sa.Column("requests", sa.Integer(), server_default="0", nullable=False),
        *_columns(sa.Float(), "seconds", nullable=True),
        *_columns(sa.Text(), "error", nullable=True),
        *_columns(Json, "complaints", "recovered"),
        *(sa.Column(verdict, sa.Integer(), server_default="0", nullable=False) for verdict in VERDICTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sqlite_autoincrement=True,
    )


def _runs_indexes() -> None:
    op.create_index(op.f("ix_runs_series_started_at"), "runs", ["series", "started_at"], unique=False)


def _series_state() -> None:
    op.create_table(
        "series_state",
        *_columns(sa.Text(), "series", "name"),
        *_columns(Json, "value"),
        *_columns(UtcTime(), "updated_at"),
        sa.PrimaryKeyConstraint("series", "name", name=op.f("pk_series_state")),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        *_columns(Id, "id"),
        *_columns(sa.Text(), "url", "requested_url"),
        *_columns(sa.Integer(), "status"),
        *_columns(UtcTime(), "fetched_at"),
        *_columns(Json, "headers"),
        *_columns(sa.Text(), "sha256"),
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
        *_columns(sa.Text(), "series", "key", "url"),
        *_columns(Id, "article_id"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["dropped.article_id"], name=op.f("fk_excluded_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series", "key", name=op.f("pk_excluded")),
    )
    op.create_index(op.f("ix_excluded_article_id"), "excluded", ["article_id"], unique=False)


def _leases() -> None:
    op.create_table(
        "leases",
        *_columns(sa.Text(), "series"),
        *_columns(Id, "run_id"),
        *_columns(sa.Text(), "owner"),
        *_columns(UtcTime(), "acquired_at", "expires_at"),
        *_columns(sa.Float(), "seconds"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_leases_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_leases")),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        *_columns(sa.Text(), "series"),
        *_columns(UtcTime(), "due_at"),
        *_columns(sa.Text(), "state"),
        *_columns(sa.Text(), "reason", nullable=True),
        *_columns(Id, "run_id", nullable=True),
        *_columns(UtcTime(), "noticed_at"),
        *_columns(UtcTime(), "settled_at", nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_slots_run_id")),
        sa.PrimaryKeyConstraint("series", "due_at", name=op.f("pk_slots")),
    )
    op.create_index(op.f("ix_slots_state_due_at"), "slots", ["state", "due_at"], unique=False)


def _visits() -> None:
    op.create_table(
        "visits",
        *_columns(Id, "run_id"),
        *_columns(sa.Text(), "key", "url", "verdict", "reason"),
        *_columns(sa.Integer(), "status", nullable=True),
        *_columns(Id, "article_id", nullable=True),
        *_columns(UtcTime(), "visited_at"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_visits_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "key", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_article_id"), "visits", ["article_id"], unique=False)


def _articles() -> None:
    op.create_table(
        "articles",
        *_columns(Id, "id"),
        *_columns(sa.Text(), "series", "url", "surface", "title"),
        *_columns(sa.Text(), "kicker", "subtitle", "byline", "editor", "source", "page", nullable=True),
        *_columns(sa.Date(), "printed_on", nullable=True),
        *_columns(UtcTime(), "published_at", nullable=True),
        *_columns(sa.Text(), "body"),
        *_columns(sa.Integer(), "characters"),
        *_columns(sa.Text(), "fingerprint"),
        *_columns(UtcTime(), "first_seen_at", "last_seen_at"),
        *_columns(UtcTime(), "gone_at", nullable=True),
        *_columns(Id, "copy_of", nullable=True),
        *_columns(sa.Text(), "relation", nullable=True),
        *_columns(sa.Float(), "similarity", nullable=True),
        *_columns(sa.Date(), "dated_on"),
        *_columns(Json, "people"),
        *_columns(sa.Integer(), "revision"),
        *_columns(Id, "snapshot_id", nullable=True),
        *_columns(sa.Text(), "extractor", "layout"),
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
        *_columns(sa.Text(), "series", "key", "url"),
        *_columns(Id, "article_id"),
        *_columns(sa.Text(), "kind"),
        *_columns(UtcTime(), "first_seen_at", "last_seen_at"),
        *_columns(UtcTime(), "suspected_at", nullable=True),
        *_columns(Id, "suspected_run", nullable=True),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        *_columns(UtcTime(), "gone_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_addresses_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series", "key", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_article_id"), "addresses", ["article_id"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        *_columns(Id, "article_id"),
        *_columns(sa.Text(), "kind", "url"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_links_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "kind", "url", name=op.f("pk_links")),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        *_columns(Id, "article_id"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_columns(sa.Text(), "title", "body"),
        *_columns(UtcTime(), "captured_at"),
        *_columns(sa.Text(), "cause"),
        *_columns(Id, "snapshot_id", nullable=True),
        *_columns(sa.Text(), "byline", "editor", nullable=True),
        *_columns(sa.Text(), "extractor"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["documents.id"], name=op.f("fk_revisions_snapshot_id")),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_revisions")),
    )


def _sections() -> None:
    op.create_table(
        "sections",
        *_columns(Id, "id", "article_id"),
        *_columns(sa.Integer(), "position"),
        *_columns(sa.Text(), "page", "organisation", nullable=True),
        *_columns(sa.Text(), "headline", "body"),
        *_columns(sa.Integer(), "page_position"),
        *_columns(sa.Text(), "page_name", "organisation_printed", nullable=True),
        *_columns(Json, "captions"),
        *_columns(sa.Integer(), "first_line", "last_line"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_sections_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
        sa.UniqueConstraint("article_id", "position", name=op.f("uq_sections_article_id_position")),
        sqlite_autoincrement=True,
    )
