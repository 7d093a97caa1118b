"""Text on a binary stream."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO


@contextmanager
def as_text(out: IO[bytes], encoding: str = "utf-8") -> Iterator[io.TextIOWrapper]:
    """Write text to a binary stream, which stays open; lines end as they are written."""
    text = io.TextIOWrapper(out, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()
