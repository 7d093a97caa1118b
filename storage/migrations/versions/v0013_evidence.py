"""What a verdict of the ledger rests on: how many boards were read, and who named what was never read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sweeps", sa.Column("boards", sa.Integer(), nullable=True))
    op.add_column("sweeps", sa.Column("stories", sa.Integer(), nullable=True))
    op.add_column("owed", sa.Column("title", sa.Text(), nullable=True))
    op.add_column("owed", sa.Column("day", sa.Date(), nullable=True))
    op.add_column("owed", sa.Column("place", sa.Text(), nullable=True))
