"""What bytes are that are no page: a picture, a book, an archive by how they begin; a table or data by how they read.

Whatever is left is a page, or a text without markup, which is read as one: people save articles as text, too.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from storage.language import say

Words = tuple[str, str]

_PICTURE: Final = ("图片", "a picture")
_FILM: Final = ("音频或视频", "sound or film")
_ARCHIVE: Final = ("压缩文件", "a compressed file")
_MAGIC: Final[tuple[tuple[bytes, Words], ...]] = (
    (b"%PDF", ("PDF 文件", "a PDF")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", ("图片、音频或视频", "a picture, sound or film")),
    (b"OggS", _FILM),
    (b"ID3", _FILM),
    (b"PK\x03\x04", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\x7fELF", ("程序", "a program")),
    (b"SQLite format 3\x00", ("SQLite 数据库", "an SQLite database")),
    (b"PAR1", ("Parquet 表格", "a Parquet table")),
    (b"\xd0\xcf\x11\xe0", ("Office 文件", "an Office file")),
    (b"{\\rtf", ("RTF 文件", "an RTF file")),
    (b"WARC/1.", ("WARC 文件，请用 xunli import", "a WARC file, for xunli import")),
)
_MHTML: Final = re.compile(rb"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?Content-Type: *multipart/related", re.I)
"""The headers of a message; a Chinese title takes several lines of them."""
_EPUB: Final = b"mimetypeapplication/epub+zip"

_XML: Final = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?[^>]*>)*<([a-z:]+)", re.I | re.S)
_ROOTS: Final[dict[str, Words]] = {
    "svg": _PICTURE,
    "rss": ("订阅源", "a feed"),
    "feed": ("订阅源", "a feed"),
    "rdf:rdf": ("订阅源", "a feed"),
    "urlset": ("网站地图", "a sitemap"),
    "sitemapindex": ("网站地图", "a sitemap"),
}
_RECORDS: Final = 50
_LEAST_FIELDS: Final = 3
_LONGEST_NAME: Final = 40
"""Characters of a column's name; a paragraph is longer."""


def kind_of_bytes(body: bytes) -> str | None:
    """Return what bytes are by how they begin, None where they may be a page."""
    if body.startswith(b"PK\x03\x04") and _EPUB in body[:200]:
        return say("EPUB 电子书", "an EPUB")
    if body[4:8] == b"ftyp":
        return say("图片或视频", "a picture or film")
    if is_mhtml(body):
        return say("网页归档（MHTML），请在浏览器里另存为“仅 HTML”", "a web archive (MHTML): save it as HTML only")
    found = next((words for start, words in _MAGIC if body.startswith(start)), None)
    return found and say(*found)


def is_mhtml(body: bytes) -> bool:
    """Say whether bytes are a page with all that it shows, as browsers save it in one file."""
    return _MHTML.match(body[:4096]) is not None


def kind_of_text(text: str) -> str | None:
    """Return what a text is that no person wrote as one, None where it may be a page."""
    begun = text.lstrip("\ufeff \t\r\n")
    if begun.startswith("<"):
        root = _XML.match(begun)
        words = _ROOTS.get(root[1].lower()) if root else None
        return words and say(*words)
    if begun.startswith(("{", "[")) and _is_json(begun):
        return say("JSON 数据", "JSON")
    return say("CSV 表格", "a CSV table") if any(_is_table(begun, mark) for mark in ",\t;") else None


def no_page_but(kind: str) -> str:
    """Return the sentence for what is no page, without its full stop."""
    return say(f"这不是网页，是{' ' if kind[0].isascii() else ''}{kind}", f"this is no page but {kind}")


def _is_json(text: str) -> bool:
    """Tell whether a text is JSON as a whole, or JSON Lines."""
    first = text.partition("\n")[0]
    return _holds(text, (dict, list)) or _holds(first, (dict,))


def _holds(text: str, kinds: tuple[type, ...]) -> bool:
    try:
        return isinstance(json.loads(text), kinds)
    except (ValueError, RecursionError):
        return False


def _is_table(text: str, mark: str) -> bool:
    """Tell whether a text is rows of equally many fields below names of columns; of one row, nobody can tell."""
    try:
        rows = [row for row in islice(csv.reader(_lines(text), delimiter=mark), _RECORDS) if row]
    except csv.Error:  # a field longer than it takes: no table that we could read
        return False
    if len(rows) < 2 or len(rows[0]) < _LEAST_FIELDS:
        return False
    names = rows[0]
    alike = all(len(row) == len(names) for row in rows)
    return alike and len(set(names)) == len(names) and all(0 < len(name) <= _LONGEST_NAME for name in names)


def _lines(text: str) -> Iterable[str]:
    return (line + "\n" for line in text.split("\n"))
