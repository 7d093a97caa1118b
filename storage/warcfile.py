"""Reading WARC files, ours and those of other tools: record by record, in constant memory.

    .warc, .warc.gz (a member a record or one for all), .warc.zst, .wacz → records → snapshots | recipes | redirects
    .arc, .arc.gz: what archives were kept in before 2009

Whatever coding a body came in is undone. Where a file is damaged, what stands before that was yielded already; a record
that is whole and cannot be understood is told, and the next one is read.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Final, cast
from urllib.parse import urljoin

import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from storage.language import say
from storage.values import Document
from storage.warc import CODED, ORIGINAL, RECIPE, REQUESTED, SOFTWARE, Recipe
from storage.warcbody import LARGEST, Unframed, decoded, quiet

_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_RECORDS = (b"WARC/", b"filedesc:")
_MARKUP = (b"<", b"\xef\xbb\xbf<")
_BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, zlib.error, gzip.BadGzipFile,
           zipfile.BadZipFile, zstandard.ZstdError, ValueError, AttributeError)  # fmt: skip
"""What warcio and the decompressors raise where bytes are not what they should be; AttributeError: no address."""
_ODD = (StatusAndHeadersParserException, EOFError, ValueError)
"""What a record's own headers raise that are not what they should be."""
_HTTP: Final = StatusAndHeadersParser([], verify=False)


class Damaged(Exception):
    """The file cannot be read on; `records` stood before that. Its words are one sentence."""

    def __init__(self, name: str, records: int, detail: str) -> None:
        super().__init__(name, records, detail)
        self.records = records
        self._name, self._detail = name, detail

    def __str__(self) -> str:
        if not self.records:
            return say(
                f"{self._name} 不是 WARC 文件，或开头就已损坏（{self._detail}）。",
                f"{self._name} is no WARC file, or damaged at its beginning ({self._detail}).",
            )
        return say(
            f"{self._name} 从第 {self.records + 1} 条记录起损坏或被截断（{self._detail}），前面的已收下。",
            f"{self._name} is damaged or cut off from record {self.records + 1} on ({self._detail});"
            " what stands before was kept.",
        )


@dataclass(frozen=True, slots=True)
class Ours:
    """The file was written by this program: it says itself what its snapshots are."""


@dataclass(frozen=True, slots=True)
class Response:
    """A document, and the digest by which other records may name its bytes; "" without any."""

    document: Document
    digest: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """An address answered with bytes that another record holds: with this digest, or of this address."""

    document: Document
    digest: str
    url: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address sent its visitors to another."""

    url: str
    to: str


@dataclass(frozen=True, slots=True)
class Odd:
    """A record that is whole and cannot be understood, and why."""

    url: str
    reason: str


Record = Ours | Response | Revisit | Redirect | Recipe | Odd


def is_warc(start: bytes) -> bool:
    """Tell from its first bytes whether a file may be one of those that are read here; a page may be zipped, too."""
    if start.startswith(_GZIP):
        with contextlib.suppress(zlib.error):
            return not zlib.decompressobj(31).decompress(start).lstrip().startswith(_MARKUP)
    return start.startswith((*_RECORDS, _GZIP, _ZSTD, _ZIP))


def records(stream: IO[bytes], name: str) -> Iterator[Record]:
    """Yield what a file holds. `stream` can be sought. Raises Damaged."""
    seen = 0
    try:
        for plain in _plain(stream):
            for record in _each(plain):
                found = _read(record)
                seen += 1
                if found is not None:
                    yield found
    except _BROKEN as error:
        raise Damaged(name, seen, _detail(error)) from error
    if not seen:
        raise Damaged(name, 0, say("没有记录", "no records"))


class _Unzipped(gzip.GzipFile):
    """A zipped file whose early end is an error that warcio does not take for the last record's.

    It gives what it has: a buffer filled to its end would lose the records before a damage with it.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(fileobj=stream, mode="rb")

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read1(-1 if size is None else size)
        except EOFError as error:
            raise gzip.BadGzipFile(str(error)) from error


def _plain(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield the uncompressed files in a file."""
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(_ZIP):
        with zipfile.ZipFile(stream) as whole:
            for member in sorted(whole.namelist()):
                if member.endswith((".warc", ".warc.gz")):
                    with whole.open(member) as inner:
                        yield from _plain(inner)
    elif start.startswith(_GZIP):
        yield cast(IO[bytes], _Unzipped(stream))
    elif start.startswith(_ZSTD):
        yield cast(IO[bytes], Unframed(stream))
    else:
        yield stream


def _each(plain: IO[bytes]) -> Iterator[Any]:
    several = iter(ArchiveIterator(plain, no_record_parse=True, arc2warc=True))
    while True:
        with quiet():
            record = next(several, None)
        if record is None:
            return
        if record.length is None:
            raise ValueError(say("记录没有长度", "a record without its length"))
        yield record


def _read(record: Any) -> Record | None:
    kind, url = record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""
    with quiet():
        raw = _whole(record)
    try:
        return _understood(record, kind, url, raw)
    except _ODD as error:
        detail = _detail(error)
        return Odd(url, say(f"这条记录认不出（{detail}）", f"a record that is not understood ({detail})"))


def _detail(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _understood(record: Any, kind: str, url: str, raw: bytes) -> Record | None:
    if kind == "warcinfo":
        return Ours() if f"software: {SOFTWARE}/".encode() in raw else None
    if kind == "metadata":
        is_recipe = record.rec_headers.get_header("Content-Type") == RECIPE
        return _recipe(raw) if is_recipe else None
    if kind not in ("response", "resource", "revisit") or not url.startswith(("http://", "https://")):
        return None
    http, raw = _http(raw) if kind != "resource" else (None, raw)
    document = _document(record, http, url, raw)
    location = document.headers.get("location")
    if 300 <= document.status < 400:
        return Redirect(url, urljoin(url, location)) if location else None
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    if kind == "revisit":
        return Revisit(document, digest, record.rec_headers.get_header("WARC-Refers-To-Target-URI") or url)
    cut_off = record.rec_headers.get_header("WARC-Truncated")
    return Response(document, digest) if raw and len(raw) <= LARGEST and not cut_off else None


def _recipe(raw: bytes) -> Recipe:
    try:
        return Recipe.of_json(json.loads(raw))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(say("认不出的说明", "a description that is none of ours")) from error


def _whole(record: Any) -> bytes:
    """Return a record's bytes behind its headers; of what is too large only that it is."""
    stream = record.raw_stream
    held, size = list[bytes](), 0
    while data := stream.read(1 << 16):
        size += len(data)
        if size <= LARGEST:
            held.append(data)
    if getattr(stream, "limit", 0) > 0:
        raise EOFError(say("记录不完整", "a record is not whole"))
    return b"".join(held) if size <= LARGEST else b"\0" * (LARGEST + 1)


def _http(raw: bytes) -> tuple[StatusAndHeaders | None, bytes]:
    """Return what an answer says of itself, and its body; servers of old sent the body alone."""
    if not raw.startswith(b"HTTP/"):
        return None, raw
    stream = io.BytesIO(raw)
    return _HTTP.parse(stream), stream.read()


def _document(record: Any, http: StatusAndHeaders | None, url: str, raw: bytes) -> Document:
    told = {name.lower(): value for name, value in http.headers} if http else _of_bare(record)
    status = int(http.get_statuscode()) if http else 200
    body = decoded(raw, told) if len(raw) <= LARGEST else raw
    asked = record.rec_headers.get_header(REQUESTED) or url
    return Document(url, status, _as_sent(told), body, _instant(record), asked)


def _of_bare(record: Any) -> dict[str, str]:
    """Return what is known of a body without headers: that of a resource has the record's own type."""
    kind = record.rec_headers.get_header("Content-Type")
    return {"content-type": kind} if kind and record.rec_type == "resource" else {}


def _instant(record: Any) -> datetime:
    told = datetime.fromisoformat((record.rec_headers.get_header("WARC-Date") or "").replace("Z", "+00:00"))
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _as_sent(told: Mapping[str, str]) -> dict[str, str]:
    """Return the headers as they came, without those of a coding that is undone now."""
    moved = {name.removeprefix(ORIGINAL): value for name, value in told.items() if name.startswith(ORIGINAL)}
    gone = {"content-encoding", "transfer-encoding"} | {name for name in CODED if name in moved}
    return {name: value for name, value in told.items() if name not in gone and not name.startswith(ORIGINAL)} | moved
