"""The check of runs that were not finished: out of time, killed, without a beat, or brought down by an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from storage.findings import Findings
from storage.judge.values import Check, Complaint, Fate, Judgement
from storage.language import say
from storage.running.history import History, OpenComplaint
from storage.values import Outcome


def unfinished(judgement: Judgement, outcome: Outcome, reason: str | None) -> Judgement:
    """Add to a run's judgement that the run was not finished, where it was to be.

    A run that is out of time says so among its complaints, because nothing else of its row does; what ended it
    otherwise is its outcome and its error, and the complaint is only noted. One that was told to stop is none.
    """
    message = say("运行没有做完，下次接着做", "the run was not finished; the next one goes on")
    complaint = Complaint("run_unfinished", message, (reason or outcome.value,))
    if outcome is Outcome.TIMEOUT:
        return replace(judgement, complaints=(*judgement.complaints, complaint))
    return replace(judgement, noted=(*judgement.noted, complaint))


def _nothing(findings: Findings, history: History) -> Iterator[Complaint]:
    """Find nothing: how a run ended is known after its findings."""
    return iter(())


def _was_finished(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return Fate.OVER if findings.whole else Fate.UNSEEN


RUN_UNFINISHED = Check("run_unfinished", _nothing, _was_finished)
