"""Texts that are alike find each other; what the archive holds already is told apart by its fingerprint."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import Id

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "texts",
        sa.Column("id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
        sa.UniqueConstraint("series", "fingerprint", name=op.f("uq_texts_series_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "grams",
        sa.Column("gram", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text_id", Id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("gram", "text_id", name=op.f("pk_grams")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "likenesses",
        sa.Column("short_id", Id, nullable=False),
        sa.Column("long_id", Id, nullable=False),
        sa.Column("held", sa.Float(), nullable=False),
        sa.Column("shared", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["short_id"], ["texts.id"], name=op.f("fk_likenesses_short_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["long_id"], ["texts.id"], name=op.f("fk_likenesses_long_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("short_id", "long_id", name=op.f("pk_likenesses")),
    )
    op.create_index(op.f("ix_likenesses_long_id"), "likenesses", ["long_id"])
    # So that no text of an older archive is taken for a new one. It is found by its grams once it is read anew.
    op.execute(
        "INSERT INTO texts (series, fingerprint, size)"
        " SELECT series, fingerprint, min(characters) FROM articles GROUP BY series, fingerprint"
    )
