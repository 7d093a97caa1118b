"""How alike two texts are, and which grams they are found by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_databases import MORNING, prose
from support_family import FRAME, story_text

from bench.planted import NOTE
from storage.identity.fingerprint import fold
from storage.identity.grouping import Member, Pair, Place, group
from storage.identity.similar import LEAST, Alike, Shape, compare, may_be_alike, needed
from storage.identity.sketch import most_shared
from storage.values import Relation, Surface


def alike(one: str, other: str) -> Alike | None:
    return compare(Shape(fold(one)), Shape(fold(other)))


def long_text(seed: int) -> str:
    return f"{story_text(seed)}\n{story_text(seed + 50_000)}"


def edited(text: str, share: float, seed: int) -> str:
    dice = Random(seed)
    return "".join(dice.choice(text) if dice.random() < share else character for character in text)


@pytest.mark.parametrize("seed", range(20))
def test_edits_frames_and_cuts_are_found_and_measured(seed: int) -> None:
    text = long_text(seed)
    for copy in (edited(text, 0.02, seed), edited(text, 0.05, seed), FRAME.format(text), text[: int(len(text) * 0.4)]):
        one, other = Shape(fold(text)), Shape(fold(copy))
        assert len(one.kept & other.kept) >= needed(len(one.text), len(other.text))
        found = compare(one, other)
        assert found is not None
        assert found == compare(other, one)
        assert found.held > 0.88
        assert 0.5 < found.shared <= 1


def minutes(seed: int) -> str:
    """A text that says the same thirty sentences over and over, as minutes of votes do, in an order of its own."""
    said = re.split("(?<=。)", re.sub(r"\d+", "若干", "".join(map(story_text, range(9)))))[:30]
    return "".join(Random(seed).choices(said, k=200))


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_a_text_that_repeats_itself_is_laid_along_its_copy_and_no_other(seed: int) -> None:
    text = minutes(seed)
    found = alike(text, edited(text, 0.05, seed + 50))
    assert found is not None
    assert found.held > 0.9
    assert alike(text, minutes(seed + 100)) is None


PORTAL = (
    "您当前的位置：某某网 > 国内 > 正文\n改革巡礼|让数据多跑路\n2021年10月26日 08:12 来源：某某晚报\n{}\n"
    "（原标题：改革巡礼）\n【免责声明】凡注明来源的稿件均为转载稿，如涉及版权等问题，请与本网联系。\n"
    "分享到：微信 微博\n上一篇：市里召开会议部署冬季供暖\n下一篇：全市中小学寒假安排公布"
)


def _wide(text: str, dice: Random) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text).replace(
        "\n", "\n\u3000\u3000"
    )


def _captioned(text: str, dice: Random) -> str:
    caption = "\n图为工作人员在现场核对登记信息。 本报记者 某某 摄"
    return "\n".join(line + caption * (dice.random() < 0.3) for line in text.split("\n"))


def _shortened(text: str, dice: Random) -> str:
    return "".join(clause for clause in re.split("(?<=[，。；])", text) if dice.random() > 0.1)


def _moved(text: str, dice: Random) -> str:
    lines = text.split("\n")
    return "\n".join(lines[len(lines) // 2 :] + lines[: len(lines) // 2])


DAMAGE: dict[str, Callable[[str, Random], str]] = {
    "another portal's frame": lambda text, dice: PORTAL.format(text),
    "full width": _wide,
    "blanks around figures": lambda text, dice: re.sub(r"(\d+)", r" \1 ", text).replace("，", ", "),
    "no marks": lambda text, dice: re.sub("[，。、；：“”（）]", "", text),
    "captions between": _captioned,
    "clauses left out": _shortened,
    "second half first": _moved,
    "last two fifths": lambda text, dice: text[int(len(text) * 0.6) :],
    "the middle": lambda text, dice: text[int(len(text) * 0.3) : int(len(text) * 0.7)],
    "other particles": lambda text, dice: text.replace("的", "之").replace("了", "").replace("和", "与"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_other_damage_is_seen_through(damage: str) -> None:
    for seed in range(5):
        text = long_text(seed)
        one, other = Shape(fold(text)), Shape(fold(DAMAGE[damage](text, Random(seed))))
        assert len(one.kept & other.kept) >= needed(len(one.text), len(other.text))
        assert compare(one, other) is not None


@pytest.mark.parametrize("seed", range(20))
def test_neighbours_stay_two(seed: int) -> None:
    one, other = long_text(seed), long_text(seed + 100)
    lead = story_text(seed + 200)[:150]
    assert alike(one, other) is None
    assert alike(f"{lead}\n{one}", f"{lead}\n{other}") is None
    assert alike(prose(seed), prose(seed + 1)) is None  # one pattern, other figures


def test_other_figures_in_one_pattern_are_another_report() -> None:
    pattern = "{}今年受理申请{}件，办结{}件，压减时限{}天，减免费用{}万元，群众满意率稳步提高，工作得到各方肯定。" * 2
    one = pattern.format("市甲局", 3518, 3402, 27, 861, "市甲局", 944, 78, 36, 5120)
    other = pattern.format("市乙局", 2207, 2198, 14, 733, "市乙局", 615, 49, 58, 6302)
    assert alike(one, other) is None
    assert alike(one, one.replace("市甲局", "青岛市甲局")) is not None


REPORT = (
    "截至{0}月底，全区共有{1}家企业完成登记，比上月多{2}家；窗口平均等候{3}分钟，最长的一次是{4}分钟。工作人员说，"
    "从材料递上去到证照拿到手，按“24小时办结”的承诺，一共用了{5}个钟头。热线12345接到的{6}件意见，已有{7}件答复。"
)
ONE = REPORT.format(9, 3518, 27, 16, 41, 22, 87, 85)


@pytest.mark.parametrize("other", [
    REPORT.format(10, 3602, 84, 14, 38, 20, 91, 90),
    REPORT.format(9, 1207, 31, 23, 52, 19, 44, 44),
    REPORT.format(10, 3602, 84, 16, 41, 20, 91, 85),  # some are the same by chance, and 24 and 12345 always
])  # fmt: skip
def test_figures_that_stand_in_every_report_do_not_make_two_one(other: str) -> None:
    assert alike(ONE, other) is None


def test_three_figures_are_enough_to_tell_two_reports_apart() -> None:
    text = (
        f"{NOTE}截至{{}}月底，窗口累计受理{{}}户居民的申请，当场办结{{}}件，余下的{{}}件转到区里继续办，进度按周公布在大厅门口。"
        "来办事的人说，如今不必再跑第二趟，缺的材料可以先欠着，回头用手机补上就行，省下的是来回的车钱和半天的工夫。"
    )
    one, other = text.format(9, 351, 27, 16), text.format(10, 402, 38, 4)
    assert alike(one, other) is None
    assert alike(one, text.format(9, 351, 27, 15)) is not None


@pytest.mark.parametrize("other", [
    ONE.replace("3518", "3,518").replace("，", " ").replace("；", "。"),  # other marks
    ONE.replace("3518", "3519"),  # a figure that was corrected
    f"本站2021-10-09 08:30发布\n{ONE}",
])  # fmt: skip
def test_the_same_figures_written_otherwise_are_the_same(other: str) -> None:
    assert alike(ONE, other) is not None


def test_a_sentence_written_anew_takes_its_figures_along() -> None:
    text = f"{long_text(3)}\n{ONE}"
    sentence = ONE[ONE.index("工作人员说") :]
    assert alike(text, text.replace(sentence, "来办事的人对这样的变化有不同的说法，记者将继续关注。")) is not None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_compare_alike_both_ways(one: str, other: str) -> None:
    found = alike(one, other)
    assert found == alike(other, one)
    if found:
        assert 0 <= found.shared <= 1
        assert 0 < found.held <= 1


def test_what_is_kept_of_a_long_text_is_kept_of_a_part_of_it() -> None:
    whole = fold("".join(story_text(seed) for seed in range(8)))
    part = whole[1000:1300]
    kept = Shape(whole).kept & Shape(part).kept
    assert len(kept) >= needed(len(whole), len(part))
    assert kept <= Shape(part).kept
    assert Shape(whole[: LEAST - 1]).kept == frozenset()


# --- who leads -------------------------------------------------------------------------------------------------------


def member(number: int, size: int, surface: Surface, **fields: object) -> Member:
    return Member(number, number, size, f"http://{surface}.cn/{number}", surface, MORNING, **fields)  # type: ignore[arg-type]


def leaders(members: list[Member], pairs: list[Pair]) -> dict[int, int]:
    return {one: place.leading_id for one, place in group(members, pairs).items()}


def test_the_whole_leads_over_its_parts_whatever_their_surface() -> None:
    part, whole = member(1, 100, Surface.WEBSITE), member(2, 1000, Surface.REPRINT)
    assert leaders([part, whole], [Pair(1, 2, 1.0, 0.2)]) == {1: 2, 2: 2}


def test_a_trimmed_text_on_a_better_surface_leads() -> None:
    trimmed, whole = member(1, 700, Surface.WEBSITE), member(2, 1000, Surface.EPAPER)
    assert leaders([trimmed, whole], [Pair(1, 2, 1.0, 0.8)]) == {1: 1, 2: 1}


def test_a_collection_leads_over_none_of_what_it_collects() -> None:
    parts = [member(number, 100 + number, Surface.WEBSITE) for number in (1, 2, 3)]
    digest = member(9, 1000, Surface.EPAPER)
    only_there = member(4, 90, Surface.EPAPER)
    pairs = [Pair(each.id, 9, 1.0, each.size / 550) for each in (*parts, only_there)]
    assert leaders([*parts, digest, only_there], pairs) == {1: 1, 2: 2, 3: 3, 9: 3, 4: 3}


@pytest.mark.parametrize(
    ("one", "two", "whole", "leads"),
    [
        (1, 8, 9, False),  # what a digest collects was there, week by week, before it
        (1, 8, 8, False),
        (1, 1, 9, True),  # one day's stories, put together later
        (1, 2, 2, True),  # put up one by one from the evening before on
        (1, 8, 5, True),  # one of them is an excerpt that came after it
        (None, 8, 9, True),
        (1, None, 9, True),
        (1, 8, None, True),  # what has no day proves nothing
    ],
)
def test_pieces_of_several_days_are_no_parts_of_what_came_after_them(
    one: int | None, two: int | None, whole: int | None, leads: bool
) -> None:
    days = [None if day is None else MORNING.date() + timedelta(day) for day in (one, two, whole)]
    sizes = (100, 120, 1000)
    # Put up anew on one day by a site that moved: the day that was printed is what counts.
    members = [
        member(number, size, Surface.WEBSITE, printed_on=day, published_at=day and MORNING)
        for number, (size, day) in enumerate(zip(sizes, days, strict=True), 1)
    ]
    places = leaders(members, [Pair(1, 3, 1.0, 0.2), Pair(2, 3, 1.0, 0.2)])
    assert [places[1] == 3, places[2] == 3] == [leads, leads]


def test_of_one_text_s_addresses_on_one_surface_the_one_put_up_first_leads() -> None:
    urls = ("https://a.example.cn/1", "http://b.example.cn/1", "http://c.example.cn/1")
    moments = (None, MORNING + timedelta(1), MORNING)
    equals = [
        Member(number, 1, 500, url, Surface.WEBSITE, MORNING - timedelta(number), published_at=at)
        for number, (url, at) in enumerate(zip(urls, moments, strict=True), 1)
    ]
    same = Place(3, Relation.SAME, 1.0)
    assert group(equals, []) == {1: same, 2: same, 3: Place(3)}
    # Where none says when, the address decides, however it is spelt.
    assert leaders([replace(each, published_at=None) for each in equals], []) == {1: 1, 2: 1, 3: 1}


def test_one_story_at_two_addresses_makes_no_collection_of_what_holds_it() -> None:
    whole, story = member(1, 1000, Surface.REPRINT), member(2, 100, Surface.WEBSITE)
    nearly, same = member(3, 105, Surface.MOBILE), replace(member(4, 100, Surface.MOBILE), text_id=2)
    pairs = [Pair(2, 1, 1.0, 0.2), Pair(3, 1, 0.9, 0.2), Pair(2, 3, 0.9, 0.9)]
    places = group([whole, story, nearly, same], pairs)
    assert {one: (place.leading_id, place.relation) for one, place in places.items()} == {
        1: (1, None), 2: (1, Relation.PART), 3: (1, Relation.PART), 4: (1, Relation.PART),
    }  # fmt: skip


def test_how_a_copy_relates_to_what_leads_it_and_how_much_of_it() -> None:
    whole, story = member(1, 1000, Surface.WEBSITE), member(2, 700, Surface.EPAPER)
    trimmed, framed, again = (member(number, size, Surface.REPRINT) for number, size in ((3, 700), (4, 1100), (5, 690)))
    box = member(6, 100, Surface.WEBSITE)
    pairs = [Pair(2, 1, 0.95, 0.8), Pair(3, 1, 1.0, 0.8), Pair(1, 4, 0.99, 0.9), Pair(5, 3, 0.9, 0.85)]
    assert group([whole, story, trimmed, framed, again, box], [*pairs, Pair(6, 2, 0.97, 0.3)]) == {
        1: Place(1),
        2: Place(1, Relation.PART, 0.95),  # most of an issue's text may be one story
        3: Place(1, Relation.NEAR, 0.8),
        4: Place(1, Relation.NEAR, 0.9),
        5: Place(1, Relation.NEAR, 0.8),  # a copy of a copy: of both likenesses the weaker
        6: Place(1, Relation.PART, 0.95),
    }


def test_of_several_that_lead_the_most_alike_is_the_one() -> None:
    one, two, both = member(1, 500, Surface.WEBSITE), member(2, 500, Surface.WEBSITE), member(3, 900, Surface.REPRINT)
    for first, second, leader in (
        ((0.8, 0.6), (0.9, 0.5), 1),
        ((0.8, 0.6), (0.9, 0.6), 2),
        ((0.8, 0.6), (0.8, 0.6), 1),
    ):
        assert leaders([one, two, both], [Pair(1, 3, *first), Pair(2, 3, *second)]) == {1: 1, 2: 2, 3: leader}


def test_a_likeness_to_what_no_article_reads_any_more_is_no_matter() -> None:
    assert leaders([member(2, 500, Surface.WEBSITE)], [Pair(1, 2, 1.0, 0.5), Pair(2, 3, 1.0, 0.5)]) == {2: 2}


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_places_are_flat_and_the_same_in_any_order(data: st.DataObject) -> None:
    surfaces = st.sampled_from(list(Surface))
    count = data.draw(st.integers(1, 8))
    members = [member(n, data.draw(st.integers(60, 900)), data.draw(surfaces)) for n in range(1, count + 1)]
    both = [(one, two) for one in members for two in members if (one.size, one.id) < (two.size, two.id)]
    chosen = [pair for pair in both if data.draw(st.booleans())]
    shares = st.sampled_from([0.3, 0.6, 0.9])
    pairs = [Pair(one.id, two.id, data.draw(shares), data.draw(shares)) for one, two in chosen]
    places = group(members, pairs)
    assert all(places[place.leading_id].leading_id == place.leading_id for place in places.values())
    assert all((place.relation is None) == (place.leading_id == one) for one, place in places.items())
    assert group(data.draw(st.permutations(members)), data.draw(st.permutations(pairs))) == places
    linked = {frozenset((pair.short_id, pair.long_id)) for pair in pairs}
    leading = [one for one, place in places.items() if place.leading_id == one]
    assert not any(frozenset((one, two)) in linked for one in leading for two in leading if one != two)


@pytest.mark.parametrize("seed", range(10))
def test_no_pair_that_is_alike_is_passed_over_for_its_sketches(seed: int) -> None:
    text, other = long_text(seed), long_text(seed + 100)
    shapes = [Shape(fold(each)) for each in (text, edited(text, 0.1, seed), text[:200], other, FRAME.format(other))]
    for one, two in combinations(shapes, 2):
        assert most_shared(one.sketch, two.sketch) >= len(one.gram_set & two.gram_set)
        assert may_be_alike(one.sketch, two.sketch) or compare(one, two) is None
    assert not may_be_alike(shapes[0].sketch, shapes[3].sketch)
