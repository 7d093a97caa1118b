"""Checks of what should have come and did not: a day of habit, a number between two others, the usual copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from storage.findings import Findings, Listed
from storage.judge.habits import Issue, has_lapsed, overdue
from storage.judge.values import SHOWN, Check, Complaint, Fate
from storage.language import listed, say
from storage.running.history import History, OpenComplaint, Past

WEEKDAYS: Final = (
    ("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"),
    ("周五", "Friday"), ("周六", "Saturday"), ("周日", "Sunday"),
)  # fmt: skip
WIDEST_GAP: Final = 5
"""Numbers missing in a row beyond which a series counts anew rather than with a gap."""
GAP_LAPSES: Final = timedelta(days=30)
"""How long a missing number is looked for after the one behind it came."""
STALLED: Final = 3
"""Instalments in a row without a copy, and how many before them must all have had one."""
USUALLY: Final = 6
SETTLED: Final = timedelta(days=2)
"""Copies may come a day or two after the text."""


def nothing_found(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain when the weekday's habit says that there should be an instalment, and there is none."""
    if not _looked(findings, history) or history.watched_since is None:
        return
    issues = [_issue(past) for past in history.instalments]
    days = overdue(issues, history.now, history.zone, history.watched_since, _unprinted(findings, history))
    if not days:
        return
    named = listed(say(f"{day.on}（{_weekday(day.on)[0]}）", f"{day.on} ({_weekday(day.on)[1]})") for day in days)
    message = say(f"照惯例应该有一期，却没有找到：{named}", f"habit says there should be an instalment: {named}")
    told = [
        say(f"{day.on}：最近 6 个{_weekday(day.on)[0]}有 {day.hits} 个出了",
            f"{day.on}: {day.hits} of the last 6 such weekdays had one")
        for day in days[:SHOWN]
    ]  # fmt: skip
    yield Complaint("nothing_found", message, (*told, *_seen(findings)))


def numbered_gap(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of a number that is missing between two others of the series."""
    for before, after in _gaps(history):
        assert before.number is not None
        assert after.number is not None
        for number in range(before.number + 1, after.number):
            message = say(
                f"缺第 {number} 期：第 {before.number} 期之后是第 {after.number} 期",
                f"number {number} is missing between {before.number} and {after.number}",
            )
            evidence = tuple(f"{past.on} {past.title}" for past in (before, after))
            yield Complaint("numbered_gap", message, evidence, str(number))


def copies_stalled(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain when no copies are found any more of instalments that always had some."""
    settled = [past for past in history.instalments if history.now - past.first_seen_at >= SETTLED]
    latest, before = settled[:STALLED], settled[STALLED : STALLED + USUALLY]
    if len(before) == USUALLY and all(past.copies for past in before) and not any(past.copies for past in latest):
        message = say(
            f"最近 {STALLED} 期都没有别处的副本，之前 {USUALLY} 期期期都有",
            f"the last {STALLED} instalments have no copy elsewhere; the {USUALLY} before them all had",
        )
        yield Complaint("copies_stalled", message, tuple(f"{past.on} {past.title}" for past in latest))


def _unprinted(findings: Findings, history: History) -> set[date]:
    """Return the days without an issue, as far as papers say so that ever had one: a wrong address has none any day."""
    known = history.memory.answered | findings.answers
    return {day for source, days in findings.unprinted.items() if source in known for day in days}


def _issue(past: Past) -> Issue:
    return Issue(past.on, past.published_at)


def _looked(findings: Findings, history: History) -> bool:
    """Tell whether this run saw what came out: a source that names the series fared well, nothing new was lost."""
    lost = any(each.fresh and each.problem and each.last for each in findings.attempts)
    if lost or not findings.today or not findings.whole:
        return False
    eyes = findings.answers - {trouble.source for trouble in findings.troubles}
    return bool(eyes & history.memory.named) or bool(eyes and not findings.troubles)


def _seen(findings: Findings) -> tuple[str, ...]:
    """Return what the lists held instead: the proof that they were read."""
    lists: dict[str, list[Listed]] = {}
    for page in findings.lists:
        lists.setdefault(page.start, []).append(page)
    return tuple(_held(start, pages) for start, pages in list(lists.items())[:SHOWN])


def _held(start: str, pages: list[Listed]) -> str:
    links = sum(page.links for page in pages)
    newest = max((page.newest for page in pages if page.newest), default=None)
    dated = "" if newest is None else say(f"，最新一条 {newest}", f", the newest of {newest}")
    return say(f"{start} 读到 {links} 条链接{dated}", f"{start} held {links} links{dated}")


def _weekday(day: date) -> tuple[str, str]:
    return WEEKDAYS[day.weekday()]


def _gaps(history: History) -> Iterator[tuple[Past, Past]]:
    """Yield neighbours in time, both numbered, whose numbers are not neighbours.

    Where as many unnumbered instalments stand between them, those are the missing ones. A number of the gap that came
    earlier or later fills it.
    """
    in_order = sorted(history.instalments, key=lambda past: (past.on, past.number or 0))
    numbered = [place for place, past in enumerate(in_order) if past.number is not None]
    there = {past.number for past in in_order}
    for first, second in pairwise(numbered):
        before, after = in_order[first], in_order[second]
        lost = set(range((before.number or 0) + 1, after.number or 0)) - there
        between = second - first - 1
        recent = history.now - after.first_seen_at < GAP_LAPSES
        if between < len(lost) <= WIDEST_GAP and recent:
            yield before, after


def _came(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    """Return what became of a day that was waited for: another instalment came, or the series fell silent."""
    if has_lapsed([_issue(past) for past in history.instalments], history.today):
        return Fate.LAPSED
    return Fate.OVER if _looked(findings, history) else Fate.UNSEEN


def _filled(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    there = complaint.subject in {str(past.number) for past in history.instalments}
    return Fate.OVER if there else Fate.LAPSED


def _has_copies(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return Fate.OVER if any(past.copies for past in history.instalments[:STALLED]) else Fate.UNSEEN


NOTHING_FOUND = Check("nothing_found", nothing_found, _came)
NUMBERED_GAP = Check("numbered_gap", numbered_gap, _filled)
COPIES_STALLED = Check("copies_stalled", copies_stalled, _has_copies)
