"""Runs and lists in words and tables, for eyes on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from storage import Instalment, Run
from storage.language import clock, date_of, plural, say
from storage.values import Outcome
from storage.words import outcome, tally, word

STYLES = {
    Outcome.DONE: "green",
    Outcome.COMPLAINTS: "yellow",
    Outcome.INTERRUPTED: "yellow",
    Outcome.PAUSED: "yellow",
    Outcome.TIMEOUT: "red",
    Outcome.FAILED: "red",
    Outcome.UNREACHABLE: "red",
}


def outcome_words(run: Run) -> Text:
    """Return how a run ended, coloured."""
    return Text(outcome(run), style=STYLES[run.outcome] if run.outcome else "cyan")


def tell_run(console: Console, run: Run, title: str) -> None:
    """Print how a run of a series ended and what it says of it."""
    line = Text(f"{title}　")
    line.append_text(outcome_words(run))
    seconds = run.seconds or 0.0
    line.append(
        say(f"：{tally(run)}（{run.requests} 个请求，{seconds:.1f} 秒，运行 {run.id}）",
            f": {tally(run)} ({plural(run.requests, 'request', 'requests')}, {seconds:.1f} s, run {run.id})")
    )  # fmt: skip
    console.print(line)
    if run.error:
        console.print(Text(say(f"  {run.error}。", f"  {run.error}."), style="red"))
    for complaint in run.complaints:
        console.print(Text(f"  ⚠ {complaint['message']}", style="yellow"))
        for evidence in complaint["evidence"]:
            console.print(Text(f"    {evidence}", style="dim"))
    for recovered in run.recovered:
        console.print(
            Text(say(f"  ✓ 恢复：{recovered['message']}", f"  ✓ recovered: {recovered['message']}"), style="green")
        )


def instalment_table(instalments: Iterable[Instalment], zone: ZoneInfo) -> Table:
    """Return the list of instalments as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ID", justify="right", style="cyan")
    table.add_column(say("见报", "printed"), no_wrap=True)
    table.add_column(say("标题", "title"), ratio=1, overflow="fold")
    table.add_column(say("字数", "characters"), justify="right")
    table.add_column(say("篇", "sections"), justify="right")
    table.add_column(say("来自", "surface"), no_wrap=True)
    for one in instalments:
        table.add_row(
            str(one.id),
            str(one.dated_on),
            _title(one, zone),
            str(one.characters),
            str(one.sections),
            word(one.surface),
        )
    return table


def run_table(runs: Iterable[Run], zone: ZoneInfo) -> Table:
    """Return the history of runs as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("运行", "run"), justify="right", style="cyan")
    table.add_column(say("开始", "started"), no_wrap=True)
    table.add_column(say("系列", "series"), overflow="fold")
    table.add_column(say("结果", "outcome"), no_wrap=True)
    table.add_column(say("请求", "requests"), justify="right")
    table.add_column(say("找到", "found"), ratio=1, overflow="fold")
    for run in runs:
        table.add_row(
            str(run.id),
            clock(run.started_at, zone),
            run.series,
            outcome_words(run),
            str(run.requests),
            tally(run),
        )
    return table


def _title(one: Instalment, zone: ZoneInfo) -> Text:
    title = Text(one.title)
    if one.gone_at:
        since = date_of(one.gone_at, zone)
        title.append(say(f"（{since} 起撤下）", f" (gone since {since})"), style="red")
    if one.revisions > 1:
        title.append(say(f"（改 {one.revisions - 1} 次）", f" (revised {one.revisions - 1}×)"), style="yellow")
    if one.copy_of:
        title.append(say(f"（同 {one.copy_of}）", f" (copy of {one.copy_of})"), style="dim")
    return title
