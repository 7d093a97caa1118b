"""The judge of a finished run: small named checks look at what it found. Pure.

Every check tells "the site is broken for us" from "nothing was printed", and gives its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storage.findings import Finding, Findings, Problem
from storage.language import say

FAILED_SHARE = 0.2
"""Share of a run's articles that may fail before it is complained of; a single one that fails alone is all of them."""
SHOWN = 5
"""Addresses named in a complaint's evidence."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the judge says of a run. `subject` tells complaints of one check apart (a source), "" where there is one."""

    check: str
    message: str
    evidence: tuple[str, ...]
    subject: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the complaint as `crawl --json` prints it."""
        return {"check": self.check, "message": self.message, "evidence": list(self.evidence)}


Check = Callable[[Findings], Iterator[Complaint]]


def judge(findings: Findings) -> tuple[Complaint, ...]:
    """Return the complaints about a run; none where nothing at all was reached, because its outcome says that."""
    if findings.unreachable:
        return ()
    return tuple(complaint for check in CHECKS for complaint in check(findings))


def source_silent(findings: Findings) -> Iterator[Complaint]:
    """Complain of a source that could not be reached while others answered."""
    for source, troubles in _by_source(findings.of(Problem.UNREACHABLE)):
        if source not in findings.answers:
            message = say(f"来源连不上：{source}", f"a source cannot be reached: {source}")
            yield Complaint("source_silent", message, _evidence(troubles), source)


def list_lost(findings: Findings) -> Iterator[Complaint]:
    """Complain of a list that answered with something else than a list."""
    for source, troubles in _by_source(findings.of(Problem.LIST, Problem.ENDLESS)):
        message = say(f"列表读不到：{troubles[0].reason}", f"a list cannot be read: {troubles[0].reason}")
        yield Complaint("list_lost", message, _evidence(troubles), source)


def layout_changed(findings: Findings) -> Iterator[Complaint]:
    """Complain of documents whose layout is not recognised any more."""
    for source, troubles in _by_source(findings.of(Problem.LAYOUT)):
        message = say(f"版式认不出了：{troubles[0].reason}", f"a layout is not recognised: {troubles[0].reason}")
        yield Complaint("layout_changed", message, _evidence(troubles), source)


def challenge(findings: Findings) -> Iterator[Complaint]:
    """Complain of a check for robots that was served in place of pages."""
    for source, troubles in _by_source(findings.of(Problem.CHALLENGE)):
        message = say("网站要求人机验证，读不到文章", "the site asks for a robot check in place of its articles")
        yield Complaint("challenge", message, _evidence(troubles), source)


def error_share(findings: Findings) -> Iterator[Complaint]:
    """Complain when too many of a run's articles could not be read."""
    broken = findings.of(Problem.ARTICLE)
    if broken and len(broken) > FAILED_SHARE * (len(broken) + findings.articles):
        total = len(broken) + findings.articles
        message = say(
            f"{total} 篇文章里有 {len(broken)} 篇没有读到：{broken[0].reason}",
            f"{len(broken)} of {total} articles could not be read: {broken[0].reason}",
        )
        yield Complaint("error_share", message, _evidence(broken))


CHECKS: tuple[Check, ...] = (source_silent, list_lost, layout_changed, challenge, error_share)


def _by_source(troubles: list[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    for source in dict.fromkeys(trouble.source for trouble in troubles):
        yield source, [trouble for trouble in troubles if trouble.source == source]


def _evidence(troubles: list[Finding]) -> tuple[str, ...]:
    return tuple(f"{trouble.url} — {trouble.reason}" for trouble in troubles[:SHOWN])
