"""EPUB 3: the series as a book, a chapter an instalment, the oldest first; newspaper pages and stories in the contents.

Chapters go into the archive as they come. What can only be written when all of them are known (contents, list of
files, cover) is gathered in temporary files meanwhile, so that memory holds one chapter and, of each, its name in the
ZIP's directory.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import IO, Final
from uuid import NAMESPACE_URL, uuid5

from storage.export.chapter import Chapter, Entry, chapter, xml
from storage.export.values import Export
from storage.language import date_of

SPOOL: Final = 1 << 20
"""Bytes of the contents that are held in memory; more of them lie on the disk until they are written."""

MEDIA_TYPE: Final = "application/epub+zip"

_DECLARED: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_CONTAINER: Final = f"""{_DECLARED}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
_STYLE: Final = """\
body { line-height: 1.7; }
h1 { font-size: 1.5em; line-height: 1.3; }
h2 { font-size: 1.15em; border-bottom: 1px solid; margin-top: 2em; }
h3 { font-size: 1em; margin-bottom: 0; }
p { margin: 0; text-indent: 2em; }
p.kicker, p.subtitle, p.facts, p.gone, p.headline, p.caption, p.citation, p.address { text-indent: 0; }
p.facts, p.caption { font-size: 0.85em; margin: 0.5em 0 1em 0; }
p.headline { font-weight: bold; margin: 0.5em 0; }
p.caption { font-style: italic; }
p.address { font-size: 0.85em; word-wrap: break-word; }
section.story { margin-top: 1.5em; }
section.revisions, section.source { font-size: 0.9em; margin-top: 2em; }
section.cover { text-align: center; margin-top: 25%; }
section.cover p { text-indent: 0; margin: 0.5em 0; }
nav ol { list-style-type: none; padding-left: 1em; }
"""
_HEAD: Final = (
    f"{_DECLARED}<!DOCTYPE html>\n"
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-CN"'
    ' xml:lang="zh-CN">\n<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
    "<body>\n"
)
_FOOT: Final = "\n</body>\n</html>\n"


def write(export: Export, out: IO[bytes]) -> int:
    """Write the book; where nothing is found it has a cover only."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, ExitStack() as stack:
        file.writestr("mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        file.writestr("META-INF/container.xml", _CONTAINER)
        file.writestr("EPUB/style.css", _STYLE)
        contents, manifest, spine = (
            stack.enter_context(tempfile.SpooledTemporaryFile(max_size=SPOOL)) for _ in range(3)
        )
        count, span = _chapters(export, file, contents, manifest, spine)
        file.writestr("EPUB/cover.xhtml", _cover(export, count, span))
        _assemble(file, "EPUB/nav.xhtml", _nav_head(export), [contents], "</ol></nav>" + _FOOT)
        middle = '  </manifest>\n  <spine>\n    <itemref idref="cover"/>\n    <itemref idref="nav"/>\n'
        manifest.write(middle.encode())
        _assemble(file, "EPUB/package.opf", _package(export), [manifest, spine], "  </spine>\n</package>\n")
    return count


def _chapters(
    export: Export, file: zipfile.ZipFile, contents: IO[bytes], manifest: IO[bytes], spine: IO[bytes]
) -> tuple[int, tuple[date, date] | None]:
    """Write the chapters, gather what tells of them; returns how many, the first day and the last."""
    count = 0
    span: tuple[date, date] | None = None
    for article in export.articles(oldest_first=True):
        name = f"i{article.row.id}"
        made = chapter(article, export.zone)
        file.writestr(f"EPUB/{name}.xhtml", _document(made))
        contents.write((_listed(f"{name}.xhtml", made.entry) + "\n").encode())
        item = f'    <item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>\n'
        manifest.write(item.encode())
        spine.write(f'    <itemref idref="{name}"/>\n'.encode())
        span = (span[0] if span else article.row.dated_on, article.row.dated_on)
        count += 1
    return count, span


def _assemble(file: zipfile.ZipFile, name: str, head: str, parts: list[IO[bytes]], foot: str) -> None:
    with file.open(name, "w") as whole:
        whole.write(head.encode())
        for part in parts:
            part.seek(0)
            shutil.copyfileobj(part, whole)
        whole.write(foot.encode())


def _document(made: Chapter) -> str:
    return f'{_HEAD.format(title=xml(made.title))}<section epub:type="chapter">\n{made.body}\n</section>{_FOOT}'


def _listed(href: str, entry: Entry) -> str:
    """Return an entry of the contents with those below it."""
    target = f"{href}#{entry.anchor}" if entry.anchor else href
    below = "".join(_listed(href, each) for each in entry.below)
    return f'<li><a href="{target}">{xml(entry.told)}</a>{f"<ol>{below}</ol>" if below else ""}</li>'


def _nav_head(export: Export) -> str:
    return (
        f'{_HEAD.format(title="目录")}<nav epub:type="toc" id="toc"><h1>目录</h1><ol>\n'
        f'<li><a href="cover.xhtml">{xml(export.title)}</a></li>\n'
    )


def _cover(export: Export, count: int, span: tuple[date, date] | None) -> str:
    days = f"{span[0].isoformat()} 至 {span[1].isoformat()}　" if span else ""
    return (
        f'{_HEAD.format(title=xml(export.title))}<section class="cover" epub:type="titlepage">\n'
        f"<h1>{xml(export.title)}</h1>\n<p>{days}共 {count} 期</p>\n"
        f"<p>由巡礼 xunli 于 {date_of(export.made_at, export.zone)} 从存档导出</p>\n"
        f"<p>文字属于原报社，供阅读、引用和研究</p>\n</section>{_FOOT}"
    )


def _package(export: Export) -> str:
    """Return the package's head up to the list of chapters. The same question to an archive is the same book."""
    identity = uuid5(NAMESPACE_URL, f"xunli:{export.title}:{export.asked!r}")
    modified = _utc(export.made_at)
    return f"""{_DECLARED}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="zh-CN">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{identity}</dc:identifier>
    <dc:title>{xml(export.title)}</dc:title>
    <dc:language>zh-CN</dc:language>
    <meta property="dcterms:modified">{modified}</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityHazard">none</meta>
  </metadata>
  <manifest>
    <item id="style" href="style.css" media-type="text/css"/>
    <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
"""


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
