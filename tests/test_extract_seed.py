"""The seed instalment rebuilt as HTML: whole, clean, in order, with its editor and its author, however it is built."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
import support_seed
from support_seed import SEED, VARIANTS, Seed

from crawler.extract import extract
from storage.values import Document, Extract

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the shared seed is not beside this checkout")


@pytest.fixture(scope="module")
def seed() -> Seed:
    return support_seed.load()


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def lines_of(found: Extract) -> list[str]:
    return [folded(line) for line in found.body.split("\n")]


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_every_paragraph_is_kept_in_order_and_nothing_else(seed: Seed, name: str) -> None:
    assert lines_of(extract(VARIANTS[name](seed))) == [folded(line) for line in seed.paragraphs]


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_title_editor_and_author(seed: Seed, name: str) -> None:
    found = extract(VARIANTS[name](seed))
    assert folded(found.title) == folded(seed.title)
    assert found.editor == "刘聪聪"
    assert "刘佳旎" in (found.byline or "")
    assert {(person.name, person.role) for person in found.people} >= {("刘佳旎", "记者")}
    assert str(found.printed_on) == "2021-10-26"


@pytest.mark.parametrize("build", [support_seed.related_longer_than_article, support_seed.teasers_in_the_same_box])
def test_teasers_longer_than_the_article(seed: Seed, build: Callable[[Seed], Document]) -> None:
    found = extract(build(seed))
    by = [folded(line) for line in seed.paragraphs if "刘佳旎" in line]
    assert lines_of(found) == [folded(line) for line in seed.paragraphs[:3]] + by
    assert found.editor == "刘聪聪"


def test_a_body_of_three_sentences(seed: Seed) -> None:
    found = extract(support_seed.three_sentences(seed))
    assert len(found.body.split("\n")) == 3
    assert found.editor == "刘聪聪"
    assert "刘佳旎" in (found.byline or "")


def test_the_line_with_time_and_outlet_is_read(seed: Seed) -> None:
    found = extract(support_seed.clean_boxes(seed))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2021-10-25T23:12:00+00:00"
    assert found.source == "青岛日报/观海新闻"
