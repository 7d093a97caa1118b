"""What can be wrong with an archive that is not a bug: one sentence each, naming the database and what to do.

`translate` turns what SQLAlchemy and the drivers raise into these; whatever it does not know stays a bug and flies.
"""

from __future__ import annotations

import re
import sqlite3
from typing import ClassVar, Final

from sqlalchemy.exc import DBAPIError

from storage.language import say


class ArchiveError(Exception):
    """Base of all of them. `where` is the database's address without its password, `detail` the driver's words."""

    chinese: ClassVar[str] = "数据库 {where} 出错：{detail}"
    english: ClassVar[str] = "the database {where} failed: {detail}"

    def __init__(self, where: str, detail: str = "") -> None:
        super().__init__(where, detail)
        self.where = where
        self.detail = " ".join(detail.split())

    def __str__(self) -> str:
        return say(self.chinese, self.english).format(where=self.where, detail=self.detail)


class CannotOpen(ArchiveError):
    """The address is no database address, the path is not there or forbidden, the server does not answer."""

    chinese = "打不开数据库 {where}（{detail}），请检查 database 的地址、目录和权限。"
    english = "cannot open the database {where} ({detail}): check the address, the folder and the permissions."


class NotUnicode(ArchiveError):
    """The PostgreSQL database was made in another encoding than UTF-8: the server's own default may be one."""

    chinese = (
        "数据库 {where} 的编码是 {detail}，存不了中文；"
        "请换一个 UTF8 的库：CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C'。"
    )
    english = (
        "the database {where} has the encoding {detail}, which does not hold Chinese: "
        "name one of UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C')."
    )


class NotCreated(ArchiveError):
    """There is no archive there yet, and a reader does not make one."""

    chinese = "数据库 {where} 里还没有存档，请先运行 xunli crawl 或 xunli db upgrade。"
    english = "there is no archive in {where} yet: run xunli crawl or xunli db upgrade first."


class Outdated(ArchiveError):
    """The archive was made by an older program, and a reader does not change it."""

    chinese = "数据库 {where} 的结构较旧（{detail}），请先运行 xunli db upgrade。"
    english = "the database {where} has an older layout ({detail}): run xunli db upgrade first."


class NewerThanProgram(ArchiveError):
    """A newer program has upgraded the archive."""

    chinese = "数据库 {where} 是更新版本的 xunli 建立的（{detail}），请升级 xunli。"
    english = "the database {where} was made by a newer xunli ({detail}): upgrade xunli."


class Exists(ArchiveError):
    """What is to be written has the name of something that is there."""

    chinese = "{where} 已经存在，没有动它；请换一个名字，或加 --force 覆盖。"
    english = "{where} exists and was not touched: name another one, or say --force."


class Unreadable(ArchiveError):
    """The file is no database, or is damaged."""

    chinese = "{where} 不是可读的数据库（{detail}），请换一个文件或从备份恢复。"
    english = "{where} is not a readable database ({detail}): name another file or restore a backup."


class Garbled(ArchiveError):
    """A date, a time or JSON is none: somebody's own SQL wrote it into SQLite, which takes anything."""

    chinese = "{where} 里有一个值不是日期、时间或 JSON（{detail}）；xunli db check 会说它在哪一行，改过来或从备份恢复。"
    english = (
        "a value in {where} is no date, time or JSON ({detail}): "
        "xunli db check names its row; put it right or restore a backup."
    )


class NotOurs(ArchiveError):
    """What an archive has is missing (a table, a column, a key), or stands where it would make its own: a damage, or
    another program's."""

    chinese = "数据库 {where} 里的表不全，或是别的程序的（{detail}），请换一个数据库或从备份恢复。"
    english = (
        "the tables in {where} are not all there, or another program's ({detail}): "
        "name another database or restore a backup."
    )


class NoDriver(ArchiveError):
    """PostgreSQL's driver is not installed."""

    chinese = '连接 {where} 需要 PostgreSQL 驱动，请运行 pip install "xunli[postgres]"。'
    english = '{where} needs the PostgreSQL driver: pip install "xunli[postgres]".'


class DiskFull(ArchiveError):
    """No room for what was to be written; what was there before is whole."""

    chinese = "写不进数据库 {where}，磁盘已满或写入受限（{detail}）；已存内容完好，请腾出空间后再试。"
    english = "cannot write to {where}, the disk is full or limited ({detail}): nothing stored is lost, make room."


class Locked(ArchiveError):
    """Somebody else held the write lock longer than we wait."""

    chinese = "数据库 {where} 被别的程序占用太久（{detail}），请稍后再试。"
    english = "the database {where} was locked by another program for too long ({detail}): try again later."


class TooLong(ArchiveError):
    """A question took longer than its door lets it."""

    chinese = "这样问要查太久，停下了；请用系列、日期或更多的词缩小范围。"
    english = "this takes too long and was stopped: narrow it by series, days or more words."


class ReadOnly(ArchiveError):
    """The database or its folder cannot be written."""

    chinese = "数据库 {where} 不可写（{detail}），请检查文件和目录的权限。"
    english = "the database {where} cannot be written ({detail}): check the permissions of file and folder."


class NotAllowed(ArchiveError):
    """PostgreSQL's role has not been granted what this takes."""

    chinese = "数据库 {where} 的这个用户缺少权限（{detail}）；请用建库的用户，或请它授权（GRANT），见 docs/deploy.md。"
    english = (
        "the role of {where} lacks a right ({detail}): use the role that made the archive, "
        "or have it GRANT the right (docs/deploy.md)."
    )


class OnlyReads(ReadOnly):
    """PostgreSQL lets nobody write: a standby, or a default of the database or the role."""

    chinese = "数据库 {where} 现在只能读（{detail}）：连的是备机，或设了 default_transaction_read_only。"
    english = "{where} can only be read now ({detail}): a standby, or default_transaction_read_only is set."


class Lent(ArchiveError):
    """A statement that was prepared is not there: a pooler lends each transaction another connection."""

    chinese = (
        "{where} 前面的连接池每个事务换一条连接（{detail}）；"
        "请直接写服务器的地址，或在地址后面加 ?prepare_threshold=none。"
    )
    english = (
        "the pooler at {where} lends each transaction another connection ({detail}): "
        "name the server itself, or write ?prepare_threshold=none behind the address."
    )


class Cancelled(ArchiveError):
    """PostgreSQL broke off what took longer than it lets this role, or somebody had it do so."""

    chinese = (
        "数据库 {where} 中断了操作（{detail}），没有写完的已撤销；请放宽这个用户的 statement_timeout 等时限后再试。"
    )
    english = (
        "{where} broke this off ({detail}), and what was not finished was undone: "
        "give this role longer limits (statement_timeout and the like) and try again."
    )


class LogLeft(ArchiveError):
    """Writes wait in a log beside the file, and the folder cannot be written, so that nobody can take them in."""

    chinese = (
        "数据库 {where} 还有没并入的写入（{detail}），而目录不可写；"
        "请由能写它的用户运行 xunli db upgrade，或连同这个文件拷到可写的目录再读。"
    )
    english = (
        "the database {where} has writes that were not taken in ({detail}) and its folder cannot be written: "
        "run xunli db upgrade as a user who can, or copy both files to a folder of yours."
    )


_SQLITE: dict[int, type[ArchiveError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFull,
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_INTERRUPT: TooLong,
    sqlite3.SQLITE_CANTOPEN: CannotOpen,
    sqlite3.SQLITE_PERM: CannotOpen,
    sqlite3.SQLITE_NOTADB: Unreadable,
    sqlite3.SQLITE_CORRUPT: Unreadable,
    sqlite3.SQLITE_READONLY: ReadOnly,
}
# SQLite reports every failed read and write as SQLITE_IOERR; only the failed writes are a matter of room.
_SQLITE_READS = frozenset({sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ})

# A statement that cannot be prepared has one code in SQLite, whatever is wrong with it.
_SQLITE_TABLES = re.compile(
    r"no such (table|column)|has no column named|ON CONFLICT clause does not match"
    r"|(table|view|index) \S+ already exists|there is already (a|an) \w+ named"
)

CANCELLED: Final = "57014"
"""PostgreSQL's SQLSTATE of a statement that was broken off, at our bound as at its own."""

# SQLSTATE prefixes, the longer ones first.
_POSTGRES: tuple[tuple[str, type[ArchiveError]], ...] = (
    ("53100", DiskFull),
    ("55P03", Locked),
    (CANCELLED, Cancelled),
    ("25P03", Cancelled),
    ("25P04", Cancelled),
    ("25006", OnlyReads),
    ("42501", NotAllowed),
    ("26000", Lent),
    ("42P05", Lent),
    ("42703", NotOurs),
    ("42P01", NotOurs),
    ("42P07", NotOurs),
    ("42P10", NotOurs),
    ("XX001", Unreadable),
    ("XX002", Unreadable),
    ("08", CannotOpen),
    ("28", CannotOpen),
    ("3D", CannotOpen),
    ("3F", CannotOpen),
    ("53", CannotOpen),
    ("57P", CannotOpen),
)


def translate(error: DBAPIError, where: str) -> ArchiveError | None:
    """Return the archive error that this driver error stands for, None where it is a bug of ours."""
    cause = error.orig
    kind = _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgres(error)
    return kind(where, str(cause)) if kind else None


def _of_sqlite(cause: sqlite3.Error) -> type[ArchiveError] | None:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_ERROR and _SQLITE_TABLES.search(str(cause)):
        return NotOurs
    return Unreadable if code in _SQLITE_READS else _SQLITE.get(code & 0xFF)


def _of_postgres(error: DBAPIError) -> type[ArchiveError] | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # it never reached a server that could give one
        return CannotOpen if error.connection_invalidated or type(error.orig).__name__ == "OperationalError" else None
    return next((kind for prefix, kind in _POSTGRES if state.startswith(prefix)), None)
