"""What a backfill ends with on a terminal: the calendar of what it brought, and what is wanting with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from scheduler.cli.coverage import Mark, calendar_of, legend
from storage.language import plural, say
from storage.ledger.proof import Brought, Proven

MARKS: dict[Brought, Mark] = {
    Brought.FOUND: ("■", "green"),
    Brought.HAD: ("□", "green"),
    Brought.NOTHING_PRINTED: ("·", "dim"),
    Brought.NOT_FOUND: ("✗", "bold red"),
    Brought.FAILED: ("!", "yellow"),
    Brought.NOT_ASKED: ("?", "dim"),
}
MOST = 20
"""So many days that are wanting are told one by one; `xunli coverage` tells them all."""


def brought_word(brought: Brought) -> str:
    """Return what a backfill brought of a day, in words."""
    zh, en = {
        Brought.FOUND: ("这次找到", "found"),
        Brought.HAD: ("原来就有", "already there"),
        Brought.NOTHING_PRINTED: ("没有刊登", "nothing printed"),
        Brought.NOT_FOUND: ("没有找到", "not found"),
        Brought.FAILED: ("没查成", "failed"),
        Brought.NOT_ASKED: ("还没查到", "not asked yet"),
    }[brought]
    return say(zh, en)


def tell_proof(console: Console, proof: Sequence[Proven]) -> None:
    """Print of every day what the backfill brought, and why nothing where something is wanting."""
    if not proof:
        return
    first, last = proof[0].day.on, proof[-1].day.on
    console.print(Text(say(f"{first} 至 {last} 逐日核对", f"Day by day, {first} to {last}"), style="bold"))
    console.print(calendar_of((each.day.on, MARKS[each.brought]) for each in proof))
    counts = Counter(each.brought for each in proof)
    for brought, mark in MARKS.items():
        if counts[brought]:
            console.print(legend(mark, brought_word(brought), counts[brought]))
    _tell_wanting(console, [each for each in proof if each.brought in (Brought.NOT_FOUND, Brought.FAILED)])


def _tell_wanting(console: Console, wanting: Sequence[Proven]) -> None:
    for each in wanting[:MOST]:
        mark, style = MARKS[each.brought]
        console.print(Text(f"{mark} {each.day.on} ", style=style).append(brought_word(each.brought)))
        for told in each.day.evidence or (say("没有来源能说明这一天", "no source tells of that day"),):
            console.print(Text(f"    {told}", style="dim"))
    if len(wanting) > MOST:
        more = len(wanting) - MOST
        console.print(
            Text(
                say(
                    f"  还有 {more} 天，见 xunli coverage", f"  and {plural(more, 'day', 'days')} more: xunli coverage"
                ),
                style="dim",
            )
        )
