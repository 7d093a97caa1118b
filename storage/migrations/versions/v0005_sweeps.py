"""Looks of sources at days: what a backfill has asked, and the ledger's evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import Id, UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sweeps",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("swept_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("series", "source", "day", name=op.f("pk_sweeps")),
    )
