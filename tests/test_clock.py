"""One pass of the clock after another, on both databases, with a clock that the test turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support_databases import Clock as WallClock
from support_databases import all_slots, archive, clock, database_url, postgres_server

from scheduler.clock import Clock, Due
from scheduler.faith import Faith
from storage.answers import Run
from storage.archive import Archive
from storage.config import Config
from storage.running.busy import Busy
from storage.schedule.slot_rows import Slot, SlotState
from storage.values import Outcome, Trigger

__all__ = ["archive", "clock", "database_url", "postgres_server"]

# support_databases.MORNING is 09:30 in Shanghai.
TEN = datetime(2024, 3, 5, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def config_of(schedule: str = "0 10 * * *", *, jitter: int = 0, names: tuple[str, ...] = ("s",)) -> Config:
    source = {"kind": "website", "base_url": "http://127.0.0.1:9"}
    series = [
        {"name": name, "title": name, "match": ["改革"], "schedule": schedule, "source": [source]} for name in names
    ]
    return Config.model_validate({"series": series, "service": {"jitter": jitter}})


@pytest.fixture
def service(archive: Archive, clock: WallClock) -> Clock:
    """A clock that has looked once at 09:30."""
    made = Clock(archive.database, clock, "one:1")
    assert made.one_pass(config_of()) == []
    return made


def slots(service: Clock) -> dict[datetime, Slot]:
    return {slot.due_at: slot for slot in all_slots(service.slots._database)}


def states(service: Clock) -> list[tuple[int, SlotState]]:
    return [(at.day, slot.state) for at, slot in sorted(slots(service).items())]


def run(archive: Archive, due: Due, outcome: Outcome = Outcome.DONE) -> int:
    begun = archive.begin_run(due.slot.series, due.trigger, due.slot.due_at, lease_seconds=60)
    assert isinstance(begun, Run)
    archive.end_run(begun.id, outcome)
    return begun.id


def only(dues: list[Due]) -> Due:
    [due] = dues
    return due


def test_a_new_archive_owes_no_past_slot(service: Clock, clock: WallClock) -> None:
    assert states(service) == []
    clock.forward(minutes=29)
    assert service.one_pass(config_of()) == []


def test_a_slot_is_taken_once_and_settled_by_its_run(service: Clock, clock: WallClock, archive: Archive) -> None:
    clock.now = TEN
    due = only(service.one_pass(config_of()))
    assert (due.slot.due_at, due.trigger) == (TEN, Trigger.SCHEDULE)
    assert service.one_pass(config_of()) == []
    run_id = run(archive, due)
    assert service.one_pass(config_of()) == []
    slot = slots(service)[TEN]
    assert (slot.state, slot.run_id, slot.settled_at, slot.attempts) == (SlotState.DONE, run_id, TEN, 1)
    clock.forward(hours=3)
    assert service.one_pass(config_of()) == []


def test_after_an_absence_one_run_covers_it_all(service: Clock, clock: WallClock, archive: Archive) -> None:
    clock.forward(days=3, hours=1)
    due = only(service.one_pass(config_of()))
    assert (due.slot.due_at, due.trigger) == (TEN + 3 * DAY, Trigger.CATCH_UP)
    run(archive, due)
    assert service.one_pass(config_of()) == []
    assert states(service) == [(5, "skipped"), (6, "skipped"), (7, "skipped"), (8, "done")]
    assert all("2024-03-08T02:00" in (slots(service)[TEN + n * DAY].reason or "") for n in range(3))


def test_a_single_slot_that_was_missed_is_caught_up(service: Clock, clock: WallClock) -> None:
    clock.now = TEN + timedelta(hours=2)
    assert only(service.one_pass(config_of())).trigger is Trigger.CATCH_UP


def test_two_services_share_the_slots(service: Clock, clock: WallClock, archive: Archive) -> None:
    config = config_of(names=("a", "b", "c"))
    other = Clock(archive.database, clock, "two:1")
    service.one_pass(config)
    other.one_pass(config)
    clock.now = TEN
    taken = service.one_pass(config, going={"c"}) + other.one_pass(config)
    assert sorted(due.slot.series for due in taken) == ["a", "b", "c"]


def test_a_service_that_dies_before_its_run_hands_over(service: Clock, clock: WallClock, archive: Archive) -> None:
    other = Clock(archive.database, clock, "two:1")
    clock.now = TEN
    only(service.one_pass(config_of()))
    clock.forward(seconds=59)
    assert other.one_pass(config_of()) == []
    clock.forward(seconds=2)
    assert only(other.one_pass(config_of())).slot.attempts == 2


def test_a_run_that_dies_hands_over_when_its_lease_ends(service: Clock, clock: WallClock, archive: Archive) -> None:
    other = Clock(archive.database, clock, "two:1")
    clock.now = TEN
    due = only(service.one_pass(config_of()))
    lost = archive.begin_run("s", due.trigger, due.slot.due_at, lease_seconds=60)
    assert isinstance(lost, Run)
    clock.forward(seconds=59)
    assert other.one_pass(config_of()) == []
    clock.forward(seconds=2)
    again = only(other.one_pass(config_of()))
    row = archive.run(lost.id)
    assert row is not None
    assert (row.outcome, row.ended_at) == (Outcome.INTERRUPTED, TEN)
    run_id = run(archive, again)
    other.one_pass(config_of())
    assert (slots(other)[TEN].state, slots(other)[TEN].run_id) == (SlotState.DONE, run_id)


def test_a_lost_run_is_ended_even_if_nobody_follows(service: Clock, clock: WallClock, archive: Archive) -> None:
    lost = archive.begin_run("s", lease_seconds=60)
    assert isinstance(lost, Run)
    clock.forward(seconds=61)
    service.one_pass(config_of())
    row = archive.run(lost.id)
    assert row is not None
    assert row.outcome is Outcome.INTERRUPTED


def test_an_interrupted_slot_is_taken_up_again_but_not_for_ever(
    service: Clock, clock: WallClock, archive: Archive
) -> None:
    clock.now = TEN
    for _ in range(3):
        run(archive, only(service.one_pass(config_of())), Outcome.INTERRUPTED)
    assert service.one_pass(config_of()) == []
    slot = slots(service)[TEN]
    assert (slot.state, slot.attempts) == (SlotState.SKIPPED, 3)
    assert slot.reason
    clock.forward(days=1)
    assert only(service.one_pass(config_of())).slot.due_at == TEN + DAY


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.INTERRUPTED}))
def test_any_other_end_is_an_end(service: Clock, clock: WallClock, archive: Archive, outcome: Outcome) -> None:
    clock.now = TEN
    run(archive, only(service.one_pass(config_of())), outcome)
    assert service.one_pass(config_of()) == []
    assert slots(service)[TEN].state is SlotState.DONE


def test_a_slot_that_was_run_cannot_be_begun_again(service: Clock, clock: WallClock, archive: Archive) -> None:
    clock.now = TEN
    due = only(service.one_pass(config_of()))
    run_id = run(archive, due)
    assert archive.begin_run("s", due.trigger, due.slot.due_at) == Busy(run_id)


def test_a_slot_waits_for_a_run_that_is_going(service: Clock, clock: WallClock, archive: Archive) -> None:
    by_hand = archive.begin_run("s", lease_seconds=3600)
    assert isinstance(by_hand, Run)
    clock.now = TEN
    assert service.one_pass(config_of()) == []
    clock.forward(minutes=20)
    archive.end_run(by_hand.id, Outcome.DONE)
    assert only(service.one_pass(config_of())).trigger is Trigger.CATCH_UP


def test_a_process_that_began_no_run_gives_its_slot_back(service: Clock, clock: WallClock) -> None:
    clock.now = TEN
    for rest in (5, 10):
        service.slots.give_back(only(service.one_pass(config_of())).slot, "退出码 2")
        clock.forward(minutes=rest - 1)
        assert service.one_pass(config_of()) == []
        clock.forward(minutes=2)
    service.slots.give_back(only(service.one_pass(config_of())).slot, "退出码 2")
    assert slots(service)[TEN].state is SlotState.SKIPPED
    assert "退出码 2" in (slots(service)[TEN].reason or "")


def test_a_process_that_found_another_going_costs_no_attempt(service: Clock, clock: WallClock) -> None:
    clock.now = TEN
    for _ in range(5):
        service.slots.give_back(only(service.one_pass(config_of())).slot, "另一个运行在抓取", counts=False)
    assert only(service.one_pass(config_of())).slot.attempts == 1


def test_a_claim_is_kept_while_its_process_starts(service: Clock, clock: WallClock, archive: Archive) -> None:
    other = Clock(archive.database, clock, "two:1")
    clock.now = TEN
    due = only(service.one_pass(config_of()))
    for _ in range(4):
        clock.forward(seconds=50)
        service.slots.renew(due.slot)
        assert other.one_pass(config_of()) == []


# --- the wall clock ---------------------------------------------------------------------------------------------------


def test_a_clock_set_back_runs_nothing_twice(service: Clock, clock: WallClock, archive: Archive) -> None:
    clock.now = TEN
    run(archive, only(service.one_pass(config_of())))
    service.one_pass(config_of())
    for back in (timedelta(minutes=40), timedelta(days=2)):
        clock.now = TEN - back
        while clock.now < TEN + timedelta(hours=1):
            assert [due.slot.due_at for due in service.one_pass(config_of()) if due.slot.due_at == TEN] == []
            clock.forward(minutes=20)
    assert slots(service)[TEN].state is SlotState.DONE


def test_what_a_clock_ahead_noticed_is_due_again_in_its_time(
    service: Clock, clock: WallClock, archive: Archive
) -> None:
    clock.forward(days=365)
    run(archive, only(service.one_pass(config_of())))
    assert len(slots(service)) == 365
    clock.forward(days=-365)
    assert service.one_pass(config_of()) == []
    assert len(slots(service)) == 1  # that was run in the wrong year
    clock.now = TEN
    assert only(service.one_pass(config_of())).slot.due_at == TEN


def test_a_lease_from_a_clock_ahead_does_not_hold_the_series(
    service: Clock, clock: WallClock, archive: Archive
) -> None:
    clock.forward(days=1000)
    assert isinstance(archive.begin_run("s", lease_seconds=60), Run)
    clock.now = TEN
    assert only(service.one_pass(config_of())).slot.due_at == TEN


def test_a_clock_that_cannot_be_trusted_takes_nothing(service: Clock, clock: WallClock, archive: Archive) -> None:
    alive = archive.begin_run("s", lease_seconds=60)
    assert isinstance(alive, Run)
    clock.forward(days=3)
    assert service.one_pass(config_of(), trusting=False) == []
    assert archive.beat(alive.id)
    assert states(service) == [(5, "due"), (6, "due"), (7, "due")]


def test_faith_is_lost_by_a_jump_and_comes_back() -> None:
    now = {"wall": 1000.0, "mono": 50.0}
    faith = Faith(lambda: now["mono"], lambda: now["wall"])
    assert (faith.jumped(), faith.trusting, faith.wait(30)) == (False, True, 30)
    for jump in (86400.0, -3600.0):
        now["wall"] += jump
        assert (faith.jumped(), faith.trusting) == (True, False)
        now["wall"], now["mono"] = now["wall"] + 45, now["mono"] + 45
        assert (faith.jumped(), faith.trusting, faith.wait(30)) == (False, False, 15)
        now["wall"], now["mono"] = now["wall"] + 15, now["mono"] + 15
        assert (faith.jumped(), faith.trusting) == (False, True)


# --- jitter and changes -----------------------------------------------------------------------------------------------


def test_a_slot_waits_for_the_jitter_unless_its_alarm_rang(service: Clock, clock: WallClock) -> None:
    config = config_of(jitter=600)
    clock.now = TEN + timedelta(seconds=300)
    assert service.one_pass(config) == []
    clock.forward(seconds=301)
    assert only(service.one_pass(config)).trigger is Trigger.SCHEDULE


def test_an_alarm_within_the_jitter_starts_it(service: Clock, clock: WallClock) -> None:
    clock.now = TEN + timedelta(seconds=20)
    assert only(service.one_pass(config_of(jitter=600), prompt={"s"})).slot.due_at == TEN


def test_a_changed_schedule_owes_no_past_slot(service: Clock, clock: WallClock) -> None:
    clock.now = TEN + timedelta(hours=-0.2)
    service.slots.skip_to_now("s")
    assert service.one_pass(config_of("45 9 * * *")) == []
    clock.forward(days=1)
    assert only(service.one_pass(config_of("45 9 * * *"))).slot.due_at == TEN + DAY - timedelta(minutes=15)


def test_a_long_absence_of_a_busy_schedule(service: Clock, clock: WallClock) -> None:
    clock.forward(days=3)
    due = only(service.one_pass(config_of("*/10 * * * *")))
    assert due.slot.due_at == clock.now
    assert service.slots.counts() == {("s", "claimed"): 1, ("s", "skipped"): 3 * 144 - 1}


def test_an_absence_beyond_any_measure_is_not_counted_slot_by_slot(service: Clock, clock: WallClock) -> None:
    clock.forward(days=365 * 50)
    assert only(service.one_pass(config_of())).trigger is Trigger.CATCH_UP
    assert len(slots(service)) == 400
