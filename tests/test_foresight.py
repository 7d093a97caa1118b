"""Days that are yet to come, on pages and on lists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from support_crawl import (
    crawl,
    database,
    instalments,
    rows,
)
from support_sockets import FIRST, HTML, Sockets, answer, config_for, front, page, server

__all__ = ["database", "server"]

DAY = date(2021, 11, 2)


def test_a_day_that_is_yet_to_come_is_none(server: Sockets, database: str) -> None:
    """Neither on the page nor on the list; the list's day counts where the page's is none."""
    lists = front(1).replace(b"2021-11-02", b"2999-11-02")
    server.says["/"] = lambda _: answer(lists, HTML)
    server.says[FIRST] = lambda _: answer(page(1).replace(b"2021-11-02", b"2031-11-02"), HTML)
    config = config_for(server, database)
    now = datetime(2021, 11, 4, 2, tzinfo=UTC)
    crawl(config, at=now)
    (one,) = instalments(config)
    assert (one.printed_on, one.published_at, one.dated_on) == (None, None, now.date())
    server.says["/"] = lambda _: answer(front(2), HTML)
    server.says["/p/2.html"] = lambda _: answer(page(2).replace(b"2021-11-02", b"2031-11-02"), HTML)
    crawl(config, at=now + timedelta(days=1))
    assert {str(row.dated_on) for row in rows(config, "SELECT dated_on FROM articles WHERE url LIKE '%/2.html'")} == {
        str(DAY)
    }
