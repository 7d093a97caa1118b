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
from support_sockets import FIRST, HTML, Sockets, answer, config_for, front, page, server, title

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


@pytest.mark.parametrize("address", ["/", FIRST])
def test_a_page_that_comes_empty_once_is_asked_for_again(server: Sockets, database: str, address: str) -> None:
    whole = {"/": front(1), FIRST: page(1)}[address]
    server.says[address] = lambda time: answer(b"\r\n" if time == 1 else whole, HTML)
    server.says["/robots.txt"] = lambda _: answer(b"", HTML)
    run = crawl(config_for(server, database))
    assert (tally(run), run.outcome) == ({"new": 1}, Outcome.DONE)
    assert (server.asked[address], server.asked["/robots.txt"]) == (2, 1)


def test_a_page_that_is_empty_twice_is_empty(server: Sockets, database: str) -> None:
    server.says[FIRST] = lambda _: answer(b"", HTML)
    config = config_for(server, database)
    assert "空" in visit_of(config, crawl(config), server.base + FIRST).reason
    assert server.asked[FIRST] == 2


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
        answer(page(1), HTML, *(f"X-Kept-{number}: {'a' * 60_000}" for number in range(40))),
        page(1),
    ],
    ids=["two lengths", "endless header", "endless head", "no head"],
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


# --- cookies ---------------------------------------------------------------------------------------------------------


def back(to: str, *cookies: str) -> bytes:
    return answer(b"", f"Location: {to}", *(f"Set-Cookie: {each}; path=/; HttpOnly" for each in cookies), status=302)


@pytest.mark.parametrize("way", ["/", "/session"])
def test_a_host_that_lets_nobody_in_without_its_cookie_is_brought_it(server: Sockets, database: str, way: str) -> None:
    server.says["/session"] = lambda _: back("/", "sid=7", "lb=a")
    server.says["/"] = lambda time: (
        back(way, *(["sid=7", "lb=a"] if way == "/" else [])) if time == 1 else answer(front(1), HTML)
    )
    config = config_for(server, database)
    assert tally(crawl(config)) == {"new": 1}
    assert server.asked["/"] == 2
    assert server.asked[FIRST] == 1
    assert server.cookies[-2:] == ["sid=7; lb=a"] * 2
    assert set(server.cookies[:-2]) == {""}


def test_a_cookie_that_opens_nothing_ends_the_circle(server: Sockets, database: str) -> None:
    server.says[FIRST] = lambda _: back(FIRST, "sid=7")
    config = config_for(server, database)
    run = crawl(config)
    assert "绕回" in visit_of(config, run, server.base + FIRST).reason
    assert server.asked[FIRST] == 2
    server.says[FIRST] = lambda time: back(FIRST, f"sid={time}")  # another one each time: none is ever enough
    assert "没有到头" in visit_of(config, crawl(config), server.base + FIRST).reason


def test_cookies_that_nobody_asks_back_are_not_sent(server: Sockets, database: str) -> None:
    server.says["/"] = lambda _: answer(front(1), HTML, "Set-Cookie: reader=7")
    server.says[FIRST] = lambda _: back("/p/1.html?from=list", "reader=7")
    server.says["/p/1.html?from=list"] = lambda _: answer(page(1), HTML)
    assert tally(crawl(config_for(server, database))) == {"new": 1}
    assert set(server.cookies) == {""}
