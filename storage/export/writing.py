"""Where an export goes: a file, written beside its place and renamed when it is whole; or a stream."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from storage.beside import beside
from storage.errors import ArchiveError, Exists
from storage.export.formats import Format
from storage.export.values import Export
from storage.osreasons import os_reason

IN_MEMORY: Final = 1 << 20
"""Bytes of an export to a stream that are held in memory; more go through a temporary file."""


class CannotExport(ArchiveError):
    """The export cannot be written there; what stood there before is whole."""

    chinese = "导出写不进 {where}（{detail}），请检查目录、权限和磁盘空间。"
    english = "the export cannot be written to {where} ({detail}): check the folder, the permissions and the space."


def to_file(format_: Format, export: Export, path: Path, *, replace: bool = False) -> int:
    """Write a file and return how many instalments it holds. Raises ArchiveError, and leaves then what was there.

    `replace` lets it take another file's place. A device or a pipe is written to as it is.
    """
    with _told(path):
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                return to_stream(format_, export, device)

        def write(part: Path) -> int:
            with part.open("wb") as out:
                return format_.write(export, out)

        held = export.connection.engine.url
        if held.get_backend_name() == "sqlite" and path.exists() and path.samefile(held.database or ""):
            raise Exists(str(path))
        return _take(path.resolve(), write, replace=replace)


def to_stream(format_: Format, export: Export, out: IO[bytes]) -> int:
    """Write to what need not be seekable (a pipe, an answer over HTTP). Raises OSError."""
    if format_.text:
        return format_.write(export, out)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        count = format_.write(export, whole)
        whole.seek(0)
        shutil.copyfileobj(whole, out)
    return count


def _take(path: Path, write: Callable[[Path], int], *, replace: bool) -> int:
    _refuse(path, replace)
    with beside(path) as part:
        written = write(part)
        _refuse(path, replace)
        part.replace(path)
    return written


def _refuse(path: Path, replace: bool) -> None:
    if path.exists() and not replace:
        raise Exists(str(path))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotExport(str(path), os_reason(error)) from error
