"""What leaves the archive: instalments in formats that other programs read.

    FORMATS[name] → Format → write(Export, out), which streams: storage.asking.whole → one article after the other → out

A format is one module with one function `write` and one line of the table in `formats`; what it needs beyond the
standard library is loaded when it is asked for.
"""

from __future__ import annotations

from storage.export.formats import FORMATS, Format
from storage.export.values import Export
from storage.export.writing import CannotExport, to_file, to_stream

__all__ = ["FORMATS", "CannotExport", "Export", "Format", "to_file", "to_stream"]
