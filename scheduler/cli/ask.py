"""Asking the archive: `list`, `show`, `runs`, `status`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.cli.filters import Byline, Copies, From, Limit, Organisation, Page, Series, To, wanted
from scheduler.cli.reading import show_article
from scheduler.cli.telling import instalment_table, run_table
from storage import Article
from storage.export.markdown import as_markdown
from storage.language import say
from storage.rows import article_row, instalment_row, run_row

Json = Annotated[bool, typer.Option("--json", help=say("每行一个 JSON 对象", "JSON Lines"))]


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
    json_rows: Json = False,
) -> None:
    """List the instalments, the newest first."""
    asked = wanted(series, from_, to, page, organisation, byline, copies, limit)
    with APP.reader() as archive:
        if json_rows:
            print_rows(instalment_row(one, APP.config.zone) for one in archive.instalments(asked))
            return
        found = list(archive.instalments(asked))
    if found:
        out().print(instalment_table(found))
    out().print(Text(say(f"共 {len(found)} 期", f"{len(found)} instalments"), style="dim"))


def show(
    id_: Annotated[int, typer.Argument(metavar="ID", help=say("list 里的编号", "its number in `list`"))],
    format_: Annotated[Format, typer.Option("--format", help=say("怎么显示", "how to print it"))] = Format.TEXT,
    json_rows: Json = False,
) -> None:
    """Show one instalment: page by page, department by department."""
    with APP.reader() as archive:
        article = archive.article(id_)
    if article is None:
        fail(unknown(id_))
    if json_rows or format_ is Format.JSON:
        print_rows([article_row(article, APP.config.zone)])
    elif format_ is Format.MD:
        print(as_markdown(article, APP.config.zone))
    else:
        _show(article)


def runs(
    series: Series = None,
    limit: Annotated[int, typer.Option(min=1, help=say("最多几次", "at most so many"))] = 20,
    json_rows: Json = False,
) -> None:
    """Print the history of runs, the newest first."""
    if series is not None:
        APP.series(series)
    with APP.reader() as archive:
        found = archive.runs(series, limit)
    if json_rows:
        print_rows(run_row(run, APP.config.zone) for run in found)
    else:
        out().print(run_table(found, APP.config.zone))


def unknown(id_: int) -> str:
    """Return the sentence for an id that does not exist."""
    return say(f"没有编号为 {id_} 的文章；用 xunli list 看有哪些。", f"There is no article {id_}; see xunli list.")


def _show(article: Article) -> None:
    show_article(out(), article, APP.config.zone)
