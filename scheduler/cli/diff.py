"""`xunli diff ID`: what changed between two revisions, in a terminal, as an HTML fragment or as JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.cli.ask import Id, Json, missing
from scheduler.cli.common import APP, fail, out, print_rows
from storage.answers import Revision
from storage.asking.difference import Change, FieldChange, Paragraph, as_html, compare_revisions, left_out, plain, shown
from storage.asking.pair import NoRevision, chosen
from storage.asking.rows import difference_rows
from storage.language import clock, say
from storage.words import named, word

_STYLES: Final = {Change.ADDED: "green underline", Change.REMOVED: "red strike"}


def diff(
    id_: Id,
    from_: Annotated[int | None, typer.Option("--from", help=say("旧的是第几稿", "number of the older one"))] = None,
    to: Annotated[int | None, typer.Option("--to", help=say("新的是第几稿", "number of the newer one"))] = None,
    json_rows: Json = False,
    html: Annotated[bool, typer.Option("--html", help=say("输出 HTML 片段", "an HTML fragment"))] = False,
) -> None:
    """Show what changed between two revisions, by default the last two."""
    if json_rows and html:
        fail(say("--json 和 --html 只能用一个。", "Use either --json or --html."))
    with APP.reader() as archive:
        revisions = archive.revisions(id_)
        if not revisions:
            fail(missing(archive, id_))
    try:
        old, new = chosen(revisions, from_, to)
    except NoRevision as error:
        fail(str(error))
    changes = compare_revisions(old, new)
    if json_rows:
        print_rows(difference_rows(old, new, changes))
    elif html:
        typer.echo(_html(old, new, changes))
    else:
        _print(out(), old, new, changes)
        if not changes:
            out().print(Text(_why_nothing(old, new, len(revisions))))


def _html(old: Revision, new: Revision, changes: Sequence[FieldChange]) -> str:
    fields = "\n".join(
        f'<section class="{change.field}">\n<h3>{escape(named(change.field))}</h3>\n'
        f"{as_html(change.paragraphs)}\n</section>"
        for change in changes
    )
    return f'<article class="diff" data-from="{old.number}" data-to="{new.number}">\n{fields}\n</article>'


def _print(console: Console, old: Revision, new: Revision, changes: Sequence[FieldChange]) -> None:
    console.print(Text(_heading(old, new), style="bold"))
    for change in changes:
        console.print(Text(f"\n{named(change.field)}", style="bold"))
        for each in shown(change.paragraphs):
            if isinstance(each, int):
                console.print(Text(left_out(each), style="dim"))
            else:
                console.print(_line(each, marked=not console.is_terminal))


def _why_nothing(old: Revision, new: Revision, count: int) -> str:
    if count == 1:
        return say("只有这一稿，没有可比的。", "One revision, nothing to compare.")
    if old.number == new.number:
        return say("两边是同一稿，没有可比的；用 --from、--to 另选。", "Both are the same: choose by --from and --to.")
    return say("没有读得出的差别。", "No difference that a reader sees.")


def _heading(old: Revision, new: Revision) -> str:
    zone = APP.config.zone
    if old.number == new.number:
        only = say(f"第 {new.number} 稿", f"revision {new.number}")
        return f"#{new.article_id} {only}  {clock(new.captured_at, zone)}"
    return (
        f"#{new.article_id} {say('第', 'revision')} {old.number} → {new.number}{say(' 稿', '')}"
        f"  {clock(old.captured_at, zone)} → {clock(new.captured_at, zone)}  {word(new.cause)}"
    )


def _line(paragraph: Paragraph, *, marked: bool) -> Text | Table:
    """Return a paragraph in colours with its sign at its side, or with marks where a pipe would lose colours."""
    if marked:
        return Text(plain(paragraph))
    line = Table.grid()
    line.add_column(width=2)
    line.add_column(overflow="fold")
    told = Text.assemble(*((one.text, _STYLES.get(one.change, "")) for one in paragraph.pieces))
    line.add_row(Text(plain(paragraph)[:2], style="bold"), told)
    return line
