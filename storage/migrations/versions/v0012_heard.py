"""What each address answered last: a backfill asks nobody twice, and an unchanged page is not sent again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import Id, UtcTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heard",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("document_id", Id, autoincrement=False, nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("believed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("distrusted_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_heard_document_id")),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_heard")),
    )
