"""`xunli crawl`: one run now, in this process; the clock and POST /api/runs start it in one of its own."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from typing import Annotated, Final

import typer
from rich.text import Text

from crawler import logs
from crawler.following.wishes import Wishes
from crawler.job import Job, open_job
from crawler.pool import Readers
from crawler.run import work
from crawler.sources import hosts_of
from scheduler.cli.common import APP, check_address, fail, out, print_rows
from scheduler.cli.dates import day, in_order
from scheduler.cli.dry import plan_of
from scheduler.cli.progress import watching
from scheduler.cli.proof import tell_proof
from scheduler.cli.telling import tell_run
from scheduler.exitcodes import ExitCode
from scheduler.news import tell
from storage import Archive, Run
from storage.addresses import stands_on
from storage.asking.reader import reading
from storage.asking.rows import run_row
from storage.config import SeriesConfig
from storage.language import plural, say
from storage.ledger.proof import Proven, proof_row, prove
from storage.values import Outcome, Trigger
from storage.words import word

SHOWN: Final = 20
"""So many addresses of a run for given ones are told; an article brings its mobile page and later pages along."""


def crawl(
    series: Annotated[
        str | None,
        typer.Argument(metavar="SERIES", help=say("系列的名字；不写就是全部", "its name; all when left out")),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("补抓：从哪一天起（含）", "backfill from this day"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=say("补抓：到哪一天止（含）", "backfill to this day"))
    ] = None,
    url: Annotated[
        list[str] | None, typer.Option(metavar="URL", help=say("只读这个网址，可以写几个", "read only this address"))
    ] = None,
    recheck: Annotated[bool, typer.Option("--recheck", help=say("已有的也再读一遍", "read known ones again"))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只说要请求什么，不联网", "say what it would request"))
    ] = False,
    budget: Annotated[
        int | None, typer.Option(min=0, help=say("最多多少个请求，用完暂停", "pause after so many requests"))
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("每次运行一行 JSON", "one JSON row a run"))] = False,
    trigger: Annotated[Trigger, typer.Option(hidden=True)] = Trigger.MANUAL,
    due_at: Annotated[datetime | None, typer.Option(hidden=True, parser=datetime.fromisoformat)] = None,
    after: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Run one series, or all of them one after the other; the exit code is the worst of theirs."""
    addresses = tuple(url or ())
    first, last = day(since, "--since"), day(until, "--until")
    in_order(first, last, ("--since", "--until"))
    chosen = _chosen(series, addresses)
    _check_bounds(chosen, first, last)
    wishes = Wishes(first, last, addresses, recheck, trigger, due_at, budget, after)
    held: list[Readers] = []
    codes = [_dry(one, wishes, json_rows) if dry_run else _run(one, wishes, json_rows, held) for one in chosen]
    if held:
        _leave(held, max(codes))
    raise typer.Exit(max(codes))


def _leave(held: list[Readers], code: int) -> None:
    """End the process at once: all is written, and a thread that is held in a parser would keep it for minutes."""
    for readers in held:
        readers.kill()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _chosen(name: str | None, addresses: tuple[str, ...]) -> list[SeriesConfig]:
    """Return the series to run: the named one, else all; with addresses, those whose sources stand there."""
    named = [APP.series(name)] if name else list(APP.config.series)
    for url in addresses:
        check_address(url)
    chosen = [series for series in named if all(stands_on(url, hosts_of(series)) for url in addresses)]
    if not chosen:
        stranger = next(url for url in addresses if not any(stands_on(url, hosts_of(series)) for series in named))
        fail(
            say(
                f"{stranger} 不在任何来源的站点上；要读它，请先在 xunli.toml 里加上它的来源。",
                f"{stranger} is on no source's host; add a source for it to xunli.toml first.",
            )
        )
    return chosen


def _check_bounds(chosen: list[SeriesConfig], first: date | None, last: date | None) -> None:
    """End the command where a backfill has no first day: nobody reads a newspaper from the year 1 on."""
    endless = next((one for one in chosen if last and not first and one.since is None), None)
    if endless:
        fail(
            say(
                f"补抓要知道从哪一天起：请写 --since，或在系列 {endless.name} 里写 since。",
                f"A backfill needs its first day: give --since, or since in the series {endless.name}.",
            )
        )


def _run(series: SeriesConfig, wishes: Wishes, json_rows: bool, held: list[Readers]) -> int:
    """Run one series and return the exit code; whoever reads and did not go when the run ended is put into `held`."""
    with APP.writer() as archive:
        job = open_job(APP.config, series, wishes, archive)
        if not isinstance(job, Job):
            fail(job.sentence(series.name), ExitCode.BUSY)
        with watching(series.title, job.progress) as watch:
            logs.set_up("ERROR" if watch.visible else "INFO")
            run = work(job, watch)
        proof = _proof(job, run)
        if json_rows:
            more = {"coverage": proof_row(proof)} if job.thorough else {}
            print_rows([run_row(run, APP.config.zone) | more])
        else:
            tell_run(out(), run, series.title)
            if wishes.urls:
                _tell_addresses(archive, run)
            tell_proof(out(), proof)
        tell(APP.config, archive, run)
    if job.readers.are_held:
        held.append(job.readers)
    return ExitCode.BUG if job.life.bug else code_of(run)


def _tell_addresses(archive: Archive, run: Run) -> None:
    """Say what became of the addresses that were asked for, and why: a count leaves whoever named them guessing."""
    with reading(archive) as reader:
        visits = reader.visits(run.id, None, SHOWN, 0)
    for each in visits:
        out().print(Text("　".join(filter(None, (f"  {word(each.verdict)}", each.url, each.reason))), style="dim"))


def _proof(job: Job, run: Run) -> list[Proven]:
    """Return what a backfill brought of each day of its window; nothing for a run of another kind."""
    if job.asked_since is None or job.since is None:
        return []
    archive, series, zone = job.archive, job.series.name, APP.config.zone
    days = archive.agenda.ledger(series, job.since, job.wishes.until or job.today, zone)
    whole = run.outcome in (Outcome.DONE, Outcome.COMPLAINTS)
    return prove(days, archive.new_since(series, job.asked_since), whole)


def _dry(series: SeriesConfig, wishes: Wishes, json_rows: bool) -> int:
    """Say what a run would ask for to begin with; asks nobody."""
    plan = plan_of(series, wishes)
    if json_rows:
        print_rows({"series": series.name, "url": each.url, "why": each.why} for each in plan.planned)
        return ExitCode.DONE
    for each in plan.planned:
        out().print(Text(each.url).append(f"　{each.why}", style="dim"))
    count, requests, span = len(plan.planned), plan.requests, plan.span
    out().print(
        say(
            f"从这 {count} 个地址开始，约 {requests} 个请求，一个接一个约 {span}（时:分:秒）；新找到的文章另算。",
            f"Begins with {plural(count, 'address', 'addresses')}, about {plural(requests, 'request', 'requests')}, "
            f"{span} (h:mm:ss) one after the other; articles that are new come on top.",
        )
    )
    return ExitCode.DONE


def code_of(run: Run) -> int:
    """Return the exit code of an ended run that met no bug."""
    if run.outcome is Outcome.FAILED:
        return ExitCode.USAGE
    if run.outcome is Outcome.UNREACHABLE:
        return ExitCode.UNREACHABLE
    if run.complaints:
        return ExitCode.COMPLAINTS
    return ExitCode.INTERRUPTED if run.outcome is Outcome.INTERRUPTED else ExitCode.DONE
