"""The table of formats. To add one: a module with `write(export, out)` that returns how many it wrote, and a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import IO, Final

from storage.export.values import Export

Write = Callable[[Export, IO[bytes]], int]
"""Writes an export to a stream that can be written to and told, and returns the number of instalments."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    home        module whose `write` makes it
    suffix      of its files, by which a file's name tells its format
    media_type  as HTTP names it
    text        people can read it in a terminal
    """

    name: str
    home: str
    suffix: str
    media_type: str
    text: bool

    def write(self, export: Export, out: IO[bytes]) -> int:
        """Write an export to a seekable binary stream; returns the number of instalments. Raises OSError."""
        writer: Write = import_module(self.home).write
        return writer(export, out)


FORMATS: Final[dict[str, Format]] = {
    each.name: each
    for each in (
        Format("jsonl", "storage.export.jsonl", ".jsonl", "application/jsonl", text=True),
        Format("csv", "storage.export.csv", ".csv", "text/csv; charset=utf-8", text=True),
        Format("parquet", "storage.export.parquet", ".parquet", "application/vnd.apache.parquet", text=False),
        Format("md", "storage.export.markdown", ".md", "text/markdown; charset=utf-8", text=True),
        Format("epub", "storage.export.epub", ".epub", "application/epub+zip", text=False),
        Format("bibtex", "storage.export.bibtex", ".bib", "application/x-bibtex; charset=utf-8", text=True),
        Format("gbt7714", "storage.export.gbt7714", ".gbt7714.txt", "text/plain; charset=utf-8", text=True),
        Format("warc", "storage.export.warc", ".warc.gz", "application/warc", text=False),
    )
}


def by_suffix(path: PurePath) -> Format | None:
    """Return the format that a file's name tells, None where it tells none."""
    return next((each for each in FORMATS.values() if path.name.lower().endswith(each.suffix)), None)
