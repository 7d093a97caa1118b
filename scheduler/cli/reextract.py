"""`xunli reextract`: the extractor of today over everything that was kept, without one request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from crawler.reextraction.slices import WIDEST, Texts
from scheduler.cli.common import APP, err, fail, out, print_rows
from scheduler.cli.progress import bar_on_stderr
from scheduler.exitcodes import ExitCode
from scheduler.reextraction import Report, Watch, carry_out, survey
from storage import Archive
from storage.asking.difference import as_rows, compare_texts, left_out, plain, shown
from storage.asking.rows import Row
from storage.config import SeriesConfig
from storage.language import plural, say
from storage.reextraction.undoing import Undone, undo
from storage.running.leases import busy
from storage.words import named

MOST_LEFT = 10
"""How many articles that could not be read are named on a terminal."""


def reextract(
    series: Annotated[str | None, typer.Option(metavar="SERIES", help=say("只做这个系列", "this series only"))] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只说会改什么，不动档案", "say what would change, and change nothing"))
    ] = False,
    undo_last: Annotated[
        bool, typer.Option("--undo", help=say("把最近一次重新抽取整个撤回", "take the last one back as a whole"))
    ] = False,
    show: Annotated[
        int, typer.Option(min=0, max=WIDEST, help=say("列出改动最大的几篇", "largest differences shown"))
    ] = WIDEST,
    workers: Annotated[
        int | None, typer.Option(min=1, help=say("用几个进程", "processes; all cores by default"))
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每个系列一行 JSON", "one JSON row a series"))] = False,
) -> None:
    """Read all snapshots again with the extractor of today, without one request."""
    if dry_run and undo_last:
        fail(say("--dry-run 和 --undo 只能用一个。", "Use either --dry-run or --undo."))
    chosen = [APP.series(series)] if series else list(APP.config.series)
    with APP.reader() if dry_run else APP.writer() as archive:
        if undo_last:
            codes = [_undo(archive, one, json_rows) for one in chosen]
        else:
            codes = [_read(archive, one, dry_run, workers, show, json_rows) for one in chosen]
    raise typer.Exit(max(codes))


def _read(archive: Archive, one: SeriesConfig, dry: bool, workers: int | None, show: int, json_rows: bool) -> int:
    url = APP.config.database
    with _watching(one.title) as watch:
        if dry:
            report = survey(archive, url, one, workers, show, watch)
        else:
            _refuse_while_busy(archive, one)
            report = _carried_out(archive, url, one, workers, watch)
    if json_rows:
        print_rows([_row(report)])
    else:
        _print(report, one.title)
    return ExitCode.COMPLAINTS if report.tally.left else ExitCode.DONE


def _carried_out(archive: Archive, url: str, one: SeriesConfig, workers: int | None, watch: Watch) -> Report:
    try:
        return carry_out(archive, url, one, workers, watch)
    except KeyboardInterrupt:
        told = say(
            "停下了；做完的部分都在，再运行一次 xunli reextract 就接着做，--undo 可以撤回。",
            "Stopped. What is done is kept: run xunli reextract again to go on, or --undo to take it back.",
        )
        err().print(Text(told))
        raise


def _refuse_while_busy(archive: Archive, one: SeriesConfig) -> None:
    going = busy(archive.database, one.name, archive.now())
    if going is not None:
        fail(going.sentence(one.name), ExitCode.BUSY)


def _undo(archive: Archive, one: SeriesConfig, json_rows: bool) -> int:
    _refuse_while_busy(archive, one)
    undone = undo(archive.database, one.name, archive.now())
    if json_rows:
        print_rows([_undone_row(one.name, undone)])
    elif undone is None:
        out().print(Text(say(f"{one.title}：没有可以撤回的重新抽取。", f"{one.title}: nothing to take back.")))
    else:
        _print_undone(one.title, undone)
    return ExitCode.DONE


def _row(report: Report) -> Row:
    tally = report.tally
    return {
        "series": report.series, "extractor": report.extractor, "dry_run": report.dry, "articles": tally.articles,
        "changed": tally.changed, "revised": tally.revised, "fields": tally.fields,
        "largest": [{"id": each.id, "title": each.title, "changed": list(each.changed), "size": each.size}
                    for each in tally.largest],
        "differences": [_difference(texts) for texts in report.texts],
        "left": [{"id": each.id, "url": each.url, "reason": each.reason} for each in tally.left],
        "newer": tally.newer, "seconds": round(report.seconds, 1),
    }  # fmt: skip


def _difference(texts: Texts) -> Row:
    fields = {
        name: as_rows(
            one for one in shown(compare_texts(before or "", texts.after[name] or "")) if not isinstance(one, int)
        )
        for name, before in texts.before.items()
    }
    return {"id": texts.id, "fields": fields}


def _undone_row(series: str, undone: Undone | None) -> Row:
    if undone is None:
        return {"series": series, "undone": False, "extractor": None, "restored": 0, "kept": []}
    return {
        "series": series, "undone": True, "extractor": undone.extractor, "restored": undone.restored,
        "kept": list(undone.kept),
    }  # fmt: skip


def _print(report: Report, title: str) -> None:
    console, tally = out(), report.tally
    how = say("会改", "would change") if report.dry else say("改了", "changed")
    seconds = f"{report.seconds:.0f}"
    counted = say(
        f"{title}：重读 {tally.articles} 篇，{how} {tally.changed} 篇（{tally.revised} 篇有新稿），{seconds} 秒",
        f"{title}: {plural(tally.articles, 'article', 'articles')} read, {how} {tally.changed} "
        f"({tally.revised} revised), {seconds} s",
    )
    console.print(Text(counted))
    if tally.fields:
        table = Table(say("字段", "Field"), say("篇数", "Articles"), box=None)
        for name, count in sorted(tally.fields.items(), key=lambda each: (-each[1], each[0])):
            table.add_row(named(name), str(count))
        console.print(table)
    for texts in report.texts:
        _print_texts(texts)
    _print_rest(report)


def _print_texts(texts: Texts) -> None:
    console = out()
    for name, before in texts.before.items():
        console.print(Text(f"#{texts.id} {named(name)}", style="bold"))
        for one in shown(compare_texts(before or "", texts.after[name] or "")):
            console.print(Text(left_out(one) if isinstance(one, int) else plain(one)))


def _print_rest(report: Report) -> None:
    console, tally = out(), report.tally
    for each in tally.left[:MOST_LEFT]:
        told = say(
            f"没有动 #{each.id} {each.url}：{each.reason}", f"left as it is: #{each.id} {each.url}: {each.reason}"
        )
        console.print(Text(told, style="yellow"))
    if len(tally.left) > MOST_LEFT:
        more = len(tally.left) - MOST_LEFT
        console.print(Text(say(f"还有 {more} 篇没有动，--json 全部列出", f"{more} more left as they are: see --json")))
    if tally.newer:
        console.print(
            Text(
                say(
                    f"{tally.newer} 篇在此期间被抓取改过，保留新的",
                    f"{tally.newer} were revised by a crawl meanwhile and stay so",
                )
            )
        )
    if tally.changed and not report.dry:
        console.print(Text(say("撤回：xunli reextract --undo", "To take it back: xunli reextract --undo"), style="dim"))


def _print_undone(title: str, undone: Undone) -> None:
    told = say(
        f"{title}：撤回 {undone.restored} 篇。",
        f"{title}: {plural(undone.restored, 'article', 'articles')} taken back.",
    )
    out().print(Text(told))
    if undone.kept:
        ids = ", ".join(f"#{each}" for each in undone.kept)
        kept = say(
            f"{ids} 在这之后又被报社改过或已剔除，保持现状。",
            f"{ids} were revised by the publisher or dropped since, and stay as they are.",
        )
        out().print(Text(kept, style="yellow"))


@contextmanager
def _watching(title: str) -> Iterator[Watch]:
    """Show on a terminal how far it is."""
    with bar_on_stderr(TimeElapsedColumn()) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
