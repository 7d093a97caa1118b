"""What a backfill ends with: of every day what it brought."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.ledger.coverage import Coverage, Day
from storage.ledger.proof import Brought, proof_row, prove

FIRST = date(2022, 3, 1)


def day(verdict: Coverage, number: int = 0, ids: tuple[int, ...] = (), evidence: tuple[str, ...] = ("看过",)) -> Day:
    return Day("s", FIRST + timedelta(days=number), verdict, ids, evidence)


@pytest.mark.parametrize(
    ("known", "whole", "brought"),
    [
        (day(Coverage.CAPTURED, ids=(7, 9)), True, Brought.FOUND),
        (day(Coverage.CAPTURED, ids=(7,)), True, Brought.HAD),
        (day(Coverage.NOTHING_PRINTED), True, Brought.NOTHING_PRINTED),
        (day(Coverage.MISSING), True, Brought.NOT_FOUND),
        (day(Coverage.NOT_CHECKED), True, Brought.NOT_FOUND),
        (day(Coverage.NOT_CHECKED, evidence=()), True, Brought.NOT_FOUND),
        (day(Coverage.NOT_CHECKED, evidence=()), False, Brought.NOT_ASKED),
        (day(Coverage.FAILED), False, Brought.FAILED),
    ],
)
def test_what_a_day_brought(known: Day, whole: bool, brought: Brought) -> None:
    [proven] = prove([known], {9}, whole)
    assert proven.brought is brought


def test_the_row_counts_every_day_once_and_tells_its_evidence() -> None:
    days = [day(Coverage.CAPTURED, 0, (9,)), day(Coverage.NOTHING_PRINTED, 1), day(Coverage.FAILED, 2)]
    row = proof_row(prove(days, {9}, True))
    assert (row["from"], row["to"]) == ("2022-03-01", "2022-03-03")
    assert [row[brought.value] for brought in Brought] == [1, 0, 1, 0, 1, 0]
    assert [each["brought"] for each in row["days"]] == ["found", "nothing_printed", "failed"]
    assert row["days"][0]["instalments"] == [9]
    assert row["days"][2]["evidence"] == ["看过"]
