"""What an export is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage.answers import Article, Filter
from storage.asking import whole
from storage.config import Config


@dataclass(frozen=True, slots=True)
class Export:
    """Instalments to be written out, all of one state of the archive.

    connection  of `Database.reading()`, open for as long as the export is written
    asked       which instalments, as a list asks
    zone        in which times are told
    title       of what is exported, as people call it: 青岛改革巡礼
    made_at     when the export is made, aware
    """

    connection: Connection
    asked: Filter
    zone: ZoneInfo
    title: str
    made_at: datetime

    @classmethod
    def of(cls, connection: Connection, asked: Filter, config: Config, made_at: datetime) -> Export:
        """Return an export that is called as its series are."""
        names = [asked.series] if asked.series else [series.name for series in config.series]
        return cls(connection, asked, config.zone, "、".join(map(config.title_of, names)), made_at)

    def articles(self, *, oldest_first: bool = False) -> Iterator[Article]:
        """Yield the articles whole, the newest first as a list does; memory holds a few of them at a time."""
        return whole.stream(self.connection, self.asked, oldest_first=oldest_first)
