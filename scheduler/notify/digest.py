"""Many pieces of news of one kind become one: a backfill finds hundreds of instalments, and nobody reads hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.notify.values import Message
from storage.language import say

MOST_APART = 3
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Bundle:
    """A message as it is sent, with the messages that it tells: itself, or those that were joined."""

    message: Message
    told: tuple[Message, ...]


def digest(messages: Sequence[Message]) -> list[Message]:
    """Return the messages, those of one series and kind joined into one where they are more than MOST_APART."""
    return [bundle.message for bundle in bundles(messages)]


def bundles(messages: Sequence[Message]) -> list[Bundle]:
    """Return what is sent for the messages."""
    groups: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        groups.setdefault((message.series, message.kind), []).append(message)
    return [bundle for group in groups.values() for bundle in _bundles(group)]


def _bundles(group: Sequence[Message]) -> list[Bundle]:
    if len(group) > MOST_APART:
        return [Bundle(_joined(group), tuple(group))]
    return [Bundle(message, (message,)) for message in group]


def _joined(group: Sequence[Message]) -> Message:
    first, count = group[0], len(group)
    shown = [message.subject.removeprefix(f"{first.series_title}｜") for message in group[:MOST_LISTED]]
    left = count - len(shown)
    more = [say(f"另有 {left} 条", f"and {left} more")] if left else []
    subject = "｜".join(part for part in (first.series_title, _counted(first.kind, count)) if part)
    return Message(first.kind, first.series, first.series_title, subject, "\n".join([*shown, *more]), _root(first.link))


def _root(link: str | None) -> str | None:
    """Return the reader's front page, which every link of a message starts with."""
    if link is None:
        return None
    before = min((link.rfind(path) for path in ("/instalments/", "/runs") if path in link), default=len(link))
    return f"{link[:before].rstrip('/')}/"


def _counted(kind: str, count: int) -> str:
    words = {
        "new": say(f"新收 {count} 期", f"{count} new instalments"),
        "revised": say(f"{count} 期改后重登", f"{count} revised instalments"),
        "gone": say(f"{count} 期原文已撤", f"{count} withdrawn instalments"),
        "complaint": say(f"⚠ {count} 个问题", f"⚠ {count} complaints"),
        "recovery": say(f"已恢复 {count} 项", f"{count} recoveries"),
    }
    return words.get(kind, str(count))
