"""`xunli doctor`: every configured source live, the first step that fails by name; and what is around them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from crawler import logs
from crawler.probing.examine import examine
from crawler.probing.examined import Examined
from crawler.probing.visiting import Visitor, visit
from crawler.sources import hosts_of, sources_of, unconfirmed
from scheduler.checkup import Check, clock_check, local_checks
from scheduler.cli.common import APP, out, print_rows
from scheduler.exitcodes import ExitCode
from storage.asking.rows import Row
from storage.config import SeriesConfig
from storage.configfile import config_file
from storage.language import say

_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "yellow")}
_PROBED = frozenset(("list", "link", "article", "date", "results", "directory", "board", "story", "challenge"))
"""Steps of which `xunli probe` shows more."""


def doctor(
    series: Annotated[
        str | None,
        typer.Argument(metavar="SERIES", help=say("只查这个系列；不写就是全部", "only this series; all when left out")),
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每项一行 JSON", "one JSON row a check"))] = False,
) -> None:
    """Check configuration, archive and channels, then every source step by step; nothing is stored."""
    logs.set_up("ERROR")
    chosen = [APP.series(series)] if series else list(APP.config.series)
    checks = list(local_checks(APP.config, config_file(APP.config_path)))
    for check in checks:
        _tell_check(check, json_rows=json_rows)
    examined = [found for one in chosen for found in _examined(one, json_rows=json_rows)]
    times = [found.server_at for found in examined if found.server_at is not None]
    if (clock := clock_check(times, datetime.now(UTC))) is not None:
        checks.append(clock)
        _tell_check(clock, json_rows=json_rows)
    raise typer.Exit(_code(checks, examined))


def _examined(series: SeriesConfig, *, json_rows: bool) -> list[Examined]:
    """Examine the sources of a series one after the other and tell of each as soon as it is done."""
    if not json_rows:
        named = say(f"{series.title}（{series.name}）", f"{series.title} ({series.name})")
        out().print(Text(f"\n{named}", style="bold"))
    today, likely = datetime.now(APP.config.zone).date(), unconfirmed(series)

    async def errand(visitor: Visitor) -> list[Examined]:
        examined = []
        for source in sources_of(series):
            found = await examine(visitor, series, source, today, likely=source.label in likely)
            examined.append(found)
            tell(found)
        return examined

    def tell(found: Examined) -> None:
        if json_rows:
            print_rows([_row(series, found)])
        else:
            _tell_source(found)

    return visit(APP.config.crawl, hosts_of(series), errand)


def _code(checks: list[Check], examined: list[Examined]) -> ExitCode:
    if examined and not any(found.answered for found in examined):
        return ExitCode.UNREACHABLE
    wrong = any(check.ok is False for check in checks)
    broken = any(found.failed is not None and not found.likely for found in examined)
    return ExitCode.COMPLAINTS if wrong or broken else ExitCode.DONE


def _row(series: SeriesConfig, found: Examined) -> Row:
    failed = found.failed
    return {
        "check": "source",
        "ok": failed is None,
        "series": series.name,
        "source": found.source,
        "likely": found.likely,
        "failed": None if failed is None else failed.step.value,
        "detail": None if failed is None else failed.detail,
        "url": None if failed is None else failed.url,
        "steps": [
            {"step": each.step.value, "ok": each.ok, "url": each.url, "detail": each.detail} for each in found.checks
        ],
    }


def _tell_check(check: Check, *, json_rows: bool) -> None:
    if json_rows:
        print_rows([{"check": check.name, "ok": check.ok, "detail": check.detail}])
        return
    mark, style = _MARKS[check.ok]
    head = say(f"{mark} {check.label}：", f"{mark} {check.label}: ")
    out().print(Text(head, style=style).append(check.detail, style="" if check.ok else style))


def _tell_source(found: Examined) -> None:
    failed = found.failed
    mark, style = _MARKS[True if failed is None else None if found.likely else False]
    out().print(Text(f"{mark} {found.source}", style=style))
    for each in found.checks:
        ticked, colour = _MARKS[each.ok]
        out().print(Text(f"    {ticked} {each.words}　", style=colour if each.ok else style).append(each.detail))
    if failed is not None:
        out().print(Text(f"      {failed.url}", style="dim"))
        if found.likely:
            told = say("内置的来源，地址尚未有人证实，不算问题", "a likely default that nobody has confirmed")
            out().print(Text(f"      {told}", style="dim"))
        elif failed.step.value in _PROBED:
            out().print(Text(f"      xunli probe {failed.url}", style="dim"))
