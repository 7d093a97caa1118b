"""What a backfill ends with on a terminal: the calendar of what it brought, and what is wanting with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from scheduler.cli.coverage import Mark, draw_marked
from storage.language import plural, say
from storage.ledger.proof import Brought, Proven
from storage.words import word

MARKS: dict[Brought, Mark] = {
    Brought.FOUND: ("■", "green"),
    Brought.HAD: ("□", "green"),
    Brought.NOTHING_PRINTED: ("·", "dim"),
    Brought.NOT_FOUND: ("✗", "bold red"),
    Brought.FAILED: ("!", "yellow"),
    Brought.NOT_ASKED: ("?", "dim"),
}
WANTING = (Brought.NOT_FOUND, Brought.FAILED)
MOST = 20
"""So many stretches of days that are wanting are told one by one; `xunli coverage` tells them all."""


def tell_proof(console: Console, proof: Sequence[Proven]) -> None:
    """Print of every day what the backfill brought, and why nothing where something is wanting."""
    if not proof:
        return
    first, last = proof[0].day.on, proof[-1].day.on
    title = say(f"{first} 至 {last} 逐日核对", f"Day by day, {first} to {last}")
    draw_marked(console, title, [(each.day.on, each.brought) for each in proof], MARKS)
    alike = groupby(proof, key=lambda each: (each.brought, each.day.evidence))
    _tell_wanting(console, [list(days) for (brought, _), days in alike if brought in WANTING])


def _tell_wanting(console: Console, wanting: Sequence[list[Proven]]) -> None:
    """Print stretches of days with what they rest on: years before a source begins are one of them."""
    for days in wanting[:MOST]:
        first = days[0]
        mark, style = MARKS[first.brought]
        console.print(Text(f"{mark} {_days(days)} ", style=style).append(word(first.brought)))
        for told in first.day.evidence or (say("没有来源能说明这一天", "no source tells of that day"),):
            console.print(Text(f"    {told}", style="dim"))
    if rest := [each for days in wanting[MOST:] for each in days]:
        on = f"xunli coverage --from {rest[0].day.on} --to {rest[-1].day.on}"
        more = say(f"  还有 {len(rest)} 天，见 {on}", f"  and {plural(len(rest), 'day', 'days')} more: {on}")
        console.print(Text(more, style="dim"))


def _days(days: Sequence[Proven]) -> str:
    first, last, count = days[0].day.on, days[-1].day.on, len(days)
    return str(first) if count == 1 else say(f"{first} 至 {last}（{count} 天）", f"{first} to {last} ({count} days)")
