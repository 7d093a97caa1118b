"""However a text's paragraphs are shared out among elements, all of it is read, in order, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from support_structure import Made, made

from crawler.extract import extract
from storage.values import Document, Extract

URL: Final = "http://w.example.cn/p/1.html"


def read(page: str) -> Extract:
    return extract(
        Document(URL, 200, {"content-type": "text/html"}, page.encode(), datetime(2024, 3, 4, tzinfo=UTC), URL)
    )


def is_whole(page: Made) -> bool:
    told = read(page.html)
    return (told.title, tuple(told.body.split("\n"))) == (page.title, page.lines)


def test_the_text_is_whole_and_clean_however_it_is_split() -> None:
    assert [seed for seed in range(200) if not is_whole(made(seed))] == []


@pytest.mark.slow
def test_hardly_any_of_many_is_not() -> None:
    """A heading and a caption above the only sentence that stands outside look like the furniture of some sites."""
    assert len([seed for seed in range(1000, 4000) if not is_whole(made(seed))]) <= 3
