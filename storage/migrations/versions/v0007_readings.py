"""What a revision was read from, where that is more than one snapshot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import Id

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("article_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("snapshot_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "number"],
            ["revisions.article_id", "revisions.number"],
            name=op.f("fk_readings_article_id_number"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["documents.id"], name=op.f("fk_readings_snapshot_id")),
        sa.PrimaryKeyConstraint("article_id", "number", "position", name=op.f("pk_readings")),
    )
