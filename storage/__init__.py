"""The archive: frozen values in and out, decisions, SQL. Imports nothing of ours."""

from __future__ import annotations

from storage.answers import Article, Busy, Filter, Instalment, Run
from storage.archive import Archive, open_archive
from storage.errors import ArchiveError

__all__ = ["Archive", "ArchiveError", "Article", "Busy", "Filter", "Instalment", "Run", "open_archive"]
