"""Is the archive whole? What is derived is derived again and compared; what was kept is hashed again.

Reads in batches and yields what is wrong as it is found, so that a check of a large archive costs time, not memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

import zstandard
from sqlalchemy import Connection, Row, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from storage import upgrade
from storage.care.contents import batches
from storage.care.layout import garbled, lacking
from storage.engine import Database, without_limits
from storage.errors import Garbled, NotOurs, Unreadable
from storage.fulltext import proof
from storage.identity.fingerprint import fingerprint
from storage.language import say
from storage.outline import outline
from storage.tables import articles, blobs, revisions, sections
from storage.values import characters
from storage.writing import section_rows

VIEWS: Final = ("instalments", "snapshots", "coverage")
"""What people's SQL asks besides the tables."""


class Part(StrEnum):
    """What a finding is about."""

    FILE = "file"
    REFERENCE = "reference"
    TABLE = "table"
    VIEW = "view"
    SNAPSHOT = "snapshot"
    FINGERPRINT = "fingerprint"
    REVISION = "revision"
    COPY = "copy"
    SECTIONS = "sections"
    INDEX = "index"


DERIVED: Final = frozenset({Part.REVISION, Part.FINGERPRINT, Part.SECTIONS, Part.INDEX})
"""What the archive holds a second time, or can compute again from the text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `article_id` is null where it concerns no single article."""

    part: Part
    message: str
    article_id: int | None = None


def check(database: Database) -> Iterator[Finding]:
    """Yield everything that is wrong with an archive; nothing where it is whole. Raises ArchiveError."""
    upgrade.check(database)
    for look in _LOOKS:
        try:
            with database.reading() as connection:
                without_limits(connection)
                yield from look(connection)
        except NotOurs as error:  # as it was told of the tables: what else there is to ask would fall over it, too
            yield Finding(Part.TABLE, str(error))
            return
        except Unreadable as error:
            yield Finding(Part.FILE, f"{error}{_way_out()}")
        except Garbled:
            continue  # _values has named it
        except DBAPIError as error:  # text that is none any more
            told = error.orig
            yield Finding(
                Part.FILE,
                say(f"有内容读不出来（{told}）；请从备份恢复。", f"A value cannot be read ({told}). Restore a backup."),
            )


# --- the file -------------------------------------------------------------------------------------------------------


def _file(connection: Connection) -> Iterator[Finding]:
    """PostgreSQL checks its own pages; a SQLite file is checked here."""
    if connection.dialect.name != "sqlite":
        return
    for said in connection.scalars(text("PRAGMA integrity_check(100)")):
        if said != "ok":
            told = " ".join(str(said).split())
            yield Finding(
                Part.FILE,
                say(f"数据库文件损坏：{told}。", f"The file is damaged: {told}.") + _way_out(),
            )


def _way_out() -> str:
    """Say what to do about a file: its tables may be whole where only what is made from them is damaged."""
    return say(
        "先试 xunli db copy sqlite:///新文件：只坏了索引的话，全部内容都搬得出来；搬不出来再从备份恢复。",
        " Try xunli db copy sqlite:///NEW_FILE: it brings all where only an index is damaged. Else restore a backup.",
    )


def _references(connection: Connection) -> Iterator[Finding]:
    """PostgreSQL never lets go of a row that another needs; SQLite does where a program did not ask it to mind."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        table, number, parent = row[0], row[1], row[2]
        yield Finding(
            Part.REFERENCE,
            say(
                f"{table} 第 {number} 行指向 {parent} 里不存在的一行。",
                f"Row {number} of {table} names a row of {parent} that is not there.",
            ),
        )


def _tables(connection: Connection) -> Iterator[Finding]:
    return (Finding(Part.TABLE, lack.told) for lack in lacking(connection))


def _values(connection: Connection) -> Iterator[Finding]:
    for place, value in garbled(connection):
        told = say(f"{place} 里的 {value!r} 不是它该是的值。", f"{place} holds {value!r}, which is none of its kind.")
        yield Finding(Part.FILE, told + say("请改过来，或从备份恢复。", " Put it right or restore a backup."))


def _views(connection: Connection) -> Iterator[Finding]:
    there = set(inspect(connection).get_view_names())
    for name in VIEWS:
        if name not in there:
            yield Finding(Part.VIEW, say(f"缺少视图 {name}。", f"The view {name} is missing."))
    leading = connection.scalar(select(func.count()).where(articles.c.copy_of.is_(None)))
    if "instalments" in there and (told := connection.scalar(text("SELECT count(*) FROM instalments"))) != leading:
        yield Finding(
            Part.VIEW,
            say(
                f"视图 instalments 给出 {told} 期，表里有 {leading} 期。",
                f"The view instalments tells of {told} instalments, the table of {leading}.",
            ),
        )


# --- what was kept --------------------------------------------------------------------------------------------------


def _snapshots(connection: Connection) -> Iterator[Finding]:
    unpack = zstandard.ZstdDecompressor()
    for rows in batches(connection, blobs, select(blobs)):
        for row in rows:
            wrong = _wrong_bytes(unpack, row)
            if wrong:
                yield Finding(
                    Part.SNAPSHOT,
                    say(
                        f"快照 {row.sha256}：{wrong}；请从备份恢复。",
                        f"Snapshot {row.sha256}: {wrong}. Restore a backup.",
                    ),
                )


def _wrong_bytes(unpack: zstandard.ZstdDecompressor, row: Row[Any]) -> str | None:
    try:
        body = unpack.decompress(row.body, max_output_size=max(row.size, 1))
    except zstandard.ZstdError as error:
        return say(f"解不开（{error}）", f"cannot be unpacked ({error})")
    if len(body) != row.size:
        return say(f"有 {len(body)} 字节，应为 {row.size}", f"has {len(body)} bytes, not {row.size}")
    return None if sha256(body).hexdigest() == row.sha256 else say("内容和哈希不符", "its bytes have another hash")


# --- what it says ---------------------------------------------------------------------------------------------------


def _fingerprints(connection: Connection) -> Iterator[Finding]:
    a = articles.c
    for rows in batches(connection, articles, select(a.id, a.title, a.body, a.fingerprint, a.characters)):
        for row in rows:
            if (row.fingerprint, row.characters) != of_text(row.title, row.body):
                yield Finding(
                    Part.FINGERPRINT,
                    say(
                        f"第 {row.id} 篇的指纹或字数和正文不符。",
                        f"Article {row.id}: fingerprint or length is not its text's.",
                    ),
                    row.id,
                )


def of_text(title: str, body: str) -> tuple[str, int]:
    """Return fingerprint and characters of a text."""
    return fingerprint(title, body), characters(body)


def _revisions(connection: Connection) -> Iterator[Finding]:
    a, r = articles.c, revisions.c
    newest = articles.outerjoin(revisions, (r.article_id == a.id) & (r.number == a.revision))
    query = select(a.id).select_from(newest).where(r.number.is_(None) | (r.title != a.title) | (r.body != a.body))
    for number in connection.scalars(query):
        yield Finding(
            Part.REVISION,
            say(
                f"第 {number} 篇的正文不是它最新一版的正文。",
                f"Article {number} does not have its newest revision's text.",
            ),
            number,
        )


def _copies(connection: Connection) -> Iterator[Finding]:
    copy, leader = articles.alias("copy"), articles.alias("leader")
    query = select(copy.c.id, leader.c.id).join(leader, copy.c.copy_of == leader.c.id)
    for number, leading in connection.execute(query.where(leader.c.copy_of.is_not(None))):
        yield Finding(
            Part.COPY,
            say(
                f"第 {number} 篇记为第 {leading} 篇的副本，而后者自己也是副本。",
                f"Article {number} is a copy of {leading}, which is a copy itself.",
            ),
            number,
        )


def _sections(connection: Connection) -> Iterator[Finding]:
    a = articles.c
    columns = (a.id, a.series, a.title, a.body, a.dated_on, a.byline, a.editor, a.people)
    for rows in batches(connection, articles, select(*columns)):
        ids = [row.id for row in rows]
        there, passages = sections_of(connection, ids), proof.held(connection, ids)
        for row in rows:
            derived = section_rows(row.id, outline(row.body, title=row.title))
            if passages.get(row.id, []) != proof.cut(row, derived):
                yield _of_index(row.id)
            if there.get(row.id, []) != derived:
                yield Finding(
                    Part.SECTIONS,
                    say(f"第 {row.id} 篇的分节和正文不符。", f"Article {row.id}: the sections are not its text's."),
                    row.id,
                )


def sections_of(connection: Connection, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the sections of articles as rows without their ids, in order."""
    columns = [column for column in sections.columns if column is not sections.c.id]
    query = select(*columns).where(sections.c.article_id.in_(ids))
    found: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(query.order_by(sections.c.article_id, sections.c.position)):
        found.setdefault(row.article_id, []).append(dict(row._mapping))
    return found


def _index(connection: Connection) -> Iterator[Finding]:
    if not proof.is_there(connection):
        yield Finding(Part.INDEX, say("没有全文索引。", "The full-text index is missing."))
        return
    for article_id in proof.wrong(connection):
        yield _of_index(article_id)


def _of_index(article_id: int | None) -> Finding:
    if article_id is None:
        told = say("全文索引里有不属于任何一篇的内容。", "The full-text index holds what no article has.")
    else:
        told = say(
            f"第 {article_id} 篇在全文索引里的内容和正文不符。",
            f"Article {article_id}: what the full-text index holds is not its text.",
        )
    return Finding(Part.INDEX, told, article_id)


_LOOKS: Final[tuple[Callable[[Connection], Iterator[Finding]], ...]] = (
    _file,
    _references,
    _tables,
    _values,
    _views,
    _snapshots,
    _revisions,
    _fingerprints,
    _copies,
    _sections,
    _index,
)
