"""What a list proves by being read past a day."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.following import stretches
from crawler.following.stretches import Reach, Stretch, empty_days
from crawler.sources import sources_of
from crawler.sources.base import Ask, Source
from storage.config import SeriesConfig
from storage.values import Link

FIRST = date(2022, 3, 1)
TODAY = date(2022, 3, 20)
OURS = "http://w.example/p/1.html"


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def stretch(days: list[int | None], ours: list[tuple[str, int | None]] | None = None) -> Stretch:
    links = [Link(url, "青岛改革巡礼", "", None if on is None else day(on)) for url, on in ours or []]
    return Stretch("website w", "http://w.example/", 1, [None if one is None else day(one) for one in days], links)


def proven(days: list[int | None], ours: list[tuple[str, int | None]] | None = None, known: set[str] | None = None,
           since: date | None = None, today: date = TODAY) -> list[int]:  # fmt: skip
    return [(on - FIRST).days + 1 for on in empty_days(stretch(days, ours), known or set(), since, today)]


def test_the_days_between_the_newest_entry_and_the_last_are_proven() -> None:
    assert proven([9, 8, 8, 6, 5, 4, 4]) == [6, 7, 8, 9]


def test_today_is_not_over() -> None:
    assert proven([20, 20, 18, 17, 16, 15]) == [18, 19]


def test_an_entry_that_nobody_has_read_leaves_its_day_open_and_the_one_before() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], [(OURS, 8)]) == [6, 9]


def test_an_entry_that_was_read_is_of_the_day_that_its_text_says() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], [(OURS, 8)], known={OURS}) == [6, 7, 8, 9]


def test_an_unread_entry_without_a_day_leaves_all_open() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], [(OURS, None)]) == []


def test_one_that_is_pinned_on_top_reaches_nowhere() -> None:
    assert proven([1, 9, 9, 8, 8, 7, 7, 7, 6, 6, 5, 5, 5, 4, 4]) == [6, 7, 8, 9]


def test_a_list_in_no_order_of_days_proves_nothing() -> None:
    assert proven([3, 9, 1, 8, 2, 7, 5, 6]) == []


def test_a_list_without_dates_proves_nothing() -> None:
    assert proven([None] * 8 + [9, 8, 7, 6]) == []


def test_nothing_is_proven_before_the_first_day_wanted() -> None:
    assert proven([9, 8, 7, 6, 5, 4, 3], since=day(8)) == [8, 9]


def test_a_list_without_entries_or_with_a_few_proves_nothing() -> None:
    assert [proven([]), proven([9]), proven([9, 7, 5])] == [[], [], []]


# --- page by page

SERIES = SeriesConfig.model_validate({"name": "s", "title": "青岛改革巡礼", "match": ["改革巡礼"], "source": [
    {"kind": "website", "base_url": "http://w.example"},
    {"kind": "listing", "urls": ["http://l.example/list.html"], "link": "a"},
    {"kind": "search", "url": "http://s.example/?q={words}"},
]})  # fmt: skip
WEBSITE, LISTING, SEARCH = sources_of(SERIES)


def read(source: Source, *pages: tuple[int, list[int]], ours: list[int] | None = None) -> Reach:
    """Read pages of a list, each with its number and the days of its entries; `ours` are the series' on each."""
    reach, start = Reach(), f"{source.label}/"
    for number, days in pages:
        links = [Link(f"http://w.example/p/{number}{on}.html", "", "", day(on)) for on in days]
        reach.page(source, Ask(f"{start}{number}", start, number), links, [links[at] for at in ours or []])
    return reach


def proven_by(reach: Reach, *, printed: tuple[int, ...] = ()) -> list[tuple[str, int]]:
    """The days that are proven, each with the page that was read last; `printed` has an e-paper to be asked."""
    asked = {day(number) for number in printed}
    found = stretches.proven(reach, reach.ours[:-1], None, TODAY, asked.__contains__)
    return [(read_to.url.rsplit("/", 1)[1], (on - FIRST).days + 1) for read_to, on in found]


def test_pages_count_from_the_front_without_a_gap() -> None:
    front, second, fourth = (1, [9, 8, 8]), (2, [7, 6, 5]), (4, [2, 1, 1])
    for source in (WEBSITE, LISTING):
        assert proven_by(read(source, front, second, fourth)) == [("2", 8), ("2", 9)]
        assert proven_by(read(source, front, second), printed=(8,)) == [("2", 9)], "the e-paper's to prove"
    assert proven_by(read(WEBSITE, fourth)) == [], "from where an earlier run left off"
    assert proven_by(read(SEARCH, front, second)) == [], "what a search does not know it does not show"


def test_what_the_series_has_on_any_page_leaves_its_day_open() -> None:
    """All but the last of them have been read."""
    found = proven_by(read(WEBSITE, (1, [19, 18, 17]), (2, [15, 6, 5, 4]), ours=[0]))
    assert [on for _, on in found] == [on for on in range(7, 20) if on not in (14, 15)]
