"""Recording what documents say.

    readings → documents kept → wave: what is known (look_up) → decide → write → visits, all in one transaction

A wave is as many readings as have nothing to do with each other: no common address, text or instalment. So each wave
costs the same number of questions whatever its size and the archive's, and its decisions cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage import snapshots
from storage.addresses import canonical
from storage.answers import Reading, Recorded, Visited
from storage.decide import Decision, Standing, Text, Twin, decide, stands_there
from storage.engine import CHUNK, Database
from storage.fingerprint import fingerprint
from storage.snapshots import Packed
from storage.standing import OWN, Snapshot, look_up
from storage.values import Verdict
from storage.visits import note
from storage.writing import Settled, write

ATTEMPTS: Final = 3
"""How often a write is decided anew when another program's row got in between."""

WAVE: Final = CHUNK // 2
"""Readings in one wave: each asks for up to two addresses."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading about to be decided, with the keys that it is looked up by."""

    position: int
    reading: Reading
    text: Text
    snapshot_id: int
    key: str
    requested_key: str

    @property
    def marks(self) -> set[str]:
        """What two readings must not share to be decided at once."""
        return {self.key, self.requested_key, self.text.fingerprint}


def record_many(database: Database, run_id: int | None, series: str, readings: Sequence[Reading]) -> list[Recorded]:
    """Record readings in order, all or none; returns what became of each. `run_id` None notes no visits."""
    packed = snapshots.pack(database, [reading.document for reading in readings])
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return _record_once(database, run_id, series, readings, packed)
    return _record_once(database, run_id, series, readings, packed)


def _record_once(
    database: Database, run_id: int | None, series: str, readings: Sequence[Reading], packed: Sequence[Packed]
) -> list[Recorded]:
    texts = [_text(reading, item.sha256) for reading, item in zip(readings, packed, strict=True)]
    with database.writing(lock=series) as connection:
        ids = snapshots.store(connection, packed)
        pending = [_candidate(number, *each) for number, each in enumerate(zip(readings, texts, ids, strict=True))]
        recorded = _record(connection, series, pending)
        if run_id is not None:
            note(connection, run_id, [_visited(*each) for each in zip(readings, recorded, strict=True)])
        return recorded


def _text(reading: Reading, sha256: str) -> Text:
    extract, document = reading.extract, reading.document
    return Text(
        url=document.url,
        surface=reading.surface,
        title=extract.title,
        body=extract.body,
        byline=extract.byline,
        editor=extract.editor,
        fingerprint=fingerprint(extract.title, extract.body),
        sha256=sha256,
        requested_url=document.requested_url,
    )


def _candidate(position: int, reading: Reading, text: Text, snapshot_id: int) -> Candidate:
    key = canonical(text.url)
    return Candidate(
        position, reading, text, snapshot_id, key, canonical(text.requested_url) if text.requested_url else key
    )


def _record(connection: Connection, series: str, pending: list[Candidate]) -> list[Recorded]:
    recorded: dict[int, Recorded] = {}
    while pending:
        wave, later = _apart(pending)
        keys = sorted({key for item in wave for key in (item.key, item.requested_key)})
        before = look_up(connection, series, keys, sorted({item.text.fingerprint for item in wave}))
        wave, contested = _of_different_instalments(wave, before)
        settled = [(item, _settle(series, item, before)) for item in wave]
        write(connection, [each for _, each in settled])
        recorded |= {item.position: _recorded(each) for item, each in settled}
        pending = sorted([*contested, *later], key=lambda item: item.position)
    return [recorded[position] for position in sorted(recorded)]


def _apart(pending: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Cut off the readings that share an address or a text with an earlier one."""
    seen: set[str] = set()
    wave: list[Candidate] = []
    later: list[Candidate] = []
    for item in pending:
        (later if len(wave) == WAVE or seen & item.marks else wave).append(item)
        seen |= item.marks
    return wave, later


def _of_different_instalments(wave: list[Candidate], before: Snapshot) -> tuple[list[Candidate], list[Candidate]]:
    seen: set[int] = set()
    apart: list[Candidate] = []
    contested: list[Candidate] = []
    for item in wave:
        touched = _instalments(item, before)
        (contested if seen & touched else apart).append(item)
        seen |= touched
    return apart, contested


def _instalments(item: Candidate, before: Snapshot) -> set[int]:
    stood = [before.standing[key][0].leading_id for key in (item.key, item.requested_key) if key in before.standing]
    return {*stood, *(twin.id for twin in before.twins.get(item.text.fingerprint, ()))}


def _settle(series: str, item: Candidate, before: Snapshot) -> Settled:
    known = _known(item, before)
    decision = decide(item.text, known, _twins(item, before), excluded=_excluded(item, before))
    return Settled(series, item.reading, item.text, item.snapshot_id, decision, known)


def _known(item: Candidate, before: Snapshot) -> Standing | None:
    for key in (item.key, item.requested_key):
        candidate, kind = before.standing.get(key, (None, ""))
        if candidate and stands_there(item.text, candidate, own=kind == OWN and key == item.key):
            return candidate
    return None


def _twins(item: Candidate, before: Snapshot) -> tuple[Twin, ...]:
    return before.twins.get(item.text.fingerprint, ())


def _excluded(item: Candidate, before: Snapshot) -> str | None:
    by_address = before.out.get(item.key)
    if by_address is not None:
        return f"地址属于已剔除的 {by_address}"
    by_text = before.out.get(item.text.fingerprint)
    return None if by_text is None else f"与已剔除的 {by_text} 同文"


def _recorded(item: Settled) -> Recorded:
    decision: Decision = item.decision
    leading = item.known.leading_id if item.known else item.article_id
    if decision.twin:
        leading = item.article_id if decision.takes_over else decision.twin.id
    filtered = decision.verdict is Verdict.FILTERED
    return Recorded(
        verdict=decision.verdict,
        reason=decision.reason,
        article_id=None if filtered else item.article_id,
        snapshot_id=item.snapshot_id,
        leading_id=None if filtered else leading,
        changed=decision.changed,
    )


def _visited(reading: Reading, recorded: Recorded) -> Visited:
    document = reading.document
    url = document.requested_url or document.url
    return Visited(url, recorded.verdict, recorded.reason, document.status, recorded.article_id)
