"""A month of a newspaper's daily life, drawn at random: what it prints, corrects and withdraws, and what breaks.

Whatever went wrong on a day, when all is well again the archive holds each instalment once, as it stands, and
nothing else. A life that failed is lived again by its number.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from support_crawl import assert_sound, config_of, crawl, database, open_for, paper, rows, squeezed, website

from demo import Newspaper, Piece
from storage.config import Config
from storage.ledger.coverage import Coverage
from storage.values import Outcome

__all__ = ["database", "paper"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

FIRST: Final = date(2022, 3, 1)
DAYS: Final = 30
CALM: Final = 9
"""Days without any fault afterwards: what comes late is looked for once a week."""
SITE: Final = frozenset({"lists", "website", "mobile", "search"})
SURFACES: Final = (None, SITE, SITE - {"website"}, SITE - {"mobile"}, frozenset({"epaper"}))
"""Where an instalment stands; None: everywhere."""

CORRECTIONS: Final = (("现场", "工地"), ("统计显示", "数据显示"), ("负责", "主管"), ("计划", "打算"))

FAULTS: Final[Mapping[str, Callable[[Newspaper], object]]] = {
    "the site is down": lambda paper: paper.fail(f"{paper.website}/*", 503),
    "all is down": lambda paper: paper.hang_up("*"),
    "too many requests": lambda paper: paper.fail("*", 429, times=2, retry_after=1),
    "articles fail": lambda paper: paper.fail("/p/*", 500),
    "articles fail once": lambda paper: paper.fail("/p/*", 502, times=1),
    "articles are gone": lambda paper: paper.fail("/p/*", 404),
    "articles lead home": lambda paper: paper.redirect("/p/*", "/"),
    "articles are empty": lambda paper: paper.empty("/p/*"),
    "articles are cut short": lambda paper: paper.cut_body("/p/*"),
    "articles are noise": lambda paper: paper.binary("/p/*"),
    "a check stands before all": lambda paper: paper.challenge("*"),
    "a check stands before the desktop": lambda paper: paper.challenge(f"{paper.website}/p/*"),
    "the lists are empty": lambda paper: paper.empty(f"{paper.website}/"),
    "the lists are cut short": lambda paper: paper.cut_body(f"{paper.website}/"),
    "the encoding is a lie": lambda paper: paper.mislabel("/p/*"),
    "the paper is down": lambda paper: paper.fail(f"{paper.epaper}/*", 500),
}


class Life:
    """One newspaper's month; what it has printed is what the archive is held against."""

    def __init__(self, paper: Newspaper, seed: int) -> None:
        self.paper = paper
        self.dice = random.Random(seed)
        self.withdrawn: dict[int, date] = {}
        self.told: list[str] = []

    def live(self, on: date) -> str:
        """Live one day and return its fault, "" without one."""
        self.paper.heal()
        self._restore(on)
        if self.dice.random() < 0.5:
            where = self.dice.choice(SURFACES)
            piece = self.paper.print_instalment(on, **({} if where is None else {"surfaces": where}))
            self.told.append(f"{on} printed {piece.id} {sorted(piece.surfaces)}")
        for _ in range(self.dice.randint(1, 4)):
            self.paper.print_news(on, mentions="另见青岛改革巡礼。" if self.dice.random() < 0.2 else None)
        self._change(on)
        if self.dice.random() < 0.4:
            fault = self.dice.choice(sorted(FAULTS))
            FAULTS[fault](self.paper)
            self.told.append(f"{on} {fault}")
            return fault
        return ""

    def _change(self, on: date) -> None:
        young = [piece for piece in self.paper.instalments() if (on - piece.printed_on).days in range(1, 12)]
        standing = [piece for piece in young if piece.id not in self.withdrawn and "website" in piece.surfaces]
        if standing and self.dice.random() < 0.2:
            piece = self.dice.choice(standing)
            self.paper.correct(piece.id, replacing=self.dice.choice(CORRECTIONS), everywhere=self.dice.random() < 0.5)
            self.told.append(f"{on} corrected {piece.id}")
        if standing and self.dice.random() < 0.1:
            piece = self.dice.choice(standing)
            self.paper.withdraw(piece.id, self.dice.choice(["404", "410", "notice", "home"]))
            self.withdrawn[piece.id] = on + timedelta(days=self.dice.randint(1, 5))
            self.told.append(f"{on} withdrew {piece.id} until {self.withdrawn[piece.id]}")

    def _restore(self, on: date) -> None:
        for number in [number for number, until in self.withdrawn.items() if until <= on]:
            del self.withdrawn[number]
            self.paper.restore(number)


def when(on: date) -> datetime:
    """Return a quarter to eleven in the evening of a day, where the newspaper is printed."""
    return datetime(on.year, on.month, on.day, 14, 45, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 3])
def test_after_a_month_each_instalment_is_there_once_as_it_stands(paper: Newspaper, database: str, seed: int) -> None:
    config = config_of(paper, database, source=[website(paper), {"kind": "epaper", "base_url": paper.epaper}])
    life = Life(paper, seed)
    for count in range(DAYS):
        on = FIRST + timedelta(days=count)
        fault = life.live(on)
        run = crawl(config, at=when(on))
        life.told.append(f"{on} → {run.outcome} {[each['check'] for each in run.complaints]}")
        assert fault or run.outcome in (Outcome.DONE, Outcome.COMPLAINTS), life.told
    paper.heal()
    for number in list(life.withdrawn):
        paper.restore(number)
    for count in range(DAYS, DAYS + CALM):
        on = FIRST + timedelta(days=count)
        paper.print_news(on)
        if count % 2:
            paper.print_instalment(on)
        run = crawl(config, at=when(on))
    assert (run.outcome, list(run.complaints)) == (Outcome.DONE, []), life.told
    _hold_against(life, config)


def _hold_against(life: Life, config: Config) -> None:
    printed = {piece.printed_on: piece for piece in life.paper.instalments()}
    with open_for(config, when(FIRST + timedelta(days=DAYS + CALM))) as archive:
        found = list(archive.instalments())
        days = archive.agenda.ledger("reform", FIRST, FIRST + timedelta(days=DAYS + CALM - 1))
    assert Counter(one.dated_on for one in found) == Counter(list(printed)), life.told
    for one in found:
        held = squeezed(rows(config, "SELECT body FROM articles WHERE id = :id", id=one.id)[0].body)
        assert all(squeezed(each) in held for each in paragraphs(printed[one.dated_on])), (one.url, life.told)
    assert {day.on for day in days if day.verdict is Coverage.CAPTURED} == set(printed), life.told
    assert_sound(config)


def paragraphs(piece: Piece) -> list[str]:
    return [line.text for line in piece.truth.lines if line.role == "paragraph"]
