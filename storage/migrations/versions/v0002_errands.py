"""What a run need not look at again (listed), and what it still has to read (owed)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listed",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("series", "start", "key", name=op.f("pk_listed")),
    )
    op.create_table(
        "owed",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("since", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("series", "key", name=op.f("pk_owed")),
    )
