"""A server that is odd below what HTTP libraries send: answers without an end, heads of any size, no https."""

from __future__ import annotations

import pytest
from support_crawl import (
    assert_sound,
    body,
    crawl,
    database,
    instalments,
    tally,
    visit_of,
)
from support_sockets import FIRST, HTML, Sockets, answer, config_for, page, server, title

from crawler.following.wishes import Wishes
from storage.values import Outcome

__all__ = ["database", "server"]


# --- answers that nothing but the connection's end ends --------------------------------------------------------------


def test_half_a_page_without_a_length_is_asked_for_again(server: Sockets, database: str) -> None:
    whole = page(1)
    server.says[FIRST] = lambda time: answer(whole[: len(whole) // 2] if time == 1 else whole, HTML, length=False)
    config = config_for(server, database)
    assert tally(crawl(config)) == {"new": 1}
    assert "第6项" in body(config, title(1))
    assert server.asked[FIRST] == 2


def test_a_page_that_ends_elsewhere_each_time_was_never_whole(server: Sockets, database: str) -> None:
    server.says[FIRST] = lambda time: answer(page(1)[: 500 + 7 * time], HTML, length=False)
    config = config_for(server, database)
    run = crawl(config)
    assert "没有收全" in visit_of(config, run, server.base + FIRST).reason
    assert instalments(config) == []


def test_a_page_whose_template_has_no_end_is_taken_at_the_second_look(server: Sockets, database: str) -> None:
    endless = page(1).replace(b"</body></html>", b"")
    server.says[FIRST] = lambda _: answer(endless, HTML, length=False)
    config = config_for(server, database)
    assert tally(crawl(config)) == {"new": 1}
    assert server.asked[FIRST] == 2
    server.says[FIRST] = lambda _: answer(endless, HTML)  # with a length there is nothing to doubt
    crawl(config, Wishes(recheck=True))
    assert server.asked[FIRST] == 3


# --- heads -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        [f"Set-Cookie: c{number}={'x' * 60}; path=/" for number in range(1500)],
        [f"Content-Security-Policy: {'a' * 60_000}"],
        ["X-Powered-By: 青岛"],
        [],
    ],
    ids=["cookies", "long", "chinese", "no type"],
)
def test_a_page_is_read_whatever_else_its_head_says(server: Sockets, database: str, headers: list[str]) -> None:
    server.says[FIRST] = lambda _: answer(page(1), *([HTML, *headers] if headers else []))
    config = config_for(server, database)
    assert tally(crawl(config)) == {"new": 1}
    assert_sound(config)


@pytest.mark.parametrize(
    "sent",
    [
        answer(page(1), HTML, "Content-Length: 7"),
        answer(page(1), HTML, f"X-Endless: {'a' * 3_000_000}"),
        page(1),
    ],
    ids=["two lengths", "endless head", "no head"],
)
def test_what_is_no_http_is_one_sentence(server: Sockets, database: str, sent: bytes) -> None:
    server.says[FIRST] = lambda _: sent
    config = config_for(server, database)
    run = crawl(config)
    assert run.outcome is Outcome.COMPLAINTS
    assert "HTTP" in visit_of(config, run, server.base + FIRST).reason
    assert instalments(config) == []


def test_a_way_to_https_where_there_is_none_is_told_as_such(server: Sockets, database: str) -> None:
    server.says[FIRST] = lambda _: answer(b"", f"Location: {server.base.replace('http:', 'https:')}{FIRST}", status=301)
    config = config_for(server, database)
    run = crawl(config)
    assert "https" in visit_of(config, run, server.base + FIRST).reason
