"""The check of texts that read otherwise at every read: something on the page moves that is no part of the article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from storage.decide import RESTLESS_DAYS
from storage.findings import Findings
from storage.judge.values import Check, Complaint, Fate
from storage.language import say
from storage.running.history import History, OpenComplaint

FORGOTTEN: Final = timedelta(days=RESTLESS_DAYS)
"""After so long without a read a text counts as any other again."""


def restless_text(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of each address whose text changed at every read, and makes no revisions any more."""
    for url, (title, reason) in findings.restless.items():
        message = say(
            f"《{title}》每次读都不一样，不再记修订，页面里大概有时钟、计数或推荐混进了正文",
            f"{title!r} reads otherwise at every read and is revised no more: a clock, a counter or a teaser is in it",
        )
        yield Complaint("restless_text", message, (f"{url} — {reason}",), url)


def _reads_the_same(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    if complaint.subject in findings.steady:
        return Fate.OVER
    return Fate.LAPSED if history.now - complaint.opened_at >= FORGOTTEN else Fate.UNSEEN


RESTLESS_TEXT = Check("restless_text", restless_text, _reads_the_same)
