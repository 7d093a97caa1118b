"""A re-extraction from its first slice to its report: over all cores here, beside workers elsewhere.

survey     slices → crew → tallies, the largest differences; nothing is written
carry_out  begin or go on → slices left → crew → … → none left, here or elsewhere → one tally of all
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crawler.reextraction.slices import Texts
from crawler.version import EXTRACTOR
from scheduler.crew import Crew, crew
from storage import Archive
from storage.config import SeriesConfig
from storage.reextraction.reextractions import Slice, begin, cut, finish, left
from storage.reextraction.rereading import Tally

PAUSE: Final = 0.5
"""Seconds between two looks at slices that a worker elsewhere has."""

Watch = Callable[[int, int], None]
"""Told how many slices are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a re-extraction came to, or would come to where `dry`. `texts` are the largest changes, with their texts."""

    series: str
    dry: bool
    tally: Tally
    seconds: float
    texts: tuple[Texts, ...] = ()
    extractor: str = EXTRACTOR


def survey(archive: Archive, url: str, series: SeriesConfig, workers: int | None, show: int, watch: Watch) -> Report:
    """Say what a re-extraction of a series would change; changes nothing. Raises ArchiveError."""
    began = time.monotonic()
    slices = cut(archive.database, series.name)
    whole, texts = Tally(), list[Texts]()
    with crew(url, series.model_dump(mode="json", by_alias=True), workers) as hands:
        for number, told in enumerate(hands.work(slices), start=1):
            whole.add(told.tally or Tally())
            texts = sorted([*texts, *told.texts], key=lambda each: (-each.size, each.id))[:show]
            watch(number, len(slices))
    return Report(series.name, True, whole, time.monotonic() - began, tuple(texts))


def carry_out(archive: Archive, url: str, series: SeriesConfig, workers: int | None, watch: Watch) -> Report:
    """Re-extract a series, or go on with what was broken off. Raises ArchiveError."""
    began = time.monotonic()
    config = series.model_dump(mode="json", by_alias=True)
    number = begin(archive.database, series.name, EXTRACTOR, config, archive.now())
    with crew(url, config, workers) as hands:
        while slices := left(archive.database, number):
            if not _worked(hands, slices, watch):
                time.sleep(PAUSE)  # all of them are in other hands
    whole = finish(archive.database, number, archive.now()) or Tally()
    return Report(series.name, False, whole, time.monotonic() - began)


def _worked(hands: Crew, slices: list[Slice], watch: Watch) -> bool:
    """Work through slices; False where other workers had all of them."""
    taken = 0
    for number, told in enumerate(hands.work(slices), start=1):
        taken += told.tally is not None
        watch(number, len(slices))
    return taken > 0
