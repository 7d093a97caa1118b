"""What each address answered last: so that a backfill asks nobody twice, and an unchanged page is not sent again.

    ask → validators of the last answer → 304? → believed, nine times in ten → the kept bytes stand for the answer
                                              → the tenth is read in full: other bytes → the address has lied

A 304 is a claim and no proof: some servers send it whatever has changed. The count of ten runs through all addresses of
a series and from run to run, so that what is checked is the same however often a run was broken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, select, update

from storage import snapshots
from storage.engine import Database, chunks, upsert
from storage.running.remembered import remember, state
from storage.tables import documents, heard
from storage.values import Document

DEFINITE: Final = (200, 404, 410)
"""Statuses that are an answer. All others say that there may be one later."""
CHECKED: Final = 10
"""One 304 in so many is checked."""
COUNT: Final = "unchanged"
"""Name of the series' state that counts the 304s since one was checked."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The last definite answer of an address.

    document_id    snapshot that it sent; `status` and `sha256` are that document's
    answered_at    when it answered last, be it with a 304
    etag, last_modified  validators as sent, None without any
    believed       304s since it was last read in full
    distrusted_at  since when its 304 is known to be worth nothing, None while it is believed
    """

    url: str
    document_id: int
    status: int
    sha256: str
    answered_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    believed: int = 0
    distrusted_at: datetime | None = None

    @property
    def validators(self) -> dict[str, str]:
        """The request headers that ask for news only; none where the address is not to be believed."""
        if self.distrusted_at is not None or self.status != 200:
            return {}
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}

    def is_same(self, body: bytes) -> bool:
        """Tell whether these are the bytes that the address sent before."""
        return sha256(body).hexdigest() == self.sha256


def ask(database: Database, urls: Sequence[str]) -> dict[str, Heard]:
    """Return what addresses answered last, by address; one that never gave a definite answer is left out."""
    found: dict[str, Heard] = {}
    with database.reading() as connection:
        for chunk in chunks(sorted(set(urls))):
            query = select(heard, documents.c.status, documents.c.sha256).join(documents)
            found |= {row.url: _heard(row) for row in connection.execute(query.where(heard.c.url.in_(chunk)))}
    return found


def believe(database: Database, series: str, url: str, now: datetime, *, is_article: bool = False) -> bool:
    """Count a 304 of an address; False where this one is to be checked by reading the address in full.

    The first one of an article is: what lists hide is seen on other lists, what an article hides nowhere else.
    """
    with database.writing(lock=series) as connection:
        count = state(connection, series, COUNT) or {"since": 0, "last": None, "article": False}
        since, is_first = count["since"] + 1, is_article and not count["article"]
        # Where the same lists are asked day by day, the tenth would be the same one for ever: then the next is taken.
        check = is_first or (since >= CHECKED and (url != count["last"] or since > CHECKED))
        news = {"since": 0, "last": url} if check else {"since": since, "last": count["last"]}
        news["article"] = count["article"] or is_first
        remember(connection, series, COUNT, news, now)
        if not check:
            believed = {"answered_at": now, "believed": heard.c.believed + 1}
            connection.execute(update(heard).where(heard.c.url == url).values(believed))
    return not check


def distrust(database: Database, url: str, now: datetime) -> None:
    """Note that an address said 304 and had changed: it is never believed again.

    Whatever else stands on its host is read in full the next time, for the same server may have said it there.
    """
    parts = urlsplit(url)
    neighbours = heard.c.url.startswith(f"{parts.scheme}://{parts.netloc}/", autoescape=True)
    with database.writing() as connection:
        connection.execute(update(heard).where(neighbours).values(etag=None, last_modified=None))
        connection.execute(update(heard).where(heard.c.url == url).values(distrusted_at=now))


def store(connection: Connection, kept: Mapping[int, Document]) -> None:
    """Note documents that were just kept (snapshot's id → document) as the last answers of their addresses."""
    rows = {
        row["url"]: row
        for snapshot_id, document in kept.items()
        if document.status in DEFINITE and not document.not_modified
        for row in (_row(snapshot_id, document),)
    }
    if not rows:
        return
    statement = upsert(connection, heard)
    names = ("document_id", "answered_at", "etag", "last_modified", "believed")
    newer = {name: statement.excluded[name] for name in names}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["url"], set_=newer), [rows[url] for url in sorted(rows)]
    )


def keep(database: Database, kept: Sequence[Document]) -> list[int]:
    """Keep documents, each as the last answer of its address, in one transaction; returns the snapshots' ids."""
    packed = snapshots.pack(database, kept)
    with database.writing() as connection:
        ids = snapshots.store(connection, packed)
        store(connection, dict(zip(ids, kept, strict=True)))
    return ids


def _row(snapshot_id: int, document: Document) -> dict[str, Any]:
    return {
        "url": document.requested_url or document.url, "document_id": snapshot_id,
        "answered_at": document.fetched_at, "etag": document.headers.get("etag"),
        "last_modified": document.headers.get("last-modified"), "believed": 0,
    }  # fmt: skip


def _heard(row: Row[Any]) -> Heard:
    return Heard(
        row.url, row.document_id, row.status, row.sha256, row.answered_at, row.etag, row.last_modified, row.believed,
        row.distrusted_at,
    )  # fmt: skip
