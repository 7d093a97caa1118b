"""Citations as GB/T 7714—2015 wants them, one a line."""

from __future__ import annotations

from typing import IO

from storage.citation import gbt7714
from storage.export.text import write_each
from storage.export.values import Export


def write(export: Export, out: IO[bytes]) -> int:
    """Write a citation a line, in the order of a list."""
    return write_each(export, out, lambda article: gbt7714(article, export.zone) + "\n")
