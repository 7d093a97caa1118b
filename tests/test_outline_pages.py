"""Markers before, after, mixed, repeated, missing: every text on its own page, and none lost."""

from __future__ import annotations

from datetime import date

import pytest
from support_outline import FIRST, SECOND, THIRD, body, texts

from storage.outline import outline
from storage.outline.markers import Jump, read_jump, read_marker

DAY = "海门日报2023年4月7日"
ONE = ("泵房换了新牌子", FIRST)
TWO = ("仓库搬进片区里", SECOND)
THREE = ("拧开龙头再签字", THIRD)


@pytest.mark.parametrize(
    ("line", "label", "name"),
    [
        ("青岛日报2021年10月26日特1版", "特1版", None),
        ("青岛日报２０２１年１０月２６日特１版", "特1版", None),
        ("第01版：要闻", "1版", "要闻"),
        ("第01版:要闻", "1版", "要闻"),
        ("00002版：综合新闻", "2版", "综合新闻"),
        ("海门每日电讯 2023年4月7日 4版 调查", "4版", "调查"),
        ("第 1 版：头版", "1版", "头版"),
        ("第A07版：财经", "A07版", "财经"),
        ("A07版", "A07版", None),
        ("A07：要闻", "A07版", "要闻"),
        ("1版", "1版", None),
        ("（1版）", "1版", None),
        ("▲1版", "1版", None),
        ("1-4版", "1-4版", None),
        ("1—4版", "1-4版", None),
        ("A1—A4版", "A1-A4版", None),
        ("4、5版", "4、5版", None),
        ("第十二版 专题", "12版", "专题"),
        ("头版", "1版", "头版"),
        ("要闻 02版", "2版", "要闻"),
        ("版面：B12版", "B12版", None),
        ("来源：海门日报2023年4月7日3版", "3版", None),
        ("2023年4月7日《海门日报》3版", "3版", None),
        ("《 海门日报 》（ 2023年04月07日   03 版）", "3版", None),
        ("（原载于《海门日报》2023年4月7日3版）", "3版", None),
        ("海门日报/2023年/04月/07日/第003版", "3版", None),
        ("2023年4月7日 星期五 第2345期 责编/王宁 美编/李强 3版", "3版", None),
        ("2023年4月7日 本版编辑 王 宁 美术编辑 李 强 3版", "3版", None),
        ("海门日报 2023年4月7日 星期五 3版 两会特刊 责编：王宁 美编：李强", "3版", "两会特刊"),
        ("今日海门 2023年4月7日 3版", "3版", None),
        ("今日要闻 3版", "3版", "今日要闻"),
        ("第三版（要闻）", "3版", "要闻"),
        ("1版头条", "1版", "头条"),
        ("海门日报第3版（2023年4月7日）", "3版", None),
        ("特刊1版", "特刊1版", None),
        ("——特1版——", "特1版", None),
        ("2023海门改革巡礼 3版", "3版", "2023海门改革巡礼"),
        ("A3 特别报道", "A3版", "特别报道"),
    ],
)
def test_a_marker_says_which_page(line: str, label: str, name: str | None) -> None:
    found = read_marker(line)
    assert found is not None
    assert (found.label, found.name) == (label, name)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "最新版",
        "2.0版",
        "2021版",
        "第12版发布会",
        "两版",
        "原版",
        "版权声明",
        "转第3版",
        "详见今日第3版报道。",
        "升级版来了",
        "A3 复印纸涨价",
    ],
)
def test_other_lines_are_no_markers(line: str) -> None:
    assert read_marker(line) is None


@pytest.mark.parametrize(
    ("line", "jump"),
    [
        ("（下转第3版）", Jump("3版", onwards=True)),
        ("转第3版", Jump("3版", onwards=True)),
        ("下转第三版", Jump("3版", onwards=True)),
        ("▶下转A07版", Jump("A07版", onwards=True)),
        ("上接1版", Jump("1版", onwards=False)),
        ("◀上接第一版", Jump("1版", onwards=False)),
        ("（紧接第一版）", Jump("1版", onwards=False)),
        ("故事讲到这里，请看下转第3版", None),
    ],
)
def test_continuation_notes(line: str, jump: Jump | None) -> None:
    assert read_jump(line) == jump


@pytest.mark.parametrize(
    "line",
    [
        "海门日报2023年4月7日3版",
        "二〇二三年四月七日 星期五 第三版",
        "二O二三年四月七日第三版",
        "《 海门日报 》（ 2023年04月07日   03 版）",
        "海门日报/2023年/04月/07日/第003版",
        "海门日报第3版（2023年4月7日）",
    ],
)
def test_a_marker_gives_the_day(line: str) -> None:
    found = read_marker(line)
    assert found is not None
    assert (found.label, found.printed_on, found.dated) == ("3版", date(2023, 4, 7), True)


def test_a_marker_names_who_edited_the_page() -> None:
    found = outline(body("2023年4月7日 星期五 责编/王宁 美编/李强 3版", *ONE))
    assert [(each.role, each.name) for each in found.people] == [("责任编辑", "王宁"), ("美术编辑", "李强")]


def test_impossible_dates_are_none() -> None:
    found = read_marker("海门日报2023年13月77日2版")
    assert found is not None
    assert (found.label, found.printed_on) == ("2版", None)


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        pytest.param([f"{DAY}1版", *ONE, f"{DAY}2版", *TWO], [("1版", [*ONE]), ("2版", [*TWO])], id="before"),
        pytest.param([*ONE, f"{DAY}1版", *TWO, f"{DAY}2版"], [("1版", [*ONE]), ("2版", [*TWO])], id="after"),
        pytest.param(
            [*ONE, f"{DAY}1版", f"{DAY}特1版", *TWO, f"{DAY}特2版", *THREE],
            [("1版", [*ONE]), ("特1版", [*TWO]), ("特2版", [*THREE])],
            id="first after, others before",
        ),
        pytest.param(
            [f"{DAY}1版", *ONE, *TWO, f"{DAY}3版", f"{DAY}4版", *THREE],
            [("1版", [*ONE, *TWO]), ("3版", []), ("4版", [*THREE])],
            id="a page without text",
        ),
        pytest.param([*ONE, f"{DAY}1版"], [("1版", [*ONE])], id="one, after"),
        pytest.param([f"{DAY}5版", *ONE, *TWO], [("5版", [*ONE, *TWO])], id="one, before"),
        pytest.param([*ONE, *TWO], [(None, [*ONE, *TWO])], id="none"),
        pytest.param(
            ["第01版：要闻", *ONE, "第01版：专题", *TWO], [("1版", [*ONE]), ("1版", [*TWO])], id="one number twice"
        ),
        pytest.param(["1版", *ONE, "1版"], [("1版", [*ONE])], id="the same marker on both sides"),
        pytest.param(
            [SECOND, "第01版：要闻", *ONE, "第02版：经济", *THREE],
            [(None, [SECOND]), ("1版", [*ONE]), ("2版", [*THREE])],
            id="an introduction before the first page",
        ),
        pytest.param(
            ["“海门改革行”系列报道之三", "第01版：要闻", *ONE, "第02版：经济", *THREE],
            [("1版", ["“海门改革行”系列报道之三", *ONE]), ("2版", [*THREE])],
            id="lead lines before the first page",
        ),
        pytest.param(
            [*ONE, f"{DAY}1版", *TWO, f"{DAY}2版", "（本报记者 王宁）"],
            [("1版", [*ONE]), ("2版", [*TWO, "（本报记者 王宁）"])],
            id="a credit behind the last page",
        ),
        pytest.param([*ONE, "1版", *TWO], [("1版", [*ONE]), (None, [*TWO])], id="a story before page one closes it"),
        pytest.param(
            ["第01版：要闻", *ONE, "（下转第3版）", *TWO, "第03版：要闻", "（上接第1版）", THIRD],
            [("1版", [*ONE, "（下转第3版）", *TWO]), ("3版", ["（上接第1版）", THIRD])],
            id="continuation notes do not part marked pages",
        ),
        pytest.param(
            [*ONE, "（下转第3版）", "（上接第1版）", THIRD], [("1版", [*ONE]), ("3版", [THIRD])], id="notes alone part"
        ),
        pytest.param([*ONE, "下转第3版", THIRD], [(None, [*ONE]), ("3版", [THIRD])], id="one note alone"),
        pytest.param([*ONE, "下转第3版"], [(None, [*ONE, "下转第3版"])], id="a note at the end parts nothing"),
    ],
)
def test_text_stands_on_its_page(lines: list[str], pages: list[tuple[str | None, list[str]]]) -> None:
    assert texts(outline(body(*lines))) == pages


def test_the_date_comes_from_the_first_dated_marker() -> None:
    assert outline(body("1版", *ONE, f"{DAY}2版", *TWO)).printed_on == date(2023, 4, 7)
    assert outline(body("2023年4月7日", *ONE)).printed_on is None


def test_marker_lines_are_counted_from_one() -> None:
    assert [page.marker for page in outline(body(f"{DAY}1版", *ONE, f"{DAY}2版", *TWO)).pages] == [1, 4]
    assert outline(body(*ONE)).pages[0].marker is None


def test_blank_text_is_one_page_without_sections() -> None:
    for text in ("", "\n\n", " \u3000\n"):
        found = outline(text)
        assert [(page.label, page.sections) for page in found.pages] == [(None, ())]
