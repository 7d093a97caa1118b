"""Checks of what lists and articles look like: a layout that changed under us, and one that only drifted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median
from typing import Final

from storage.findings import MEANING, Attempt, Finding, Findings, Listed, Look, Problem, list_place
from storage.judge.reach import by_source, concerning, evidence_of, place_is_read
from storage.judge.values import SHOWN, Check, Complaint, Fate
from storage.language import listed, say
from storage.running.history import History, OpenComplaint

FIELDS: Final = {"dated": (1, 1), "published_at": (3, 1), "source": (3, 1), "editor": (10, 2), "byline": (10, 2)}
"""Field → how many articles must all have had it before, how many must all lack it now. Not everybody signs."""
LABELS: Final = {
    "dated": ("日期", "a date"), "published_at": ("发布时间", "a time"), "source": ("来源", "a source"),
    "editor": ("编辑", "an editor"), "byline": ("作者", "a byline"),
}  # fmt: skip
USUAL: Final = 0.9
"""Share of the latest articles of a place that makes a known layout the usual one."""
COLLAPSED: Final = 0.2
"""Length of a body, as a share of the usual one, below which it has collapsed; of the same article it is half."""
SHRUNK: Final = 0.5
FEW, MANY = 3, 10
"""Articles that make a measure: of this run beside what is usual, and for one article to stand against it alone."""
NEW_FACE: Final = timedelta(days=60)
"""A change that was complained of for so long is the site's new face, and no complaint any more."""


def layout_changed(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of lists and articles that are not recognised, of fields that are gone, of bodies that collapsed."""
    for trouble in concerning(findings, history, Problem.LIST_LAYOUT):
        message = say(f"版式认不出了：{trouble.reason}", f"a layout is not recognised: {trouble.reason}")
        yield Complaint("layout_changed", message, evidence_of([trouble]), list_place(trouble.url))
    for source, troubles in by_source(_elsewhere(findings, history)):
        message = say(f"版式认不出了：{troubles[0].reason}", f"a layout is not recognised: {troubles[0].reason}")
        yield Complaint("layout_changed", message, evidence_of(troubles), source)
    for place, tries in findings.places():
        usual = history.memory.looks.get(place, ())
        if complaint := _unread(place, tries) or _changed(place, tries, usual, history):
            yield complaint


def layout_drift(findings: Findings, history: History) -> Iterator[Complaint]:
    """Complain of selectors that no longer match where the rules by meaning still read the page."""
    for page in _first_pages(findings):
        place = list_place(page.start)
        known = history.memory.layouts.get(place, MEANING) != MEANING
        if known and page.layout == MEANING and page.missed and not _is_settled(place, history):
            yield Complaint("layout_drift", _drifted(page.missed), (page.start, *page.missed), place)
    for place, tries in findings.places():
        layout = _usual_layout(history.memory.looks.get(place, ()))
        drifted = [look for look in _new_ones(tries) if look.layout == MEANING]
        if layout and drifted and len(drifted) == len(_new_ones(tries)) and not _is_settled(place, history):
            named = findings.selectors.get(layout) or findings.selectors.get(tries[0].source, layout)
            evidence = (say(f"以前的版式是 {layout}", f"the layout was {layout}"), *_urls(drifted))
            yield Complaint("layout_drift", _drifted((named,)), evidence, place)


def has_new_face(complaint: OpenComplaint, history: History) -> bool:
    """Tell whether what was complained of is by now how the site is."""
    lasting = history.now - complaint.opened_at >= NEW_FACE
    return lasting and complaint.check in {"layout_changed", "layout_drift"}


def _drifted(selectors: Sequence[str]) -> str:
    named = listed(selectors)
    return say(
        f"选择器 {named} 不再匹配，暂时靠通用规则读取",
        f"the selector {named} no longer matches; the rules by meaning still read the page",
    )


def _elsewhere(findings: Findings, history: History) -> list[Finding]:
    """Return the documents of unknown layout that were no single article: an issue's boards and stories."""
    tried = {attempt.url for attempt in findings.attempts}
    return [trouble for trouble in concerning(findings, history, Problem.LAYOUT) if trouble.url not in tried]


def _unread(place: str, tries: list[Attempt]) -> Complaint | None:
    """Return the complaint of articles whose layout is not recognised: one that is lost, or all of a surface.

    A list's link that leads to the front page is no withdrawal, nor are the others then: the list shows it now.
    """
    home = any(each.problem is Problem.HOME and each.fresh for each in tries)
    lost = (Problem.LAYOUT, Problem.HOME) if home else (Problem.LAYOUT,)
    unread = [each for each in tries if each.problem in lost]
    if not unread or (len(unread) < len(tries) and not any(each.last for each in unread)):
        return None
    message = say(f"版式认不出了：{unread[0].reason}", f"a layout is not recognised: {unread[0].reason}")
    return Complaint("layout_changed", message, evidence_of(unread), place)


def _changed(place: str, tries: list[Attempt], usual: Sequence[Look], history: History) -> Complaint | None:
    if _is_settled(place, history):
        return None
    looks = _new_ones(tries)
    if gone := _gone_fields(looks, usual):
        named = listed(say(*LABELS[field]) for field in gone)
        message = say(f"文章里一直有的{named}不见了", f"articles always had {named}, and have it no more")
        before = say(f"以前 {len(usual)} 篇都有", f"all {len(usual)} before had it")
        return Complaint("layout_changed", message, (f"{', '.join(gone)}: {before}", *_urls(looks)), place)
    if shrunk := _collapsed(looks, usual):
        now, then = median(look.characters for look in shrunk), median(look.characters for look in usual)
        message = say(
            f"正文变得很短：中位数 {now:.0f} 字，以前 {then:.0f} 字",
            f"bodies collapsed: {now:.0f} characters in the median, {then:.0f} before",
        )
        return Complaint("layout_changed", message, _urls(shrunk), place)
    return None


def _gone_fields(looks: Sequence[Look], usual: Sequence[Look]) -> list[str]:
    return [
        field
        for field, (before, now) in FIELDS.items()
        if len(usual) >= before and len(looks) >= now
        and all(field in look.fields for look in usual) and not any(field in look.fields for look in looks)
    ]  # fmt: skip


def _collapsed(looks: Sequence[Look], usual: Sequence[Look]) -> list[Look]:
    """Return the articles whose bodies collapsed: known ones that lost half, or new ones far below what is usual."""
    was = {look.url: look.characters for look in usual}
    known = [look for look in looks if look.url in was]
    if len(known) > 1 and all(look.characters < SHRUNK * was[look.url] for look in known):
        return known
    lengths = [look.characters for look in usual]
    if not looks or len(lengths) < FEW or (len(looks) < FEW and len(lengths) < MANY):
        return []
    low = median(look.characters for look in looks) < COLLAPSED * median(lengths)
    lower_than_ever = all(look.characters < SHRUNK * min(lengths) for look in looks)
    return list(looks) if low and (len(looks) >= FEW or lower_than_ever) else []


def _new_ones(tries: Sequence[Attempt]) -> list[Look]:
    """Return how a run's articles looked, of the fresh ones alone where there are any: a new face shows there first."""
    fresh = [each.look for each in tries if each.look and each.fresh]
    return fresh or [each.look for each in tries if each.look]


def _usual_layout(usual: Sequence[Look]) -> str | None:
    layouts = [look.layout for look in usual]
    common = max(set(layouts), key=layouts.count, default=MEANING)
    return None if common == MEANING or layouts.count(common) < USUAL * len(layouts) else common


def _first_pages(findings: Findings) -> list[Listed]:
    pages: dict[str, Listed] = {}
    for page in findings.lists:
        pages.setdefault(page.start, page)
    return list(pages.values())


def _urls(looks: Sequence[Look]) -> tuple[str, ...]:
    return tuple(look.url for look in looks[:SHOWN])


def _is_settled(place: str, history: History) -> bool:
    return any(each.subject == place and has_new_face(each, history) for each in history.open)


def _face(findings: Findings, history: History, complaint: OpenComplaint) -> Fate:
    read = place_is_read(findings, history, complaint)
    return Fate.LAPSED if read is Fate.OVER and has_new_face(complaint, history) else read


LAYOUT_CHANGED = Check("layout_changed", layout_changed, _face)
LAYOUT_DRIFT = Check("layout_drift", layout_drift, _face)
