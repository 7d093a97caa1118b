"""The filters of `list`, `search` and `export`: one wording and one meaning."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from scheduler.cli.common import APP, fail
from scheduler.cli.dates import day, in_order
from storage import Filter
from storage.answers import Place
from storage.asking.paging import read_cursor
from storage.language import say

FARTHEST: Final = 2**62
"""No row has a number beyond, and no list is longer; a database refuses numbers not much greater."""


def no_farther(count: int | None) -> int | None:
    """Return how many are wanted, no more than can be counted: whoever asks for more wants all."""
    return count and min(count, FARTHEST)


Series = Annotated[str | None, typer.Option(metavar="SERIES", help=say("只要这个系列", "only this series"))]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help=say("从哪一天起（含）", "from this day"))]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=say("到哪一天止（含）", "to this day"))]
Page = Annotated[str | None, typer.Option(metavar="PAGE", help=say("版，如 特1", "newspaper page, as 特1"))]
Organisation = Annotated[
    str | None, typer.Option(metavar="NAME", help=say("部门或区市，写一部分就行", "part of a department's name"))
]
Byline = Annotated[
    str | None, typer.Option(metavar="NAME", help=say("记者或通讯员，写一部分就行", "part of a reporter's name"))
]
Copies = Annotated[bool, typer.Option("--copies", help=say("重复刊载的也列出", "copies, too"))]
Limit = Annotated[int | None, typer.Option(min=1, callback=no_farther, help=say("最多几条", "at most so many"))]
After = Annotated[
    str | None,
    typer.Option(metavar="CURSOR", help=say("接着上一页，值见上一页的最后一行", "go on behind this row's `cursor`")),
]


def place(text: str | None) -> Place | None:
    """Return the place that `--after` names; a wrong one ends the command."""
    if text is None:
        return None
    try:
        return read_cursor(text)
    except ValueError:
        fail(say(f"--after {text} 不是 list 给出的位置。", f"--after {text} is no cursor that list gave."))


def wanted(
    series: str | None,
    from_: str | None,
    to: str | None,
    page: str | None = None,
    organisation: str | None = None,
    byline: str | None = None,
    copies: bool = False,
    limit: int | None = None,
) -> Filter:
    """Return what the options ask for; a wrong one ends the command."""
    if series is not None:
        APP.kept_series(series)
    first, last = day(from_, "--from"), day(to, "--to")
    in_order(first, last)
    return Filter(
        series=series, from_=first, to=last, page=page, organisation=organisation, byline=byline, copies=copies,
        limit=limit,
    )  # fmt: skip
