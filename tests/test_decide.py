"""The decision as a table: what a document says and what is known in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.decide import Standing, Text, Twin, decide, leads, stands_there
from storage.values import Cause, Relation, Surface, Verdict

EARLY = datetime(2021, 10, 26, tzinfo=UTC)
LATE = datetime(2021, 11, 26, tzinfo=UTC)
TEXT = Text("http://w.cn/1", Surface.WEBSITE, "题", "正文一段。", "甲", "乙", "1:a", "bytes-2")
KNOWN = Standing(7, "http://w.cn/1", Surface.WEBSITE, 7, "题", "正文一段。", "甲", "乙", "1:a", 3, EARLY, "bytes-1")
TWIN = Twin(9, "http://m.cn/1", Surface.MOBILE, EARLY)


def test_neither_known_is_new() -> None:
    assert decide(TEXT, None, ()).verdict is Verdict.NEW


def test_the_same_reading_is_unchanged() -> None:
    decision = decide(replace(TEXT, body=" 正文\u200b一段。 ", title="题　"), KNOWN, ())
    assert (decision.verdict, decision.article_id, decision.changed) == (Verdict.UNCHANGED, 7, ())


@pytest.mark.parametrize(
    ("name", "value"), [("title", "新题"), ("body", "正文两段。"), ("byline", "丙"), ("byline", None), ("editor", "丁")]
)
def test_each_field_that_a_reader_sees_makes_a_revision(name: str, value: str | None) -> None:
    decision = decide(replace(TEXT, **{name: value}), KNOWN, ())  # type: ignore[arg-type]
    assert (decision.verdict, decision.changed, decision.cause) == (Verdict.REVISED, (name,), Cause.PUBLISHER)


def test_the_same_bytes_read_otherwise_are_the_extractors_doing() -> None:
    assert decide(replace(TEXT, title="新题", sha256="bytes-1"), KNOWN, ()).cause is Cause.EXTRACTOR


@pytest.mark.parametrize(
    ("surface", "takes_over"),
    [(Surface.WEBSITE, True), (Surface.MOBILE, False), (Surface.EPAPER, False), (Surface.REPRINT, False)],
)
def test_the_same_text_elsewhere_is_a_copy_and_the_better_surface_leads(surface: Surface, takes_over: bool) -> None:
    decision = decide(replace(TEXT, surface=surface), None, (TWIN,))
    assert (decision.verdict, decision.twin, decision.takes_over) == (Verdict.COPY, TWIN, takes_over)


def test_a_part_never_leads_over_its_whole() -> None:
    part = replace(TWIN, surface=Surface.REPRINT, relation=Relation.PART, similarity=0.4)
    assert not decide(TEXT, None, (part,)).takes_over


def test_a_text_revised_into_one_known_elsewhere_joins_it() -> None:
    decision = decide(replace(TEXT, body="另一段。"), KNOWN, (TWIN,))
    assert (decision.verdict, decision.twin, decision.takes_over) == (Verdict.REVISED, TWIN, True)


def test_ones_own_group_is_no_other_text() -> None:
    copy = replace(KNOWN, leading_id=9)
    assert decide(replace(TEXT, body="另一段。"), copy, (TWIN,)).twin is None


def test_what_was_dropped_is_filtered() -> None:
    decision = decide(TEXT, KNOWN, (TWIN,), excluded="剔除")
    assert (decision.verdict, decision.reason, decision.article_id) == (Verdict.FILTERED, "剔除", None)


def test_who_leads() -> None:
    assert leads(Surface.WEBSITE, LATE, Surface.MOBILE, EARLY)
    assert leads(Surface.EPAPER, EARLY, Surface.EPAPER, LATE)
    assert not leads(Surface.REPRINT, EARLY, Surface.LISTING, LATE)


def test_an_address_that_only_leads_there_turns_no_article_into_another() -> None:
    other = replace(TEXT, fingerprint="1:b")
    assert stands_there(other, KNOWN, own=True)
    assert not stands_there(other, KNOWN, own=False)
    assert stands_there(TEXT, KNOWN, own=False)


def test_every_decision_gives_its_reason() -> None:
    decisions = [decide(TEXT, None, ()), decide(TEXT, KNOWN, ()), decide(TEXT, None, (TWIN,))]
    assert all(decision.reason for decision in decisions)
