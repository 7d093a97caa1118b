"""What a verdict of the ledger rests on, in sentences: which document, when, which status. Pure.

The sentences are made when they are read, in the reader's language; what was kept are facts.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from storage.language import language, plural, say
from storage.ledger.grounds import Around, Held, Seen
from storage.ledger.numbering import Gap
from storage.running.sweeps import Found, Sweep

_CHINESE = re.compile("[一-鿿]")


def of_look(look: Sweep, around: Around, zone: tzinfo) -> str:
    """Return what a source's look at a day found."""
    return _what(look, around) + of_document(Seen(look.url, look.status, look.swept_at), zone)


def of_held(held: Held, zone: tzinfo) -> str:
    """Return where an instalment was read."""
    return say(f"存有《{held.title}》", f"in the archive: “{held.title}”") + of_document(held.seen, zone)


def of_entry(title: str, place: str | None, seen: Seen, zone: tzinfo) -> str:
    """Return that an index names an article that has never been read. `seen` is the article's own address."""
    named = say(f"《{title}》列在 {place}，", f"“{title}” is listed at {place}, ") if place else f"《{title}》"
    if seen.at is None:
        return named + say(f"还没有读：{seen.url}", f"and has not been read: {seen.url}")
    return named + say("没有读到正文", "and gave no text") + of_document(seen, zone)


def of_gap(gap: Gap) -> str:
    """Return why an instalment must exist that nobody has seen."""
    before, after = gap.before, gap.after
    return say(
        f"缺第 {gap.number} 期：第 {before.number} 期（{before.on}《{before.title}》）之后是"
        f"第 {after.number} 期（{after.on}《{after.title}》）；日期按前后两期推定",
        f"number {gap.number} is missing between {before.number} ({before.on}, “{before.title}”) and "
        f"{after.number} ({after.on}, “{after.title}”); its day is inferred from theirs",
    )


def of_document(seen: Seen, zone: tzinfo) -> str:
    """Return status, address and time of a document, to stand behind what it said."""
    status = (
        say("没有回答", "no answer") if seen.status is None else say(f"状态 {seen.status}", f"status {seen.status}")
    )
    when = "" if seen.at is None else say(f"，{_clock(seen.at, zone)}", f", {_clock(seen.at, zone)}")
    return say(f"（{status}）：{seen.url}{when}", f" ({status}): {seen.url}{when}")


def _what(look: Sweep, around: Around) -> str:
    boards, stories = look.boards, look.stories
    match look.found:
        case Found.CAPTURED:
            counted = say(f" {boards} 个版里", f" in {plural(boards, 'board', 'boards')}") if boards else ""
            many = (
                say(f"有本系列 {stories} 篇", f", {plural(stories, 'story', 'stories')}")
                if stories
                else say("有本系列", "")
            )
            return say(f"当天这一期{counted}{many}", f"that day's issue carries the series{counted}{many}")
        case Found.NOTHING:
            counted = say(f" {boards} 个版", f" of {plural(boards, 'board', 'boards')}") if boards else ""
            return say(
                f"当天整期{counted}的目录都读了，没有本系列",
                f"the whole directory{counted} of that day's issue was read, and none of it is of the series",
            )
        case Found.NO_ISSUE:
            return _no_issue(around)
        case Found.UNLISTED:
            return say(
                "列表读到了比这一天更早的条目，这一天没有本系列",
                "a list was read past that day and names nothing of the series on it",
            )
        case Found.FAILED:
            return say("当天没有读完", "that day could not be read to the end") + _detail(look)


def _no_issue(around: Around) -> str:
    if around.proves:
        return say(
            f"当天没有出报：{around.earlier} 和 {around.later} 的都在，唯独没有这一天的",
            f"no issue of that day, while those of {around.earlier} and {around.later} were there",
        )
    return say(
        "没有这一天的报纸；同一轮里前后没有别的一期作证，不能断定没有出报",
        "no issue of that day; no earlier and later one in the same sweep proves that there was none",
    )


def _detail(look: Sweep) -> str:
    """Return the reason as it was noted, where that was in the reader's language."""
    fits = bool(_CHINESE.search(look.reason)) == (language() == "zh")
    return say(f"，{look.reason}", f": {look.reason}") if look.reason and fits else ""


def _clock(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(" ", "minutes")
