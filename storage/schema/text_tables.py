"""Tables of what was kept and what it says. Names and columns that people's SQL relies on are those of design 5.3.

Views are made by the migrations; `snapshots` is also described here to be queried.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.columns import Id, Json, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- what was kept ---------------------------------------------------------------------------------------------------

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),  # of the bytes as they came, lower-case hex
    Column("size", Integer, nullable=False),  # bytes before compression
    Column("body", LargeBinary, nullable=False),  # one zstd frame
)

documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),  # that answered, after redirects
    Column("requested_url", Text, nullable=False),  # that was asked for
    Column("status", Integer, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),  # when these bytes first came from this address
    Column("headers", Json, nullable=False),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False),
    UniqueConstraint("url", "sha256", "status", "requested_url"),
    Index(None, "sha256"),
    sqlite_autoincrement=True,
)

# --- what it says ----------------------------------------------------------------------------------------------------

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("surface", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kicker", Text),
    Column("subtitle", Text),
    Column("byline", Text),
    Column("editor", Text),
    Column("source", Text),
    Column("page", Text),  # label of the newspaper page it begins on; null where nothing says it
    Column("printed_on", Date),
    Column("published_at", UtcTime),
    Column("body", Text, nullable=False),
    Column("characters", Integer, nullable=False),  # of the body, white space not counted
    Column("fingerprint", Text, nullable=False),
    Column("first_seen_at", UtcTime, nullable=False),  # of a leading article: when its text was first seen anywhere
    Column("last_seen_at", UtcTime, nullable=False),  # when its address last answered with a text
    Column("gone_at", UtcTime),  # when its last address went; of a leading article its copies' addresses count, too
    Column("copy_of", Id, ForeignKey("articles.id")),  # always the leading article; null for an instalment
    Column("relation", Text),  # to copy_of: same, near, part; null for an instalment
    Column("similarity", Float),  # 0 to 1; null for an instalment
    # beyond design 5.3
    # printed_on, else the date line's, else the day beside the link that led there, else the day first seen
    Column("dated_on", Date, nullable=False),
    Column("people", Json, nullable=False),  # [{"name": …, "role": …}]
    Column("revision", Integer, nullable=False),  # number of the newest revision
    Column("snapshot_id", Id, ForeignKey("documents.id")),  # that the newest revision was read from
    Column("extractor", Text, nullable=False),  # version of the rules that read the newest revision
    Column("layout", Text, nullable=False),
    CheckConstraint("(copy_of IS NULL) = (relation IS NULL)", name="copy_has_relation"),
    CheckConstraint("copy_of <> id", name="copy_of_another"),
    Index(None, "series", "dated_on", "id"),
    Index(None, "series", "fingerprint"),
    # A page of a list, however deep, is found in the index alone.
    Index("ix_articles_listed", "copy_of", "dated_on", "published_at", "id", "series"),
    # What a search asks of the articles of its matches. PostgreSQL keeps long texts apart anyway.
    Index("ix_articles_brief", "id", "copy_of", "editor", "people").ddl_if(dialect="sqlite"),
    # Two crawls at once never make two rows: one address is one article, one text has one leading article.
    Index(
        "uq_articles_leading_text",
        "series",
        "fingerprint",
        unique=True,
        sqlite_where=text("copy_of IS NULL"),
        postgresql_where=text("copy_of IS NULL"),
    ),
    sqlite_autoincrement=True,  # an id that people cite is never given out again
)

addresses = Table(
    "addresses",
    metadata,
    Column("series", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # storage.addresses.canonical of url
    Column("url", Text, nullable=False),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),  # own: it answered with this text; others lead there or belong to it
    Column("first_seen_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
    Column("suspected_at", UtcTime),  # first of the misses in a row; null while it answers
    Column("suspected_run", Id),  # that counted last, so that one run counts once
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("gone_at", UtcTime),
    Index(None, "article_id"),
)

sections = Table(
    "sections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),  # 1, 2, … through the article
    Column("page", Text),  # label; null before the first page marker
    Column("organisation", Text),
    Column("headline", Text, nullable=False),  # one line of the stack a line
    Column("body", Text, nullable=False),  # one paragraph a line
    # beyond design 5.3
    Column("page_position", Integer, nullable=False),  # tells two boards of one number apart
    Column("page_name", Text),
    Column("organisation_printed", Text),
    Column("captions", Json, nullable=False),
    Column("first_line", Integer, nullable=False),  # of the article's body, counted as the outline counts
    Column("last_line", Integer, nullable=False),
    UniqueConstraint("article_id", "position"),
    # What filters, facets and the chart ask of a section, so that no text is read for it.
    Index("ix_sections_spoken", "article_id", "position", "page", "organisation", "organisation_printed"),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("captured_at", UtcTime, nullable=False),
    Column("cause", Text, nullable=False),
    Column("snapshot_id", Id, ForeignKey("documents.id")),
    # beyond design 5.3
    Column("byline", Text),
    Column("editor", Text),
    Column("extractor", Text, nullable=False),
    Index(None, "snapshot_id"),
    Index("ix_revisions_captured", "captured_at", "article_id", "number", "cause"),  # what is new, without its text
)

readings = Table(
    "readings",
    metadata,
    # What a revision was read from, where that is more than its snapshot_id.
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),  # 1, 2, … in the order they are read in
    Column("role", Text, nullable=False),  # storage.readings.Role
    Column("snapshot_id", Id, ForeignKey("documents.id"), nullable=False),
    ForeignKeyConstraint(["article_id", "number"], ["revisions.article_id", "revisions.number"], ondelete="CASCADE"),
)

links = Table(
    "links",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("url", Text, primary_key=True),
)

dropped = Table(
    "dropped",
    metadata,
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("leading_id", Id, nullable=False),  # the piece they were dropped with
    Column("series", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("dropped_at", UtcTime, nullable=False),
    Column("kept", Json, nullable=False),  # the rows of every table, to be put back as they were
    Index(None, "leading_id"),
    Index(None, "series", "fingerprint"),
)

excluded = Table(
    "excluded",
    metadata,
    Column("series", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("article_id", Id, ForeignKey("dropped.article_id", ondelete="CASCADE"), nullable=False),
    Index(None, "article_id"),
)

# --- views, kept apart so that nobody creates them as tables -------------------------------------------------------

_views = MetaData()

snapshots = Table(
    "snapshots",
    _views,
    Column("id", Id),
    Column("url", Text),
    Column("status", Integer),
    Column("fetched_at", UtcTime),
    Column("headers", Json),
    Column("sha256", Text),
    Column("body", LargeBinary),  # one zstd frame
    Column("size", Integer),
    Column("requested_url", Text),
)
