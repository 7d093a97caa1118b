"""Checks of whether the sources answer, and with what: nobody there, silence, errors, a check for robots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from storage.findings import Attempt, Finding, Findings, Problem, list_place
from storage.judge.holidays import is_irregular
from storage.judge.values import SHOWN, Check, Complaint, Fate
from storage.language import say
from storage.running.history import History, OpenComplaint

FAILED_SHARE = 0.2
"""Share of a run's articles that may fail before it is complained of; a single one that fails alone is all of them."""
ALL_MISSING, ALL_FRESH = 5, 2
"""So many articles that are not there, and none that is, are no withdrawals: their addresses were changed. Fewer are
enough of those that a list names in the same run.
"""
QUIET_DAYS = 4
"""Ordinary days on which a newspaper may show nothing (a long weekend) before its silence is one."""
DAILY = "epaper"
"""The kind of source whose lists are a day's: nothing printed, nothing listed. Other lists always hold something."""


def unreachable(findings: Findings, history: History) -> Iterator[Complaint]:
    """Say that no source could be reached."""
    if findings.unreachable:
        message = say("一个来源也连不上，可能是网络的问题", "no source can be reached; it may be the network")
        yield Complaint("unreachable", message, evidence_of(findings.troubles))


def source_silent(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of a source that could not be reached while others answered, or that brings nothing any more."""
    for source, troubles in by_source(concerning(findings, history, Problem.UNREACHABLE)):
        if source not in findings.answers:
            message = say(f"来源连不上：{source}", f"a source cannot be reached: {source}")
            yield Complaint("source_silent", message, evidence_of(troubles), source)
    for source in _gone_quiet(findings, history):
        since = history.memory.brought[source]
        message = say(
            f"{source} 有回答，却一条链接也没有了，别的来源照常",
            f"{source} answers, but without a single link, while others go on",
        )
        told = say(f"最后一次有内容是 {since}", f"it last held something on {since}")
        yield Complaint("source_silent", message, (told, *_starts(findings, source)), source)
    yield from _without_issues(findings, history)


def list_lost(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of a list that answered with an error, or that has no end; or not at all, where its site answers."""
    for source, troubles in by_source(_lost_lists(findings, history)):
        message = say(f"列表读不到：{troubles[0].reason}", f"a list cannot be read: {troubles[0].reason}")
        yield Complaint("list_lost", message, evidence_of(troubles), source)


def challenge(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of a check for robots in place of a list, of an article, or of all articles of a surface: once a source.

    Where the list is hidden, that is what it is about; what becomes of articles is seen once the list is back.
    """
    hidden = [trouble for trouble in concerning(findings, history, Problem.CHALLENGE) if trouble.listed]
    for _, troubles in by_source(hidden):
        message = say("网站要求人机验证，读不到列表", "the site asks for a robot check in place of its list")
        yield Complaint("challenge", message, evidence_of(troubles), list_place(troubles[0].url))
    told = {trouble.source for trouble in hidden}
    for place, refused in _challenged(findings):
        if refused[0].source not in told:
            told.add(refused[0].source)
            message = say("网站要求人机验证，读不到文章", "the site asks for a robot check in place of its articles")
            yield Complaint("challenge", message, evidence_of(refused), place)


def error_share(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain when too many of a run's articles could not be read, or none is where it was."""
    broken = _broken(findings, history)
    led_home = any(each.fresh and each.problem is Problem.HOME for each in findings.attempts)  # told by their layout
    missing = findings.of(Problem.MISSING) if led_home else findings.of(Problem.MISSING, Problem.HOME)
    if broken and len(broken) > FAILED_SHARE * (len(broken) + findings.articles):
        total = len(broken) + findings.articles
        message = say(
            f"{total} 篇文章里有 {len(broken)} 篇没有读到：{broken[0].reason}",
            f"{len(broken)} of {total} articles could not be read: {broken[0].reason}",
        )
        yield Complaint("error_share", message, evidence_of(broken))
    elif not findings.articles and _is_no_withdrawal(findings, missing):
        message = say(
            f"要读的 {len(missing)} 篇文章全都不在原处了，网站可能换了地址",
            f"all {len(missing)} articles are missing from their addresses; the site may have changed them",
        )
        yield Complaint("error_share", message, evidence_of(missing))


def _lost_lists(findings: Findings, history: History) -> list[Finding]:
    found = concerning(findings, history, Problem.LIST, Problem.ENDLESS, Problem.UNREACHABLE)
    mute = Problem.UNREACHABLE  # of a whole source `source_silent` tells
    return [each for each in found if each.problem is not mute or (each.listed and each.source in findings.answers)]


def _broken(findings: Findings, history: History) -> list[Finding]:
    """Return the articles that could not be read, but for those of a source whose silence or lost lists tell more."""
    lost_lists = {trouble.source for trouble in findings.troubles if trouble.listed}
    return [
        each
        for each in concerning(findings, history, Problem.ARTICLE, Problem.UNREACHABLE)
        if not each.listed
        and (each.source in findings.answers or (each.problem is Problem.ARTICLE and each.source not in lost_lists))
    ]


def _is_no_withdrawal(findings: Findings, missing: list[Finding]) -> bool:
    fresh = {attempt.url for attempt in findings.attempts if attempt.fresh}
    named = [each for each in missing if each.url in fresh and each.problem is Problem.MISSING]
    return len(missing) >= ALL_MISSING or len(named) >= ALL_FRESH


def concerning(findings: Findings, history: History, *problems: Problem) -> list[Finding]:
    """Return the troubles of these kinds, without those of a default source that never answered."""
    doubtful = findings.unconfirmed - history.memory.answered - findings.answers
    return [trouble for trouble in findings.of(*problems) if trouble.source not in doubtful]


def by_source(troubles: list[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each source with its troubles."""
    for source in dict.fromkeys(trouble.source for trouble in troubles):
        yield source, [trouble for trouble in troubles if trouble.source == source]


def evidence_of(troubles: Iterable[Finding | Attempt]) -> tuple[str, ...]:
    """Return the first few addresses with what was wrong there."""
    return tuple(f"{trouble.url} — {trouble.reason}" for trouble in list(troubles)[:SHOWN])


def _gone_quiet(findings: Findings, history: History) -> Iterator[str]:
    """Yield the sources whose lists used to hold links, and hold none, while another source's do."""
    holding = {listed.source for listed in findings.lists if listed.links}
    read = dict.fromkeys(listed.source for listed in findings.lists)
    for source in read:
        if source not in holding and holding and source in history.memory.brought and _is_overdue(source, history):
            yield source


def _without_issues(findings: Findings, history: History) -> Iterator[Complaint]:
    """Yield a complaint for each newspaper whose home page and issues are all not there, for longer than it rests."""
    doubtful = findings.unconfirmed - history.memory.answered
    for source, days in findings.unprinted.items():
        since = history.memory.brought.get(source)
        known = source in history.memory.answered
        if source in findings.answers | doubtful or (known and not (since and _is_overdue(source, history))):
            continue
        message = say(
            f"{source} 没有首页，也没有一期读得到；请用 xunli doctor 核对 base_url",
            f"{source} has no home page and none of its issues is there; check base_url with xunli doctor",
        )
        last = say(f"最后一次有内容是 {since}", f"it last held something on {since}") if since else ""
        asked = say(f"问了 {min(days)} 到 {max(days)} 的各期", f"issues from {min(days)} to {max(days)} were asked for")
        yield Complaint("source_silent", message, tuple(filter(None, (last, asked))), source)


def _is_overdue(source: str, history: History) -> bool:
    if not source.startswith(DAILY):
        return True
    since = history.memory.brought[source]
    days = (since + timedelta(days=count) for count in range(1, (history.today - since).days + 1))
    return sum(not is_irregular(day) for day in days) > QUIET_DAYS


def _challenged(findings: Findings) -> Iterator[tuple[str, list[Attempt]]]:
    """Yield the places where all articles are hidden, or one that stands nowhere else."""
    for place, tries in findings.places():
        refused = [each for each in tries if each.problem is Problem.CHALLENGE]
        if refused and (len(refused) == len(tries) or any(each.last for each in refused)):
            yield place, refused


def _starts(findings: Findings, source: str) -> list[str]:
    return list(dict.fromkeys(listed.start for listed in findings.lists if listed.source == source))[:SHOWN]


# --- what a run says of complaints that it did not find again


def _reached(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return Fate.OVER if findings.answers else Fate.UNSEEN


def of_source(findings: Findings, complaint: OpenComplaint, well: Collection[str]) -> Fate:
    """Return that a complaint about a source is over where that is among those that are `well`.

    One about a source that is followed no longer has no object any more.
    """
    if findings.sources and complaint.subject not in findings.sources:
        return Fate.LAPSED
    return Fate.OVER if complaint.subject in well else Fate.UNSEEN


def _source_answers(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return of_source(findings, complaint, findings.answers)


def _list_is_read(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return of_source(findings, complaint, {listed.source for listed in findings.lists})


def _articles_are_read(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    return Fate.OVER if findings.articles else Fate.UNSEEN


def place_is_read(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    """Return that a complaint about a place, or a whole source, is over when something was read there."""
    lists = {list_place(listed.start) for listed in findings.lists}
    places = {attempt.place for attempt in findings.attempts if attempt.look}
    return Fate.OVER if complaint.subject in lists | places | findings.answers else Fate.UNSEEN


UNREACHABLE = Check("unreachable", unreachable, _reached)
SOURCE_SILENT = Check("source_silent", source_silent, _source_answers)
LIST_LOST = Check("list_lost", list_lost, _list_is_read)
CHALLENGE = Check("challenge", challenge, place_is_read)
ERROR_SHARE = Check("error_share", error_share, _articles_are_read)
