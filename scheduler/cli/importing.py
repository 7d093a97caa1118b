"""`xunli import`: kept documents into the archive, from a WARC file or one saved page; nothing is asked for."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from crawler.importing.pages import NoInstalment, import_page
from crawler.importing.savedpage import saved_page
from crawler.importing.warcs import Imported, import_warc
from scheduler.cli.common import APP, check_address, fail, out, print_rows
from scheduler.exitcodes import ExitCode
from storage.asking.rows import moment
from storage.config import SeriesConfig
from storage.language import plural, say
from storage.osreasons import os_reason
from storage.values import Document, Verdict
from storage.warcbody import LARGEST
from storage.warcfile import is_warc
from storage.words import word

START = 4096
"""Bytes of a file that tell what it is, be it zipped."""

MOST_LEFT = 10
"""How many documents that could not be made an article are named on a terminal."""


def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=say("WARC 文件，或一个存下来的网页", "a WARC file, or one saved page")),
    ],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help=say("网页原来的网址", "the address that the page came from"))
    ] = None,
    series: Annotated[
        str | None, typer.Option(metavar="SERIES", help=say("收进这个系列", "the series that it belongs to"))
    ] = None,
    fetched_at: Annotated[
        str | None,
        typer.Option("--fetched-at", metavar="TIME", help=say("网页是什么时候存的", "when the page was saved")),
    ] = None,
    json_rows: Annotated[bool, typer.Option("--json", help=say("一行 JSON", "one JSON row"))] = False,
) -> None:
    """Take kept documents into the archive: a WARC file, or one saved page."""
    several = [APP.series(series)] if series else list(APP.config.series)
    try:
        with file.open("rb") as stream:
            is_file_of_many = is_warc(stream.read(START))
        if is_file_of_many:
            code = _warc(file, several, all_as=series is not None, json_rows=json_rows)
        else:
            code = _page(several, _document(file, _unzipped(file), url, fetched_at), json_rows)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        fail(say(f"{file} 是压缩过的网页，已经损坏。", f"{file} is a zipped page, and damaged."), ExitCode.COMPLAINTS)
    except OSError as error:
        reason = os_reason(error)
        fail(say(f"读不了文件 {file}：{reason}。", f"{file} cannot be read: {reason}."))
    raise typer.Exit(code)


# --- a WARC file -----------------------------------------------------------------------------------------------------


def _warc(file: Path, several: list[SeriesConfig], *, all_as: bool, json_rows: bool) -> int:
    with APP.writer() as archive, file.open("rb") as stream:
        imported = import_warc(archive, several, stream, file.name, all_as=all_as)
    if json_rows:
        print_rows([_row(file, imported)])
    else:
        _tell(file, imported)
    return ExitCode.COMPLAINTS if imported.damaged or imported.left else ExitCode.DONE


def _row(file: Path, imported: Imported) -> dict[str, object]:
    return {
        "file": str(file), "snapshots": imported.snapshots,
        **{verdict.value: imported.verdicts[verdict]
           for verdict in (Verdict.NEW, Verdict.REVISED, Verdict.UNCHANGED, Verdict.COPY, Verdict.FILTERED,
                           Verdict.SUSPECTED)},
        "left": [{"url": url, "reason": reason} for url, reason in imported.left],
        "error": imported.damaged,
    }  # fmt: skip


def _tell(file: Path, imported: Imported) -> None:
    counted = "，".join(f"{word(verdict)} {count}" for verdict, count in imported.verdicts.most_common())
    told = say(
        f"{file.name}：收下 {imported.snapshots} 份快照；{counted or '没有本系列的文章'}。",
        f"{file.name}: {plural(imported.snapshots, 'snapshot', 'snapshots')} kept; "
        f"{counted or 'no article of the series'}.",
    )
    console = out()
    console.print(Text(told))
    for url, reason in imported.left[:MOST_LEFT]:
        console.print(Text(say(f"没有收 {url}：{reason}", f"not taken: {url}: {reason}"), style="yellow"))
    if len(imported.left) > MOST_LEFT:
        more = len(imported.left) - MOST_LEFT
        console.print(Text(say(f"还有 {more} 份没有收，--json 全部列出", f"{more} more not taken: see --json")))
    if imported.damaged:
        console.print(Text(imported.damaged, style="red"))


# --- one page --------------------------------------------------------------------------------------------------------


def _page(several: list[SeriesConfig], document: Document, json_rows: bool) -> int:
    with APP.writer() as archive:
        try:
            recorded = import_page(archive, several, document)
        except NoInstalment as reason:
            fail(
                say(f"{document.url} 没有收：{reason}。", f"{document.url} is not taken: {reason}."),
                ExitCode.COMPLAINTS,
            )
    at = moment(document.fetched_at, APP.config.zone)
    if json_rows:
        print_rows({"series": name, "url": document.url, "verdict": made.verdict.value, "reason": made.reason,
                    "fetched_at": at} for name, made in recorded)  # fmt: skip
    else:
        for name, made in recorded:
            told = f"{document.url} {word(made.verdict)}"
            out().print(Text(say(f"{name}：{told}（{at}；{made.reason}）", f"{name}: {told} ({at}; {made.reason})")))
    return ExitCode.DONE


def _unzipped(file: Path) -> bytes:
    """Return a page's bytes; some tools save them as they came over the line."""
    body = file.read_bytes()
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.GzipFile(fileobj=BytesIO(body)) as zipped:
        page = zipped.read(LARGEST + 1)
    if len(page) > LARGEST:
        fail(say(f"{file} 解开来太大，不会是网页。", f"{file} unpacked is too large for a page."), ExitCode.COMPLAINTS)
    return page


def _document(file: Path, body: bytes, url: str | None, fetched_at: str | None) -> Document:
    saved = saved_page(body)
    address = url or saved.url
    if address is None:
        fail(say(f"请用 --url 写明 {file} 原来的网址。", f"Say with --url which address {file} came from."))
    check_address(address)
    at = _instant(fetched_at) if fetched_at else saved.at or datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return Document(address, 200, saved.headers, saved.body, at, address)


def _instant(told: str) -> datetime:
    """Return a moment as people type it: a day or a time, in the configured zone where it names none."""
    try:
        at = datetime.fromisoformat(told)
        at = (at if at.tzinfo else at.replace(tzinfo=APP.config.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        fail(
            say(
                f"--fetched-at 的时间 {told} 不对，应当像 2021-10-26 或 2021-10-26T08:30。",
                f"--fetched-at: {told} is no time like 2021-10-26 or 2021-10-26T08:30.",
            )
        )
    if at > datetime.now(UTC):
        fail(say(f"--fetched-at 的时间 {told} 还没有到。", f"--fetched-at: {told} is yet to come."))
    return at
