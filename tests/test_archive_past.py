"""Documents of the past: what was fetched before the text that is kept was last seen, and comes in later.

An old WARC file, a page that somebody saved, an answer that a backfill kept before a daily run saw the correction.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from support_databases import MORNING, Clock, archive, clock, database_url, postgres_server, prose, reading

from storage.answers import Run
from storage.archive import Archive
from storage.care.checking import check
from storage.readings import Reading, Recorded
from storage.values import Outcome, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

DESK = "http://www.example.cn/p/1.html"
SHORT = "http://www.example.cn/s/1"
DAY = timedelta(days=1)


def put(archive: Archive, read: Reading) -> Recorded:
    return archive.record_many(None, "s", [read])[0]


def texts(archive: Archive) -> list[str]:
    (one,) = archive.instalments()
    return [each.body for each in archive.revisions(one.id)]


@pytest.mark.parametrize("days", [-30, 0, 1, 2.9])
def test_a_page_of_the_past_is_kept_and_the_present_text_stays(archive: Archive, clock: Clock, days: float) -> None:
    """Corrected on the second day and seen again on the fourth: whatever was fetched before that is older."""
    clock.forward(days=9)
    for day, text in ((0, prose(1)), (1, prose(2)), (3, prose(2))):
        put(archive, reading(DESK, text, at=MORNING + day * DAY))
    old = put(archive, reading(DESK, prose(3), at=MORNING + days * DAY, page=b"of the past"))
    assert (old.verdict, old.revision) == (Verdict.UNCHANGED, None)
    assert "旧" in old.reason
    assert texts(archive) == [prose(1), prose(2)]
    found = archive.document(old.snapshot_id)
    assert found is not None
    assert found.body == b"of the past"
    (one,) = archive.instalments()
    assert (one.first_seen_at, one.last_seen_at) == (MORNING, MORNING + 3 * DAY)
    assert list(check(archive.database)) == []


def test_nor_does_it_move_an_instalment(archive: Archive, clock: Clock) -> None:
    """What it shows is by now another's text: neither of the two is the other's copy for that."""
    clock.forward(days=9)
    for url, text, day in ((DESK, prose(1), 0), (DESK, prose(1), 3), (SHORT, prose(2), 4)):
        put(archive, reading(url, text, at=MORNING + day * DAY))
    put(archive, reading(DESK, prose(2), at=MORNING + DAY, page=b"of the past"))
    assert {row.url for row in archive.instalments()} == {DESK, SHORT}
    assert list(check(archive.database)) == []


def test_a_copy_of_the_past_tells_since_when_the_text_is_known(archive: Archive, clock: Clock) -> None:
    clock.forward(days=9)
    for url, day in ((DESK, 5), (SHORT, 1)):
        put(archive, reading(url, prose(1), at=MORNING + day * DAY))
    (one,) = archive.instalments()
    assert (one.url, one.first_seen_at, one.copies) == (DESK, MORNING + DAY, 1)


def test_what_was_fetched_after_that_is_a_revision(archive: Archive, clock: Clock) -> None:
    clock.forward(days=9)
    for day, text in ((0, prose(1)), (3, prose(1)), (3.5, prose(2))):
        put(archive, reading(DESK, text, at=MORNING + day * DAY))
    assert texts(archive) == [prose(1), prose(2)]


def test_an_old_page_brings_nothing_back_that_is_gone(archive: Archive, clock: Clock) -> None:
    put(archive, reading(DESK, prose(1)))
    clock.forward(days=2)
    run = archive.begin_run("s")
    assert isinstance(run, Run)
    assert archive.missing(run.id, "s", DESK, "404", 404, confirmations=1, days=0) is Verdict.GONE
    for days in (-1, 1):
        again = put(archive, reading(DESK, prose(1), at=MORNING + days * DAY, requested=SHORT))
        assert (again.verdict, "恢复" in again.reason) == (Verdict.UNCHANGED, False)
    (one,) = archive.instalments()
    found = archive.article(one.id)
    assert found is not None
    assert found.row.gone_at == clock.now
    # An address that nothing newer is known of is noted all the same.
    assert {each.url: each.gone_at for each in found.addresses} == {DESK: clock.now, SHORT: None}
    clock.forward(days=1)
    assert "恢复" in put(archive, reading(DESK, prose(1), at=clock.now)).reason


def test_an_old_page_is_no_sign_of_an_address_that_is_suspected(archive: Archive, clock: Clock) -> None:
    put(archive, reading(DESK, prose(1)))
    clock.forward(days=2)
    for verdict in (Verdict.SUSPECTED, Verdict.GONE):
        run = archive.begin_run("s")
        assert isinstance(run, Run)
        assert archive.missing(run.id, "s", DESK, "404", 404, confirmations=2, days=0) is verdict
        archive.end_run(run.id, Outcome.DONE)
        put(archive, reading(DESK, prose(1), at=MORNING - DAY))


def test_a_clock_that_was_ahead_hides_no_correction(archive: Archive, clock: Clock) -> None:
    put(archive, reading(DESK, prose(1), at=MORNING + 400 * DAY))
    clock.forward(days=1)
    assert put(archive, reading(DESK, prose(2), at=clock.now)).verdict is Verdict.REVISED
