"""PostgreSQL's index gathers what a write brings and puts it away together (storage.fulltext.gin)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_YEARS = "SELECT CAST(relid AS regclass) AS name FROM pg_partition_tree(to_regclass('ix_fulltext_terms')) WHERE isleaf"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for row in connection.execute(sa.text(_YEARS)).all():
            op.execute(f"ALTER INDEX {row.name} SET (fastupdate = on)")
