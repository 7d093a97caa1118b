"""What people were told: deliveries, and how far a complaint has escalated and been told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import Id, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaints", sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("complaints", sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "deliveries",
        sa.Column("id", Id, nullable=False),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("series_title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("tried_at", UtcTime, nullable=False),
        sa.Column("delivered_at", UtcTime, nullable=True),
        sa.Column("written_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deliveries_series_ok"), "deliveries", ["series", "ok"], unique=False)
