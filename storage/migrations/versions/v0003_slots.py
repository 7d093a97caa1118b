"""Who took a slot, until when the claim holds, and how often it was taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slots", sa.Column("owner", sa.Text(), nullable=True))
    op.add_column("slots", sa.Column("held_until", UtcTime, nullable=True))
    op.add_column("slots", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_runs_owner"), "runs", ["owner"], unique=False)
    op.create_index(op.f("ix_runs_due_at"), "runs", ["due_at"], unique=False)
