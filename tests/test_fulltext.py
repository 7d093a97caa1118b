"""Full text: the index agrees with reading every text, on both databases, whatever the archive was put through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_databases import archive, clock, database_url, postgres_server, prose, reading
from support_fulltext import folded, pieces, scan

from storage import Archive
from storage.fulltext import Order, parse, search
from storage.fulltext.folding import fold, folded_with_origins

__all__ = ["archive", "clock", "database_url", "postgres_server"]

LETTERS = "改革开放市南区营商环境的Ａaßﬁé①½㎏Ⅳ 　，,。「」\"-:%_'*\u0301가\u11a8ｶﾞ"
"""Few enough that words recur, strange enough to be folded in every way."""


def find(archive: Archive, text: str, order: Order = Order.RANK, limit: int = 10_000) -> list[tuple[int, int]]:
    with archive.database.reading() as connection:
        found = search(connection, parse(text), order, limit=limit)
    return [(hit.id, hit.section) for hit in found.rows]


def quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def random_text(dice: Random) -> str:
    """Lines of every length, some of which the outline takes for markers, organisations and headlines."""
    lines = ["".join(dice.choice(LETTERS) for _ in range(dice.randrange(1, 40))) for _ in range(dice.randrange(1, 9))]
    printed = ["青岛日报2021年10月26日特1版", "市财政局", "开放的市南区", "记者 改革开"]
    for number in range(dice.randrange(4)):
        lines.insert(dice.randrange(len(lines) + 1), printed[number])
    return "\n".join(lines)


@pytest.fixture
def filled(archive: Archive) -> Iterator[Archive]:
    dice = Random(7)
    first = date(2021, 10, 26)
    for number in range(25):
        on = first + timedelta(days=dice.randrange(12))
        title = "".join(dice.choice(LETTERS) for _ in range(8)).strip() or "题"
        body = f"{random_text(dice)}\n第{number}篇{prose(number)}"
        archive.record_many(None, "s", [reading(f"http://w.cn/{number}", body, title=title, printed_on=on)])
    return archive


def test_the_index_agrees_with_reading_every_text(filled: Archive) -> None:
    texts = pieces(filled)

    @settings(max_examples=60, deadline=None)
    @given(
        words=st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=3),
        without=st.lists(st.text(LETTERS, min_size=1, max_size=2), max_size=1),
        by_date=st.booleans(),
    )
    def agrees(words: list[str], without: list[str], by_date: bool) -> None:
        wanted = [word for word in words if folded(word)] or ["改革"]
        unwanted = [word for word in without if folded(word)]
        asked = " ".join([*map(quoted, wanted), *(f"-{quoted(word)}" for word in unwanted)])
        order = Order.DATE if by_date else Order.RANK
        assert find(filled, asked, order) == scan(texts, wanted, unwanted, by_date=by_date)

    agrees()


@given(text=st.text(max_size=12))
def test_folding_by_pieces_is_folding_the_line(text: str) -> None:
    assert folded_with_origins(text).text == fold(text) == folded(text)
