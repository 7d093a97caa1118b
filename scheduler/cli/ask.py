"""Asking the archive: `list`, `show`, `runs`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.cli.filters import (
    FARTHEST,
    After,
    Byline,
    Copies,
    From,
    Limit,
    Organisation,
    Page,
    Series,
    To,
    no_farther,
    place,
    wanted,
)
from scheduler.cli.reading import show_article
from scheduler.cli.telling import instalment_table, run_table
from storage import Archive
from storage.answers import RunFilter
from storage.asking.paging import cursor
from storage.asking.rows import article_row, listed_row, run_row
from storage.export.markdown import as_markdown
from storage.language import counted, plural, say
from storage.running.runs import found as found_runs
from storage.running.runs import one as run_by_id
from storage.values import Outcome

Json = Annotated[bool, typer.Option("--json", help=say("每行一个 JSON 对象", "JSON Lines"))]


def _in_reach(id_: int) -> int:
    """Let pass what can be the number of a row; no database takes a longer one."""
    return id_ if abs(id_) <= FARTHEST else fail(unknown(id_))


Id = Annotated[int, typer.Argument(metavar="ID", callback=_in_reach, help=say("list 里的编号", "its number in `list`"))]


class Format(StrEnum):
    """How `show` prints an instalment."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


def list_(
    series: Series = None,
    from_: From = None,
    to: To = None,
    page: Page = None,
    organisation: Organisation = None,
    byline: Byline = None,
    copies: Copies = False,
    limit: Limit = None,
    after: After = None,
    json_rows: Json = False,
) -> None:
    """List the instalments, the newest first."""
    asked = replace(wanted(series, from_, to, page, organisation, byline, copies, limit), after=place(after))
    with APP.reader() as archive:
        if json_rows:
            print_rows(listed_row(one, APP.config.zone) for one in archive.instalments(asked))
            return
        # One more than asked for tells whether there is a next page.
        found = list(archive.instalments(replace(asked, limit=limit and limit + 1)))
    shown = found[:limit]
    if shown:
        out().print(instalment_table(shown, APP.config.zone))
    if len(found) == len(shown):
        told = say("共 ", "") + counted(len(shown), "期", "instalment", "instalments")
    else:
        on = f"--after {cursor(shown[-1])}"
        told = say(
            f"列出 {len(shown)} 期，后面还有，接着看加上 {on}",
            f"{plural(len(shown), 'instalment', 'instalments')}, more with {on}",
        )
    out().print(Text(told, style="dim"))


def show(
    id_: Id,
    format_: Annotated[Format, typer.Option("--format", help=say("怎么显示", "how to print it"))] = Format.TEXT,
    json_rows: Json = False,
) -> None:
    """Show one instalment: page by page, department by department."""
    with APP.reader() as archive:
        article = archive.article(id_)
        if article is None:
            fail(missing(archive, id_))
    if json_rows or format_ is Format.JSON:
        print_rows([article_row(article, APP.config.zone)])
    elif format_ is Format.MD:
        print(as_markdown(article))
    else:
        show_article(out(), article, APP.config.zone)


def runs(
    series: Series = None,
    outcome: Annotated[Outcome | None, typer.Option(help=say("只要这样结束的", "only those that ended so"))] = None,
    from_: From = None,
    to: To = None,
    limit: Annotated[int, typer.Option(min=1, callback=no_farther, help=say("最多几次", "at most so many"))] = 20,
    after: Annotated[
        int | None, typer.Option(metavar="RUN", min=1, help=say("从这次运行往下接着列", "go on behind this run"))
    ] = None,
    json_rows: Json = False,
) -> None:
    """Print the history of runs, the newest first."""
    asked = wanted(series, from_, to)
    with APP.reader() as archive, archive.database.reading() as connection:
        if after is not None and (after > FARTHEST or run_by_id(connection, after) is None):
            fail(say(f"没有第 {after} 次运行。", f"There is no run {after}."))
        found = found_runs(
            connection,
            RunFilter(series, outcome, _midnight(asked.from_), _midnight(asked.to, days=1), after, limit + 1),
        )
    shown = found[:limit]
    if json_rows:
        print_rows(run_row(run, APP.config.zone) for run in shown)
        return
    if not shown:
        out().print(Text(say("共 ", "") + counted(0, "次", "run", "runs"), style="dim"))
        return
    out().print(run_table(shown, APP.config.zone))
    if len(found) > len(shown):
        on = f"--after {shown[-1].id}"
        out().print(Text(say(f"后面还有，接着看加上 {on}", f"More with {on}"), style="dim"))


def _midnight(on: date | None, days: int = 0) -> datetime | None:
    """Return when a day, or one so many days later, begins in the configured zone.

    None where no day is asked for, or one at the end of all dates: such a bound leaves nothing out.
    """
    try:
        return (
            None if on is None else datetime.combine(on + timedelta(days=days), time(), APP.config.zone).astimezone(UTC)
        )
    except OverflowError:
        return None


def missing(archive: Archive, id_: int) -> str:
    """Return the sentence for an id that answers with nothing: it may have been cited before it was dropped."""
    if archive.was_dropped(id_):
        back = f"xunli drop {id_} --undo"
        return say(f"编号为 {id_} 的文章已经拿掉；放回来用 {back}。", f"Article {id_} was dropped; undo: {back}")
    return unknown(id_)


def unknown(id_: int) -> str:
    """Return the sentence for an id that does not exist."""
    return say(f"没有编号为 {id_} 的文章；用 xunli list 看有哪些。", f"There is no article {id_}; see xunli list.")
