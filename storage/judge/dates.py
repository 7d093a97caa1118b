"""The check of e-papers whose issues show a day that cannot be theirs: nobody knows of which day they are."""

from __future__ import annotations

from collections.abc import Iterator

from storage.findings import Findings, Problem
from storage.judge.reach import by_source, concerning, evidence_of, of_source
from storage.judge.values import Check, Complaint, Fate
from storage.language import plural, say
from storage.running.history import History, OpenComplaint


def misdated(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of each e-paper with issues that show another day: their days would stay unproved without a word."""
    for source, troubles in by_source(concerning(findings, history, Problem.MISDATED)):
        count = len(troubles)
        message = say(
            f"{source} 有 {count} 期的版面写着别的日期，断定不了是哪一天的；版面上多半是时钟，请打开下面的地址核对",
            f"{plural(count, 'issue', 'issues')} of {source} with the date of another day, so nobody knows whose "
            "they are; the date may be a clock: open the addresses below to see",
        )
        yield Complaint("misdated", message, evidence_of(troubles), source)


def _shows_its_day(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    """Return that it is over where an issue of an earlier day shows its own: on its own day a clock is right, too."""
    return of_source(findings, complaint, findings.dated)


MISDATED = Check("misdated", misdated, _shows_its_day)
