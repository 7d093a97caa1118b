"""JSON Lines: what `show --json` tells, an instalment a line."""

from __future__ import annotations

from typing import IO

from storage.asking.rows import article_row, json_line
from storage.export.text import write_each
from storage.export.values import Export


def write(export: Export, out: IO[bytes]) -> int:
    """Write one object a line, in UTF-8."""
    return write_each(export, out, lambda article: json_line(article_row(article, export.zone)) + "\n")
