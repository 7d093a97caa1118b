"""What a backfill ends with: of every day what it brought."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from rich.console import Console

from scheduler.cli.proof import tell_proof
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


def told(days: list[Day]) -> list[str]:
    console = Console(file=io.StringIO(), width=200)
    tell_proof(console, prove(days, set(), True))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_days_that_are_wanting_for_one_reason_are_told_once() -> None:
    """A backfill that asks for years before its sources begin ended in the same two lines, twenty times."""
    lines = told([day(Coverage.NOT_CHECKED, number, evidence=()) for number in range(400)])
    assert lines[-2:] == ["✗ 2022-03-01 至 2023-04-04（400 天） 没有找到", "    没有来源能说明这一天"]


def test_the_days_that_are_not_told_can_be_asked_for() -> None:
    lines = told([day(Coverage.FAILED, number, evidence=(f"{number}",)) for number in range(25)])
    assert lines[-1] == "  还有 5 天，见 xunli coverage --from 2022-03-21 --to 2022-03-25"
