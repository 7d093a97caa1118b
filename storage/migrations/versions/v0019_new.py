"""What was written last stands apart in PostgreSQL's index (storage.fulltext.gin)."""

from __future__ import annotations

from alembic import op

from storage.fulltext import gin

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        gin.create(connection)
