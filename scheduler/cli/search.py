"""`xunli search WORDS`: full text, one row a section."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from scheduler.cli.ask import Json
from scheduler.cli.common import APP, fail, out, print_rows
from scheduler.cli.dates import in_order
from scheduler.cli.filters import Byline, Copies, From, Organisation, Page, Series, To, wanted
from storage.fulltext import BadQuery, Facets, Hit, Hits, Order, facets, parse, search
from storage.fulltext.rows import facet_row, hit_row
from storage.language import counted, say

SHOWN: Final = 10
"""Values of a facet that people are shown."""
WIDTH: Final = 160
"""Characters of a snippet that people are shown."""

_HELP: Final = (
    '都要有；"…" 原样，-词 不要；title: org: page: by: from: to:',
    'all of them in one section; "…" as it stands, -word without it; also title: org: page: by: from: to:',
)


def search_(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help=say(*_HELP))],
    series: Series = None,
    from_: From = None,
    to: To = None,
    page: Page = None,
    organisation: Organisation = None,
    byline: Byline = None,
    copies: Copies = False,
    order: Annotated[
        Order, typer.Option(help=say("rank 最相关的在前，date 最新的在前", "the best or the newest first"))
    ] = Order.RANK,
    limit: Annotated[int, typer.Option(min=1, help=say("最多几条", "at most so many"))] = 20,
    offset: Annotated[int, typer.Option(min=0, help=say("跳过前几条", "leave out the first ones"))] = 0,
    with_facets: Annotated[
        bool,
        typer.Option("--facets", help=say("不列内容，按部门、年月、版、人数一数", "counts instead of hits")),
    ] = False,
    json_rows: Json = False,
) -> None:
    """Search the full text: title and every printed line, section by section."""
    asked = wanted(series, from_, to, page, organisation, byline, copies)
    if typo := next((word for word in words if word.startswith("--")), None):
        fail(say(f"没有 {typo} 这个选项。", f"There is no option {typo}."))
    try:
        query = parse(" ".join(words), asked)
    except BadQuery as error:
        fail(str(error))
    in_order(query.from_, query.to, ("from", "to"))
    with APP.reader() as archive, archive.database.reading() as connection:
        if with_facets:
            numbers = facets(connection, query)
        else:
            found = search(connection, query, order, limit=limit, offset=offset)
    if with_facets:
        _tell_facets(numbers, json_rows)
    elif json_rows:
        print_rows(hit_row(hit) for hit in found.rows)
    else:
        _tell(found, offset)


def _tell(found: Hits, offset: int) -> None:
    if not found.rows:
        out().print(Text(say("没有找到。", "Nothing was found."), style="dim"))
        return
    out().print(_table(found.rows))
    last = offset + len(found.rows)
    if found.more:
        out().print(Text(say("后面还有，接着看加上：", "More with: ") + f"--offset {last}", style="dim"))
    else:
        out().print(Text(say("共 ", "") + counted(last, "篇", "section", "sections"), style="dim"))


def _table(rows: tuple[Hit, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ID", justify="right", style="cyan")
    table.add_column(say("见报", "printed"), no_wrap=True)
    table.add_column(say("版", "page"), no_wrap=True)
    table.add_column(say("部门和内容", "organisation and text"), ratio=1, overflow="fold")
    for hit in rows:
        table.add_row(str(hit.id), str(hit.dated_on), hit.page or "", _text(hit))
    return table


def _text(hit: Hit) -> Text:
    """Return whose section it is in one line, and what was found in the next."""
    told = Text()
    head = [part for part in (hit.organisation, hit.headline[0] if hit.headline else None) if part] or [hit.title]
    told.append("　".join(head), style="bold")
    told.append("\n")
    left = WIDTH
    for piece, is_hit in hit.snippet.pieces:
        told.append(piece[:left], style="yellow" if is_hit else "")
        left -= len(piece)
        if left <= 0:
            told.append("…")
            break
    return told


def _tell_facets(found: Facets, json_rows: bool) -> None:
    if json_rows:
        print_rows([facet_row(found)])
        return
    out().print(say("共 ", "") + counted(found.told, "篇", "section", "sections"))
    for name, counts in (
        (say("部门", "organisation"), found.organisations), (say("年", "year"), found.years),
        (say("月", "month"), found.months), (say("版", "page"), found.pages), (say("人", "person"), found.people),
    ):  # fmt: skip
        if counts:
            out().print(_facet(name, counts))


def _facet(name: str, counts: tuple[tuple[str, int], ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(name, min_width=24, overflow="fold")
    table.add_column(say("篇", "sections"), justify="right")
    for value, number in counts[:SHOWN]:
        table.add_row(value, str(number))
    if len(counts) > SHOWN:
        table.add_row(Text(say(f"还有 {len(counts) - SHOWN} 个", f"{len(counts) - SHOWN} more"), style="dim"), "")
    return table
