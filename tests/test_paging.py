"""Paging: nothing comes twice and nothing gets lost, whatever is recorded between two pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_crawl import NOBODY, Told, database, json_lines, settings, tell, write_config
from support_databases import Clock, archive, clock, database_url, postgres_server
from support_export import SERIES, record

from storage import Archive, Filter
from storage.answers import Place, RunFilter
from storage.asking.paging import cursor, read_cursor
from storage.running.runs import found
from storage.values import Outcome

__all__ = ["archive", "clock", "database", "database_url", "postgres_server", "tell"]

DAY = date(2022, 3, 8)
AT = datetime(2022, 3, 8, 1, tzinfo=UTC)


def some(archive: Archive, first: int, count: int) -> None:
    """Record instalments of few days and few times, so that each tells some apart only by the next key."""
    for number in range(first, first + count):
        at = None if number % 3 == 0 else AT + timedelta(hours=number % 2)
        record(archive, number, printed_on=DAY + timedelta(days=number % 2), published_at=at)


def pages(archive: Archive, between: Callable[[], None] = lambda: None) -> list[int]:
    """Read a list page by page to its end; return the ids as they came."""
    ids: list[int] = []
    asked = Filter(limit=3)
    while rows := list(archive.instalments(asked)):
        ids += [one.id for one in rows]
        asked = Filter(limit=3, after=read_cursor(cursor(rows[-1])))
        between()
    return ids


def test_the_pages_are_the_list(archive: Archive) -> None:
    some(archive, 1, 11)
    assert pages(archive) == [one.id for one in archive.instalments()]


def test_what_comes_in_between_moves_no_row(archive: Archive) -> None:
    some(archive, 1, 8)
    before = {one.id for one in archive.instalments()}
    arriving = iter([20, 21, 22])

    def arrive() -> None:
        number = next(arriving, None)
        if number is not None:
            record(archive, number, printed_on=DAY + timedelta(days=number % 2), published_at=AT)
            first = next(archive.instalments(Filter(limit=1)))
            if first.id in before and len(before) == 8:
                archive.drop(first.id)  # the cursor's own row may go, too

    ids = pages(archive, arrive)
    assert len(ids) == len(set(ids))
    assert before <= set(ids)


@given(
    st.builds(
        Place,
        st.dates(date(1900, 1, 1)),
        st.none() | st.integers(0, 10**16).map(lambda at: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)),
        st.integers(1, 10**17),
    )
)
def test_a_cursor_is_the_place(place: Place) -> None:
    assert read_cursor(cursor(place)) == place  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "13", "2021-10-26", "20211332--1", "20211026-x-1", "20211026--1\n", "٢٠٢١١٠٢٦--1"]
)
def test_anything_else_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        read_cursor(text)


def test_runs_are_paged_and_filtered(archive: Archive, clock: Clock) -> None:
    for outcome in (Outcome.DONE, Outcome.FAILED, Outcome.DONE, Outcome.DONE):
        run = archive.begin_run(SERIES)
        archive.end_run(run.id, outcome)  # type: ignore[union-attr]
        clock.forward(days=1)

    def ids(asked: RunFilter) -> list[int]:
        with archive.database.reading() as connection:
            return [run.id for run in found(connection, asked)]

    assert ids(RunFilter(limit=2)) == [4, 3]
    assert ids(RunFilter(limit=2, after=3)) == [2, 1]
    assert ids(RunFilter(outcome=Outcome.DONE)) == [4, 3, 1]
    second = clock.now - timedelta(days=3)
    assert ids(RunFilter(from_=second, before=second + timedelta(days=1))) == [2]
    assert ids(RunFilter(series="other")) == []


# --- on the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path: Path, database: str, tell: Callable[..., Told]) -> Callable[..., Told]:
    write_config(tmp_path, settings(None, database, source=[{"kind": "website", "base_url": NOBODY}]))
    assert tell("db", "upgrade").code == 0
    from storage import open_archive

    with open_archive(database) as archive:
        some(archive, 1, 5)
    return tell


def test_a_list_tells_where_it_goes_on(asked: Callable[..., Told]) -> None:
    rows = json_lines(asked("list", "--json").out)
    told = asked("list", "--limit", "2").out
    assert f"--after {rows[1]['cursor']}" in told
    rest = json_lines(asked("list", "--json", "--after", rows[1]["cursor"]).out)
    assert [row["id"] for row in rest] == [row["id"] for row in rows[2:]]
    assert "--after" not in asked("list", "--after", rows[1]["cursor"]).out


@pytest.mark.parametrize(
    "arguments", [("list", "--after", "13"), ("runs", "--after", "13"), ("coverage", "--verdict", "x")]
)
def test_a_wrong_place_is_one_sentence(asked: Callable[..., Told], arguments: tuple[str, ...]) -> None:
    told = asked(*arguments)
    assert (told.code, told.out) == (2, "")
    assert arguments[-1] in told.err


def test_the_days_that_were_not_looked_at(asked: Callable[..., Told]) -> None:
    window = ("--from", "2022-03-07", "--to", "2022-03-10")
    days = json_lines(asked("coverage", *window, "--verdict", "not_checked", "--json").out)
    assert [day["date"] for day in days] == ["2022-03-07", "2022-03-10"]
    assert "2022-03-07" in asked("coverage", *window, "--verdict", "not_checked").out
