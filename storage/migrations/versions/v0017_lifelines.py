"""A lease tells which process holds it, so that one that was killed holds its series no longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leases", sa.Column("process", sa.Text(), nullable=True))
