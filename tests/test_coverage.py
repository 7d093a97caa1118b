"""The ledger: a day's verdict and its evidence, case by case."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support_crawl import NOBODY, Told, settings, tell, write_config

from storage import open_archive
from storage.language import choose
from storage.ledger.coverage import Coverage, Day, ledger
from storage.ledger.grounds import Claim, Seen
from storage.running.sweeps import Found, Sweep

__all__ = ["tell"]

AT = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)


def look(on: int, found: Found, source: str = "epaper a") -> Sweep:
    return Sweep("s", source, date(2022, 1, on), found, f"http://e.example/{on}", 200, "看过", 1, AT)


def on_day(day: int, looks: list[Sweep], captured: dict[date, list[int]] | None = None) -> Day:
    days = list(ledger("s", date(2022, 1, 1), date(2022, 1, 9), captured or {}, looks))
    return days[day - 1]


@pytest.mark.parametrize(
    ("looks", "verdict"),
    [
        ([], Coverage.NOT_CHECKED),
        ([look(5, Found.NOTHING)], Coverage.NOTHING_PRINTED),
        ([look(5, Found.FAILED)], Coverage.FAILED),
        ([look(5, Found.NO_ISSUE)], Coverage.NOT_CHECKED),
        ([look(4, Found.NOTHING), look(5, Found.NO_ISSUE)], Coverage.NOT_CHECKED),
        ([look(4, Found.NOTHING), look(5, Found.NO_ISSUE), look(6, Found.CAPTURED)], Coverage.NOTHING_PRINTED),
        ([look(4, Found.NOTHING), look(5, Found.NO_ISSUE, "b"), look(6, Found.NOTHING)], Coverage.NOT_CHECKED),
        ([look(5, Found.FAILED), look(5, Found.NOTHING, "b")], Coverage.NOTHING_PRINTED),
        ([look(5, Found.CAPTURED)], Coverage.MISSING),
    ],
)
def test_verdict_of_the_fifth(looks: list[Sweep], verdict: Coverage) -> None:
    assert on_day(5, looks).verdict is verdict


def test_what_is_in_the_archive_is_captured_whatever_the_looks_say() -> None:
    day = on_day(5, [look(5, Found.FAILED)], {date(2022, 1, 5): [7, 9]})
    assert (day.verdict, day.instalments) == (Coverage.CAPTURED, (7, 9))


def test_the_evidence_names_the_document_and_when() -> None:
    (told,) = on_day(5, [look(5, Found.NOTHING)]).evidence
    assert "http://e.example/5" in told
    assert "2022-03-01" in told


def test_every_day_of_the_window_once() -> None:
    days = list(ledger("s", date(2022, 1, 30), date(2022, 2, 2), {}, []))
    assert [day.on.day for day in days] == [30, 31, 1, 2]


# --- what says that an instalment exists


def claimed(day: int, decisive: bool = False) -> Claim:
    return Claim(date(2022, 1, day), "第 11 期没有", Seen("http://e.example/11", 404, AT), decisive)


def with_claims(
    looks: list[Sweep], claims: list[Claim], captured: dict[date, list[int]] | None = None, day: int = 5
) -> Day:
    return list(ledger("s", date(2022, 1, 1), date(2022, 1, 9), captured or {}, looks, claims))[day - 1]


def test_what_exists_without_a_text_is_missing_whatever_the_paper_shows() -> None:
    known = with_claims([look(5, Found.NOTHING)], [claimed(5)])
    assert known.verdict is Coverage.MISSING
    assert known.evidence[0] == "第 11 期没有"
    assert Seen("http://e.example/11", 404, AT) in known.documents


def test_a_text_of_that_day_may_be_the_one_that_is_listed() -> None:
    assert with_claims([], [claimed(5)], {date(2022, 1, 5): [7]}).verdict is Coverage.CAPTURED


def test_a_missing_number_is_no_other_text_of_that_day() -> None:
    known = with_claims([], [claimed(5, decisive=True)], {date(2022, 1, 5): [7]})
    assert (known.verdict, known.instalments) == (Coverage.MISSING, (7,))


def later(look_: Sweep, days: int) -> Sweep:
    return replace(look_, swept_at=look_.swept_at + timedelta(days=days))


def test_issues_of_another_sweep_prove_nothing_of_a_missing_one() -> None:
    looks = [look(4, Found.NOTHING), later(look(5, Found.NO_ISSUE), 300), later(look(6, Found.NOTHING), 300)]
    known = on_day(5, looks)
    assert known.verdict is Coverage.NOT_CHECKED
    near = [later(look(4, Found.NOTHING), 299), *looks[1:]]
    proven = on_day(5, [later(look(day, Found.NOTHING), 300) for day in (2, 8)] + near)
    assert proven.verdict is Coverage.NOTHING_PRINTED
    assert any("2022-01-04 和 2022-01-06" in told for told in proven.evidence), "the nearest of them are named"


def test_a_list_that_was_read_past_a_day_proves_it_where_no_paper_can_be_asked() -> None:
    assert on_day(5, [look(5, Found.UNLISTED, "website w")]).verdict is Coverage.NOTHING_PRINTED
    paper = [look(4, Found.NOTHING), look(5, Found.UNLISTED, "website w")]
    assert on_day(5, paper).verdict is Coverage.NOT_CHECKED


@pytest.mark.parametrize(("language", "wanted"), [("zh", "整期 8 个版的目录都读了"), ("en", "directory of 8 boards")])
def test_evidence_is_told_in_the_reader_s_language(language: str, wanted: str) -> None:
    choose(language)
    try:
        [told] = on_day(5, [replace(look(5, Found.NOTHING), boards=8)]).evidence
    finally:
        choose(None)
    assert wanted in told
    assert "200" in told
    assert "http://e.example/5" in told
    assert ("看过" in told) is False


@pytest.mark.parametrize(("language", "shown"), [("zh", True), ("en", False)])
def test_a_noted_reason_is_told_in_its_own_language_only(language: str, shown: bool) -> None:
    choose(language)
    try:
        [told] = on_day(5, [look(5, Found.FAILED)]).evidence
    finally:
        choose(None)
    assert ("看过" in told) is shown


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])  # a day and two hours apart
def test_an_empty_ledger_ends_today_where_the_newspaper_is(
    zone: str, tmp_path: Path, tell: Callable[..., Told]
) -> None:
    database = f"sqlite:///{tmp_path / 'a.db'}"
    values = settings(None, database, source=[{"kind": "website", "base_url": NOBODY}])
    write_config(tmp_path, {"timezone": zone} | values)
    with open_archive(database) as archive:
        archive.upgrade()
    before = datetime.now(ZoneInfo(zone)).date()
    [row] = map(json.loads, tell("coverage", "--json").out.splitlines())
    assert row["date"] in {str(before), str(datetime.now(ZoneInfo(zone)).date())}
