"""What full-text search reads: ordinary rows, the same on SQLite and PostgreSQL.

The index over them, `fulltext`, is a contentless FTS5 table on SQLite and integer arrays with a GIN index on PostgreSQL
(storage.fulltext.index); it can be computed from these rows at any time.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.schema.columns import Id
from storage.schema.text_tables import metadata

passages = Table(
    "passages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # day, number
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),  # of its section; 1 where the article has no section
    Column("first_line", Integer, nullable=False),  # of the article's body, 1-based; with the page markers beside it
    Column("last_line", Integer, nullable=False),
    Column("leads", Boolean, nullable=False),  # the article's first: the title is one of its lines
    # What follows is folded, one printed line a line.
    Column("series", Text, nullable=False),  # as it is, not folded
    Column("page", Text),  # label as it is; null where its section has none
    Column("title", Text, nullable=False),  # of the article, on each of its passages
    Column("headline", Text, nullable=False),
    Column("text", Text, nullable=False),  # every line, headlines included, and the title where it leads
    Column("organisation", Text, nullable=False),  # as normalised and as printed
    Column("people", Text, nullable=False),  # the article's byline and everyone it names but the editor
    UniqueConstraint("article_id", "position"),
)
