"""Full text on PostgreSQL: a table of the index for each printed year, and one for what was written last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from support_databases import new_database, postgres_server, prose, reading

from storage import Archive, open_archive
from storage.care.checking import Part, check
from storage.care.repairing import repair
from storage.fulltext import gin, index, parse, search
from storage.fulltext.passages import DAY
from storage.fulltext.years import enough, spans, under
from storage.migrations.versions import v0018_pending
from storage.readings import Reading

__all__ = ["postgres_server"]

DAY_OF_2021 = date(2021, 1, 1).toordinal() * DAY
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(DAYS, DAYS)
def test_two_spans_meet_at_the_beginning_of_the_year_before(one: date, other: date) -> None:
    oldest, newest = sorted((one.toordinal() * DAY + 3, other.toordinal() * DAY + 3))
    found = spans(oldest, newest)
    assert (found[0][1], found[-1][0]) == (newest + 1, oldest)
    assert all(later[0] == earlier[1] for later, earlier in pairwise(found))
    if len(found) > 1:
        first = date.fromordinal(found[0][0] // DAY)
        assert first == date(max(one, other).year - 1, 1, 1)
        assert found[0][0] % DAY == 0


@given(DAYS, DAYS, st.integers(0, 60), st.integers(1, 60))
def test_older_years_are_cut_where_enough_may_stand_in_the_newer_ones(
    one: date, other: date, found: int, missing: int
) -> None:
    oldest, newest = sorted((one.toordinal() * DAY + 3, other.toordinal() * DAY + 3))
    for span in spans(oldest, newest)[1:]:
        parts = enough(span, found, missing)
        assert (parts[-1][0], parts[0][1]) == span
        assert [part[0] for part in parts[:-1]] == [part[1] for part in parts[1:]]
        assert len(parts) == 1 or (found and parts[0][0] is not None and parts[0][0] % DAY == 0)
    assert enough((None, newest), found, missing) == [(None, newest)]


@given(st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS))
def test_a_stretch_is_told_by_whole_years_and_exactly(first: date | None, last: date | None) -> None:
    start = first and first.toordinal() * DAY
    end = last and (last.toordinal() + 1) * DAY
    of_years, of_new = under(start, end).split(" UNION ALL ")
    assert re.findall(r"AND id \+ 0 .. ?\d+", of_new) == re.findall(r"AND id \+ 0 .. ?\d+", of_years)
    assert "AND id " not in of_new.replace("AND id +", "")
    told = of_years
    assert (f"id + 0 >= {start}" in told, f"id + 0 < {end}" in told) == (start is not None, end is not None)
    numbers = dict(re.findall(r"AND id (>=|<) (\d+)", told))
    if first:
        assert int(numbers[">="]) == date(first.year, 1, 1).toordinal() * DAY
    if last:
        assert int(numbers["<"]) == (date(last.year, 12, 31).toordinal() + 1) * DAY


def test_of_an_empty_archive_there_are_none() -> None:
    assert spans(0, -1) == []


@pytest.fixture
def years(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive in which nothing is new for long."""
    monkeypatch.setattr(gin, "MOST_NEW", 0)
    with open_archive(new_database("postgresql", request, tmp_path)) as archive:
        archive.upgrade()
        for year in (1949, 2020, 2021):
            archive.record_many(None, "s", [printed(year)])
        yield archive


def printed(year: int, number: int = 0) -> Reading:
    return reading(f"http://w.cn/{year}/{number}", prose(year + number), printed_on=date(year, 12, 31))


TABLES = """SELECT c.relname, i.indexdef FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
    JOIN pg_indexes i ON i.tablename = c.relname
    WHERE h.inhparent = 'fulltext'::regclass AND i.indexdef LIKE '%gin%'"""


def tables(archive: Archive) -> dict[str, str]:
    with archive.database.reading() as connection:
        return {row.relname: row.indexdef for row in connection.execute(text(TABLES))}


def test_a_year_has_its_table_and_that_its_index(years: Archive) -> None:
    found = tables(years)
    assert sorted(found) == ["fulltext_1949", "fulltext_2020", "fulltext_2021"]
    assert all("fastupdate='on'" in told and "terms" in told for told in found.values())


@pytest.mark.parametrize("most_new", [0, 1000])
def test_nothing_written_is_left_pending(years: Archive, monkeypatch: pytest.MonkeyPatch, most_new: int) -> None:
    monkeypatch.setattr(gin, "MOST_NEW", most_new)
    table, name = ("fulltext_new", "ix_fulltext_new_terms") if most_new else ("fulltext", "fulltext_2021_terms_idx")
    pending = text(f"SELECT gin_clean_pending_list('{name}')")
    with years.database.writing() as connection:
        index.put(connection, [1, 2, 3])
        assert connection.scalar(pending) == 0
        connection.execute(
            text(f"UPDATE {table} SET terms = terms || 7 WHERE id >= :of_2021"), {"of_2021": DAY_OF_2021}
        )
        assert connection.scalar(pending) > 0  # what a write of our own would have left


def counted(archive: Archive) -> tuple[int, int]:
    """How many passages stand in tables of their years, and how many are new."""
    asked = text("SELECT (SELECT count(*) FROM fulltext), (SELECT count(*) FROM fulltext_new)")
    with archive.database.reading() as connection:
        years, new = connection.execute(asked).one()
    return years, new


def test_what_is_new_goes_to_its_years_together(years: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gin, "MOST_NEW", 3)
    before, _ = counted(years)
    for number, seen in enumerate([(before, 1), (before, 2), (before, 3), (before + 4, 0), (before + 4, 1)]):
        years.record_many(None, "s", [printed(2018 + number % 3, 5 + number)])
        assert counted(years) == seen
    assert {"fulltext_2018", "fulltext_2019"} < tables(years).keys()
    assert list(check(years.database)) == []
    with years.database.reading() as connection:
        found = [hit.dated_on.year for hit in search(connection, parse("某市")).rows]
        within = [hit.dated_on.year for hit in search(connection, parse("某市 from:2019 to:2020")).rows]
    assert found == [2021, 2020, 2020, 2019, 2019, 2018, 2018, 1949]
    assert within == [2020, 2020, 2019, 2019]


def test_a_text_that_changes_is_new_again_and_stands_once(years: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gin, "MOST_NEW", 1000)
    before, _ = counted(years)
    with years.database.writing() as connection:
        index.put(connection, [2])
    assert counted(years) == (before - 1, 1)
    with years.database.writing() as connection:
        connection.execute(text("INSERT INTO fulltext SELECT * FROM fulltext_new"))
    assert len(list(check(years.database))) == 1  # a search would find it twice
    years.drop(2)
    assert counted(years) == (before - 1, 0)
    assert list(check(years.database)) == []


@pytest.mark.parametrize("table", ["fulltext", "fulltext_new"])
def test_an_index_that_lost_a_table_is_told_and_built_anew(years: Archive, table: str) -> None:
    with years.database.writing() as connection:
        connection.execute(text(f"DROP TABLE {table}"))
    found = list(check(years.database))
    assert [finding.part for finding in found] == [Part.INDEX]
    assert repair(years.database, found) == found
    assert list(check(years.database)) == []


def test_an_archive_of_an_earlier_version_gets_the_table_of_what_is_new(years: Archive) -> None:
    with years.database.writing() as connection:
        connection.execute(text("DROP TABLE fulltext_new"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0018'"))
    assert years.upgrade() == "0018"
    years.record_many(None, "s", [printed(2022)])
    assert list(check(years.database)) == []


def test_an_index_of_an_earlier_version_is_written_likewise(years: Archive) -> None:
    with years.database.writing() as connection:
        connection.execute(text("DROP INDEX ix_fulltext_terms"))
        connection.execute(text("CREATE INDEX ix_fulltext_terms ON fulltext USING gin (terms) WITH (fastupdate = off)"))
    years.record_many(None, "s", [printed(2022)])
    assert [year for year, told in tables(years).items() if "fastupdate='on'" in told] == ["fulltext_2022"]
    with years.database.writing() as connection, Operations.context(MigrationContext.configure(connection)):
        v0018_pending.upgrade()
    assert all("fastupdate='on'" in told for told in tables(years).values())


def test_a_search_does_not_hold_off_a_new_year(years: Archive) -> None:
    with years.database.reading() as connection:
        search(connection, parse("某市"))
        connection.execute(text("SELECT count(*) FROM fulltext"))  # whatever it read is locked till its end
        with years.database.writing() as other:
            other.execute(text("SET LOCAL lock_timeout = '5s'"))
            other.execute(text("UPDATE articles SET dated_on = '2026-01-01' WHERE dated_on = '2020-12-31'"))
            index.put(other, [2])
    assert "fulltext_2026" in tables(years)
    assert list(check(years.database)) == []


def test_what_was_deleted_by_hand_is_told_and_gives_way(years: Archive) -> None:
    with years.database.writing() as connection:
        connection.execute(text("DELETE FROM passages WHERE article_id = 3"))
    assert len(list(check(years.database))) > 0
    years.record_many(None, "s", [printed(2021, 1)])  # takes the ids of the ones that were deleted
    with years.database.reading() as connection:
        assert [hit.id for hit in search(connection, parse("某市")).rows] == [4, 2, 1]
