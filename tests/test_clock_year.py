"""A year of daily slots under everything that happens to services: none lost, none run twice, one row each."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from support_databases import Clock as WallClock
from support_databases import all_slots, database_url, postgres_server

from scheduler.clock import Clock, Due
from scheduler.faith import Faith
from storage.answers import Run
from storage.archive import Archive, open_archive
from storage.config import Config
from storage.schedule.due import due_between
from storage.schedule.slot_rows import SlotState
from storage.values import Outcome, Trigger

__all__ = ["database_url", "postgres_server"]

NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC)
SCHEDULES = {"daily": "30 2 * * *", "evenings": "15 20 * * 1-5"}
LEASE = 60.0


def config_of(zone: str) -> Config:
    source = {"kind": "website", "base_url": "http://127.0.0.1:9"}
    series = [
        {"name": name, "title": name, "match": ["改革"], "schedule": line, "source": [source]}
        for name, line in SCHEDULES.items()
    ]
    return Config.model_validate({"timezone": zone, "series": series})


@dataclass
class World:
    """The wall clock, which jumps, and the time that really passes."""

    rng: random.Random
    wall: WallClock
    passed: float = 0.0
    ahead: timedelta = timedelta()
    begun: list[tuple[str, datetime]] = field(default_factory=list)  # series and true time of each run
    living: dict[str, int] = field(default_factory=dict)  # series → run that beats: there may never be two

    @property
    def truth(self) -> datetime:
        return self.wall.now - self.ahead

    def go(self, span: timedelta) -> None:
        self.wall.now += span
        self.passed += span.total_seconds()

    def sleep(self, span: timedelta) -> None:
        """The machine sleeps: the monotonic clock stands still."""
        self.wall.now += span

    def set_clock(self, by: timedelta) -> None:
        self.wall.now += by
        self.ahead += by


@dataclass
class Machine:
    """A service as its clock sees it: it takes slots, runs them against the archive, and may die at any point."""

    name: str
    world: World
    archive: Archive
    config: Config
    going: dict[str, tuple[int, int]] = field(default_factory=dict)  # series → run, beats until it ends
    generation: int = 0
    frozen: int = 0  # steps for which neither it nor its runs do anything

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.generation += 1
        self.owner = f"{self.name}:{self.generation}"
        self.clock = Clock(self.archive.database, self.world.wall, self.owner)
        self.faith = Faith(lambda: self.world.passed, lambda: self.world.wall.now.timestamp())

    def work(self) -> None:
        """Its runs beat and end, whatever the service does."""
        for series, (run_id, left) in list(self.going.items()):
            self._go_on(series, run_id, left)

    def freeze(self, steps: int) -> None:
        self.frozen = steps
        for series, (run_id, _) in self.going.items():
            self._no_longer_living(series, run_id)

    def look(self) -> None:
        self.faith.jumped()
        for due in self.clock.one_pass(self.config, going=set(self.going), trusting=self.faith.trusting):
            self._start(due)

    def _go_on(self, series: str, run_id: int, left: int) -> None:
        if not self.archive.beat(run_id):  # its lease was lost while the machine slept
            self._forget(series, run_id)
        elif left > 0:
            self.going[series] = (run_id, left - 1)
        else:
            self._forget(series, run_id)
            self.archive.end_run(run_id, self.world.rng.choice([Outcome.DONE, Outcome.COMPLAINTS, Outcome.UNREACHABLE]))

    def _start(self, due: Due) -> None:
        if self.world.rng.random() < 0.05:
            return self.kill()  # between the claim and the run
        series = due.slot.series
        run = self.archive.begin_run(series, due.trigger, due.slot.due_at, owner=self.owner, lease_seconds=LEASE)
        assert isinstance(run, Run), "whoever takes a slot may begin its run"
        assert series not in self.world.living, "two runs of a series at a time"
        self.world.living[series] = run.id
        self.world.begun.append((series, self.world.truth))
        self.going[series] = (run.id, self.world.rng.randrange(3))
        return None

    def _forget(self, series: str, run_id: int) -> None:
        del self.going[series]
        self._no_longer_living(series, run_id)

    def _no_longer_living(self, series: str, run_id: int) -> None:
        if self.world.living.get(series) == run_id:
            del self.world.living[series]

    def stop(self) -> None:
        """SIGTERM: runs end as interrupted, and what can be settled is."""
        for series, (run_id, _) in list(self.going.items()):
            self._forget(series, run_id)
            self.archive.end_run(run_id, Outcome.INTERRUPTED)
        self.clock.settle(self.config)
        self.restart()

    def kill(self) -> None:
        """kill -9: nobody says anything any more."""
        for series, (run_id, _) in list(self.going.items()):
            self._forget(series, run_id)
        self.restart()


def live_through(world: World, machines: list[Machine], days: int) -> None:
    """Let time pass until so many days have really gone by, with everything that happens meanwhile."""
    start = world.truth
    while world.truth < start + timedelta(days=days):
        world.go(timedelta(seconds=world.rng.choice([30, 60, 3600, 14400, 28800])))
        chance = world.rng.random()
        one = world.rng.choice(machines)
        if chance < 0.02:
            one.kill()
        elif chance < 0.05:
            one.stop()
        elif chance < 0.06:
            one.freeze(world.rng.randint(1, 12))
        elif chance < 0.07:
            world.sleep(timedelta(hours=world.rng.choice([3, 30, 72])))
        elif chance < 0.08:
            world.set_clock(timedelta(days=world.rng.choice([-3, -0.2, -0.01, 0.01, 0.3, 5, 40])))
        elif chance < 0.11 and world.ahead:
            world.set_clock(-world.ahead)
        for machine in machines:
            machine.frozen -= machine.frozen > 0
        awake = [machine for machine in machines if not machine.frozen]
        for machine in awake:
            machine.work()
        for machine in world.rng.sample(awake, k=world.rng.randint(0, len(awake))):
            machine.look()


def calm_down(world: World, machines: list[Machine]) -> None:
    """Set the clock right and let whatever is open be finished."""
    world.set_clock(-world.ahead)
    for _ in range(40):
        world.go(timedelta(seconds=45))
        for machine in machines:
            machine.frozen = 0
            machine.work()
            machine.look()


def check(archive: Archive, config: Config, since: datetime, until: datetime) -> None:
    runs = archive.runs(limit=None)
    ended = Counter((run.series, run.due_at) for run in runs if run.outcome is not Outcome.INTERRUPTED)
    assert all(run.ended_at for run in runs)
    assert max(ended.values()) == 1, "a slot was run twice"
    slots = {(slot.series, slot.due_at): slot for slot in all_slots(archive.database)}
    for series in config.series:
        due = due_between(series.schedule, config.zone, since, until)
        assert due
        assert [at for at in due if (series.name, at) not in slots] == [], "a slot was lost"
    for key, slot in slots.items():
        assert slot.state in {SlotState.DONE, SlotState.SKIPPED}
        assert ended[key] == (slot.state is SlotState.DONE)
        assert (slot.reason is not None and slot.settled_at is not None) or slot.state is SlotState.DONE
    assert {run.trigger for run in runs} == {Trigger.SCHEDULE, Trigger.CATCH_UP}


def check_never_silent(world: World) -> None:
    """No wrong clock keeps a series from being run for longer than it went wrong and the machine slept."""
    for series in SCHEDULES:
        begun = [at for name, at in world.begun if name == series]
        gaps = [later - earlier for earlier, later in pairwise([NEW_YEAR, *begun, world.truth])]
        assert max(gaps) < timedelta(days=20)


def simulate(url: str, seed: int, days: int, zone: str) -> None:
    world = World(random.Random(seed), WallClock(NEW_YEAR))
    config = config_of(zone)
    with open_archive(url, clock=world.wall) as one, open_archive(url, clock=world.wall) as other:
        one.upgrade()
        other.upgrade()
        machines = [Machine("one", world, one, config), Machine("other", world, other, config)]
        for machine in machines:
            machine.look()
        live_through(world, machines, days)
        calm_down(world, machines)
        check(one, config, NEW_YEAR, world.wall.now - timedelta(hours=1))
        check_never_silent(world)


@pytest.mark.slow
def test_the_months_around_summer_time(database_url: str) -> None:
    simulate(database_url, 2, 100, "Europe/Berlin")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(10, 16))
def test_a_year(database_url: str, seed: int) -> None:
    simulate(database_url, seed, 365, ["Asia/Shanghai", "Europe/Berlin", "America/New_York"][seed % 3])
