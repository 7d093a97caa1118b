"""Whether words belong to a series: links by text and title attribute, documents by their headlines."""

from __future__ import annotations

import pytest

from crawler.match import Matched, match_extract, match_link, match_words, plain_words
from storage.config import SeriesConfig
from storage.values import Extract, Link

URL = "http://news.example.cn/p/1.html"


def series(*match: str, exclude: tuple[str, ...] = ()) -> SeriesConfig:
    source = {"kind": "website", "base_url": "http://news.example.cn"}
    return SeriesConfig.model_validate(
        {"name": "s", "title": "改革巡礼", "match": match, "exclude": exclude, "source": [source]}
    )


@pytest.mark.parametrize(
    "words",
    ["青岛改革巡礼", "改革 巡礼", "改革\u3000巡\n礼", "【改革巡礼】某区", "改革巡礼（三）"],
)
def test_words_match_whatever_stands_between_their_characters(words: str) -> None:
    assert match_words(series("改革巡礼"), words)


@pytest.mark.parametrize("words", ["", "改革", "巡礼改革", "改革开放巡礼", "教育改革"])
def test_other_words_do_not(words: str) -> None:
    assert match_words(series("改革巡礼"), words) is None


def test_widths_are_folded_on_both_sides() -> None:
    assert match_words(series("ＡＢＣ专栏"), "ABC专栏")
    assert match_words(series("改革:巡礼"), "改革：巡礼")


@pytest.mark.parametrize("printed", ["某州·改革", "某州•改革", "某州・改革", "某州 ‧ 改革", "某州･改革", "某州改革"])
@pytest.mark.parametrize("asked", ["某州·改革", "某州改革", "某州•改革"])
def test_editors_set_the_middle_dot_of_a_name_now_so_now_so(asked: str, printed: str) -> None:
    assert match_words(series(asked), f"{printed}｜渡口")
    assert match_words(series("渡口", exclude=(asked,)), f"{printed}｜渡口") == Matched(asked, excluded=True)


def test_the_shape_of_quotation_marks_dashes_and_letters_makes_no_other_name() -> None:
    assert match_words(series("“三问”改革——app巡礼"), "「三问」改革—APP巡礼")
    assert match_words(series("·"), "一点也没有") is None
    assert match_words(series("re:某州·改革"), "某州改革") is None


def test_the_title_attribute_counts_as_the_text_does() -> None:
    assert match_link(series("改革巡礼"), Link(URL, "被截短的标…", "被截短的标题 改革巡礼"))
    assert match_link(series("改革巡礼"), Link(URL, "改革巡礼"))
    assert match_link(series("改革巡礼"), Link(URL, "别的", "别的")) is None


def test_an_excluded_word_wins_and_is_named() -> None:
    matched = match_link(series("改革巡礼", exclude=("征文",)), Link(URL, "改革巡礼征文启事"))
    assert matched is not None
    assert (matched.excluded, matched.pattern) == (True, "征文")


def test_expressions_match_and_are_no_words_of_a_search() -> None:
    wanted = series("re:改革巡礼[（(][一二三]", "巡礼特刊")
    assert match_words(wanted, "改革巡礼（二）")
    assert match_words(wanted, "改革巡礼（十）") is None
    assert plain_words(wanted) == ("巡礼特刊",)


def test_a_search_is_asked_for_the_title_where_all_words_are_expressions() -> None:
    assert plain_words(series("re:改革巡礼[（(]", "re:巡礼.*期")) == ("改革巡礼",)


def test_a_document_counts_by_title_kicker_subtitle_and_lead_lines() -> None:
    wanted = series("改革巡礼")
    sentence = "这一段说的是别的事情，讲得很长也很细，一直讲到句号为止。"
    assert match_extract(wanted, Extract(URL, "改革巡礼之一", sentence))
    assert match_extract(wanted, Extract(URL, "让办事快起来", sentence, kicker="青岛改革巡礼"))
    assert match_extract(wanted, Extract(URL, "让办事快起来", sentence, subtitle="改革巡礼"))
    assert match_extract(wanted, Extract(URL, "让办事快起来", f"青岛改革巡礼\n{sentence}"))
    assert match_extract(wanted, Extract(URL, "让办事快起来", f"{sentence}\n改革巡礼")) is None
    assert match_extract(wanted, Extract(URL, "让办事快起来", "本报专栏青岛改革巡礼日前报道过。")) is None
