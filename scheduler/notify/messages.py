"""Writes the messages. Pure: values in, a message out; the language is that of `storage.language`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date, datetime

from scheduler.notify.values import About, Kind, Message, Piece
from scheduler.notify.wording import clause, page_span
from storage.language import clock, listed, plural, say

MOST_DEPARTMENTS = 12
MOST_CHANGES = 3
MOST_EVIDENCE = 8


def new_instalment(about: About, piece: Piece) -> Message:
    """Return the news that an instalment came out: date and pages, departments inside, first sentence, link."""
    lines = [_printed(piece), _departments(piece.departments), piece.first]
    return _message(about, "new", piece.title, lines, _link(about, f"/instalments/{piece.id}"))


def revised_instalment(
    about: About, piece: Piece, number: int, before: tuple[str, str], after: tuple[str, str]
) -> Message:
    """Return the news that revision `number` was found; `before` and `after` are title and body of the two texts."""
    head = say(f"改后重登《{piece.title}》", f"Revised: {piece.title}")
    first = say(f"这是第 {number} 稿。", f"This is revision {number}.")
    lines = [_printed(piece), first, *_changes(before, after)]
    return _message(about, "revised", head, lines, _link(about, f"/instalments/{piece.id}/diff"))


def gone_instalment(about: About, piece: Piece, gone_at: datetime, addresses: Sequence[str]) -> Message:
    """Return the news that an instalment stands nowhere any more; `addresses` are those it stood at."""
    head = say(f"原文已撤《{piece.title}》", f"Withdrawn: {piece.title}")
    when = clock(gone_at, about.zone)
    since = say(f"确认于 {when}；档案里的文本仍在。", f"Confirmed {when}; the archive keeps its text.")
    lines = [_printed(piece), since, *addresses]
    return _message(about, "gone", head, lines, _link(about, f"/instalments/{piece.id}"))


def complaint(about: About, check: str, sentence: str, evidence: Sequence[str], since: datetime) -> Message:
    """Return what the judge complains of: the check's name, its sentence, its evidence and since when it holds."""
    lines = [
        say(f"检查：{check}", f"Check: {check}"),
        say(f"自 {clock(since, about.zone)} 起", f"Since {clock(since, about.zone)}"),
        *evidence[:MOST_EVIDENCE],
    ]
    return _message(about, "complaint", f"⚠ {sentence}", lines, _link(about, "/runs"))


def recovery(about: About, check: str, sentence: str, since: datetime, ended_at: datetime) -> Message:
    """Return the note that a complaint is over: what it was and how long it held."""
    start, end = clock(since, about.zone), clock(ended_at, about.zone)
    lines = [say(f"检查：{check}", f"Check: {check}"), say(f"{start} 至 {end}", f"{start} to {end}")]
    head = say(f"已恢复：{sentence}", f"Recovered: {sentence}")
    return _message(about, "recovery", head, lines, _link(about, "/runs"))


def trial(about: About) -> Message:
    """Return the message of `xunli notify --test`; it goes to every channel."""
    subject = say("巡礼的测试通知", "A test notification of xunli")
    text = say("收到这一条，说明这个通道可用。", "If you read this, the channel works.")
    return Message("test", about.series, about.title, subject, text, _link(about, "/"))


def _message(about: About, kind: Kind, head: str, lines: Sequence[str], link: str | None) -> Message:
    subject = f"{about.title}｜{head}" if about.title else head
    return Message(kind, about.series, about.title, subject, "\n".join(line for line in lines if line), link)


def _link(about: About, path: str) -> str | None:
    return f"{about.base.rstrip('/')}{path}" if about.base else None


def _printed(piece: Piece) -> str:
    parts = [_day(piece.printed_on), page_span(piece.pages)]
    return " · ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return "" if day is None else say(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _departments(names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = listed(names[:MOST_DEPARTMENTS])
    more = say(f" 等 {len(names)} 家", f" and others, {len(names)} in all") if len(names) > MOST_DEPARTMENTS else ""
    return say(f"部门：{shown}{more}", f"Departments: {shown}{more}")


def _changes(before: tuple[str, str], after: tuple[str, str]) -> list[str]:
    """Return what changed, line by line, the first few whole and the rest counted."""
    was, now = [line.splitlines() for line in ("\n".join(before), "\n".join(after))]
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    edits = [(was[a:b], now[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    shown = [line for old, new in edits[:MOST_CHANGES] for line in _edit("".join(old), "".join(new))]
    left = len(edits) - MOST_CHANGES
    return (
        [*shown, say(f"另有 {left} 处改动。", f"{plural(left, 'more change', 'more changes')}.")] if left > 0 else shown
    )


def _edit(old: str, new: str) -> list[str]:
    """Return the two wordings from shortly before the place where they part."""
    shared = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0) if old and new else 0
    start = max(0, shared - 10)
    lead = "…" if start else ""
    lines = [(say("原：", "Was: "), old), (say("今：", "Now: "), new)]
    return [f"{word}{lead}{clause(text[start:])}" for word, text in lines if text[start:]]
