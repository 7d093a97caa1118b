"""What lists, filters and the chart ask is answered from indexes, without a look at the texts."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_articles_copy_of"), table_name="articles")
    op.create_index("ix_articles_listed", "articles", ["copy_of", "dated_on", "published_at", "id", "series"])
    op.create_index("ix_sections_spoken", "sections", ["article_id", "page", "organisation", "organisation_printed"])
    op.create_index(op.f("ix_revisions_snapshot_id"), "revisions", ["snapshot_id"])
