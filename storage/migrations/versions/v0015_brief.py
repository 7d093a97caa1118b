"""What a search asks of each of its matches is found in indexes, without their texts."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.create_index("ix_articles_brief", "articles", ["id", "copy_of", "editor", "people"])
    op.drop_index("ix_sections_spoken", table_name="sections")
    spoken = ["article_id", "position", "page", "organisation", "organisation_printed"]
    op.create_index("ix_sections_spoken", "sections", spoken)
