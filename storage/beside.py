"""Writing beside a place, which is taken when all is written: another program sees nothing there, or the whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield where to write what is to replace `path` in one step. Raises OSError.

    It lies in a folder of its own, for SQLite puts files beside its own; what is left there goes away with it.
    """
    with TemporaryDirectory(prefix=".xunli-", dir=path.parent, ignore_cleanup_errors=True) as made:
        yield Path(made) / path.name
