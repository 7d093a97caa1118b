"""`xunli db …`: the database itself."""

from __future__ import annotations

import typer

from scheduler.cli.common import APP, out
from storage.language import say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("upgrade", help=say("建库，或升级到当前结构", "create the database or bring it up to date"))
def upgrade() -> None:
    """Create the archive or bring it up to date."""
    with APP.writer() as archive:
        out().print(say(f"{archive.database.where} 已是最新结构。", f"{archive.database.where} is up to date."))
