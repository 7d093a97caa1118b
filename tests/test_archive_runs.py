"""Runs, leases, visits, complaints, and addresses that no longer answer, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from support_databases import MORNING, Clock, archive, clock, database_url, postgres_server, prose, reading

from storage.answers import Run
from storage.archive import Archive
from storage.judge import Complaint, Judgement
from storage.readings import Visited
from storage.running.busy import Busy
from storage.running.errands import is_due
from storage.values import Outcome, Surface, Trigger, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

DESK = "http://www.example.cn/p/1.html"
MOBILE = "http://m.example.cn/p/1.html"


def begin(archive: Archive, series: str = "s") -> int:
    run = archive.begin_run(series, lease_seconds=60)
    assert isinstance(run, Run)
    return run.id


def end(archive: Archive, run_id: int, *complaints: Complaint) -> Run:
    outcome = Outcome.COMPLAINTS if complaints else Outcome.DONE
    ended = archive.end_run(run_id, outcome, judgement=Judgement(complaints))
    assert ended is not None
    return ended


def test_a_series_has_one_run_at_a_time(archive: Archive) -> None:
    run_id = begin(archive)
    assert archive.begin_run("s") == Busy(run_id)
    assert begin(archive, "another") != run_id
    end(archive, run_id)
    assert begin(archive) > run_id


def test_a_process_goes_on_with_the_run_that_was_begun_for_it(archive: Archive, clock: Clock) -> None:
    run_id = begin(archive)
    clock.forward(seconds=50)
    gone_on = archive.begin_run("s", lease_seconds=30, after=run_id - 1)
    assert isinstance(gone_on, Run)
    assert (gone_on.id, gone_on.heartbeat_at) == (run_id, clock.now)
    clock.forward(seconds=29)  # by the lease that it asked for itself
    assert archive.begin_run("s", after=run_id) == Busy(run_id)  # an earlier process of the same number began it
    assert archive.begin_run("s", owner="elsewhere:1", after=run_id - 1) == Busy(run_id)
    clock.forward(seconds=2)
    assert begin(archive) > run_id


def test_a_run_keeps_its_lease_by_beating(archive: Archive, clock: Clock) -> None:
    run_id = begin(archive)
    for _ in range(5):
        clock.forward(seconds=50)
        assert archive.beat(run_id)
    assert archive.begin_run("s") == Busy(run_id)


def test_who_stops_beating_hands_over_and_is_recorded(archive: Archive, clock: Clock) -> None:
    lost = begin(archive)
    archive.visit(lost, DESK, Verdict.FAILED, "超时")
    clock.forward(seconds=30)
    archive.beat(lost)
    clock.forward(seconds=61)
    successor = begin(archive)
    assert not archive.beat(lost)
    assert archive.end_run(lost, Outcome.DONE) is None
    row = archive.run(lost)
    assert row is not None
    assert (row.outcome, row.ended_at, row.seconds) == (Outcome.INTERRUPTED, MORNING + timedelta(seconds=30), 30.0)
    assert row.error
    assert row.tally[Verdict.FAILED] == 1
    assert archive.beat(successor)


def test_the_tally_adds_up_to_the_visits(archive: Archive) -> None:
    run_id = begin(archive)
    archive.visit(run_id, "http://www.example.cn/", Verdict.INDEX, status=200)
    archive.record_many(run_id, "s", [reading(DESK, prose(1)), reading(MOBILE, prose(1), surface=Surface.MOBILE)])
    archive.visit_many(run_id, [Visited(f"http://www.example.cn/{n}", Verdict.FILTERED) for n in range(3)])
    going = archive.run(run_id)
    ended = archive.end_run(run_id, Outcome.DONE, requests=6, seconds=1.5)
    assert ended is not None
    assert going is not None
    assert going.tally == ended.tally
    assert {verdict: count for verdict, count in ended.tally.items() if count} == {
        Verdict.INDEX: 1, Verdict.NEW: 1, Verdict.COPY: 1, Verdict.FILTERED: 3,
    }  # fmt: skip
    assert (ended.requests, ended.seconds, ended.outcome) == (6, 1.5, Outcome.DONE)


def test_one_visit_an_address_and_run(archive: Archive) -> None:
    run_id = begin(archive)
    archive.visit(run_id, DESK, Verdict.FAILED)
    archive.record_many(run_id, "s", [reading(DESK, prose(1))])
    archive.record_many(run_id, "s", [reading(DESK + "?utm_source=x", prose(1))])
    archive.visit(run_id, DESK + "#top", Verdict.FAILED)
    tally = end(archive, run_id).tally
    assert sum(tally.values()) == tally[Verdict.NEW] == 1


def test_what_was_brought_home_is_not_taken_back_by_a_second_look(archive: Archive) -> None:
    """In one batch, whatever stands between the two, and in a later one."""
    run_id = begin(archive)
    again = reading(DESK, prose(1))
    archive.record_many(run_id, "s", [again, reading(MOBILE, prose(2)), again, again])
    archive.record_many(run_id, "s", [again])
    archive.visit(run_id, DESK, Verdict.FAILED, "超时", None)
    tally = end(archive, run_id).tally
    assert {verdict: count for verdict, count in tally.items() if count} == {Verdict.NEW: 2}


def test_runs_are_listed_newest_first(archive: Archive, clock: Clock) -> None:
    due = MORNING - timedelta(hours=1)
    archive.begin_run("s", Trigger.SCHEDULE, due)
    clock.forward(hours=1)
    archive.begin_run("t", Trigger.API)
    assert [run.series for run in archive.runs()] == ["t", "s"]
    assert [(run.trigger, run.due_at) for run in archive.runs("s")] == [(Trigger.SCHEDULE, due)]
    assert len(archive.runs(limit=1)) == 1
    assert archive.run(999) is None


def test_a_run_that_began_by_a_wrong_clock_is_the_newest_until_the_next_one(archive: Archive, clock: Clock) -> None:
    clock.forward(days=365)
    ahead = begin(archive)
    end(archive, ahead)
    clock.forward(days=-364)
    behind = begin(archive)
    assert [run.id for run in archive.runs()] == [behind, ahead]


def test_a_complaint_opens_once_and_closes_with_a_recovery(archive: Archive) -> None:
    layout = Complaint("layout", "版面变了", (DESK,), "website")
    reworded = Complaint("layout", "版面还是不对", (DESK,), "website")
    first = end(archive, begin(archive), layout)
    assert [each["check"] for each in first.complaints] == ["layout"]
    assert end(archive, begin(archive), reworded).recovered == ()
    recovered = end(archive, begin(archive)).recovered
    assert [(each["check"], each["message"], each["evidence"]) for each in recovered] == [
        ("layout", "版面还是不对", [DESK])
    ]
    assert end(archive, begin(archive)).recovered == ()


def test_a_run_that_nobody_finished_recovers_nothing(archive: Archive) -> None:
    end(archive, begin(archive), Complaint("layout", "版面变了", ()))
    interrupted = archive.end_run(begin(archive), Outcome.INTERRUPTED)
    assert interrupted is not None
    assert interrupted.recovered == ()
    assert len(end(archive, begin(archive)).recovered) == 1


# --- gone ------------------------------------------------------------------------------------------------------------


def miss(archive: Archive, url: str, confirmations: int = 3, days: int = 2, times: int = 1) -> Verdict:
    run_id = begin(archive)
    for _ in range(times):
        verdict = archive.missing(run_id, "s", url, "404", 404, confirmations=confirmations, days=days)
    assert end(archive, run_id).tally[verdict] == 1
    return verdict


def test_gone_takes_confirmations_and_days(archive: Archive, clock: Clock) -> None:
    archive.record_many(None, "s", [reading(DESK, prose(1))])
    found = []
    for _ in range(4):
        found.append(miss(archive, DESK))
        clock.forward(days=0.8)
    found.append(miss(archive, DESK))
    assert found == ["suspected", "suspected", "suspected", "gone", "gone"]
    [instalment] = archive.instalments()
    assert instalment.gone_at == MORNING + timedelta(days=2.4)
    article = archive.article(instalment.id)
    assert article is not None
    assert article.body == prose(1)


def test_the_reason_of_a_visit_is_in_one_language_and_names_the_day_in_china(
    archive: Archive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNLI_LANG", "en")
    read = reading(DESK, prose(1))
    run_id = begin(archive)
    archive.record_many(run_id, "s", [read])
    end(archive, run_id)
    run_id = begin(archive)
    again = replace(read, document=replace(read.document, not_modified=True))
    archive.record_many(run_id, "s", [again])
    end(archive, run_id)
    clock.forward(days=0.7)  # in China the next day has begun
    for _ in range(3):
        miss(archive, DESK, confirmations=2, days=0)
    back = archive.record_many(None, "s", [reading(DESK, prose(1), at=clock.now)])[0]
    assert back.reason == "as it is kept; back again (it was held to be gone since 2024-03-06)"
    with archive.database.reading() as connection:
        told = connection.scalars(text("SELECT reason FROM visits ORDER BY run_id")).all()
    assert told == [
        "a new instalment", "not modified (304), as it is kept", "404 (time 1, first on 2024-03-06)",
        "404 (time 2, first on 2024-03-06)", "404 (gone)",
    ]  # fmt: skip


def test_an_address_is_read_again_after_1_2_4_8_days_and_a_last_time() -> None:
    """By daily runs that are never on the second; none of a few days that the service was down is made up for."""
    last, read = MORNING, []
    for day in (*range(1, 5), *range(11, 60)):
        now = MORNING + timedelta(days=day, hours=(-11, 0, 5)[day % 3])
        if is_due(MORNING, last, now, 30):
            last = now
            read.append(day)
    assert read == [1, 2, 4, 11, 16, 30]


def test_what_is_suspected_stays_due_however_old_until_it_is_gone(archive: Archive, clock: Clock) -> None:
    archive.record_many(None, "s", [reading(DESK, prose(1))])
    due = [archive.agenda.due("s", 30)]
    for days in (1, 39):
        clock.forward(days=days)
        due.append(archive.agenda.due("s", 30))
    for verdict in (Verdict.SUSPECTED, Verdict.GONE):
        assert miss(archive, DESK, confirmations=2, days=0) is verdict
        due.append(archive.agenda.due("s", 30))
    assert due == [[], [DESK], [], [DESK], []]
    assert archive.agenda.due("another", 30) == []


def test_one_run_counts_once(archive: Archive, clock: Clock) -> None:
    archive.record_many(None, "s", [reading(DESK, prose(1))])
    assert miss(archive, DESK, confirmations=2, days=0, times=5) is Verdict.SUSPECTED
    assert miss(archive, DESK, confirmations=2, days=0) is Verdict.GONE


def test_an_answer_in_between_starts_anew(archive: Archive, clock: Clock) -> None:
    archive.record_many(None, "s", [reading(DESK, prose(1))])
    miss(archive, DESK, confirmations=2, days=0)
    archive.record_many(None, "s", [reading(DESK, prose(1))])
    assert miss(archive, DESK, confirmations=2, days=0) is Verdict.SUSPECTED


def test_an_instalment_is_gone_with_its_last_address_and_may_return(archive: Archive, clock: Clock) -> None:
    archive.record_many(None, "s", [reading(DESK, prose(1)), reading(MOBILE, prose(1), surface=Surface.MOBILE)])
    [before] = archive.instalments()
    assert miss(archive, DESK, 1, 0) is Verdict.GONE
    article = archive.article(before.id)
    assert article is not None
    assert article.row.gone_at is None
    assert [(each.url, each.gone_at) for each in article.addresses] == [(DESK, MORNING), (MOBILE, None)]
    clock.forward(days=1)
    assert miss(archive, MOBILE, 1, 0) is Verdict.GONE
    assert next(archive.instalments()).gone_at == MORNING + timedelta(days=1)
    archive.record_many(None, "s", [reading(MOBILE, prose(1), surface=Surface.MOBILE, at=clock.now)])
    assert next(archive.instalments()).gone_at is None


def test_what_leads_no_more_is_gone_with_its_own_address(archive: Archive, clock: Clock) -> None:
    paper, reprint, website = "http://paper.example.cn/1.html", "http://portal.example.cn/1.html", DESK
    first = [reading(paper, prose(1), surface=Surface.EPAPER), reading(reprint, prose(1), surface=Surface.REPRINT)]
    archive.record_many(None, "s", first)
    assert miss(archive, paper, 1, 0) is Verdict.GONE
    assert next(archive.instalments()).gone_at is None, "its reprint stands"
    clock.forward(days=1)
    leading = archive.record_many(None, "s", [reading(website, prose(1), at=clock.now)])[0]
    found = [archive.article(id_of(archive, url)) for url in (paper, reprint, website)]
    rows = {each.row.url: each.row for each in found if each}
    assert {url: row.copy_of for url, row in rows.items()} == {
        paper: leading.article_id, reprint: leading.article_id, website: None,
    }  # fmt: skip
    assert {url: row.gone_at for url, row in rows.items()} == {paper: MORNING, reprint: None, website: None}


def id_of(archive: Archive, url: str) -> int:
    return archive.known("s", [url])[url].article_id


def test_an_unknown_address_that_is_missing_has_failed(archive: Archive) -> None:
    assert miss(archive, DESK) is Verdict.FAILED


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_counted(archive: Archive, verdict: Verdict) -> None:
    run_id = begin(archive)
    archive.visit(run_id, DESK, verdict)
    assert end(archive, run_id).tally[verdict] == 1
