"""What is packed in a WARC: files of zstd frames, and bodies as they came over the line."""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Final

import brotli
import zstandard
from warcio.bufferedreaders import ChunkedDataReader

from storage.language import say
from storage.unbrotli import unbrotlied

LARGEST: Final = 32 << 20
"""Bytes of a body above which it is no page: a film, an archive."""

_STEP: Final = 1 << 10
"""Bytes of zstd that are unpacked at once: some of them may stand for a hundred thousand each."""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep warcio from writing on stderr what we say ourselves."""
    with contextlib.redirect_stderr(io.StringIO()):
        yield


class Unframed:
    """A file of zstd frames, read on from one to the next; that the last breaks off is an error."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._left = b""

    def read(self, _size: int = -1) -> bytes:
        """Return some bytes, none at the end."""
        while data := self._left or self._stream.read(_STEP):
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            plain, self._left = self._frame.decompress(data), b""
            if self._frame.eof:
                self._left, self._frame = self._frame.unused_data, None
            if plain:
                return plain
        if self._frame is not None:
            raise zstandard.ZstdError(say("压缩数据没有结尾", "a frame has no end"))
        return b""


def decoded(raw: bytes, told: Mapping[str, str]) -> bytes:
    """Return a body without the codings that its headers name. Raises ValueError where it breaks off."""
    if "chunked" in told.get("transfer-encoding", "").lower():
        with quiet():
            raw = ChunkedDataReader(io.BytesIO(raw)).read()
    if not raw:  # of a revisit the headers tell of a body that another record holds
        return raw
    for coding in reversed(told.get("content-encoding", "").lower().split(",")):
        raw = _undone(raw, coding.strip())
    return raw


def _undone(raw: bytes, coding: str) -> bytes:
    """Return bytes without their coding; as they are where they are not coded so: some tools decode and do not say."""
    try:
        match coding:
            case "gzip" | "x-gzip":
                return _inflated(raw, 31)
            case "deflate":
                bare = raw[:1] and raw[0] & 0x0F != 8
                return _inflated(raw, -15 if bare else 15)
            case "br":
                return _unbrotlied(raw)
            case "zstd":
                return zstandard.ZstdDecompressor().stream_reader(raw).read(LARGEST)
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return raw
    return raw


def _inflated(raw: bytes, window: int) -> bytes:
    several = zlib.decompressobj(window)
    body = several.decompress(raw, LARGEST)
    if not several.eof and len(body) < LARGEST:
        raise ValueError(say("正文没有传完", "its body was cut short"))
    return body


def _unbrotlied(raw: bytes) -> bytes:
    """Return no more than a page may hold. Raises brotli.error."""
    body = bytearray()
    for piece in unbrotlied(raw):
        body += piece
        if len(body) >= LARGEST:
            break
    return bytes(body[:LARGEST])
