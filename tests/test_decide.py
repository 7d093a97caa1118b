"""The decision as a table: what a document says and what is known in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.decide import RESTLESS_DAYS, Decision, Standing, Text, Twin, stands_there
from storage.decide import decide as decide_at
from storage.values import Cause, Relation, Surface, Verdict

EARLY = datetime(2021, 10, 26, tzinfo=UTC)
TEXT = Text("http://w.cn/1", Surface.WEBSITE, "题", "正文一段。", "甲", "乙", "1:a", "bytes-2")
KNOWN = Standing(7, "http://w.cn/1", Surface.WEBSITE, 7, "题", "正文一段。", "甲", "乙", "1:a", 3, EARLY, "bytes-1")
TWIN = Twin(9, "http://m.cn/1", Surface.MOBILE)
PART = Twin(9, "http://e.cn/1", Surface.EPAPER, Relation.PART, 0.9)


def decide(
    text: Text, known: Standing | None, twin: Twin | None = None, *,
    at: datetime = EARLY + timedelta(days=400), takes_over: bool = False, excluded: str | None = None,
) -> Decision:  # fmt: skip
    """Decide about a document that was fetched long after all that is known of it."""
    return decide_at(text, known, twin, at=at, takes_over=takes_over, excluded=excluded)


def test_neither_known_is_new() -> None:
    assert decide(TEXT, None).verdict is Verdict.NEW


def test_the_same_reading_is_unchanged() -> None:
    decision = decide(replace(TEXT, body=" 正文\u200b一段。 ", title="题　"), KNOWN)
    assert (decision.verdict, decision.article_id, decision.changed) == (Verdict.UNCHANGED, 7, ())


@pytest.mark.parametrize(
    ("name", "value"), [("title", "新题"), ("body", "正文两段。"), ("byline", "丙"), ("byline", None), ("editor", "丁")]
)
def test_each_field_that_a_reader_sees_makes_a_revision(name: str, value: str | None) -> None:
    decision = decide(replace(TEXT, **{name: value}), KNOWN)  # type: ignore[arg-type]
    assert (decision.verdict, decision.changed, decision.cause) == (Verdict.REVISED, (name,), Cause.PUBLISHER)


def test_the_same_bytes_read_otherwise_are_the_extractors_doing() -> None:
    assert decide(replace(TEXT, title="新题", sha256="bytes-1"), KNOWN).cause is Cause.EXTRACTOR


@pytest.mark.parametrize("twin", [TWIN, PART, replace(TWIN, relation=Relation.NEAR, similarity=0.8)])
@pytest.mark.parametrize("takes_over", [True, False])
def test_a_text_known_elsewhere_is_a_copy_whichever_of_both_leads(twin: Twin, takes_over: bool) -> None:
    decision = decide(TEXT, None, twin, takes_over=takes_over)
    assert (decision.verdict, decision.twin, decision.takes_over) == (Verdict.COPY, twin, takes_over)


def test_a_text_revised_into_one_known_elsewhere_joins_it() -> None:
    decision = decide(replace(TEXT, body="另一段。"), KNOWN, TWIN, takes_over=True)
    assert (decision.verdict, decision.twin, decision.takes_over) == (Verdict.REVISED, TWIN, True)
    assert "正文有改动" in decision.reason
    assert f"{TWIN.id} 同文" in decision.reason


@pytest.mark.parametrize(
    ("was", "left", "collapsed"),
    [
        (1000, 199, True),
        (200, 30, True),
        (500, 99, True),
        (500, 100, False),
        (199, 30, False),  # a short notice that was cut is a notice still
        (1000, 200, False),  # a fifth of it is more than a sentence in its place
        (3000, 200, False),  # and so is what is long enough to be read, whatever it was
    ],
)
def test_where_a_sentence_stands_in_place_of_an_article_it_was_taken_down(was: int, left: int, collapsed: bool) -> None:
    known, shown = replace(KNOWN, body="文" * was), replace(TEXT, body="文" * left)
    decision = decide(shown, known)
    assert decision.verdict is (Verdict.SUSPECTED if collapsed else Verdict.REVISED)
    assert decide(replace(shown, sha256="bytes-1"), known).verdict is Verdict.REVISED  # it is our reading that lost it


def test_a_text_that_reads_otherwise_at_every_read_is_revised_no_more() -> None:
    restless, other = replace(KNOWN, restless_at=EARLY), replace(TEXT, body="另一段。")
    soon, late = EARLY + timedelta(days=3), EARLY + timedelta(days=RESTLESS_DAYS + 1)
    decision = decide(other, restless, at=soon)
    assert (decision.verdict, decision.restless, decision.changed) == (Verdict.UNCHANGED, True, ("body",))
    assert decide(other, restless, at=late).verdict is Verdict.REVISED
    assert decide(other, KNOWN, at=soon).verdict is Verdict.REVISED
    ours = decide(replace(other, sha256="bytes-1"), restless, at=soon)
    assert (ours.verdict, ours.cause) == (Verdict.REVISED, Cause.EXTRACTOR)


def test_what_was_fetched_before_the_text_was_last_seen_is_of_the_past() -> None:
    known, other = replace(KNOWN, seen_at=EARLY + timedelta(days=3)), replace(TEXT, body="另一段。")
    before, after = EARLY + timedelta(days=2), EARLY + timedelta(days=4)
    assert [decide(other, known, at=at).verdict for at in (before, after)] == ["unchanged", "revised"]
    assert decide(other, known, at=EARLY + timedelta(days=3)).verdict is Verdict.REVISED
    assert decide(TEXT, replace(known, gone_at=after), at=before).reason == decide(TEXT, known, at=before).reason


def test_what_was_gone_and_is_back_is_told_whether_it_was_changed_or_not() -> None:
    gone = replace(KNOWN, gone_at=EARLY + timedelta(days=2))
    for text in (TEXT, replace(TEXT, body="另一段。")):
        assert "2021-10-28 起曾标为已撤" in decide(text, gone).reason
        assert "已撤" not in decide(text, gone, at=EARLY).reason


FARM = "在北宅街道，樱桃种植户王大姐今年的订单比往年来得早。技术员每周上门两次，教她用传感器看土壤的水分。" * 3
GALE = "气象台早晨发布预报：受冷空气影响，明天白天到夜间多云转阴，北风五到六级，阵风七级，渔船请留在港内避风。" * 3


@pytest.mark.parametrize(
    ("title", "text", "day", "another"),
    [
        ("今日天气晴转多云", GALE, 40, True),
        ("青岛改革巡礼：大风来了以后", GALE, 40, True),
        ("今日天气晴转多云", GALE, None, True),
        ("今日天气晴转多云", GALE, 1, False),  # a draft stood there before it
        ("青岛改革巡礼：樱桃园里的传感器", GALE, 40, False),
        ("青岛改革巡礼：樱桃园的新传感器", GALE, 40, False),
        ("今日天气晴转多云", FARM[:80] + GALE, 40, False),
        ("今日天气晴转多云", GALE[:40], 40, False),  # too little to tell
    ],
)
def test_a_number_that_was_given_out_again(title: str, text: str, day: int | None, another: bool) -> None:
    known = replace(KNOWN, title="青岛改革巡礼：樱桃园里的传感器", body=FARM, dated_on=EARLY.date())
    shown = replace(TEXT, title=title, body=text, on=None if day is None else EARLY.date() + timedelta(days=day))
    decision = decide(shown, known)
    assert (decision.another, decision.verdict is Verdict.SUSPECTED) == (another, another)
    assert not decide(replace(shown, sha256="bytes-1"), known).another  # it is our reading that differs


def test_what_was_dropped_is_filtered() -> None:
    decision = decide(TEXT, KNOWN, TWIN, excluded="剔除")
    assert (decision.verdict, decision.reason, decision.article_id) == (Verdict.FILTERED, "剔除", None)


def test_an_address_that_only_leads_there_turns_no_article_into_another() -> None:
    other = replace(TEXT, fingerprint="1:b")
    assert stands_there(other, KNOWN, own=True)
    assert not stands_there(other, KNOWN, own=False)
    assert stands_there(TEXT, KNOWN, own=False)


def test_every_decision_gives_its_reason() -> None:
    decisions = [decide(TEXT, None), decide(TEXT, KNOWN), decide(TEXT, None, TWIN)]
    assert all(decision.reason for decision in decisions)
