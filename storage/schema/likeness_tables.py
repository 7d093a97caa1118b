"""Tables by which texts that are alike find each other: ordinary ones, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.schema.columns import Id
from storage.schema.text_tables import metadata

texts = Table(
    "texts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of every article that reads so
    Column("size", Integer, nullable=False),  # folded characters
    UniqueConstraint("series", "fingerprint"),
    sqlite_autoincrement=True,
)

grams = Table(
    "grams",
    metadata,
    Column("gram", BigInteger, primary_key=True, autoincrement=False),  # hash of a few characters and the series
    # No foreign key: it would want an index the size of the table only to forget a text, whose grams we can name.
    Column("text_id", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

likenesses = Table(
    "likenesses",
    metadata,
    Column("short_id", Id, ForeignKey("texts.id", ondelete="CASCADE"), primary_key=True),
    Column("long_id", Id, ForeignKey("texts.id", ondelete="CASCADE"), primary_key=True),
    Column("held", Float, nullable=False),  # share of the shorter text that stands in the longer one, 0 to 1
    Column("shared", Float, nullable=False),  # share of both that stands in the other, 0 to 1
    Index(None, "long_id"),
)
