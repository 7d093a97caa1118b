"""The kept bytes: compressed with zstd, stored once whatever number of addresses and times they came from.

The hash is of the bytes as they came. Compressing is done before the write lock is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import zstandard
from sqlalchemy import Connection, Row, select

from storage.engine import Database, chunks, upsert
from storage.tables import blobs, documents, snapshots
from storage.values import Document

LEVEL: Final = 3
"""zstd level: HTML shrinks to a fifth, in a fraction of a millisecond a page."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document ready to be stored; `frame` is None where its bytes are in the archive already."""

    document: Document
    sha256: str
    frame: bytes | None


def pack(database: Database, kept: Sequence[Document]) -> list[Packed]:
    """Hash documents and compress those whose bytes the archive does not hold."""
    hashes = [sha256(document.body).hexdigest() for document in kept]
    with database.reading() as connection:
        held = _held(connection, sorted(set(hashes)))
    packed = []
    for document, digest in zip(kept, hashes, strict=True):
        frame = None if digest in held else _compress(document.body)
        held.add(digest)
        packed.append(Packed(document, digest, frame))
    return packed


def store(connection: Connection, packed: Sequence[Packed]) -> list[int]:
    """Store documents and return their ids; the same bytes from the same address are one document."""
    frames = {item.sha256: item for item in packed if item.frame is not None}
    if frames:  # sorted, so that two writers meet in one order
        stored: list[dict[str, object]] = [
            {"sha256": key, "size": len(item.document.body), "body": item.frame} for key, item in sorted(frames.items())
        ]
        connection.execute(upsert(connection, blobs).on_conflict_do_nothing(), stored)
    ids = _ids(connection, packed)
    # Of several in one write the first: its time is when the document was first fetched.
    missing = {_identity(item): item for item in reversed(packed) if _identity(item) not in ids}
    if missing:
        rows = [_row(missing[identity]) for identity in sorted(missing)]
        connection.execute(upsert(connection, documents).on_conflict_do_nothing(), rows)
        ids |= _ids(connection, list(missing.values()))
    return [ids[_identity(item)] for item in packed]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a kept document without its bytes; `size` is theirs before compression."""

    id: int
    url: str
    requested_url: str
    status: int
    fetched_at: datetime
    headers: Mapping[str, str]
    sha256: str
    size: int


def about(connection: Connection, snapshot_id: int) -> Kept | None:
    """Return what is known of a kept document, None where there is no such one."""
    c = snapshots.c
    query = select(c.id, c.url, c.requested_url, c.status, c.fetched_at, c.headers, c.sha256, c.size)
    row = connection.execute(query.where(c.id == snapshot_id)).one_or_none()
    return None if row is None else Kept(*row)


def load(connection: Connection, snapshot_id: int) -> Document | None:
    """Return a kept document as it came, None where there is no such one."""
    row = connection.execute(select(snapshots).where(snapshots.c.id == snapshot_id)).one_or_none()
    return None if row is None else as_document(row)


def named(connection: Connection, url: str, requested_url: str, status: int, digest: str) -> Document | None:
    """Return a kept document by what tells it from all others, None where there is no such one."""
    c = documents.c
    is_it = (c.url == url, c.requested_url == requested_url, c.status == status, c.sha256 == digest)
    found = connection.scalar(select(c.id).where(*is_it))
    return None if found is None else load(connection, found)


def as_document(row: Row[tuple[object, ...]]) -> Document:
    """Return the document of a row of `snapshots`."""
    body = zstandard.ZstdDecompressor().decompress(row.body, max_output_size=max(row.size, 1))
    return Document(row.url, row.status, dict(row.headers), body, row.fetched_at, row.requested_url)


def _held(connection: Connection, hashes: list[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(hashes):
        found.update(connection.scalars(select(blobs.c.sha256).where(blobs.c.sha256.in_(chunk))))
    return found


Identity = tuple[str, str, int, str]


def _identity(item: Packed) -> Identity:
    document = item.document
    return (item.sha256, document.url, document.status, document.requested_url or document.url)


def _ids(connection: Connection, packed: Sequence[Packed]) -> dict[Identity, int]:
    columns = documents.c
    found: dict[Identity, int] = {}
    for chunk in chunks(sorted({item.sha256 for item in packed})):
        rows = connection.execute(
            select(columns.id, columns.sha256, columns.url, columns.status, columns.requested_url)
            .where(columns.sha256.in_(chunk))
            .where(columns.url.in_([item.document.url for item in packed]))
        )
        found.update({(row.sha256, row.url, row.status, row.requested_url): row.id for row in rows})
    return found


def _row(item: Packed) -> dict[str, object]:
    document = item.document
    return {
        "url": document.url,
        "requested_url": document.requested_url or document.url,
        "status": document.status,
        "fetched_at": document.fetched_at,
        "headers": dict(document.headers),
        "sha256": item.sha256,
    }


def _compress(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(body)
