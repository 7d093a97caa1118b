"""An archive of printed sections for the bench of the full text, and the strings that are searched in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, insert

from bench.newsprint import Newsprint, Story
from storage import Archive
from storage.tables import articles, sections

STORIES: Final = 10
"""Sections of an article."""
A_DAY: Final = 20
"""Articles of a printed day."""
FIRST: Final = date(2010, 1, 1)
LENGTHS: Final = range(1, 9)
BY_CHANCE: Final = range(2, 5)
"""Lengths of words that are also asked for where they are another paper's: longer ones are not there at all."""
QUERIES: Final = 40
"""Queries of each length and kind."""
SAMPLE: Final = 500
"""Sections that tell which strings are frequent."""
BATCH: Final = 200


# --- the archive ----------------------------------------------------------------------------------------------------


def fill(archive: Archive, number: int, size: int) -> None:
    """Put articles into an empty archive as rows, without crawling or comparing them."""
    stories = Newsprint().stories(size)
    total = number // STORIES
    for start in range(0, total, BATCH):
        with archive.database.writing() as connection:
            print_articles(connection, range(start + 1, min(total, start + BATCH) + 1), stories)


def print_articles(connection: Connection, ids: range, stories: Iterator[Story]) -> None:
    """Insert articles with their sections."""
    told = [(article_id, list(islice(stories, STORIES))) for article_id in ids]
    connection.execute(insert(articles), [_article(*each) for each in told])
    connection.execute(insert(sections), [row for each in told for row in _sections(*each)])


def _article(article_id: int, stories: Sequence[Story]) -> dict[str, Any]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    body = "\n".join(f"{story.headline}\n{story.body}" for story in stories)
    return {
        "id": article_id, "series": "bench", "url": f"http://bench.example.cn/{article_id}", "surface": "website",
        "title": stories[0].headline, "body": body, "characters": len(body), "fingerprint": f"bench:{article_id}",
        "first_seen_at": at, "last_seen_at": at, "dated_on": FIRST + timedelta(days=article_id // A_DAY),
        "people": [], "revision": 1, "extractor": "bench", "layout": "bench",
    }  # fmt: skip


def _sections(article_id: int, stories: Sequence[Story]) -> list[dict[str, Any]]:
    rows, line = [], 1
    for position, story in enumerate(stories, start=1):
        last = line + story.body.count("\n") + 1
        rows.append(
            {
                "article_id": article_id, "position": position, "page": f"{position % 4 + 1}版", "page_position": 0,
                "organisation": f"某市第{article_id * position % 40}局", "headline": story.headline, "body": "",
                "captions": [], "first_line": line, "last_line": last,
            }
        )  # fmt: skip
        line = last + 1
    return rows


# --- queries --------------------------------------------------------------------------------------------------------


@cache
def queries(size: int, seed: int = 2) -> dict[str, list[str]]:
    """Return queries of each kind and length, out of sections that are printed as those of the archive.

    Those of another paper stand in this one by chance: their pairs of characters are frequent, they are not.
    """
    papers = Newsprint(), Newsprint(paper=2)
    sample, others = ([story.body for story in islice(paper.stories(size), SAMPLE)] for paper in papers)
    dice = Random(seed)
    chosen: dict[str, list[str]] = {}
    for length in LENGTHS:
        held = _held(sample, length)
        once = [gram for gram, number in held.items() if number == 1]
        chosen[f"frequent {length}"] = _most(held)
        chosen[f"rare {length}"] = dice.sample(once, min(len(once), QUERIES)) or [held.most_common()[-1][0]]
        if length in BY_CHANCE:
            chosen[f"chance {length}"] = _most(_held(others, length))
    return chosen


def _held(sample: Sequence[str], length: int) -> Counter[str]:
    return Counter(gram for body in sample for gram in _grams(body, length))


def _most(held: Counter[str]) -> list[str]:
    return [gram for gram, _ in held.most_common(QUERIES)]


def _grams(body: str, length: int) -> set[str]:
    return {
        line[at : at + length]
        for line in body.split("\n")
        for at in range(len(line) - length + 1)
        if not set("，。") & set(line[at : at + length])
    }
