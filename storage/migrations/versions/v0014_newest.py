"""What is new is found without reading the texts."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_revisions_captured", "revisions", ["captured_at", "article_id", "number", "cause"])
