"""The full text is indexed anew: by triples of common characters, too, and on PostgreSQL in a table for each year."""

from __future__ import annotations

from alembic import op

from storage.fulltext import index

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TABLE fulltext")
    index.create(op.get_bind())
    # With today's rules and tables: a later migration that changes either takes this line over.
    index.rebuild(op.get_bind())
