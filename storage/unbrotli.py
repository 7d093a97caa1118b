"""Brotli in steps: a few hundred bytes of it may stand for gigabytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import brotli

_STEP: Final = 1 << 16
"""Bytes that come out at once."""


def unbrotlied(packed: bytes) -> Iterator[bytes]:
    """Yield what packed bytes hold, piece by piece. Raises brotli.error where they are none, or break off."""
    several = brotli.Decompressor()
    piece: bytes = several.process(packed, output_buffer_limit=_STEP)
    while piece:
        yield piece
        piece = b"" if several.is_finished() else several.process(b"", output_buffer_limit=_STEP)
    if not several.is_finished():
        raise brotli.error("br")
