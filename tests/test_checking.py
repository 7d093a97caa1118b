"""Checking and repairing an archive that was damaged, on both databases."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.engine import make_url
from support_crawl import Told, tell
from support_databases import postgres_server
from support_moving import KINDS, NewUrl, damage, fill, new_url, newest, run_cli

from storage import open_archive
from storage.archive import Archive
from storage.care import contents
from storage.care.checking import Part, check
from storage.care.contents import all_contents
from storage.care.repairing import repair
from storage.errors import Garbled, NotOurs
from storage.tables import articles, blobs, revisions, sections

__all__ = ["new_url", "postgres_server", "tell"]


@pytest.fixture(params=KINDS)
def filled(request: pytest.FixtureRequest, new_url: NewUrl) -> Iterator[Archive]:
    url = new_url(request.param)
    fill(url)
    with open_archive(url) as archive:
        yield archive


def parts(archive: Archive) -> set[Part]:
    return {finding.part for finding in check(archive.database)}


def test_a_whole_archive_has_nothing_wrong(filled: Archive) -> None:
    assert list(check(filled.database)) == []


def test_bytes_that_changed_are_found(filled: Archive) -> None:
    with filled.database.writing() as connection:
        kept = select(blobs.c.sha256, blobs.c.body).order_by(blobs.c.sha256)
        frames = connection.execute(kept.limit(3)).all()
        for (key, _), (_, body) in zip(frames, [*frames[1:], frames[0]], strict=True):
            connection.execute(update(blobs).where(blobs.c.sha256 == key).values(body=body))
        cut = connection.execute(kept.offset(5).limit(1)).one()
        connection.execute(update(blobs).where(blobs.c.sha256 == cut.sha256).values(body=cut.body[:-9]))
    found = [finding for finding in check(filled.database) if finding.part is Part.SNAPSHOT]
    assert len(found) == 4
    assert cut.sha256 in " ".join(finding.message for finding in found)
    assert repair(filled.database, found) == []


def test_what_the_text_gives_is_computed_again(filled: Archive) -> None:
    number = newest(filled)
    before = held_by(filled)
    with filled.database.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == number).values(fingerprint="1:0", characters=1))
        connection.execute(update(sections).where(sections.c.article_id == number).values(headline="别的"))
    findings = list(check(filled.database))
    assert {finding.part for finding in findings} == {Part.FINGERPRINT, Part.SECTIONS}
    assert {finding.article_id for finding in findings} == {number}
    assert repair(filled.database, findings) == findings
    assert parts(filled) == set()
    assert held_by(filled)["articles"] == before["articles"]


def test_a_damaged_text_comes_back_from_its_revision(filled: Archive) -> None:
    number = newest(filled)
    before = held_by(filled)
    with filled.database.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == number).values(body="坏了"))
    findings = list(check(filled.database))
    assert {finding.part for finding in findings} == {Part.REVISION, Part.FINGERPRINT, Part.SECTIONS, Part.INDEX}
    repair(filled.database, findings)
    assert parts(filled) == set()
    assert held_by(filled)["articles"] == before["articles"]


def test_a_text_nobody_vouches_for_is_left_to_people(filled: Archive) -> None:
    number = newest(filled)
    with filled.database.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == number).values(body="坏了"))
        connection.execute(update(revisions).where(revisions.c.article_id == number).values(body="也坏了"))
    repaired = repair(filled.database, list(check(filled.database)))
    assert {finding.part for finding in repaired} <= {Part.SECTIONS, Part.INDEX}
    assert {Part.REVISION, Part.FINGERPRINT} <= parts(filled)


def held_by(archive: Archive) -> dict[str, contents.Contents]:
    with archive.database.reading() as connection:
        return {each.table: each for each in all_contents(connection)}


def test_a_copy_of_a_copy_and_a_lost_view_are_found(filled: Archive) -> None:
    with filled.database.writing() as connection:
        leader = connection.scalar(select(articles.c.copy_of).where(articles.c.copy_of.is_not(None)))
        third = connection.scalar(select(articles.c.id).where(articles.c.copy_of.is_(None), articles.c.id != leader))
        values = {"copy_of": third, "relation": "same", "similarity": 1.0}
        connection.execute(update(articles).where(articles.c.id == leader).values(values))
        connection.execute(text("DROP VIEW coverage"))
    assert {Part.COPY, Part.VIEW} <= parts(filled)


def test_a_table_that_is_missing_is_named(filled: Archive) -> None:
    with filled.database.writing() as connection:
        connection.execute(text("DROP TABLE slots"))
    [missing] = check(filled.database)
    assert missing.part is Part.TABLE
    assert "slots" in missing.message
    assert repair(filled.database, [missing]) == []


LACKS = {
    "DROP INDEX uq_articles_leading_text": "uq_articles_leading_text",
    "DROP VIEW instalments; ALTER TABLE articles DROP COLUMN kicker": "articles.kicker",
    "ALTER TABLE runs DROP COLUMN requests": "runs.requests",
}


@pytest.mark.parametrize("statements", LACKS)
def test_a_column_or_an_index_that_is_missing_is_named(filled: Archive, statements: str) -> None:
    with filled.database.writing() as connection:
        for statement in statements.split("; "):
            connection.execute(text(statement))
    assert LACKS[statements] in " ".join(each.message for each in check(filled.database) if each.part is Part.TABLE)


def test_what_a_check_cannot_ask_for_is_a_finding(filled: Archive) -> None:
    with filled.database.writing() as connection:
        for name in ("instalments", "coverage"):
            connection.execute(text(f"DROP VIEW {name}"))
        connection.execute(text("ALTER TABLE articles RENAME COLUMN body TO text"))
    assert Part.TABLE in parts(filled)
    with pytest.raises(NotOurs, match="body"), filled.database.reading() as connection:
        connection.execute(select(articles.c.body))


@pytest.mark.parametrize(("column", "value"), [("printed_on", "2021-11-5"), ("last_seen_at", "soon"), ("people", "[")])
def test_a_value_that_is_none_of_its_kind_is_named_with_its_row(new_url: NewUrl, column: str, value: str) -> None:
    """SQLite keeps whatever somebody's own SQL writes."""
    url = new_url("sqlite")
    fill(url)
    with open_archive(url) as archive:
        number = newest(archive)
        with archive.database.writing() as connection:
            connection.execute(text(f"UPDATE articles SET {column} = :v WHERE id = :id"), {"v": value, "id": number})
        [found] = [each for each in check(archive.database) if "articles(" in each.message]
        assert (f"articles({number}).{column}" in found.message, repr(value) in found.message) == (True, True)
        with pytest.raises(Garbled, match="db check"), archive.database.reading() as connection:
            connection.execute(select(articles)).all()


@pytest.mark.slow
def test_a_lost_row_and_a_damaged_page_of_a_file_are_found(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url("sqlite")
    fill(url, pieces=60)
    file = Path(make_url(url).database or "")
    with sqlite3.connect(file) as raw:  # as another program would that does not mind references
        raw.execute("DELETE FROM blobs WHERE sha256 = (SELECT min(sha256) FROM blobs)")
    raw.close()
    with open_archive(url) as archive:
        assert parts(archive) == {Part.REFERENCE}
    damage(file, "articles")
    done = run_cli(url, "check", "--json")
    assert done.returncode == 3, done.stderr
    assert "file" in {json.loads(line)["part"] for line in done.stdout.splitlines()}


def test_check_on_the_command_line(new_url: NewUrl, tell: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    url = new_url("sqlite")
    fill(url)
    monkeypatch.setenv("XUNLI_DATABASE", url)
    assert tell("db", "check").code == 0
    with open_archive(url) as archive, archive.database.writing() as connection:
        connection.execute(insert(sections), _stray(newest(archive)))
    wrong = tell("db", "check")
    assert wrong.code == 3
    assert "--repair" in wrong.out
    row = json.loads(tell("db", "check", "--repair", "--json").out)
    assert (row["part"], row["repaired"]) == ("sections", True)
    assert tell("db", "check").code == 0
    monkeypatch.setenv("XUNLI_DATABASE", new_url("sqlite"))
    assert tell("db", "check").code == 2


def _stray(article_id: int) -> dict[str, object]:
    return {
        "article_id": article_id, "position": 99, "headline": "", "body": "多出来的", "page_position": 0,
        "captions": [], "first_line": 1, "last_line": 1,
    }  # fmt: skip
