"""A series whose words take in more than before: what was seen under the narrower ones proves nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from support_crawl import config_of, crawl, database, instalments, paper, rows, tally

from crawler.following.wishes import Wishes
from demo import Newspaper
from storage import open_archive

__all__ = ["database", "paper"]

FIRST = date(2026, 3, 1)
DAYS = 12
NOW = datetime(2026, 3, 20, 0, 0, tzinfo=UTC)
LOOKS = "SELECT day FROM sweeps WHERE found = 'unlisted' AND day = :day"
EMPTY = "SELECT count(*) AS days FROM sweeps WHERE found = 'nothing_printed'"


def printed(paper: Newspaper) -> None:
    """Print one old instalment that no front page names, and news of every day."""
    paper.arrange(page_size=5)
    paper.print_instalment(on=FIRST + timedelta(days=1))
    for count in range(DAYS):
        for _ in range(3):
            paper.print_news(on=FIRST + timedelta(days=count))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"match": ["某某巡礼"]}, {"match": ["某某巡礼", "改革巡礼"]}),
        ({"exclude": ["改革"]}, {"exclude": []}),
    ],
)
def test_wider_words_read_the_lists_to_their_end_once_more(
    paper: Newspaper, database: str, narrow: dict[str, list[str]], wide: dict[str, list[str]]
) -> None:
    printed(paper)
    crawl(config_of(paper, database, **narrow), at=NOW)
    assert rows(config_of(paper, database), LOOKS, day=str(FIRST + timedelta(days=2)))
    config = config_of(paper, database, **wide)
    assert tally(crawl(config, at=NOW + timedelta(days=1)))["new"] == 1
    assert [one.printed_on for one in instalments(config)] == [FIRST + timedelta(days=1)]
    paper.reset_counts()
    crawl(config, at=NOW + timedelta(days=2))
    assert paper.requests_to("index_3") == 0


def test_narrower_words_leave_lists_and_proofs_alone(paper: Newspaper, database: str) -> None:
    printed(paper)
    crawl(config_of(paper, database), at=NOW)
    paper.reset_counts()
    config = config_of(paper, database, exclude=["夜读"])
    crawl(config, at=NOW + timedelta(days=1))
    assert paper.requests_to("index_3") == 0
    assert rows(config, LOOKS, day=str(FIRST + timedelta(days=4)))


@pytest.mark.parametrize(("young", "found", "empty"), [(21, 1, DAYS - 1), (0, 0, 1)])
def test_wider_words_look_at_the_newspaper_s_young_days_again(
    paper: Newspaper, database: str, young: int, found: int, empty: int
) -> None:
    printed(paper)
    source = [{"kind": "epaper", "base_url": paper.epaper}]
    narrow = config_of(paper, database, source=source, match=["某某巡礼"], crawl={"recheck_days": young})
    crawl(narrow, Wishes(since=FIRST), at=NOW)
    assert rows(narrow, EMPTY)[0].days == DAYS
    config = config_of(paper, database, source=source, crawl={"recheck_days": young})
    assert tally(crawl(config, at=NOW + timedelta(days=1))).get("new", 0) == found
    assert rows(config, EMPTY)[0].days == empty


def test_words_are_wider_where_one_is_matched_more_or_excluded_less(database: str) -> None:
    with open_archive(database) as archive:
        archive.upgrade()
        agenda = archive.agenda
        assert not agenda.follow("s", ["甲"], ["乙"], None)
        assert not agenda.follow("s", ["甲"], ["乙"], None)
        assert not agenda.follow("s", ["甲"], ["乙", "丙"], None)
        assert agenda.follow("s", ["甲", "丁"], ["乙", "丙"], None)
        assert agenda.follow("s", ["甲", "丁"], ["丙"], None)
        assert not agenda.follow("other", ["甲"], [], None)
