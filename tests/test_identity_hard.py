"""Hard cases of one text or two: much boilerplate, one pattern, many stories, two bundles, twice a year, tiny texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from support_databases import MORNING, archive, clock, database_url, postgres_server, reading
from support_family import Found, found, put, story_text

from bench.planted import patterned, piece, weekly
from storage.archive import Archive
from storage.identity.similar import LEAST
from storage.readings import Reading
from storage.values import Surface

__all__ = ["archive", "clock", "database_url", "postgres_server"]


def at(place: str, name: object, body: str, surface: Surface = Surface.WEBSITE, **fields: object) -> Reading:
    return reading(f"http://{place}.example.cn/{name}.html", body, surface=surface, **fields)  # type: ignore[arg-type]


def put_shuffled(archive: Archive, readings: list[Reading], seed: int) -> Found:
    Random(seed).shuffle(readings)
    put(archive, readings, batch=1 + seed * 3)
    return found(archive)


def test_a_weekly_series_of_which_three_fifths_are_boilerplate(archive: Archive) -> None:
    put(archive, [at("www", week, weekly(8 * week + 3)) for week in range(14)], batch=5)
    assert len(found(archive)) == 14


def test_departments_with_one_pattern_and_other_figures(archive: Archive) -> None:
    put(archive, [at("www", office, patterned(97 * office)) for office in range(20)], batch=4)
    assert len(found(archive)) == 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_a_bundle_of_twenty_stories_each_printed_twice(archive: Archive, seed: int) -> None:
    stories = [story_text(number) for number in range(20)]
    bundle = at("www", "all", "\n".join(stories))
    once = [at("epaper", number, story, Surface.EPAPER) for number, story in enumerate(stories)]
    again = [at("portal", number, f"转自日报\n{story}", Surface.REPRINT) for number, story in enumerate(stories)]
    groups = put_shuffled(archive, [bundle, *once, *again], seed)
    assert groups.keys() == {bundle.document.url}
    assert set(groups[bundle.document.url].values()) == {"part"}
    assert len(groups[bundle.document.url]) == 40


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_a_text_that_stands_in_two_bundles_is_a_part_of_one_and_makes_them_none(archive: Archive, seed: int) -> None:
    shared = story_text(7)
    one = at("www", "one", "\n".join([*(story_text(number) for number in (1, 2, 3)), shared]))
    two = at("www", "two", "\n".join([shared, *(story_text(number) for number in (11, 12, 13, 14))]))
    groups = put_shuffled(archive, [one, two, at("epaper", "story", shared, Surface.EPAPER)], seed)
    assert groups.keys() == {one.document.url, two.document.url}
    assert sorted(map(len, groups.values())) == [0, 1]
    assert groups[one.document.url], "the bundle of which it is the larger part"


@pytest.mark.parametrize("turned", [False, True])
def test_a_piece_printed_again_in_the_same_year_with_small_edits_is_the_first_one(
    archive: Archive, turned: bool
) -> None:
    text = piece(5)
    spring, autumn = datetime(2024, 3, 5, tzinfo=UTC), datetime(2024, 10, 8, tzinfo=UTC)
    edited = text.replace("下一步", "今后一段时间").replace("记者", "本报记者", 1)
    both = [at("www", "1", text, published_at=spring), at("www", "2", edited, published_at=autumn)]
    put(archive, both[::-1] if turned else both)
    assert found(archive) == {both[0].document.url: {both[1].document.url: "near"}}


def test_tiny_texts_are_one_only_where_they_are_equal(archive: Archive) -> None:
    tiny = [f"{street}的路灯今晚亮了。居民说，{number}年没有这样亮过。" for number, street in enumerate("甲乙丙丁", 2)]
    assert all(len(text) < LEAST for text in tiny)
    put(archive, [at("www", number, text) for number, text in enumerate(tiny)])
    put(archive, [at("m", number, text, Surface.MOBILE) for number, text in enumerate(tiny)])
    assert sorted(map(len, found(archive).values())) == [1, 1, 1, 1]


def test_two_sentences_corrected_by_a_character_are_one(archive: Archive) -> None:
    text = (
        "老城区的最后一段架空线昨天入了地，施工的三十七个夜里没有一户停过电。街道办把拆下的旧电杆做成了长椅，放在巷口。"
    )
    put(
        archive,
        [at("www", 1, text + text[::-1]), at("m", 1, (text + text[::-1]).replace("巷口", "路口"), Surface.MOBILE)],
    )
    assert len(found(archive)) == 1


def test_days_later_the_archive_says_the_same_of_what_came_in_pieces(archive: Archive) -> None:
    stories = [story_text(number) for number in range(30, 34)]
    for day, story in enumerate(stories):
        put(archive, [at("epaper", day, story, Surface.EPAPER, at=MORNING + timedelta(days=day))])
    assert len(found(archive)) == 4
    put(archive, [at("www", "all", "\n".join(stories), at=MORNING + timedelta(days=90))])
    assert [set(copies.values()) for copies in found(archive).values()] == [{"part"}]
