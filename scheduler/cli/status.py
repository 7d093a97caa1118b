"""`xunli status`: what the archive holds, how the last runs went, when the next one is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from scheduler.checkup import unfollowed, unfollowed_words
from scheduler.cli.common import APP, out, print_rows
from scheduler.cli.telling import outcome_words
from scheduler.overdue import Punctuality, punctuality
from storage import Archive, Run
from storage.asking.rows import moment, run_row
from storage.config import SeriesConfig
from storage.language import clock, plural, say
from storage.schedule.due import next_due
from storage.words import tally


def status(
    json_rows: Annotated[bool, typer.Option("--json", help=say("一个 JSON 对象", "one JSON object"))] = False,
) -> None:
    """Print the state of archive and runs, and whether these begin when the schedule says so."""
    with APP.reader() as archive:
        last = {series.name: next(iter(archive.runs(series.name, 1)), None) for series in APP.config.series}
        kept = {series.name: punctuality(archive, series, APP.config) for series in APP.config.series}
        if json_rows:
            print_rows([_row(archive, last, kept)])
        else:
            _print(archive, last)
            if left := unfollowed(archive, APP.config):
                out().print(Text(f"⚠ {unfollowed_words(left)}", style="yellow"))
            for each in kept.values():
                if each is not None and each.missed:
                    out().print(Text(f"⚠ {each.told(APP.config)}", style="yellow"))


def next_run(series: SeriesConfig) -> datetime | None:
    """Return when the series is due next by its schedule, None when never again."""
    return next_due(series.schedule, APP.config.zone, datetime.now(UTC))


def _row(archive: Archive, last: dict[str, Run | None], kept: dict[str, Punctuality | None]) -> dict[str, Any]:
    counts, zone = archive.counts(), APP.config.zone
    return {
        "database": archive.database.where,
        "instalments": counts.instalments,
        "copies": counts.copies,
        "revisions": counts.revisions,
        "snapshots": counts.snapshots,
        "snapshot_bytes": counts.snapshot_bytes,
        "dropped": counts.dropped,
        "newest": None if counts.newest is None else counts.newest.isoformat(),
        "series": [
            {
                "series": series.name,
                "title": series.title,
                "next_run_at": moment(next_run(series), zone),
                "last_run": None if (run := last[series.name]) is None else run_row(run, zone),
                "missed_runs": None if (each := kept[series.name]) is None else each.missed,
            }
            for series in APP.config.series
        ],
        "unfollowed": unfollowed(archive, APP.config),
    }


def _print(archive: Archive, last: dict[str, Run | None]) -> None:
    counts = archive.counts()
    out().print(
        say(
            f"档案 {archive.database.where}：{counts.instalments} 期，{counts.copies} 篇重复刊载，"
            f"{counts.snapshots} 份网页快照（{counts.snapshot_bytes / 1e6:.1f} MB），最新 {counts.newest or '无'}",
            f"Archive {archive.database.where}: {plural(counts.instalments, 'instalment', 'instalments')}, "
            f"{plural(counts.copies, 'copy', 'copies')}, {plural(counts.snapshots, 'snapshot', 'snapshots')} "
            f"({counts.snapshot_bytes / 1e6:.1f} MB), newest {counts.newest or 'none'}",
        )
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (say("系列", "series"), say("上次运行", "last run"), say("结果", "outcome"), say("找到", "found")):
        table.add_column(heading, overflow="fold")
    table.add_column(say("下次", "next"), no_wrap=True)
    for series in APP.config.series:
        run, due = last[series.name], clock(next_run(series), APP.config.zone)
        never = Text(say("还没有运行过", "never ran"), style="dim")
        cells = (never, "", "") if run is None else (_when(run), outcome_words(run), tally(run))
        table.add_row(series.title, *cells, due)
    out().print(table)


def _when(run: Run) -> str:
    return f"{clock(run.started_at, APP.config.zone)} #{run.id}"
