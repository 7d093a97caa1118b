"""Which snapshots a revision was read from, where it is more than one: a long article's parts, an issue's pages.

A text can only be read again from the very bytes that it was read from: an address may answer with others by then.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert

from storage.readings import Reading, Recorded
from storage.tables import readings


def note(
    connection: Connection, read: Sequence[Reading], recorded: Sequence[Recorded], snapshot_ids: Sequence[int]
) -> None:
    """Note what the revisions made just now were read from. The ids are those of all `whole` documents in turn."""
    rows = []
    ids = iter(snapshot_ids)
    for reading, made in zip(read, recorded, strict=True):
        found = [(role, next(ids)) for role, _ in reading.whole]
        if made.revision is not None:
            rows += [
                {
                    "article_id": made.article_id, "number": made.revision, "position": position,
                    "role": role, "snapshot_id": snapshot_id,
                }
                for position, (role, snapshot_id) in enumerate(found, start=1)
            ]  # fmt: skip
    if rows:
        connection.execute(insert(readings), rows)
