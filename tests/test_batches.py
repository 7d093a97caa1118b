"""Writes put together: who waits for whom."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

import pytest
from support_crawl import config_of, crawl, database, paper, tally

from crawler.batches import FULL, Batches
from demo import Newspaper

__all__ = ["database", "paper"]

HOURS = 10_000.0
"""A linger that no test outlives."""


def written(items: int, batches: Batches[int, int]) -> list[int]:
    async def put() -> list[int]:
        return await asyncio.gather(*(batches.put(item) for item in range(items)))

    return asyncio.run(put())


def test_while_more_may_come_a_batch_waits_until_it_is_full() -> None:
    sizes: list[int] = []

    async def write(items: list[int]) -> Sequence[int]:
        sizes.append(len(items))
        return [10 * item for item in items]

    assert written(FULL, Batches(write, HOURS)) == [10 * item for item in range(FULL)]
    assert sizes == [FULL]


def test_the_last_that_comes_is_not_kept_waiting() -> None:
    async def write(items: list[int]) -> Sequence[int]:
        return items

    assert written(3, Batches(write, HOURS, more=lambda waiting: waiting < 3)) == [0, 1, 2]


def test_a_crawl_waits_for_no_article_but_its_own(
    paper: Newspaper, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (2, 3, 4):
        paper.print_instalment(date(2021, 11, day))
    monkeypatch.setattr("crawler.keeper.LINGER", HOURS)
    assert tally(crawl(config_of(paper, database)))["new"] == 3
