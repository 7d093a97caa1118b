"""Full text: whatever stands in a line is found by the terms that a search asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.fulltext.passages import Passage
from storage.fulltext.terms import COMMON, HEADLINE, TEXT, TITLE, grams, of_class, of_field, terms_of

LETTERS = f"{COMMON[:20]}2026甲乙丙丁 ，%a"


def passage(text: str) -> Passage:
    """Everything that is read says the same."""
    return Passage(1, 1, 1, 1, True, "s", None, text, text, text, text, text, date(2026, 1, 2))


@given(
    st.text(LETTERS, max_size=8), st.text(LETTERS, min_size=1, max_size=30), st.text(LETTERS, max_size=8),
    st.integers(1, 3),
)  # fmt: skip
def test_a_word_is_asked_for_by_terms_of_every_text_that_holds_it(
    before: str, word: str, behind: str, hits: int
) -> None:
    line = f"{before}{word}{behind}"
    held = set(terms_of(passage("\n".join([line] * hits))))
    asked = [term for level in (TEXT, HEADLINE, TITLE) for term in of_class(word, level, hits)]
    asked += [term for prefix in ("aa", "oo", "by") for term in of_field(prefix, word)]
    assert not set(asked) - held


@pytest.mark.parametrize(
    ("word", "asked"),
    [
        ("的", "的"),
        ("改革", "改革"),
        ("改革开放", "改革开 革开放"),
        ("2026年", "202 026 26年"),
        ("青岛市崂山区", "青岛市 市崂 崂山 山区"),  # two common characters are no triple
        ("鲑鱼改革开鲑", "鲑鱼 鱼改 改革开 开鲑"),
        ("鲑鱼鲑鱼", "鲑鱼 鱼鲑"),
    ],
)
def test_pairs_of_common_characters_are_asked_for_by_threes(word: str, asked: str) -> None:
    """Each pair of a long frequent word is in every second text, the word in few of these."""
    assert grams(word) == asked.split()


def test_no_term_reaches_across_a_line() -> None:
    assert not {"革开", "改革开", "革开放"} & set(terms_of(passage("改革\n开放")))


def test_common_characters_are_each_named_once() -> None:
    assert len(set(COMMON)) == len(COMMON)
