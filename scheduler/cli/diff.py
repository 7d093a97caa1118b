"""`xunli diff ID`: what changed between two revisions, in a terminal, as an HTML fragment or as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.text import Text

from scheduler.cli.ask import unknown
from scheduler.cli.common import APP, fail, out, print_rows
from storage.answers import Revision
from storage.difference import Change, FieldChange, Paragraph, as_html, as_rows, compare_revisions, plain, shown
from storage.language import say
from storage.rows import moment
from storage.values import Cause

_STYLES: Final = {Change.ADDED: "green underline", Change.REMOVED: "red strike"}


def diff(
    id_: Annotated[int, typer.Argument(metavar="ID", help=say("list 里的编号", "its number in `list`"))],
    from_: Annotated[int | None, typer.Option("--from", help=say("旧的是第几版", "number of the older one"))] = None,
    to: Annotated[int | None, typer.Option("--to", help=say("新的是第几版", "number of the newer one"))] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每行一个 JSON 对象", "JSON Lines"))] = False,
    html: Annotated[bool, typer.Option("--html", help=say("输出 HTML 片段", "an HTML fragment"))] = False,
) -> None:
    """Show what changed between two revisions, by default the last two."""
    if json_rows and html:
        fail(say("--json 和 --html 只能用一个。", "Use either --json or --html."))
    with APP.reader() as archive:
        revisions = archive.revisions(id_)
    if not revisions:
        fail(unknown(id_))
    new = _chosen(revisions, to or revisions[-1].number)
    old = _chosen(revisions, from_ or max(1, new.number - 1))
    changes = compare_revisions(old, new)
    if json_rows:
        print_rows(_rows(old, new, changes))
    elif html:
        typer.echo(_html(old, new, changes))
    else:
        _print(out(), old, new, changes)


def _chosen(revisions: Sequence[Revision], number: int) -> Revision:
    found = next((each for each in revisions if each.number == number), None)
    if found is None:
        last = revisions[-1].number
        fail(say(f"没有第 {number} 版，只有第 1 到第 {last} 版。", f"No revision {number}; there are 1 to {last}."))
    return found


def _rows(old: Revision, new: Revision, changes: Sequence[FieldChange]) -> Iterator[dict[str, Any]]:
    for change in changes:
        for row in as_rows(change.paragraphs):
            yield {"id": new.article_id, "from": old.number, "to": new.number, "field": change.field, **row}


def _html(old: Revision, new: Revision, changes: Sequence[FieldChange]) -> str:
    fields = "\n".join(
        f'<section class="{change.field}">\n<h3>{escape(_field(change.field))}</h3>\n'
        f"{as_html(change.paragraphs)}\n</section>"
        for change in changes
    )
    return f'<article class="diff" data-from="{old.number}" data-to="{new.number}">\n{fields}\n</article>'


def _print(console: Console, old: Revision, new: Revision, changes: Sequence[FieldChange]) -> None:
    console.print(Text(_heading(old, new), style="bold"))
    if not changes:
        told = say("没有读得出的差别。", "No difference that a reader sees.")
        only = say("只有一版，还没有改动。", "There is one revision only.")
        console.print(Text(only if old.number == new.number else told))
    for change in changes:
        console.print(Text(f"\n{_field(change.field)}", style="bold"))
        for each in shown(change.paragraphs):
            console.print(_skipped(each) if isinstance(each, int) else _line(each, marked=not console.is_terminal))


def _heading(old: Revision, new: Revision) -> str:
    cause = {
        Cause.PUBLISHER: say("报社改动", "by the publisher"),
        Cause.EXTRACTOR: say("提取规则改动", "by the extractor"),
    }[new.cause]
    zone = APP.config.zone
    return (
        f"#{new.article_id} {say('第', 'revision')} {old.number} → {new.number}{say(' 版', '')}"
        f"  {moment(old.captured_at, zone)} → {moment(new.captured_at, zone)}  {cause}"
    )


def _field(name: str) -> str:
    names = {
        "title": say("标题", "Title"),
        "body": say("正文", "Text"),
        "byline": say("署名", "Byline"),
        "editor": say("责任编辑", "Editor"),
    }
    return names[name]


def _skipped(count: int) -> Text:
    return Text(say(f"  …… {count} 段未改", f"  … {count} paragraphs unchanged"), style="dim")


def _line(paragraph: Paragraph, *, marked: bool) -> Text:
    """Return a paragraph in colours, or with marks where a pipe would lose them."""
    if marked:
        return Text(plain(paragraph))
    sign = Text(plain(paragraph)[:2], style="bold")
    return sign.append_text(Text.assemble(*((one.text, _STYLES.get(one.change, "")) for one in paragraph.pieces)))
