"""Tables of re-extractions: what is to be read again, slice by slice, and what each article was before."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from storage.schema.columns import Id, Json, UtcTime
from storage.schema.text_tables import metadata

reextractions = Table(
    "reextractions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series", Text, nullable=False),
    Column("extractor", Text, nullable=False),  # version of the rules that it reads with
    Column("config", Json, nullable=False),  # the series' configuration, so that a worker needs the database only
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),  # null while slices are left
    Column("undone_at", UtcTime),
    Index(None, "series"),
    sqlite_autoincrement=True,
)

reextraction_slices = Table(
    "reextraction_slices",
    metadata,
    Column("reextraction_id", Id, ForeignKey("reextractions.id", ondelete="CASCADE"), primary_key=True),
    Column("first_id", Id, primary_key=True, autoincrement=False),  # of its articles, both inclusive
    Column("last_id", Id, nullable=False),
    Column("owner", Text),  # host and process that took it last
    Column("held_until", UtcTime),  # when it may be taken by another; null while nobody has it
    Column("done_at", UtcTime),
    Column("report", Json),  # storage.reextraction.rereading.Tally; null until it is done
)

reextraction_changes = Table(
    "reextraction_changes",
    metadata,
    Column("id", Id, primary_key=True),  # in the order in which the changes were made
    Column("reextraction_id", Id, ForeignKey("reextractions.id", ondelete="CASCADE"), nullable=False),
    Column("article_id", Id, nullable=False),  # without a foreign key: the article may be dropped meanwhile
    Column("revision", Integer, nullable=False),  # number of the article's newest revision after the change
    Column("revised", Integer, nullable=False),  # 1 where the change made that revision, else 0
    Column("kept", Json, nullable=False),  # what it was before; storage.reextraction.reextractions writes it
    Index(None, "reextraction_id"),
    sqlite_autoincrement=True,
)
