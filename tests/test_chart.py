"""How often organisations speak over time: counted section by section, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import date

from support_databases import archive, clock, database_url, postgres_server, prose
from support_export import SERIES, record

from storage import Archive
from storage.asking.reader import reading

__all__ = ["archive", "clock", "database_url", "postgres_server"]


def test_sections_are_counted_by_organisation_and_month(archive: Archive) -> None:
    printed = (
        (1, date(2021, 10, 26), "青岛市财政局", "青岛市民政局"),
        (2, date(2021, 12, 3), "青岛市财政局", "青岛市统计局"),
        (3, date(2021, 12, 31), "青岛市财政局", ""),
    )
    for number, on, *organisations in printed:
        body = "\n".join(line for name in organisations for line in (name, prose(10 * number + len(name))) if line)
        record(archive, number, body=body, printed_on=on)
    with reading(archive) as reader:
        told = {row.organisation: row.counts for row in reader.chart(SERIES, 30).rows}
        most = reader.chart(SERIES, 1)
    assert told == {"青岛市财政局": (1, 0, 2), "青岛市民政局": (1, 0, 0), "青岛市统计局": (0, 0, 1)}
    assert ([row.organisation for row in most.rows], most.named, most.monthly) == (["青岛市财政局"], 3, True)


def test_a_section_that_speaks_for_nobody_is_counted_by_itself(archive: Archive) -> None:
    record(archive, 1, printed_on=date(2021, 10, 26))
    with reading(archive) as reader:
        found = reader.chart(SERIES, 30)
        assert (found.rows, found.named, found.without) == ((), 0, 1)
        assert reader.chart("nobody", 30).spans == ()
