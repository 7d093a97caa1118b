"""Archives for re-extraction: one crawled on every surface, and the same as an older extractor would have made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from support_crawl import config_of, crawl, website

from crawler.following.wishes import Wishes
from crawler.reextraction.rereading import read_again
from demo import Newspaper
from storage import Archive, open_archive
from storage.care.contents import contents
from storage.config import Config
from storage.engine import Database
from storage.readings import Reading
from storage.reextraction.held import Held, documents, held, ids
from storage.tables import addresses, articles, links, readings, revisions, sections
from storage.values import Document, Extract, Surface

FIRST, LAST = date(2021, 11, 2), date(2021, 11, 4)
OLD = "xunli-0"
SAID = (articles, addresses, sections, revisions, readings, links)
"""The tables that say what the articles are."""


def crawled_everywhere(paper: Newspaper, folder: Path) -> Config:
    """Crawl a newspaper on website, mobile page, e-paper, search and a reprinting site; one text is corrected."""
    plain = paper.print_instalment(on=FIRST)
    paper.print_instalment(on=date(2021, 11, 3), parts=3)
    paper.print_instalment(on=LAST, video=True)
    sources: list[dict[str, Any]] = [
        website(paper), {"kind": "epaper", "base_url": paper.epaper}, {"kind": "search", "url": paper.search},
        {"kind": "listing", "urls": [f"{paper.dailyqd}/news/node_3118.htm"], "link": ".maincon_left_top li a"},
    ]  # fmt: skip
    config = config_of(paper, f"sqlite:///{folder / 'crawled.db'}", source=sources)
    crawl(config, Wishes(since=FIRST, until=LAST))
    paper.correct(plain.id, title="青岛改革巡礼：更正后的题目")
    crawl(config, Wishes(since=FIRST, until=LAST, recheck=True), at=datetime.now(UTC))
    return config


def all_held(database: Database, series: str) -> list[tuple[Held, list[tuple[Any, Document]]]]:
    with database.reading() as connection:
        found = ids(connection, series)
        several = held(connection, series, found[0], found[-1]) if found else []
        return [(one, list(documents(connection, one))) for one in several]


Spoil = Callable[[Extract], Extract]


def aged(config: Config, target: Archive, spoil: Spoil) -> None:
    """Fill an archive with what the newest revisions of another were read from, as an older extractor read it."""
    series = config.series[0]
    with open_archive(config.database, read_only=True) as source:
        for one, read in all_held(source.database, series.name):
            extract = spoil(read_again(series, read, len(read)))
            lead = next(each for _, each in read if each.url == one.article.url)
            also = _belonging(source, one.id)
            whole = tuple((role, each) for role, each in read if role is not None)
            surface = Surface(one.article.surface)
            target.record_many(None, series.name, [Reading(lead, extract, surface, also, whole=whole)])


def _belonging(archive: Archive, article_id: int) -> tuple[str, ...]:
    c = addresses.c
    with archive.database.reading() as connection:
        return tuple(connection.scalars(select(c.url).where(c.article_id == article_id, c.kind == "part")))


def stand(archive: Archive) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What the archive says of each article, without what only says when: by its address and surface."""
    leading = articles.alias("leading")
    with archive.database.reading() as connection:
        query = select(articles, leading.c.url.label("under")).outerjoin(leading, leading.c.id == articles.c.copy_of)
        shapes = _shapes(archive)
        return {
            (row.url, row.surface): (
                row.title, row.body, row.byline, row.editor, row.kicker, row.fingerprint, row.printed_on,
                row.published_at, row.people, row.under, row.relation, shapes.get(row.id),
            )
            for row in connection.execute(query)
        }  # fmt: skip


def _shapes(archive: Archive) -> dict[int, list[tuple[Any, ...]]]:
    c = sections.c
    found: dict[int, list[tuple[Any, ...]]] = {}
    with archive.database.reading() as connection:
        query = select(c.article_id, c.page, c.organisation, c.headline, c.body)
        for row in connection.execute(query.order_by(c.article_id, c.position)):
            found.setdefault(row.article_id, []).append(tuple(row)[1:])
    return found


def told(archive: Archive) -> list[Any]:
    """Return count and hash of every table that says what the articles are."""
    with archive.database.reading() as connection:
        return [contents(connection, table) for table in SAID]
