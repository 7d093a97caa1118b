"""The table of what people were told, and what became of telling them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from storage.schema.columns import Id, UtcTime
from storage.schema.text_tables import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, nullable=False),  # whose news it is; without a foreign key: the log outlives runs
    Column("series", Text, nullable=False),
    Column("series_title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),  # the channel's URL, masked: it never holds a secret
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text),
    Column("ok", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),  # over all runs that tried
    Column("error", Text),  # one sentence, without any secret; null once it arrived
    Column("tried_at", UtcTime, nullable=False),
    Column("delivered_at", UtcTime),  # null while it has not arrived
    Column("written_at", UtcTime, nullable=False),
    Index(None, "series", "ok"),
    sqlite_autoincrement=True,
)
