"""Whatever the text: every line in one place, order kept, nothing raised, the same twice, work in proportion."""

from __future__ import annotations

import sys
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_outline import FIRST, SECOND, THIRD

from storage.outline import Outline, normalise_organisation, outline, people, series_number
from storage.outline.values import Role

LINES = st.one_of(
    st.sampled_from(
        [
            "海门日报2023年4月7日1版", "海门日报2023年4月7日特1版", "第02版：要闻",
            "A07版", "1-4版", "（下转第3版）", "上接1版",
            "市财政局", "市财政局：", "西海岸新区",
            "上合示范区：", "胶州：把账本贴在门口", "青岛财富管理试验区", "旧泵房换了牌子",
            "谁来修都写清楚", "从一根水管看一座城——", "——管网见闻",
            "真快啊！", "团岛湾鸟瞰。", "维修工在泵房换件。", "这件事没有完。",
            "编者按", f"编者按：{SECOND}", "一、管水", "东片 12 9",
            "西片\t25\t24", "本报记者 王宁", "（记者 王 宁）", "责任编辑：丁一",
            "来源：海门日报", "王宁 摄", "", " \u3000", FIRST, SECOND, THIRD,
        ]
    ),
    st.text(alphabet=st.sampled_from("第1一特版：:之（）记者摄图文 \t。，！—“”市区局委青岛王甲·⑦\r"), max_size=24),
    st.text(max_size=60),
)  # fmt: skip
BODIES = st.lists(LINES, max_size=40).map("\n".join)


def places(found: Outline) -> list[tuple[int, int, int]]:
    """(line number, page, section) of every line that a section says it holds."""
    return [
        (number, page, section)
        for page, each in enumerate(found.pages)
        for section, part in enumerate(each.sections)
        for number in range(part.lines[0], part.lines[1] + 1)
    ]


@given(BODIES)
def test_every_line_has_one_place_and_the_lines_are_the_body(text: str) -> None:
    found = outline(text)
    assert "\n".join(line.text for line in found.lines) == text
    assert [line.number for line in found.lines] == list(range(1, len(found.lines) + 1))
    held = places(found)
    assert len({number for number, _, _ in held}) == len(held)
    for line in found.lines:
        if line.section is None:
            assert line.role in {Role.MARKER, Role.BLANK}
            assert (line.role is Role.BLANK) == (not line.text.strip("\ufeff \t\r\u3000\xa0") or not line.text.strip())
        else:
            assert (line.number, line.page, line.section) in held


@given(BODIES)
def test_sections_hold_the_text_of_their_lines(text: str) -> None:
    found = outline(text)
    for page, each in enumerate(found.pages):
        for section, part in enumerate(each.sections):
            own = [line for line in found.lines if (line.page, line.section) == (page, section)]
            printed = [line.text.strip() for line in own if line.role not in {Role.BLANK, Role.ORGANISATION}]
            assert sorted(printed) == sorted(chain(part.headline, part.body, part.captions))
            assert (own[0].number, own[-1].number) == part.lines


@given(BODIES)
def test_pages_stand_in_the_order_of_their_text(text: str) -> None:
    firsts = [line for line in outline(text).lines if line.section is not None]
    assert [line.page for line in firsts] == sorted(line.page for line in firsts)


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    people(text)
    normalise_organisation(text)
    series_number(text, text, text)


def calls(text: str) -> int:
    """How many Python functions the outline of a text calls: work that no clock and no other process disturbs."""
    count = 0

    def seen(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        outline(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "旧泵房换了牌子",
        "团岛湾鸟瞰。",
        "这件事没有完。",
        "海门日报2023年4月7日1版",
        "下转第3版",
        "市财政局",
        "上合示范区：",
        "从水管看城——",
        "谁来修？",
        "谁来修？\n\n从水管看城——\n",
        "本报记者 王宁",
        "旧泵房换了牌子\n本报讯（记者 王宁）",
        "1 2 3",
        FIRST,
    ],
)
def test_work_grows_with_the_text(line: str) -> None:
    calls(line)
    small, large = calls("\n".join([line] * 200)), calls("\n".join([line] * 1600))
    assert large <= small * 8 * 1.2


@pytest.mark.parametrize("piece", ["（", "记者 ", "—", "甲乙 ", "第1", "图为", "之", "  ", "市"])
def test_a_line_without_end_is_read(piece: str) -> None:
    found = outline(piece * 100_000)
    assert len(found.lines) == 1
