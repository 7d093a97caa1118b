"""Once each: the same text at many addresses is one instalment, whatever came first; two texts stay two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

import pytest
from sqlalchemy import event, func, select
from support_databases import MORNING, archive, clock, database_url, postgres_server, prose, reading
from support_family import FRAME, Family, family, found, put, story_text

from storage.archive import Archive
from storage.care.checking import check
from storage.decide import RESTLESS
from storage.identity import candidates
from storage.tables import grams, likenesses, texts
from storage.values import CHINA, Surface, Verdict

__all__ = ["archive", "clock", "database_url", "postgres_server"]

LATER = MORNING + timedelta(days=1)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
@pytest.mark.parametrize("batch", [1, 4, 100])
def test_the_order_of_arrival_is_no_matter(archive: Archive, seed: int, batch: int) -> None:
    dice, families = Random(seed), [family(1), family(2)]
    everything = [each for one in families for each in one.everywhere()]
    dice.shuffle(everything)
    put(archive, everything, batch)
    assert found(archive) == {one.url("www"): one.copies() for one in families}
    assert all(row.revisions == 1 for row in archive.instalments())


def test_stories_become_parts_of_the_bundle_that_comes_months_later(archive: Archive) -> None:
    one = family(3)
    stories = archive.record_many(None, "s", one.epaper())
    assert [each.verdict for each in stories] == [Verdict.NEW] * 5
    bundle = archive.record_many(None, "s", [one.website()])[0]
    assert bundle.verdict is Verdict.COPY
    for story in stories:
        answer = archive.article(story.article_id or 0)
        assert answer is not None
        assert (answer.row.copy_of, answer.row.relation, answer.row.revisions) == (bundle.article_id, "part", 1)
        assert answer.addresses[0].url == one.url("www")
        assert all(each.similarity == 1.0 for each in answer.addresses[1:])
    [instalment] = archive.instalments()
    assert (instalment.id, instalment.first_seen_at, instalment.copies) == (bundle.article_id, MORNING, 5)


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(order, marks=[pytest.mark.slow] if number % 3 else [])
        for number, order in enumerate(permutations(range(3)))
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_two_instalments_of_one_day_stay_two_under_an_assembled_text(
    archive: Archive, order: tuple[int, ...], at_once: bool
) -> None:
    one, two = family(1), family(2)
    both = reading(one.url("board"), f"{one.whole}\n{two.whole}", surface=Surface.EPAPER)
    three = [one.website(), two.website(), both]
    put(archive, [three[number] for number in order], batch=3 if at_once else 1)
    put(archive, [*one.epaper(), *two.epaper()], batch=4)
    groups = found(archive)
    assert groups.keys() == {one.url("www"), two.url("www")}
    assert sum(one.url("board") in copies for copies in groups.values()) == 1
    for each in (one, two):
        assert {each.url(f"epaper{number}") for number in range(5)} <= groups[each.url("www")].keys()


@pytest.mark.parametrize("turned", [False, True])
def test_the_website_leads_over_the_assembled_text_of_the_same(archive: Archive, turned: bool) -> None:
    one = family(1)
    put(archive, [one.assembled(), *one.epaper(), one.website()][:: -1 if turned else 1])
    assert found(archive).keys() == {one.url("www")}


def on(day: int, hour: int = 12) -> datetime:
    """A moment of November in China."""
    return datetime(2021, 11, day, hour, tzinfo=CHINA).astimezone(UTC)


@pytest.mark.parametrize("turned", [False, True])
def test_a_digest_of_what_the_website_had_before_leads_over_none_of_it(archive: Archive, turned: bool) -> None:
    weekly = [reading(one.url("www"), one.whole, published_at=on(day)) for day, one in ((2, family(1)), (9, family(2)))]
    both = "\n".join(each.extract.body for each in weekly)
    digest = reading("http://www.example.cn/p/9.html", both, published_at=on(28))
    put(archive, [*weekly, digest][:: -1 if turned else 1])
    groups = found(archive)
    assert groups.keys() == {each.document.url for each in weekly}
    assert [*groups.values()].count({}) == 1


@pytest.mark.parametrize(
    ("one", "other", "whole"), [(on(1, 7), on(2, 9), on(2, 9)), (on(1, 20), on(2, 7), on(2, 8)), (on(9), on(16), on(2))]
)
def test_a_bundle_leads_its_stories_put_up_the_evening_before_or_again_later(
    archive: Archive, one: datetime, other: datetime, whole: datetime
) -> None:
    bundle = family(5)
    put(archive, [
        *(reading(bundle.url(f"story{number}"), story, published_at=other if number % 2 else one)
          for number, story in enumerate(bundle.stories)),
        reading(bundle.url("www"), bundle.whole, published_at=whole),
    ])  # fmt: skip
    assert {url: set(copies.values()) for url, copies in found(archive).items()} == {bundle.url("www"): {"part"}}


@pytest.mark.parametrize("turned", [False, True])
def test_without_a_website_the_assembled_text_leads_its_stories(archive: Archive, turned: bool) -> None:
    one = family(1)
    put(archive, [one.assembled(), *one.epaper()][:: -1 if turned else 1])
    assert found(archive) == {one.url("board"): {one.url(f"epaper{number}"): "part" for number in range(5)}}


def test_a_shared_lead_or_pattern_makes_no_pair(archive: Archive) -> None:
    lead = "编者按：改革巡礼今日继续刊出。本报从即日起走进各个部门和区市，看一项项改革怎样落到街头巷尾。" * 3
    put(archive, [reading(f"http://www.example.cn/a/{n}", f"{lead}\n{story_text(n)}") for n in range(30)], batch=7)
    put(archive, [reading(f"http://www.example.cn/b/{n}", prose(n, 8)) for n in range(30)], batch=7)
    assert len(found(archive)) == 60


@pytest.mark.parametrize(("kind", "relation"), [("news", "near"), ("epaper0", "part")])
def test_what_came_while_a_text_was_dropped_is_its_copy_once_it_is_back(
    archive: Archive, kind: str, relation: str
) -> None:
    one = family(1)
    put(archive, [one.website(), one.mobile()])
    (row,) = archive.instalments()
    before = found(archive)
    archive.drop(row.id)
    put(archive, [each for each in one.everywhere() if each.document.url == one.url(kind)])
    assert found(archive) == {one.url(kind): {}}
    archive.drop(row.id, undo=True)
    assert found(archive) == {url: {**copies, one.url(kind): relation} for url, copies in before.items()}
    assert list(check(archive.database)) == []


def test_similarity_is_measured(archive: Archive) -> None:
    text = story_text(5)
    edited = text.replace("记者", "通讯员", 1).replace("的", "之", 1)
    put(archive, [reading("http://www.example.cn/1", text), reading("http://m.example.cn/1", edited)])
    [row] = archive.instalments()
    found_ = archive.article(row.id)
    assert found_ is not None
    copy = found_.addresses[1]
    assert copy.relation == "near"
    assert copy.similarity is not None
    assert 0.9 < copy.similarity < 1


def test_a_correction_keeps_its_copies_which_are_near_now(archive: Archive) -> None:
    one = family(1)
    put(archive, one.everywhere(), batch=20)
    corrected = one.whole.replace("完成", "基本完成")
    [recorded] = archive.record_many(None, "s", [reading(one.url("www"), corrected, at=LATER)])
    assert recorded.verdict is Verdict.REVISED
    assert found(archive) == {one.url("www"): one.copies() | {one.url("m"): "near"}}


def test_a_text_replaced_by_another_lets_its_copies_go(archive: Archive) -> None:
    put(archive, [reading("http://www.example.cn/1", story_text(1)),
                  reading("http://m.example.cn/1", FRAME.format(story_text(1)), surface=Surface.MOBILE)])  # fmt: skip
    put(archive, [reading("http://www.example.cn/1", story_text(2), at=LATER)])
    assert found(archive) == {"http://www.example.cn/1": {}, "http://m.example.cn/1": {}}


def test_there_and_back_is_three_revisions_and_the_same_kin(archive: Archive) -> None:
    one = family(1)
    put(archive, one.everywhere(), batch=20)
    before = found(archive)
    for day, body in enumerate([story_text(900), one.whole], start=1):
        put(archive, [reading(one.url("www"), body, at=MORNING + timedelta(days=day))])
    assert found(archive) == before
    [row] = archive.instalments()
    assert row.revisions == 3
    assert [each.body for each in archive.revisions(row.id)] == [one.whole, story_text(900), one.whole]


@pytest.mark.parametrize("change", [
    lambda text: text.replace("，", ","), lambda text: text.replace("。", "。\u3000"), lambda text: text + "\u200b",
    lambda text: text.replace("“", "「").replace("”", "」"), lambda text: text.replace("\n", "\n\n"),
])  # fmt: skip
def test_what_no_reader_sees_makes_no_revision(archive: Archive, change: object) -> None:
    assert callable(change)
    put(archive, [reading("http://www.example.cn/1", story_text(1))])
    again = reading("http://www.example.cn/1", change(story_text(1)), at=LATER)
    assert archive.record_many(None, "s", [again])[0].verdict is Verdict.UNCHANGED


def test_a_text_that_changes_at_every_read_is_capped(archive: Archive) -> None:
    reads = [
        archive.record_many(
            None, "s", [reading("http://www.example.cn/1", f"{prose(1)}\n阅读{n}", at=MORNING + timedelta(hours=n))]
        )[0]
        for n in range(RESTLESS + 5)
    ]
    assert [each.verdict for each in reads] == [
        Verdict.NEW,
        *[Verdict.REVISED] * (RESTLESS - 1),
        *[Verdict.UNCHANGED] * 5,
    ]
    assert [each.restless for each in reads] == [False] * RESTLESS + [True] * 5
    [row] = archive.instalments()
    assert row.revisions == RESTLESS
    assert list(check(archive.database)) == []


def test_old_texts_are_let_go(archive: Archive) -> None:
    for day in range(4):
        put(archive, [reading("http://www.example.cn/1", story_text(day), at=MORNING + timedelta(days=day))])
    with archive.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(texts)) == 1
        held = set(connection.scalars(select(grams.c.text_id)))
        assert held == set(connection.scalars(select(texts.c.id)))


@pytest.mark.slow
def test_a_phrase_of_everybody_is_held_by_no_more_than_a_crowd(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = 40
    monkeypatch.setattr(candidates, "CROWD", crowd)  # the true one takes a quarter of a minute to gather
    lead = story_text(77)
    bodies = [f"{lead}\n{story_text(1000 + n)}\n{story_text(3000 + n)}" for n in range(crowd + 20)]
    readings = [reading(f"http://www.example.cn/{n}", body) for n, body in enumerate(bodies)]
    put(archive, readings, batch=10)
    with archive.database.reading() as connection:
        counts = connection.scalars(select(func.count()).select_from(grams).group_by(grams.c.gram)).all()
        assert crowd <= max(counts) < crowd + 10
        assert connection.scalar(select(func.count()).select_from(likenesses)) == 0


def test_adding_a_copy_costs_the_same_number_of_questions_in_an_archive_of_any_size(archive: Archive) -> None:
    asked: list[str] = []
    event.listen(archive.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def cost(one: Family) -> int:
        put(archive, [one.website()])
        asked.clear()
        put(archive, one.reprints()[:1])
        return len(asked)

    first = cost(family(1))
    put(archive, [reading(f"http://www.example.cn/{n}", story_text(5000 + n)) for n in range(150)], batch=50)
    assert cost(family(2)) == first
