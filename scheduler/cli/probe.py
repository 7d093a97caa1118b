"""`xunli probe`: what a source would see at an address, and why; nothing is stored."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

import typer
from pydantic import ValidationError

from crawler import logs
from crawler.extraction.found import ListingRules
from crawler.probing.sight import belongs_to, look
from crawler.probing.sighted import Kind
from crawler.probing.visiting import Unanswered, Visitor, visit
from crawler.sources import hosts_of
from scheduler.cli.common import APP, check_address, fail, print_rows
from scheduler.cli.sights import sight_row, tell_sight
from scheduler.exitcodes import ExitCode
from storage.config import SeriesConfig
from storage.language import say
from storage.sourceconfig import ListingSource
from storage.values import Document

_UNREAD: Final = frozenset({Kind.ERROR, Kind.CHALLENGE, Kind.UNKNOWN})


def probe(
    url: Annotated[str, typer.Argument(metavar="URL", help=say("要看的网址", "the address to look at"))],
    series: Annotated[
        str | None, typer.Option(metavar="SERIES", help=say("按哪个系列的字样来认", "the series whose words count"))
    ] = None,
    link: Annotated[
        str | None, typer.Option(metavar="CSS", help=say("试：列表里的链接（CSS）", "try: links of a list"))
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="CSS", help=say("试：标题（CSS）", "try: the title"))] = None,
    date: Annotated[str | None, typer.Option(metavar="CSS", help=say("试：日期（CSS）", "try: the date"))] = None,
    next_: Annotated[
        str | None, typer.Option("--next", metavar="CSS", help=say("试：下一页（CSS）", "try: the next page"))
    ] = None,
    body: Annotated[
        str | None, typer.Option(metavar="CSS", help=say("试：正文的框（CSS）", "try: the box of the text"))
    ] = None,
    remove: Annotated[
        str | None, typer.Option(metavar="CSS", help=say("试：正文里要去掉的（CSS）", "try: what to cut"))
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=say("不相干的链接也列出来", "list every link"))] = False,
    json_rows: Annotated[bool, typer.Option("--json", help=say("一行 JSON", "one JSON row"))] = False,
) -> None:
    """Ask for one address and tell what a source would see there; the archive is left alone."""
    check_address(url)
    followed = _series(series, url)
    given = {"link": link, "title": title, "date": date, "next": next_, "body": body, "remove": remove}
    listing = _listing(url, {name: css for name, css in given.items() if css is not None})
    trial = None if link is None else listing
    rules = ListingRules(title, date, body, remove) if link is None and (title or date or body or remove) else None
    document = _document(url, followed)
    if isinstance(document, Unanswered):
        code = ExitCode.UNREACHABLE if document.unreachable else ExitCode.COMPLAINTS
        fail(say(f"{url} 没有看成：{document.reason}。", f"{url} was not seen: {document.reason}."), code)
    sight = look(document, followed, trial, rules)
    if json_rows:
        print_rows([sight_row(sight, APP.config.zone)])
    else:
        tell_sight(sight, APP.config.zone, trial, every=all_)
    if sight.kind in _UNREAD:
        raise typer.Exit(ExitCode.COMPLAINTS)


def _series(name: str | None, url: str) -> SeriesConfig:
    """Return the series whose words count: the named one, else one with a source on that host, else the first."""
    if name is not None:
        return APP.series(name)
    on_host = (one for one in APP.config.series if belongs_to(url, one) is not None)
    return next(on_host, APP.config.series[0])


def _listing(url: str, given: dict[str, str]) -> ListingSource:
    """Return the selectors as the source that they would make; ends the command where one of them is none."""
    try:
        return ListingSource.model_validate({"kind": "listing", "urls": [url], "link": "a", **given})
    except ValidationError as error:
        [first, *_] = error.errors()
        name = first["loc"][0] if first["loc"] else "link"
        wrong = given.get(str(name), "")
        fail(say(f"--{name} 的值 {wrong!r} 不是 CSS 选择器。", f"--{name}: {wrong!r} is no CSS selector."))


def _document(url: str, series: SeriesConfig) -> Document | Unanswered:
    logs.set_up("ERROR")

    async def errand(visitor: Visitor) -> Document | Unanswered:
        return await visitor.get(url)

    return visit(APP.config.crawl, hosts_of(series) | {urlsplit(url).netloc.lower()}, errand)
