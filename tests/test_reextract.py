"""Re-extraction: nothing changes where the rules did not, everything that they read otherwise does, and goes back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select, update
from support_crawl import (
    Told,
    change,
    config_of,
    crawl,
    json_lines,
    rows,
    settings,
    start,
    tell,
    text_of,
    write_config,
    xunli,
)
from support_databases import archive, clock, database_url, postgres_server, prose, reading
from support_reextract import OLD, aged, all_held, crawled_everywhere, stand, told

from crawler.following.wishes import Wishes
from crawler.reextraction.rereading import reread
from demo import Newspaper
from scheduler.crew import Crew, crew
from scheduler.reextraction import carry_out, survey
from storage import Archive, open_archive
from storage.care.checking import check
from storage.config import Config
from storage.reextraction.reextractions import apply, begin, cut, finish, left, take
from storage.reextraction.rereading import Tally
from storage.reextraction.undoing import undo
from storage.running.runs import this_process
from storage.tables import addresses, articles, reextraction_slices, revisions
from storage.values import Cause, Extract, Surface

__all__ = ["archive", "clock", "database_url", "postgres_server", "tell"]

CHROME = "打开观海新闻客户端，查看更多精彩内容"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """An archive that was crawled on every surface."""
    with Newspaper() as paper:
        yield crawled_everywhere(paper, tmp_path_factory.mktemp("crawled"))


def older(extract: Extract) -> Extract:
    """What an older extractor would have made of a page: chrome in the text, no editor; the e-paper cut short."""
    body = f"{extract.body}\n{CHROME}"
    if extract.layout == "founder":
        body = "\n".join(extract.body.split("\n")[:3])
    return replace(extract, body=body, editor=None, people=(), kicker="", extractor=OLD)


def here(archive: Archive, config: Config, workers: int = 1) -> Tally:
    """Re-extract in this process, slice by slice."""
    series, database = config.series[0], archive.database
    number = begin(database, series.name, "now", series.model_dump(mode="json"), archive.now())
    whole = Tally()
    for one in left(database, number):
        assert take(database, one, this_process(), archive.now())
        whole.add(apply(database, one, *reread(database, series, one), archive.now()))
    assert finish(database, number, archive.now()) == whole
    return whole


def test_where_the_rules_did_not_change_nothing_changes(config: Config) -> None:
    with open_archive(config.database) as archive:
        kinds = {(one.article.surface, len(read) > 1) for one, read in all_held(archive.database, "reform")}
        assert {("website", False), ("website", True), ("mobile", False), ("epaper", True)} <= kinds
        assert any(surface in (Surface.LISTING, Surface.SEARCH) for surface, _ in kinds)
        before = told(archive)
        tally = here(archive, config)
        assert (tally.articles, tally.changed, tally.left) == (len(stand(archive)), 0, [])
        assert told(archive) == before


def test_what_reads_otherwise_is_revised_placed_anew_and_goes_back(archive: Archive, config: Config) -> None:
    aged(config, archive, older)
    with open_archive(config.database, read_only=True) as fresh:
        wanted = stand(fresh)
    before, ids = told(archive), {row.url: row.id for row in _articles(archive)}
    assert stand(archive) != wanted
    tally = here(archive, config)
    assert stand(archive) == wanted
    assert {row.url: row.id for row in _articles(archive)} == ids
    assert tally.changed == tally.revised == tally.articles == len(ids)
    assert tally.fields["body"] == tally.articles
    assert tally.fields["editor"] > 0
    assert tally.largest[0].size >= tally.largest[-1].size > 0
    assert _causes(archive) == {(1, Cause.PUBLISHER), (2, Cause.EXTRACTOR)}
    assert list(check(archive.database)) == []
    assert here(archive, config).changed == 0
    undone = undo(archive.database, "reform", archive.now())
    assert undone is not None
    assert (undone.restored, undone.kept) == (len(ids), ())
    assert told(archive) == before
    assert list(check(archive.database)) == []
    assert undo(archive.database, "reform", archive.now()) is None


@pytest.mark.slow
def test_a_publishers_revision_made_meanwhile_stays(archive: Archive, config: Config) -> None:
    aged(config, archive, older)
    here(archive, config)
    one = next(row for row in _articles(archive) if row.surface == "website" and row.copy_of is None)
    newer = reading(one.url, prose(77, 60), title=one.title, requested=one.url)
    archive.record_many(None, "reform", [newer])
    undone = undo(archive.database, "reform", archive.now())
    assert undone is not None
    assert undone.kept == (one.id,)
    article = archive.article(one.id)
    assert article is not None
    assert article.body == prose(77, 60)
    assert [each.number for each in article.revision_list] == [1, 2, 3]
    assert list(check(archive.database)) == []


@pytest.mark.slow
def test_what_is_gone_stays_gone_and_addresses_are_not_touched(archive: Archive, config: Config) -> None:
    aged(config, archive, older)
    gone_at = archive.now()
    with archive.database.writing() as connection:
        connection.execute(update(addresses).values(gone_at=gone_at, misses=3))
        connection.execute(update(articles).values(gone_at=gone_at))
    here(archive, config)
    assert {row.gone_at for row in _articles(archive)} == {gone_at}
    with archive.database.reading() as connection:
        assert set(connection.scalars(select(addresses.c.misses))) == {3}


def test_what_cannot_be_read_is_left_and_named(archive: Archive, config: Config) -> None:
    aged(config, archive, older)
    blank = reading("http://w.cn/1", prose(5), page=b"<html><body><nav><a href='/'>x</a></nav></body></html>")
    without = replace(reading("http://w.cn/2", prose(6)), also=("http://w.cn/2_2",))
    recorded = archive.record_many(None, "reform", [blank, without])
    tally = here(archive, config)
    assert [each.id for each in tally.left] == [each.article_id for each in recorded]
    assert all(each.reason for each in tally.left)
    bodies = {row.id: row.body for row in _articles(archive)}
    assert [bodies[each.id] for each in tally.left] == [prose(5), prose(6)]


@pytest.mark.slow
def test_a_slice_that_was_broken_off_is_done_by_the_next(archive: Archive, config: Config) -> None:
    aged(config, archive, older)
    series, database = config.series[0], archive.database
    number = begin(database, "reform", "now", series.model_dump(mode="json"), archive.now())
    (one,) = left(database, number)
    assert take(database, one, "elsewhere:1", archive.now())
    assert not take(database, one, this_process(), archive.now())
    assert begin(database, "reform", "now", series.model_dump(mode="json"), archive.now()) == number
    archive._clock.forward(hours=1)  # type: ignore[attr-defined]
    assert take(database, one, this_process(), archive.now())
    read = reread(database, series, one)
    first = apply(database, one, *read, archive.now())
    again = apply(database, one, *reread(database, series, one), archive.now())
    assert (first.changed, again.changed) == (first.articles, 0)


@pytest.mark.slow
def test_an_article_revised_while_it_was_read_is_left_to_the_crawl(archive: Archive, config: Config) -> None:
    aged(config, archive, older)
    series, database = config.series[0], archive.database
    number = begin(database, "reform", "now", series.model_dump(mode="json"), archive.now())
    (one,) = left(database, number)
    changed, tally = reread(database, series, one)
    url, title = next((row.url, row.title) for row in _articles(archive) if row.surface == "website")
    archive.record_many(None, "reform", [reading(url, prose(88, 60), title=title)])
    tally = apply(database, one, changed, tally, archive.now())
    assert (tally.newer, tally.changed) == (1, tally.articles - 1)
    assert prose(88, 60) in {row.body for row in _articles(archive)}


@pytest.mark.slow
def test_processes_do_it_together_and_a_dry_run_changes_nothing(config: Config, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'aged.db'}"
    with open_archive(url) as archive:
        archive.upgrade()
        aged(config, archive, older)
        before = told(archive)
        would = survey(archive, url, config.series[0], 2, 3, lambda done, total: None)
        assert told(archive) == before
        assert len(would.texts) == 3
        assert [each.size for each in would.texts] == sorted((each.size for each in would.texts), reverse=True)
        assert all(each.before["body"] != each.after["body"] for each in would.texts)
        done = carry_out(archive, url, config.series[0], 2, lambda done, total: None)
        assert (done.tally.changed, done.tally.fields) == (would.tally.changed, would.tally.fields)


def test_the_article_at_which_a_process_died_is_left_and_named(config: Config) -> None:
    """Whatever article it was at when it was killed: the others are read by the process that takes its place."""
    series = config.series[0]
    with open_archive(config.database) as archive:
        slices, count = cut(archive.database, series.name), len(all_held(archive.database, series.name))
    with crew(config.database, series.model_dump(mode="json", by_alias=True), 1) as hands:
        killer = Thread(target=_kill_at_an_article, args=(hands,), daemon=True)
        killer.start()
        told = list(hands.work(slices))
        killer.join()
    tallies = [each.tally for each in told if each.tally]
    assert [left.reason for tally in tallies for left in tally.left] == ["读它的快照时进程崩溃了"]
    assert sum(tally.articles for tally in tallies) == count


def _kill_at_an_article(hands: Crew) -> None:
    while not (reading := [worker for worker in hands.workers if worker.at.value]):
        time.sleep(0.001)
    assert reading[0].process.pid
    os.kill(reading[0].process.pid, signal.SIGKILL)


def test_the_command_reports_undoes_and_waits_for_a_crawl(config: Config, tmp_path: Path, tell: object) -> None:
    assert callable(tell)
    url = f"sqlite:///{tmp_path / 'aged.db'}"
    series = config.series[0].model_dump(mode="json", by_alias=True, exclude_none=True)
    write_config(tmp_path, settings(None, url, **series))
    with open_archive(url) as archive:
        archive.upgrade()
        aged(config, archive, older)
        count = len(stand(archive))
        dry: Told = tell("reextract", "--dry-run", "--json")
        (row,) = json_lines(dry.out)
        assert (dry.code, row["changed"], row["fields"]["body"]) == (0, count, count)
        assert row["differences"][0]["fields"]["body"]
        run = archive.begin_run("reform")
        busy: Told = tell("reextract")
        assert (busy.code, str(getattr(run, "id", "")) in busy.err) == (5, True)
        archive.end_run(getattr(run, "id", 0), "done")  # type: ignore[arg-type]
        plain: Told = tell("reextract")
        assert f"改了 {count} 篇" in plain.out
        back: Told = tell("reextract", "--undo", "--json")
        assert json_lines(back.out)[0]["restored"] == count
    assert tell("reextract", "--undo", "--dry-run").code == 2
    assert tell("reextract", "--series", "nobody").code == 2


def test_a_crawl_takes_what_our_rules_changed_for_ours(tmp_path: Path) -> None:
    with Newspaper() as paper:
        piece = paper.print_instalment(on=date(2021, 11, 2))
        config = config_of(paper, f"sqlite:///{tmp_path / 'a.db'}")
        crawl(config)
        old = f"{text_of(piece)[:200]}\n{CHROME}"
        change(config, "UPDATE articles SET body = :body, extractor = 'xunli-0', fingerprint = 'x'", body=old)
        change(config, "UPDATE revisions SET body = :body, extractor = 'xunli-0'", body=old)
        paper.correct(piece.id, title="青岛改革巡礼：改过的题目")
        crawl(config, Wishes(recheck=True, since=date(2021, 11, 1)), at=datetime.now(UTC))
    found = rows(config, "SELECT cause, title FROM revisions ORDER BY number")
    assert [row.cause for row in found] == ["publisher", "extractor", "publisher"]
    assert [row.title for row in found] == [piece.title, piece.title, "青岛改革巡礼：改过的题目"]


@pytest.mark.slow
def test_a_kill_loses_nothing_and_the_next_goes_on(config: Config, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'aged.db'}"
    series = config.series[0].model_dump(mode="json", by_alias=True, exclude_none=True)
    write_config(tmp_path, settings(None, url, **series))
    with open_archive(url) as archive, open_archive(config.database, read_only=True) as fresh:
        archive.upgrade()
        aged(config, archive, older)
        _more(archive, 80)
        killed = start(tmp_path, "reextract", "--workers", "1")
        _wait_for_a_slice(archive, killed)
        killed.kill()
        killed.communicate()
        assert list(check(archive.database)) == []
        again = xunli(tmp_path, "reextract", "--json", "--workers", "1")
        (row,) = json_lines(again.stdout)
        assert row["articles"] == len(stand(archive))
        assert {key: each for key, each in stand(archive).items() if key in stand(fresh)} == stand(fresh)
        assert json_lines(xunli(tmp_path, "reextract", "--undo", "--json").stdout)[0]["restored"] == row["changed"]
        assert {each.extractor for each in _articles(archive)} == {OLD}


def _more(archive: Archive, count: int) -> None:
    """Add articles that today's extractor reads otherwise, so that there are several slices."""
    several = []
    for number in range(count):
        lines = "".join(f"<p>{line}</p>" for line in prose(1000 + number).split("\n"))
        page = f"<html><body><h1>第{number}篇</h1><div class='article-content'>{lines}</div></body></html>".encode()
        text = prose(1000 + number, paragraphs=2)
        one = reading(f"http://w.cn/p/{number}.html", text, title=f"第{number}篇", page=page)
        several.append(replace(one, extract=replace(one.extract, extractor=OLD)))
    archive.record_many(None, "reform", several)


def _wait_for_a_slice(archive: Archive, process: object) -> None:
    c = reextraction_slices.c
    while True:
        with archive.database.reading() as connection:
            if connection.scalar(select(c.first_id).where(c.done_at.is_not(None)).limit(1)) is not None:
                return
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)


def _articles(archive: Archive) -> list[object]:
    with archive.database.reading() as connection:
        return list(connection.execute(select(articles).order_by(articles.c.id)).all())


def _causes(archive: Archive) -> set[tuple[int, str]]:
    with archive.database.reading() as connection:
        return {tuple(row) for row in connection.execute(select(revisions.c.number, revisions.c.cause))}
