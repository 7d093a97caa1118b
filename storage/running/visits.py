"""Visits: what became of each address that a run came across, once an address and run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, and_, func, select

from storage.addresses import canonical
from storage.engine import upsert
from storage.readings import Visited
from storage.tables import visits
from storage.values import Verdict

CAUGHT: Final = (Verdict.NEW, Verdict.REVISED, Verdict.COPY)
"""What a run brought home. A second look at the address in the same run does not take it back."""


def note(connection: Connection, run_id: int, visited: Sequence[Visited]) -> None:
    """Note visits; of two to one address the later counts, unless the earlier brought something home."""
    rows = {canonical(visit.url): visit for visit in _weightiest(visited)}
    if not rows:
        return
    now = datetime.now(UTC)
    statement = upsert(connection, visits)
    fields = ("url", "verdict", "reason", "status", "article_id", "visited_at")
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["run_id", "key"],
            set_={name: statement.excluded[name] for name in fields},
            where=and_(*(visits.c.verdict != verdict for verdict in CAUGHT)),
        ),
        [
            {
                "run_id": run_id, "key": key, "url": visit.url, "verdict": visit.verdict, "reason": visit.reason,
                "status": visit.status, "article_id": visit.article_id, "visited_at": now,
            }
            for key, visit in sorted(rows.items())
        ],
    )  # fmt: skip


def tally(connection: Connection, run_ids: Sequence[int]) -> dict[int, dict[Verdict, int]]:
    """Return run → verdict → visits, every verdict named."""
    counted = {run_id: dict.fromkeys(Verdict, 0) for run_id in run_ids}
    rows = connection.execute(
        select(visits.c.run_id, visits.c.verdict, func.count())
        .where(visits.c.run_id.in_(run_ids))
        .group_by(visits.c.run_id, visits.c.verdict)
    )
    for run_id, verdict, count in rows:
        counted[run_id][Verdict(verdict)] = count
    return counted


def _weightiest(visited: Sequence[Visited]) -> list[Visited]:
    caught = {canonical(visit.url) for visit in visited if visit.verdict in CAUGHT}
    seen: set[str] = set()
    chosen = []
    for visit in visited:
        key = canonical(visit.url)
        if key in seen or (key in caught and visit.verdict not in CAUGHT):
            continue
        if visit.verdict in CAUGHT:
            seen.add(key)
        chosen.append(visit)
    return chosen
