"""`xunli db …`: the database itself."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scheduler.cli.common import APP, err, fail, out, print_rows
from scheduler.cli.helping import Helped
from scheduler.exitcodes import ExitCode
from storage import open_archive
from storage.care.backup import backup as write_backup
from storage.care.checking import DERIVED, Finding
from storage.care.checking import check as look
from storage.care.moving import Moved
from storage.care.moving import copy as move
from storage.care.repairing import repair as put_right
from storage.engine import Database
from storage.language import say
from storage.upgrade import HEAD

SLASHES = tuple({"/", os.sep})
SHOWN = 20
"""Findings of one kind that people are told one by one."""

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

JsonRows = Annotated[bool, typer.Option("--json", help=say("每行一个 JSON 对象", "one JSON object a line"))]


@app.command("upgrade", cls=Helped, help=say("建库，或升级到当前结构", "create the database or bring it up to date"))
def upgrade(json_rows: JsonRows = False) -> None:
    """Create the archive or bring it up to date; `before` of its row is null for a new one."""
    with open_archive(APP.config.database) as archive:
        before, where = archive.upgrade(), archive.database.where
    if json_rows:
        print_rows([{"database": where, "layout": HEAD, "before": before}])
    else:
        out().print(say(f"{where} 已是最新结构。", f"{where} is up to date."))


# --- backup ---------------------------------------------------------------------------------------------------------


@app.command(
    "backup",
    cls=Helped,
    help=say(
        "备份成一个 SQLite 文件，服务可以照常运行；写完先核对再定名",
        "a backup as one SQLite file, verified; the service may go on",
    ),
)
def backup(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help=say("文件或目录/；缺省为 xunli-日期.db", "a file or folder/; by default xunli-DATE.db"),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=say("覆盖同名文件", "replace a file of that name"))] = False,
    json_rows: JsonRows = False,
) -> None:
    """Write a backup and say how large it is."""
    path = _backup_path(file)
    made = write_backup(APP.config.database, path, replace=force, progress=_tell)
    if json_rows:
        tables = {each.table: {"rows": each.rows, "sha256": each.sha256} for each in made.contents}
        print_rows([{"file": str(made.path), "bytes": made.size, "rows": made.rows, "tables": tables}])
        return
    size = f"{made.size / 1e6:.1f} MB"
    out().print(
        say(
            f"已备份到 {made.path}（{size}，{made.rows} 行，逐表核对无误）。",
            f"Backed up to {made.path} ({size}, {made.rows} rows, every table verified).",
        )
    )


def _backup_path(file: str | None) -> Path:
    """Return the backup's file. A name that ends in a slash is a folder, which is made where it is absent."""
    name = f"xunli-{datetime.now(UTC).astimezone(APP.config.zone):%Y-%m-%d}.db"
    path = Path(file or name)
    if file is not None and (path.is_dir() or file.endswith(SLASHES)):
        path = path / name
    folder = path.absolute().parent
    if file is not None and file.endswith(SLASHES) and not folder.exists() and folder.parent.is_dir():
        folder.mkdir(mode=0o750)
    if not folder.is_dir():
        fail(say(f"没有目录 {folder}，请先建好。", f"There is no folder {folder}: make it first."))
    return path


# --- copy -----------------------------------------------------------------------------------------------------------


@app.command(
    "copy",
    cls=Helped,
    help=say(
        "把整个存档搬到另一个空库（SQLite ↔ PostgreSQL），逐表核对",
        "copy the archive into an empty database (SQLite ↔ PostgreSQL), verified",
    ),
)
def copy(
    url: Annotated[
        str, typer.Argument(metavar="URL", help=say("sqlite:///… 或 postgresql://…", "sqlite:///… or postgresql://…"))
    ],
    json_rows: JsonRows = False,
) -> None:
    """Copy the archive and say what arrived."""
    moved = move(APP.config.database, url, _tell)
    if json_rows:
        print_rows(_moved_row(each) for each in moved)
    else:
        _print_moved(moved)


def _tell(table: str, rows: int) -> None:
    if err().is_terminal:
        err().print(f"{table}: {rows}", end="\r")


def _moved_row(each: Moved) -> dict[str, object]:
    verified = each.source == each.target
    return {"table": each.source.table, "rows": each.target.rows, "sha256": each.target.sha256, "verified": verified}


def _print_moved(moved: list[Moved]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("表", "table"))
    table.add_column(say("行", "rows"), justify="right")
    table.add_column(say("内容哈希（两边一致）", "hash of the contents (the same on both sides)"))
    for each in moved:
        table.add_row(each.target.table, str(each.target.rows), each.target.sha256[:16])
    out().print(table)
    rows = sum(each.target.rows for each in moved)
    out().print(
        say(
            f"共 {rows} 行，逐表核对无误；现在把配置里的 database（或 XUNLI_DATABASE）改成新地址。",
            f"{rows} rows, every table verified; now name the new address as `database` (or $XUNLI_DATABASE).",
        )
    )


# --- check ----------------------------------------------------------------------------------------------------------


@app.command(
    "check",
    cls=Helped,
    help=say(
        "核对存档：文件、快照、指纹、分节、全文索引、视图",
        "verify file, snapshots, texts, sections, index and views",
    ),
)
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help=say("能从正文重算的就重算", "compute again what the text gives"))
    ] = False,
    json_rows: JsonRows = False,
) -> None:
    """Say what is wrong with the archive; exit 3 where something is and stays so."""
    with closing(Database(APP.config.database, read_only=True)) as database:
        findings = list(look(database))
    repaired = _put_right(findings) if repair else []
    if json_rows:
        print_rows(_finding_row(each, each in repaired) for each in findings)
    else:
        _print_findings(findings, repaired, repair)
    raise typer.Exit(ExitCode.DONE if len(repaired) == len(findings) else ExitCode.COMPLAINTS)


def _put_right(findings: list[Finding]) -> list[Finding]:
    with closing(Database(APP.config.database)) as database:
        return put_right(database, findings)


def _finding_row(finding: Finding, repaired: bool) -> dict[str, object]:
    return {
        "part": finding.part.value,
        "message": finding.message,
        "article_id": finding.article_id,
        "repairable": finding.part in DERIVED,
        "repaired": repaired,
    }


def _print_findings(findings: list[Finding], repaired: list[Finding], tried: bool) -> None:
    if not findings:
        out().print(say("存档完好。", "The archive is whole."))
        return
    for part in dict.fromkeys(finding.part for finding in findings):
        alike = [finding.message for finding in findings if finding.part is part]
        for message in alike[:SHOWN]:
            out().print(message)
        if len(alike) > SHOWN:
            more = len(alike) - SHOWN
            out().print(say(f"……同样的还有 {more} 处。", f"… and {more} more of the kind."))
    out().print(_summary(findings, len(repaired), tried))


def _summary(findings: list[Finding], repaired: int, tried: bool) -> str:
    if tried:
        return say(
            f"共 {len(findings)} 处，重算修好 {repaired} 处。", f"{len(findings)} in all, {repaired} computed again."
        )
    derived = sum(finding.part in DERIVED for finding in findings)
    advice = say("，xunli db check --repair 可修", "; xunli db check --repair") if derived else ""
    return say(
        f"共 {len(findings)} 处，其中 {derived} 处可从正文重算{advice}。",
        f"{len(findings)} in all, {derived} of which can be computed again{advice}.",
    )
