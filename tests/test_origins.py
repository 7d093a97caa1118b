"""What a revision was read from: noted with it, kept through a drop, and enough to read an issue again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from support_databases import archive, clock, database_url, postgres_server, prose, reading
from test_epaper_run import paper, run, values

from crawler.epapers.issue import Issue
from crawler.following.wishes import Wishes
from crawler.version import EXTRACTOR
from demo import Newspaper
from storage import Archive
from storage.configfile import parse_config
from storage.readings import Reading, Role
from storage.tables import documents, readings
from storage.values import Document

__all__ = ["archive", "clock", "database_url", "paper", "postgres_server"]


def noted(archive: Archive, article_id: int) -> list[tuple[int, str, str]]:
    """Number, role and address of everything that an article's revisions were read from."""
    c = readings.c
    query = select(c.number, c.role, documents.c.url).join(documents, documents.c.id == c.snapshot_id)
    with archive.database.reading() as connection:
        found = connection.execute(query.where(c.article_id == article_id).order_by(c.number, c.position))
        return [(row.number, row.role, row.url) for row in found]


def in_parts(seed: int) -> Reading:
    first = reading("http://w.cn/p/1.html", prose(seed))
    second = Document("http://w.cn/p/1_2.html", 200, {}, b"second", first.document.fetched_at, "http://w.cn/p/1_2.html")
    return replace(first, also=(second.url,), whole=((Role.PART, first.document), (Role.PART, second)))


def test_each_revision_knows_what_it_was_read_from(archive: Archive) -> None:
    recorded = archive.record_many(None, "s", [in_parts(1), in_parts(2), in_parts(2)])
    assert [each.revision for each in recorded] == [1, 2, None]
    article_id = recorded[0].article_id
    assert article_id is not None
    both = ["http://w.cn/p/1.html", "http://w.cn/p/1_2.html"]
    assert noted(archive, article_id) == [(number, "part", url) for number in (1, 2) for url in both]
    before = noted(archive, article_id)
    archive.drop(article_id)
    assert noted(archive, article_id) == []
    archive.drop(article_id, undo=True)
    assert noted(archive, article_id) == before


def test_an_issue_is_read_again_from_what_was_kept_of_it(paper: Newspaper, tmp_path: Path) -> None:
    config = parse_config(values(paper, tmp_path))
    day = date(2021, 10, 26)
    archive, _ = run(config, Wishes(since=day, until=day))
    (one,) = archive.instalments()
    article = archive.article(one.id)
    assert article is not None
    with archive.database.reading() as connection:
        rows = connection.execute(select(readings).order_by(readings.c.position)).all()
    kept = [(Role(row.role), archive.document(row.snapshot_id)) for row in rows]
    again = Issue.again(config.series[0], [(role, document) for role, document in kept if document]).text()
    assert again is not None
    assert (again.extract.title, again.extract.body, again.extract.extractor) == (one.title, article.body, EXTRACTOR)
    archive.close()
