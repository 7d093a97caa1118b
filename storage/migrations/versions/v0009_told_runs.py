"""Runs remember that their news was told, so that the news of a run whose process died is told by the next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("told_at", UtcTime, nullable=True))
    # What was before is no news any more.
    op.execute("UPDATE runs SET told_at = ended_at")
