"""The messages as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.notify.digest import digest
from scheduler.notify.messages import complaint, gone_instalment, new_instalment, recovery, revised_instalment, trial
from scheduler.notify.values import About, Piece
from scheduler.notify.wording import clip, first_sentence, page_span, piece_of
from storage import language
from storage.outline.values import Line, Outline, Page, Role, Section

ABOUT = About("gaige", "改革巡礼", "http://reader.example:8080/", ZoneInfo("Asia/Shanghai"))
PIECE = Piece(
    7, "港口怎么改", date(2025, 3, 9), ("1版", "特1版", "特2版", "特3版"), ("海港局", "口岸办"), "船靠岸了。"
)  # fmt: skip
SINCE = datetime(2025, 3, 9, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNLI_LANG", "zh")


def test_a_new_instalment_says_what_a_reader_wants() -> None:
    message = new_instalment(ABOUT, PIECE)
    assert message.subject == "改革巡礼｜港口怎么改"
    assert message.text.split("\n") == [
        "2025年3月9日 · 1版、特1版–特3版", "部门：海港局、口岸办", "船靠岸了。",
    ]  # fmt: skip
    assert message.link == "http://reader.example:8080/instalments/7"


def test_what_is_not_known_is_not_said() -> None:
    message = new_instalment(About("gaige", "改革巡礼", None, ABOUT.zone), Piece(7, "题目"))
    assert (message.text, message.link) == ("", None)


def test_a_revision_says_what_changed() -> None:
    before = ("题目", "甲。\n全市共有一百二十三家企业参加，投资十亿元。\n丙。")
    after = ("题目", "甲。\n全市共有一百二十三家企业参加，投资十二亿元。\n丙。\n丁。")
    message = revised_instalment(ABOUT, PIECE, 2, before, after)
    assert message.text.split("\n")[1:] == [
        "这是第 2 稿。", "原：…三家企业参加，投资十亿元。", "今：…三家企业参加，投资十二亿元。", "今：丁。",
    ]  # fmt: skip
    assert message.link == "http://reader.example:8080/instalments/7/diff"


def test_many_changes_are_counted() -> None:
    before = ("题目", "\n".join(f"第{number}行\n同" for number in range(6)))
    after = ("题目", before[1].replace("行", "段"))
    assert revised_instalment(ABOUT, PIECE, 3, before, after).text.endswith("另有 3 处改动。")


def test_gone_complaint_and_recovery_show_local_time() -> None:
    gone = gone_instalment(ABOUT, PIECE, SINCE, ["http://paper.example/p/1.html"])
    assert "2025-03-10 07:30" in gone.text
    assert gone.text.endswith("http://paper.example/p/1.html")
    complained = complaint(ABOUT, "layout_changed", "版式变了。", ("selector .body", "4 articles"), SINCE)
    assert complained.subject == "改革巡礼｜⚠ 版式变了。"
    assert complained.text.split("\n") == [
        "检查：layout_changed", "自 2025-03-10 07:30 起", "selector .body", "4 articles",
    ]  # fmt: skip
    ended = recovery(ABOUT, "layout_changed", "版式变了。", SINCE, SINCE.replace(hour=23, minute=45))
    assert ended.subject == "改革巡礼｜已恢复：版式变了。"
    assert "2025-03-10 07:30 至 2025-03-10 07:45" in ended.text


def test_english() -> None:
    language.choose("en")
    try:
        assert new_instalment(ABOUT, PIECE).text.startswith("2025-03-09 · 1版")
        assert trial(ABOUT).text == "If you read this, the channel works."
        assert digest([new_instalment(ABOUT, PIECE)] * 4)[0].subject == "改革巡礼｜4 new instalments"
    finally:
        language.choose(None)


@pytest.mark.parametrize(
    ("labels", "span"),
    [
        ((), ""),
        (("1版",), "1版"),
        (("特1版", "特2版", "特3版", "特4版"), "特1版–特4版"),
        (("A01版", "A02版", "B01版"), "A01版–A02版、B01版"),
        (("1版", "3版", "4版"), "1版、3版–4版"),
        (("1-4版", "5版"), "1-4版、5版"),
    ],
)
def test_page_spans(labels: tuple[str, ...], span: str) -> None:
    assert page_span(labels) == span


@pytest.mark.parametrize(
    ("paragraphs", "sentence"),
    [
        ([], ""),
        (["", "　　甲乙丙。丁戊。"], "甲乙丙。"),
        (["他说：“好！”然后走了。"], "他说：“好！”"),
        (["没有句号"], "没有句号"),
        (["长" * 300 + "。"], "长" * 120 + "……"),
    ],
)
def test_first_sentence(paragraphs: list[str], sentence: str) -> None:
    assert first_sentence(paragraphs) == sentence


def test_a_piece_is_read_off_the_outline() -> None:
    section = Section("青岛市海港局", "市海港局", ("标题",), ("正文一。后面。",), (), (2, 4))
    lines = (
        Line(1, "特1版", Role.MARKER, 0, None),
        Line(2, "市海港局", Role.ORGANISATION, 0, 0),
        Line(3, "标题", Role.HEADLINE, 0, 0),
        Line(4, "正文一。后面。", Role.BODY, 0, 0),
    )
    pages = (Page("特1版", None, 1, (section, section)), Page(None, None, None, ()))
    outline = Outline(pages, lines, (), None, date(2025, 3, 9), None, None)
    assert piece_of(3, "题", outline) == Piece(3, "题", date(2025, 3, 9), ("特1版",), ("青岛市海港局",), "正文一。")


@given(st.text(alphabet="字a\n😀", max_size=300), st.integers(40, 400), st.booleans())
def test_clipping_always_fits_and_keeps_the_link(text: str, limit: int, linked: bool) -> None:
    link = "http://r.example/1"
    whole = f"{text}\n{link}" if linked else text
    short = clip(whole, limit, lambda one: len(one.encode()))
    assert len(short.encode()) <= limit
    assert short == whole or "……" in short
    assert not linked or short.endswith(link)
