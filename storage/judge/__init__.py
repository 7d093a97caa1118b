"""The judge of a finished run: small named checks look at what it found and at the series' history. Pure.

    Findings (the run) + History (the archive) → checks → Judgement → complaints opened, renewed, closed

Every check tells "the site is broken for us" from "nothing was printed", and gives its evidence. A complaint is over
only when a run has seen that it is: what a run could not look at stays as it was.
"""

from __future__ import annotations

from storage.findings import Findings
from storage.judge.dates import MISDATED
from storage.judge.ends import RUN_UNFINISHED, unfinished
from storage.judge.habit import COPIES_STALLED, NOTHING_FOUND, NUMBERED_GAP
from storage.judge.looks import LAYOUT_CHANGED, LAYOUT_DRIFT, has_new_face
from storage.judge.reach import CHALLENGE, ERROR_SHARE, LIST_LOST, SOURCE_SILENT, UNREACHABLE, unreachable
from storage.judge.restless import RESTLESS_TEXT
from storage.judge.room import DISK_SPACE
from storage.judge.values import Check, Complaint, Fate, Judgement, Key
from storage.running.history import History
from storage.running.memory import Memory, learned

__all__ = ["Complaint", "Judgement", "judge", "learn", "unfinished"]

CHECKS: tuple[Check, ...] = (
    UNREACHABLE,
    SOURCE_SILENT,
    LIST_LOST,
    CHALLENGE,
    LAYOUT_CHANGED,
    LAYOUT_DRIFT,
    ERROR_SHARE,
    NOTHING_FOUND,
    NUMBERED_GAP,
    COPIES_STALLED,
    RESTLESS_TEXT,
    MISDATED,
    DISK_SPACE,
    RUN_UNFINISHED,
)


def judge(findings: Findings, history: History) -> Judgement:
    """Judge a run.

    Where nothing at all was reached, its outcome says so: that is noted, and nothing else is looked at.
    """
    if findings.unreachable:
        noted = tuple(unreachable(findings, history)) if findings.today else ()
        return Judgement(noted=noted, unseen=frozenset((each.check, each.subject) for each in history.open))
    found = tuple(complaint for check in CHECKS for complaint in check.find(findings, history))
    fates = _fates(findings, history, {complaint.key for complaint in found})
    return Judgement(found, (), _of(fates, Fate.UNSEEN), _of(fates, Fate.LAPSED))


def learn(findings: Findings, history: History, judgement: Judgement) -> Memory:
    """Return what is usual after this run: what it saw and did not complain of."""
    doubtful = {found.subject for found in judgement.complaints if found.check in {"layout_changed", "layout_drift"}}
    settled = {each.subject for each in history.open if has_new_face(each, history)}
    return learned(history.memory, findings, history.today, doubtful, settled)


def _fates(findings: Findings, history: History, found: set[Key]) -> dict[Key, Fate]:
    checks = {check.name: check for check in CHECKS}
    left = [each for each in history.open if (each.check, each.subject) not in found]
    return {
        (each.check, each.subject): checks[each.check].fate(findings, history, each)
        if each.check in checks
        else Fate.UNSEEN
        for each in left
    }


def _of(fates: dict[Key, Fate], wanted: Fate) -> frozenset[Key]:
    return frozenset(key for key, fate in fates.items() if fate is wanted)
