"""Re-extractions: what is to be read again, slice by slice, and what each article was before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import Id, Json, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reextractions",
        sa.Column("id", Id, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("config", Json, nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reextractions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reextractions_series"), "reextractions", ["series"])
    op.create_table(
        "reextraction_slices",
        sa.Column("reextraction_id", Id, nullable=False),
        sa.Column("first_id", Id, autoincrement=False, nullable=False),
        sa.Column("last_id", Id, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("held_until", UtcTime(), nullable=True),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("report", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["reextraction_id"],
            ["reextractions.id"],
            name=op.f("fk_reextraction_slices_reextraction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reextraction_id", "first_id", name=op.f("pk_reextraction_slices")),
    )
    op.create_table(
        "reextraction_changes",
        sa.Column("id", Id, nullable=False),
        sa.Column("reextraction_id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("kept", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["reextraction_id"],
            ["reextractions.id"],
            name=op.f("fk_reextraction_changes_reextraction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reextraction_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reextraction_changes_reextraction_id"), "reextraction_changes", ["reextraction_id"])
