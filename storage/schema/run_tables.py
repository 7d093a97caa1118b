"""Tables of who did what when, and of what is still to be done."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from storage.schema.columns import Id, Json, UtcTime
from storage.schema.text_tables import metadata

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("due_at", UtcTime),
    Column("started_at", UtcTime, nullable=False),
    Column("heartbeat_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("outcome", Text),  # null while it is going
    Column("owner", Text, nullable=False),
    Column("requests", Integer, nullable=False, server_default="0"),
    Column("seconds", Float),
    Column("error", Text),  # one sentence; null where nothing went wrong with the run itself
    Column("complaints", Json, nullable=False),
    Column("recovered", Json, nullable=False),
    Column("index", Integer, nullable=False, server_default="0"),  # tallies of the visits, from here
    Column("new", Integer, nullable=False, server_default="0"),
    Column("revised", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("copy", Integer, nullable=False, server_default="0"),
    Column("filtered", Integer, nullable=False, server_default="0"),
    Column("suspected", Integer, nullable=False, server_default="0"),
    Column("gone", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("told_at", UtcTime),  # when its news was told, or there was nobody to tell; null until then
    Index(None, "series", "started_at"),
    Index(None, "owner"),
    Index(None, "due_at"),
    sqlite_autoincrement=True,
)

visits = Table(
    "visits",
    metadata,
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),  # one visit an address and run
    Column("url", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Integer),  # null where nothing answered or nothing was asked
    Column("article_id", Id),  # without a foreign key: a dropped article leaves the history as it was
    Column("visited_at", UtcTime, nullable=False),
    Index(None, "article_id"),
)

complaints = Table(
    "complaints",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series", Text, nullable=False),
    Column("check_name", Text, nullable=False),
    Column("subject", Text, nullable=False),  # what it is about where one check can complain of several; else ''
    Column("message", Text, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("opened_run", Id, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("seen_run", Id, nullable=False),
    Column("times", Integer, nullable=False),
    Column("level", Integer, nullable=False, server_default="0"),  # how often it has escalated
    Column("told", Integer, nullable=False, server_default="0"),  # 0: nobody was told; else 1 + the level told last
    Column("closed_at", UtcTime),  # null while it is open
    Column("closed_run", Id),
    Index(
        "uq_complaints_open",
        "series",
        "check_name",
        "subject",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

leases = Table(
    "leases",
    metadata,
    Column("series", Text, primary_key=True),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("owner", Text, nullable=False),
    Column("acquired_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("process", Text),  # storage.running.lifeline of its holder; null where the system does not tell
)

slots = Table(
    "slots",
    metadata,
    Column("series", Text, primary_key=True),
    Column("due_at", UtcTime, primary_key=True),
    Column("state", Text, nullable=False),  # due, claimed, done, skipped
    Column("reason", Text),  # why it was skipped, or its last attempt came to nothing; null otherwise
    Column("run_id", Id, ForeignKey("runs.id")),
    Column("noticed_at", UtcTime, nullable=False),
    Column("settled_at", UtcTime),
    Column("owner", Text),  # host and process of the service that took it last
    Column("held_until", UtcTime),  # claimed: when the claim lapses; due: not to be taken before; null otherwise
    Column("attempts", Integer, nullable=False, server_default="0"),  # how often it was taken
    Index(None, "state", "due_at"),
)

series_state = Table(
    "series_state",
    metadata,
    Column("series", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Json, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

listed = Table(
    "listed",
    metadata,
    Column("series", Text, primary_key=True),
    Column("start", Text, primary_key=True),  # storage.addresses.canonical of the list's first page
    Column("key", Text, primary_key=True),  # and of an entry that a finished walk through it has seen
    Column("seen_at", UtcTime, nullable=False),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("series", Text, primary_key=True),
    Column("source", Text, primary_key=True),  # its label: kind and address
    Column("day", Date, primary_key=True),  # the printed date that was looked for
    Column("found", Text, nullable=False),  # storage.running.sweeps.Found
    Column("url", Text, nullable=False),
    Column("status", Integer),  # null where nothing answered
    Column("reason", Text, nullable=False),
    Column("run_id", Id, nullable=False),
    Column("swept_at", UtcTime, nullable=False),
    Column("boards", Integer),  # read of an issue; null where the look was not at an issue, or found none
    Column("stories", Integer),  # of the series among them; null likewise
)

heard = Table(
    "heard",
    metadata,
    Column("url", Text, primary_key=True),  # as it was asked for
    Column("document_id", Id, ForeignKey("documents.id"), nullable=False),  # its last definite answer
    Column("answered_at", UtcTime, nullable=False),  # when it answered last, be it with a 304
    Column("etag", Text),  # null where it sent none, or none that is to be believed
    Column("last_modified", Text),
    Column("believed", Integer, nullable=False, server_default="0"),  # 304s since it was last read in full
    Column("distrusted_at", UtcTime),  # since when its 304 is known to lie; null while it is believed
)

owed = Table(
    "owed",
    metadata,
    Column("series", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("since", UtcTime, nullable=False),  # when it was first named, or a run first failed to read it
    Column("title", Text),  # as an index names it; null where none did
    Column("day", Date),  # that the index prints beside it; null without one
    Column("place", Text),  # address of the index that names it first; null where none did
)
