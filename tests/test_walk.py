"""How far a list is read, and where a walk that was broken off goes on: pure, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, islice

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.following.walk import MOST_PAGES, Place, Walk
from crawler.sources.base import Ask, Index
from storage.addresses import canonical
from storage.values import Link

START = "http://news.example.cn/"
SIZE = 5


def page_url(number: int) -> str:
    return START if number == 1 else f"{START}list_{number}.html"


class List:
    """A list as a site shows it: entries newest first, so many a page; what earlier walks have marked."""

    def __init__(self, entries: int) -> None:
        self.entries = [f"{START}p/{number}.html" for number in range(entries, 0, -1)]
        self.marked: set[str] = set()
        self.places: tuple[Place, ...] = ()
        self.read: list[str] = []
        self.found: set[str] = set()

    def add(self, count: int) -> None:
        first = len(self.entries)
        self.entries = [f"{START}p/{first + number}.html" for number in range(count, 0, -1)] + self.entries

    def index(self, url: str) -> Index:
        number = 1 if url == START else int(url.removeprefix(f"{START}list_").removesuffix(".html"))
        shown = self.entries[(number - 1) * SIZE : number * SIZE]
        more = number * SIZE < len(self.entries)
        return Index(tuple(Link(one, "") for one in shown), page_url(number + 1) if more else None)

    def walk(self, most: int = 1000) -> Walk:
        """Walk as a run does, for so many pages at most."""
        self.read = []
        walk = Walk(START, left=self.places)
        ask: Ask | None = Ask(START, START)
        while ask is not None and len(self.read) < most:
            self.read.append(ask.url)
            index = self.index(ask.url)
            self.found |= {link.url for link in index.links}
            keys = {canonical(link.url) for link in index.links}
            ask = walk.step(ask, index, keys & self.marked)
            self.marked |= walk.marks
            self.places = walk.places
        return walk


def links(*numbers: int, on: date | None = None) -> tuple[Link, ...]:
    return tuple(Link(f"{START}p/{number}.html", "", "", on) for number in numbers)


def test_a_first_walk_reads_to_the_end() -> None:
    site = List(32)
    walk = site.walk()
    assert site.read == [page_url(number) for number in range(1, 8)]
    assert (site.places, walk.endless) == ((), False)
    assert len(site.found) == 32


def test_a_second_walk_reads_one_page() -> None:
    site = List(32)
    site.walk()
    site.walk()
    assert site.read == [START]


def test_a_walk_reads_on_until_a_whole_page_is_known() -> None:
    site = List(32)
    site.walk()
    site.add(7)
    site.walk()
    assert site.read == [page_url(number) for number in range(1, 4)]


def test_a_walk_that_was_broken_off_goes_on_where_it_was() -> None:
    site = List(40)
    site.walk(most=3)
    assert [place.url for place in site.places] == [page_url(3)]
    site.walk()
    assert site.read == [START, page_url(3), *(page_url(number) for number in range(4, 9))]
    assert site.places == ()


def test_what_came_out_since_pushes_the_place_down() -> None:
    site = List(40)
    site.walk(most=3)
    site.add(12)
    site.walk()
    assert set(site.entries) <= site.found
    assert site.places == ()


def test_a_walk_broken_off_at_the_front_leaves_two_places() -> None:
    site = List(60)
    site.walk(most=3)
    site.add(30)
    site.walk(most=2)
    assert len(site.places) == 2
    site.walk()
    assert set(site.entries) == site.found
    assert site.places == ()


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 80), st.lists(st.tuples(st.integers(0, 17), st.integers(4, 9)), max_size=12))
def test_whatever_breaks_walks_off_nothing_is_lost(first: int, runs: list[tuple[int, int]]) -> None:
    site = List(first)
    for added, most in runs:
        site.walk(most)
        site.add(added)
    site.walk()
    assert set(site.entries) == site.found
    assert site.places == ()
    site.walk()
    assert site.read == [START]


def test_a_backfill_reads_past_what_is_known_and_leaves_no_place() -> None:
    walk, front = Walk(START, thorough=True, left=(Place(page_url(9), 9),)), links(3, 2, 1)
    following = walk.step(Ask(START, START), Index(front, page_url(2)), {canonical(link.url) for link in front})
    assert following == Ask(page_url(2), START, 2)
    assert (walk.here, walk.marks) == (None, set())
    assert walk.step(following, Index(links(0), None), set()) is None, "nor does it go back to one: it came by it"
    assert len(walk.marks) == 4


def test_a_backfill_ends_where_the_last_page_is_served_for_every_further_one() -> None:
    walk, last = Walk(START, thorough=True), links(2, 1)
    following = walk.step(Ask(START, START), Index(last, page_url(2)), set())
    assert following is not None
    assert walk.step(following, Index(last, page_url(3)), set()) is None
    assert (len(walk.marks), walk.endless) == (2, False)


def test_pages_in_a_loop_end() -> None:
    walk = Walk(START)
    second = walk.step(Ask(START, START), Index(links(1), page_url(2)), set())
    assert second is not None
    assert walk.step(second, Index(links(2), START), set()) is None
    assert not walk.endless


def test_entries_before_the_first_wanted_day_end_a_walk() -> None:
    since = date(2024, 3, 1)
    walk = Walk(START, since)
    early = Index(links(1, 2, on=since - timedelta(days=1)), page_url(2))
    assert walk.step(Ask(START, START), early, set()) is None
    assert Walk(START, since).step(Ask(START, START), Index(links(1, 2, on=since), page_url(2)), set()) is not None
    undated = Index((*links(3, on=since - timedelta(days=1)), *links(4)), page_url(2))
    assert Walk(START, since).step(Ask(START, START), undated, set()) is not None


def endless() -> Iterator[tuple[Ask, Index]]:
    for number in count(1):
        yield Ask(page_url(number), START, number), Index(links(number), page_url(number + 1))


def test_an_endless_chain_is_given_up() -> None:
    for thorough in (False, True):
        walk = Walk(START, thorough=thorough)
        steps = [walk.step(ask, index, set()) for ask, index in islice(endless(), MOST_PAGES)]
        assert steps[-1] is None
        assert all(steps[:-1])
        assert walk.endless
        assert walk.marks == (set() if thorough else {canonical(f"{START}p/{MOST_PAGES}.html")}), "none read to its end"


def test_a_place_that_is_there_no_longer_is_given_up() -> None:
    walk = Walk(START, left=(Place(page_url(9), 9),))
    back = walk.step(Ask(START, START), Index(links(1), None), set())
    assert back == Ask(page_url(9), START, 9)
    assert not walk.lost(Ask(page_url(10), START, 10)), "of another page it says nothing"
    assert walk.places
    assert walk.lost(back)
    assert walk.places == ()
    assert not walk.lost(Ask(page_url(3), START, 3))


# --- once a week, as far as entries are young


def dated(number: int, *days: int, more: bool = True) -> tuple[Ask, Index]:
    """A page with an entry for each day of March."""
    shown = tuple(Link(f"{START}p/{number}{day:02}.html", "", published_on=date(2022, 3, day)) for day in days)
    return Ask(page_url(number), START, number), Index(shown, page_url(number + 1) if more else None)


def pages_read(walk: Walk, *pages: tuple[Ask, Index]) -> int:
    """Walk over pages that earlier walks have seen, and return how many are read."""
    for number, (ask, index) in enumerate(pages, 1):
        if walk.step(ask, index, {canonical(link.url) for link in index.links}) is None:
            return number
    return len(pages)


PAGES = (dated(1, 30, 29), dated(2, 28, 27), dated(3, 30, 22, 21), dated(4, 12, 11), dated(5, 10, 9, more=False))


def test_a_sweep_reads_on_to_the_first_page_that_is_not_young() -> None:
    walk = Walk(START, young=date(2022, 3, 27), sweeping=True)
    for ask, index in PAGES[:2]:
        assert walk.step(ask, index, {canonical(link.url) for link in index.links}) is not None
        assert walk.places == (), "what lies behind it was walked: there is no place to come back to"
    assert (pages_read(walk, *PAGES[2:]), walk.swept) == (1, True)


def test_without_a_sweep_a_page_that_brings_nothing_new_is_the_last() -> None:
    walk = Walk(START, young=date(2022, 3, 27))
    assert (pages_read(walk, *PAGES), walk.swept) == (1, False)


def test_a_list_that_ends_or_is_old_on_its_front_is_swept_by_every_walk() -> None:
    walk = Walk(START, young=date(2022, 3, 1), sweeping=True)
    assert (pages_read(walk, *PAGES), walk.swept) == (5, True)
    old = Walk(START, young=date(2022, 4, 1))
    assert (pages_read(old, *PAGES), old.swept) == (1, True)
    ask, index = dated(1, 30, 29)
    looped = Walk(START, young=date(2022, 3, 1), sweeping=True)
    assert (pages_read(looped, (ask, replace(index, next_url=f"{ask.url}index.html"))), looped.swept) == (1, True)


def test_what_is_read_from_a_place_on_is_no_sweep_from_the_front() -> None:
    walk = Walk(START, young=date(2022, 3, 27), left=(Place(page_url(4), 4),))
    front, index = dated(1, 30, 29)
    back = walk.step(front, index, {canonical(link.url) for link in index.links})
    assert back == Ask(page_url(4), START, 4)
    assert walk.step(*dated(4, 12, 11), set()) is not None
    assert not walk.swept, "pages 2 and 3 were not read"


def test_a_list_without_days_is_not_swept() -> None:
    ask, index = Ask(START, START), Index(links(1, 2), page_url(2))
    walk = Walk(START, young=date(2022, 3, 27), sweeping=True)
    assert (pages_read(walk, (ask, index)), walk.swept) == (1, False)
    assert walk.step(ask, index, {canonical(link.url) for link in index.links}) is None
