"""Unpacking: what an answer's bytes hold, by what they are; never a part of it for the whole."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from crawler.fetching.unpacking import MOST_MEMBERS, CutShort, TooMuch, unpacked
from demo.damage import binary_noise

PAGE = (
    "<html><body><p>青岛改革巡礼</p></body></html>".encode() + b"<!--" + binary_noise(100_000).hex().encode() + b"-->"
)
MOST = 1 << 20


def bare(page: bytes) -> bytes:
    packed = zlib.compressobj(wbits=-15)
    return packed.compress(page) + packed.flush()


def named(page: bytes) -> bytes:
    """Return a gzip whose head has every part that one may have."""
    kept = io.BytesIO()
    with gzip.GzipFile("page.html", "wb", fileobj=kept) as file:
        file.write(page)
    packed = kept.getvalue()
    extra, comment, checked = b"\x03\x00abc", b"a word\0", b"\0\0"
    at = packed.index(b"\0", 10) + 1
    return packed[:3] + bytes([0x1E]) + packed[4:10] + extra + packed[10:at] + comment + checked + packed[at:]


def wrongly_summed(page: bytes) -> bytes:
    return gzip.compress(page)[:-8] + b"\0" * 8


def in_two(page: bytes) -> bytes:
    return gzip.compress(page[:5000]) + gzip.compress(page[5000:])


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-Gzip", gzip.compress),
    "a full head": ("gzip", named),
    "no foot": ("gzip", lambda page: gzip.compress(page)[:-8]),
    "a wrong sum": ("gzip", wrongly_summed),
    "two members": ("gzip", in_two),
    "filler behind": ("gzip", lambda page: gzip.compress(page) + b"\0" * 512),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare),
    "br": ("br", lambda page: brotli.compress(page, quality=1)),
    "zstd": ("zstd", zstandard.compress),
    "two frames": ("zstd", lambda page: zstandard.compress(page[:5000]) + zstandard.compress(page[5000:])),
    "gzip in gzip": ("gzip", lambda page: gzip.compress(gzip.compress(page))),
    "gzip, unsaid": ("", gzip.compress),
    "one in the other": ("br, gzip", lambda page: gzip.compress(brotli.compress(page))),
    "plain as gzip": ("gzip", bytes),
    "plain as br": ("br", bytes),
    "plain as zstd": ("zstd", bytes),
    "plain as deflate": ("deflate", bytes),
    "gzip as deflate": ("deflate", gzip.compress),
    "gzip as br": ("br", gzip.compress),
    "no coding": ("utf-8", bytes),
    "identity": ("identity", bytes),
}


@pytest.mark.parametrize("how", PACKED)
def test_the_bytes_tell_how_they_are_packed(how: str) -> None:
    coding, pack = PACKED[how]
    assert unpacked(pack(PAGE), coding, MOST) == PAGE


@pytest.mark.parametrize("share", [0.0001, 0.1, 0.5, 0.999])
@pytest.mark.parametrize("how", ["gzip", "a full head", "deflate", "bare deflate", "br", "zstd", "gzip in gzip"])
def test_what_breaks_off_is_no_document(how: str, share: float) -> None:
    coding, pack = PACKED[how]
    packed = pack(PAGE)
    with pytest.raises(CutShort):
        unpacked(packed[: max(4, int(len(packed) * share))], coding, MOST)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", ""])
def test_nothing_stays_nothing(coding: str) -> None:
    assert unpacked(b"", coding, MOST) == b""


@pytest.mark.parametrize("how", ["gzip", "deflate", "br", "zstd", "gzip in gzip"])
def test_a_bomb_is_given_up(how: str) -> None:
    coding, pack = PACKED[how]
    with pytest.raises(TooMuch):
        unpacked(pack(bytes(8 * MOST)), coding, MOST)


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_empty_members_without_end_are_given_up(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(TooMuch):
        unpacked(pack(b"") * (MOST_MEMBERS + 1), coding, MOST)


def test_a_stream_whose_last_byte_stands_for_much_is_whole() -> None:
    page = b"<html>" + b"a" * 500_000 + b"</html>"
    assert unpacked(bare(page), "deflate", MOST) == page
