"""The ledger of a real archive: what was captured, what was named and never read, which number is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support_databases import MORNING, archive, clock, database_url, postgres_server, prose, reading

from storage.archive import Archive
from storage.ledger.coverage import Coverage, Day
from storage.running.errands import Named
from storage.running.leads import Lead, note_leads
from storage.running.notes import Owed, Settled, write
from storage.running.sweeps import Found, Sweep
from storage.values import Surface, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

FIRST = date(2024, 3, 1)


def on(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def print_(archive: Archive, seed: int, day: int, title: str, body: str = "", **fields: object) -> None:
    read = reading(f"http://w.cn/{seed}.html", body or prose(seed), title=title, printed_on=on(day), **fields)
    archive.record_many(None, "s", [read])


def owe(archive: Archive, *wanted: Named) -> None:
    write(archive.database, 0, "s", [Owed(wanted)], MORNING)


def ledger(archive: Archive) -> dict[int, Day]:
    return {day.on.day: day for day in archive.agenda.ledger("s", FIRST, on(30))}


def verdicts(archive: Archive, *wanted: Coverage) -> dict[int, Coverage]:
    return {number: day.verdict for number, day in ledger(archive).items() if day.verdict in wanted}


def look(day: int, found: Found) -> Sweep:
    return Sweep("s", "epaper e", on(day), found, f"http://e.cn/{day}", 200, "", 1, MORNING, boards=8)


def test_a_captured_day_names_its_document(archive: Archive) -> None:
    print_(archive, 1, 5, "青岛改革巡礼：题目")
    day = ledger(archive)[5]
    assert day.verdict is Coverage.CAPTURED
    assert "http://w.cn/1.html" in day.evidence[0]
    assert [(seen.url, seen.status) for seen in day.documents] == [("http://w.cn/1.html", 200)]


@pytest.mark.parametrize(
    ("before", "after"), [("青岛改革巡礼之10：甲", "青岛改革巡礼之12：乙"), ("改革巡礼（十）甲", "改革巡礼（十二）乙"),
                          ("改革巡礼第10期：甲", "改革巡礼第12期：乙")],
)  # fmt: skip
def test_a_missing_number_shows_on_a_day_between(archive: Archive, before: str, after: str) -> None:
    print_(archive, 10, 2, before)
    print_(archive, 12, 9, after)
    archive.agenda.note_sweeps([look(day, Found.NOTHING) for day in range(3, 9)])
    missing = verdicts(archive, Coverage.MISSING)
    assert len(missing) == 1
    [day] = missing
    assert 2 < day < 9
    assert "11" in ledger(archive)[day].evidence[0]
    print_(archive, 11, day, before.replace("10", "11").replace("十", "十一"))
    assert verdicts(archive, Coverage.MISSING) == {}


def test_a_number_that_stands_in_the_text_alone_is_there(archive: Archive) -> None:
    print_(archive, 10, 2, "青岛改革巡礼之10：甲")
    print_(archive, 11, 5, "把好事办实", "青岛改革巡礼（十一）\n" + prose(11))
    print_(archive, 12, 9, "青岛改革巡礼之12：乙")
    assert verdicts(archive, Coverage.MISSING) == {}


def test_as_many_without_a_number_between_are_the_missing_ones(archive: Archive) -> None:
    print_(archive, 10, 2, "青岛改革巡礼之10：甲")
    print_(archive, 11, 5, "青岛改革巡礼：没有写第几期")
    print_(archive, 13, 9, "青岛改革巡礼之13：乙")
    assert len(verdicts(archive, Coverage.MISSING)) == 2  # one stands for two, and which of them nobody can say
    print_(archive, 12, 7, "青岛改革巡礼：也没有写第几期")
    assert verdicts(archive, Coverage.MISSING) == {}


def test_a_copy_without_a_number_stands_for_no_missing_one(archive: Archive) -> None:
    for number, day in ((10, 2), (12, 9)):
        print_(archive, number, day, f"青岛改革巡礼之{number}：甲")
        printed = f"http://e.cn/2024-03/{day:02}/node_1.htm"
        copy = reading(printed, prose(number), title="把好事办实", printed_on=on(day), surface=Surface.EPAPER)
        archive.record_many(None, "s", [copy])
    archive.agenda.note_sweeps([look(day, Found.NOTHING) for day in range(3, 9)])
    assert len(verdicts(archive, Coverage.CAPTURED)) == 2
    assert len(verdicts(archive, Coverage.MISSING)) == 1


def test_what_a_list_names_and_nobody_could_read_is_missing(archive: Archive) -> None:
    run = archive.begin_run("s")
    named = Named("http://w.cn/7.html", "青岛改革巡礼：读不到的一期", on(7), "http://w.cn/")
    owe(archive, named)
    archive.visit(run.id if hasattr(run, "id") else 0, named.url, Verdict.FAILED, "页面不存在", 404)
    archive.agenda.note_sweeps([look(7, Found.NOTHING)])
    day = ledger(archive)[7]
    assert day.verdict is Coverage.MISSING
    assert "读不到的一期" in day.evidence[0]
    assert "http://w.cn/" in day.evidence[0]
    assert "404" in day.evidence[0]


def test_it_is_not_missing_once_it_is_read_or_not_wanted(archive: Archive) -> None:
    owe(archive, Named("http://w.cn/7.html", "青岛改革巡礼：甲", on(7), "http://w.cn/"),
        Named("http://w.cn/8.html", "青岛改革巡礼：乙", on(8), "http://w.cn/"))  # fmt: skip
    print_(archive, 7, 7, "青岛改革巡礼：甲")
    write(archive.database, 0, "s", [Settled(["http://w.cn/8.html"])], MORNING)
    assert verdicts(archive, Coverage.MISSING) == {}


def test_the_same_title_at_another_address_is_its_text(archive: Archive) -> None:
    owe(archive, Named("http://p.cn/a/1", "青岛改革巡礼：把好事办实 把…", on(8), "http://p.cn/"))
    print_(archive, 7, 7, "青岛改革巡礼：把好事办实 把实事办好", surface=Surface.MOBILE)
    assert verdicts(archive, Coverage.MISSING) == {}


def test_the_day_stands_in_the_address_where_no_list_prints_it(archive: Archive) -> None:
    owe(archive, Named("http://q.cn/2024-03/11/content_1.htm", "青岛改革巡礼：丙", None, "http://q.cn/"))
    assert verdicts(archive, Coverage.MISSING) == {11: Coverage.MISSING}


def test_what_only_an_instalment_leads_to_is_missing_where_nothing_answers(archive: Archive) -> None:
    lead = Lead("http://w.cn/9.html", "青岛改革巡礼：上一篇的题目", "http://w.cn/10.html", on(9))
    note_leads(archive.database, "s", [lead], MORNING)
    owe(archive, Named(lead.url))
    day = ledger(archive)[9]
    assert day.verdict is Coverage.MISSING
    assert "上一篇的题目" in day.evidence[0]


def test_an_address_that_nobody_named_proves_nothing(archive: Archive) -> None:
    owe(archive, Named("http://w.cn/77.html"))
    assert verdicts(archive, Coverage.MISSING) == {}


def test_what_was_put_online_the_day_after_is_of_the_day_that_the_paper_printed_it(archive: Archive) -> None:
    archive.record_many(
        None, "s",
        [reading("http://e.cn/2024-03/05/node_1.htm", prose(5), surface=Surface.EPAPER, printed_on=on(5)),
         reading("http://w.cn/5.html", prose(5), published_on=on(6))],
    )  # fmt: skip
    assert verdicts(archive, Coverage.CAPTURED) == {5: Coverage.CAPTURED}


def test_a_late_piece_turns_its_day_at_the_next_look(archive: Archive) -> None:
    archive.agenda.note_sweeps([look(day, Found.NOTHING) for day in (4, 5, 6)])
    assert ledger(archive)[5].verdict is Coverage.NOTHING_PRINTED
    print_(archive, 5, 5, "青岛改革巡礼：迟到的一期")
    archive.agenda.note_sweeps([look(5, Found.CAPTURED)])
    assert ledger(archive)[5].verdict is Coverage.CAPTURED
