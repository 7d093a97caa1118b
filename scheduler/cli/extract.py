"""`xunli extract`: what the extractor makes of saved pages; no archive, no network, no configuration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from crawler.extract import ExtractionError, LayoutChanged, extract
from crawler.importing.savedpage import saved_page
from scheduler.cli.common import check_address, out, print_rows
from scheduler.cli.reading import facts, show_outline
from scheduler.exitcodes import ExitCode
from storage.asking.rows import Row, extract_row
from storage.language import say
from storage.osreasons import os_reason
from storage.outline import outline
from storage.values import Document, Extract

ZONE: Final = ZoneInfo("Asia/Shanghai")
"""No configuration is read; the newspapers are Chinese ones."""
_EMPTY: dict[str, Any] = dict.fromkeys(
    ("title", "kicker", "body", "printed_on", "published_at", "source", "byline"), None
) | {"people": [], "editor": None, "pages": [], "error": None}  # fmt: skip


def extract_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=say("存下来的网页", "saved pages"))],
    url: Annotated[str, typer.Option(metavar="URL", help=say("网页原来的网址", "the address it came from"))] = "",
    json_rows: Annotated[bool, typer.Option("--json", help=say("每个文件一行 JSON", "one JSON row a file"))] = False,
) -> None:
    """Tell what the extractor makes of saved pages."""
    if url:
        check_address(url)
    failed = False
    for file in files:
        found = _read(file, url)
        failed = failed or isinstance(found, Unread)
        if json_rows:
            print_rows([_row(file, found)])
        else:
            _print(file, found)
    if failed:
        raise typer.Exit(ExitCode.COMPLAINTS)


@dataclass(frozen=True, slots=True)
class Unread:
    """Why there is no extract of a saved page, in one sentence; `title` is its headline, None where none was found."""

    sentence: str
    title: str | None = None


def _read(file: Path, url: str) -> Extract | Unread:
    """Return the extract of a saved page, or why there is none."""
    try:
        body = file.read_bytes()
    except OSError as error:
        reason = os_reason(error)
        return Unread(say(f"读不了文件 {file}：{reason}。", f"{file} cannot be read: {reason}."))
    saved = saved_page(body)
    address = url or saved.url or file.absolute().as_uri()
    try:
        return extract(Document(address, 200, saved.headers, saved.body, datetime.now(UTC), address))
    except LayoutChanged as error:
        return Unread(_ended(error), error.title or None)
    except ExtractionError as error:
        return Unread(_ended(error))


def _ended(error: ExtractionError) -> str:
    return say(f"{error.sentence}。", f"{error.sentence}.")


def _row(file: Path, found: Extract | Unread) -> Row:
    if isinstance(found, Unread):
        return {"file": str(file), **_EMPTY, "title": found.title, "error": found.sentence}
    return {"file": str(file), **extract_row(found, ZONE), "error": None}


def _print(file: Path, found: Extract | Unread) -> None:
    console = out()
    console.rule(str(file), align="left")
    if isinstance(found, Unread):
        console.print(found.title or "", style="bold", end="\n" if found.title else "")
        console.print(found.sentence, style="red")
        return
    console.print(found.title, style="bold")
    console.print("　".join(filter(None, (found.kicker, *facts(found, ZONE)))), style="dim")
    show_outline(console, outline(found.body, title=found.title))
