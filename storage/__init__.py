"""The archive: frozen values in and out, decisions, SQL. Imports nothing of ours.

What this room's own names need is loaded when the first of them is asked for: a process that only reads documents
uses `storage.values` and `storage.outline`, and starts in half the time without a database's library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.answers import Article, Filter, Instalment, Run
    from storage.archive import Archive, open_archive
    from storage.errors import ArchiveError
    from storage.running.busy import Busy

__all__ = ["Archive", "ArchiveError", "Article", "Busy", "Filter", "Instalment", "Run", "open_archive"]

_HOMES = {
    **dict.fromkeys(("Article", "Filter", "Instalment", "Run"), "storage.answers"),
    **dict.fromkeys(("Archive", "open_archive"), "storage.archive"),
    "ArchiveError": "storage.errors",
    "Busy": "storage.running.busy",
}

# A type checker reads the imports above, and shall go on to report a name that is not there.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(home), name)
