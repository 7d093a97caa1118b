"""`xunli mcp`: the archive for an assistant, read-only, over stdin and stdout."""

from __future__ import annotations

from scheduler.cli.common import APP
from storage import Archive
from storage.engine import Database
from web.assistant import server


def mcp() -> None:
    """Answer an assistant until it hangs up; what is not an answer goes to stderr."""
    config = APP.config
    with Archive(Database(config.database, read_only=True)) as archive:
        server(archive, lambda: config).run("stdio")
