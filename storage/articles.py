"""Recording what documents say.

    readings → documents kept → wave: what is known (look_up) → kinship → decide → write → visits, in one transaction

A wave is as many readings as have nothing to do with each other: no common address, text or instalment, no texts that
are alike. So each wave costs the same number of questions whatever its size and the archive's, and its decisions
cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage import origins, snapshots
from storage.addresses import canonical
from storage.decide import Standing, Text, decide, not_written, stands_there
from storage.engine import CHUNK, Database
from storage.identity.fingerprint import fold, of_folded
from storage.identity.kinship import Asked, Kin, families
from storage.identity.similar import Shape
from storage.language import say
from storage.readings import Reading, Recorded, Visited
from storage.running import heard
from storage.running.visits import note
from storage.snapshots import Packed
from storage.standing import OWN, Snapshot, look_up
from storage.values import Verdict
from storage.writing import Settled, day_of, write

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
    shape: Shape
    snapshot_id: int
    key: str
    requested_key: str

    @property
    def marks(self) -> set[str]:
        """What two readings must not share to be decided at once."""
        return {self.key, self.requested_key, self.text.fingerprint}


def record_many(
    database: Database, run_id: int | None, series: str, readings: Sequence[Reading], now: datetime
) -> list[Recorded]:
    """Record readings in order, all or none; returns what became of each. `run_id` None notes no visits."""
    packed = snapshots.pack(database, [reading.document for reading in readings])
    further = snapshots.pack(database, [document for reading in readings for _, document in reading.whole])
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return _record_once(database, run_id, series, readings, packed, further, now)
    return _record_once(database, run_id, series, readings, packed, further, now)


def _record_once(
    database: Database,
    run_id: int | None,
    series: str,
    readings: Sequence[Reading],
    packed: Sequence[Packed],
    further: Sequence[Packed],
    now: datetime,
) -> list[Recorded]:
    shapes = [reading.shape or Shape(fold(reading.extract.body)) for reading in readings]
    texts = [_text(*each) for each in zip(readings, shapes, packed, strict=True)]
    with database.writing(lock=series) as connection:
        ids = snapshots.store(connection, packed)
        heard.store(connection, {each: reading.document for each, reading in zip(ids, readings, strict=True)})
        pending = [
            _candidate(number, *each) for number, each in enumerate(zip(readings, texts, shapes, ids, strict=True))
        ]
        recorded = _record(connection, series, pending, now)
        origins.note(connection, readings, recorded, snapshots.store(connection, further))
        if run_id is not None:
            note(connection, run_id, [_visited(*each) for each in zip(readings, recorded, strict=True)])
        return recorded


def _text(reading: Reading, shape: Shape, packed: Packed) -> Text:
    extract, document = reading.extract, reading.document
    return Text(
        url=document.url,
        surface=reading.surface,
        title=extract.title,
        body=extract.body,
        byline=extract.byline,
        editor=extract.editor,
        fingerprint=of_folded(extract.title, shape.text),
        sha256=packed.sha256,
        requested_url=document.requested_url,
        on=day_of(extract),
    )


def _candidate(position: int, reading: Reading, text: Text, shape: Shape, snapshot_id: int) -> Candidate:
    key = canonical(text.url)
    return Candidate(
        position, reading, text, shape, snapshot_id, key, canonical(text.requested_url) if text.requested_url else key
    )


def _record(connection: Connection, series: str, pending: list[Candidate], now: datetime) -> list[Recorded]:
    recorded: dict[int, Recorded] = {}
    while pending:
        wave, later = _apart(pending)
        keys = sorted({key for item in wave for key in (item.key, item.requested_key)})
        before = look_up(connection, series, keys, sorted({item.text.fingerprint for item in wave}), now)
        kin = _kin(connection, series, wave, before)
        settled, contested = _settle(series, wave, before, kin)
        write(connection, settled)
        recorded |= {each.position: _recorded(each) for each in settled}
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


def _kin(connection: Connection, series: str, wave: Sequence[Candidate], before: Snapshot) -> dict[int, Kin | None]:
    """Return what the wave's texts have to do with; None for one that is alike to an earlier one of the wave."""
    asked = {item.position: each for item in wave if (each := _asked(item, before))}
    return families(connection, series, asked, {item.position: item.shape for item in wave})


def _asked(item: Candidate, before: Snapshot) -> Asked | None:
    """Return the question for a text's place; None where it keeps the one it has, or gets none."""
    known = _known(item, before)
    at = item.reading.document.fetched_at
    if _excluded(item, before) is not None:
        return None
    if known and (known.fingerprint == item.text.fingerprint or not_written(item.text, known, at)):
        return None
    return Asked(-1 - item.position, item.text, item.reading.extract, len(item.shape.text), at, known)


def _settle(
    series: str, wave: Sequence[Candidate], before: Snapshot, kin: dict[int, Kin | None]
) -> tuple[list[Settled], list[Candidate]]:
    """Decide what has nothing to do with an earlier reading of the wave; returns the others to be asked again."""
    seen: set[int] = set()
    settled: list[Settled] = []
    contested: list[Candidate] = []
    for item in wave:
        touched = _touched(item, before, kin.get(item.position))
        waits = item.position in kin and kin[item.position] is None
        if waits or seen & touched:
            contested.append(item)
        else:
            settled.append(_settled(series, item, before, kin.get(item.position)))
        seen |= touched
    return settled, contested


def _touched(item: Candidate, before: Snapshot, kin: Kin | None) -> set[int]:
    """Return the ids of the articles that a reading has to do with."""
    stood = [before.standing[key][0] for key in (item.key, item.requested_key) if key in before.standing]
    ids = {each_id for each in stood for each_id in (each.id, each.leading_id)}
    return ids | {member.id for member in kin.members} if kin else ids


def _settled(series: str, item: Candidate, before: Snapshot, kin: Kin | None) -> Settled:
    known, excluded = _known(item, before), _excluded(item, before)
    twin, takes_over = (kin.twin, kin.takes_over) if kin else (None, False)
    at = item.reading.document.fetched_at
    decision = decide(item.text, known, twin, at=at, takes_over=takes_over, excluded=excluded)
    return Settled(series, item.position, item.reading, item.text, item.shape, item.snapshot_id, decision, known, kin)


def _known(item: Candidate, before: Snapshot) -> Standing | None:
    for key in (item.key, item.requested_key):
        candidate, kind = before.standing.get(key, (None, ""))
        if candidate and stands_there(item.text, candidate, own=kind == OWN and key == item.key):
            return candidate
    return None


def _excluded(item: Candidate, before: Snapshot) -> str | None:
    by_address = before.out.get(item.key)
    if by_address is not None:
        return say(f"地址属于已剔除的 {by_address}", f"an address of {by_address}, which was dropped")
    by_text = before.out.get(item.text.fingerprint)
    if by_text is None:
        return None
    return say(f"与已剔除的 {by_text} 同文", f"the same text as {by_text}, which was dropped")


def _recorded(item: Settled) -> Recorded:
    decision = item.decision
    filtered = decision.verdict is Verdict.FILTERED
    return Recorded(
        verdict=decision.verdict,
        reason=decision.reason,
        article_id=None if filtered else item.article_id or decision.article_id,
        snapshot_id=item.snapshot_id,
        changed=decision.changed,
        restless=decision.restless,
        another=decision.another,
        revision=item.revision if item.is_text else None,
    )


def _visited(reading: Reading, recorded: Recorded) -> Visited:
    document = reading.document
    url = document.requested_url or document.url
    told = say("网站说没有变（304），", "not modified (304), ") if document.not_modified else ""
    return Visited(url, recorded.verdict, told + recorded.reason, document.answered, recorded.article_id)
