"""The ledger: a day's verdict and its evidence, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storage.coverage import Coverage, Day, ledger
from storage.sweeps import Found, Sweep

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
