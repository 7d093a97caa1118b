"""A document's text whatever its declarations say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.encoding import decode, legible, wide_encoding

SIMPLIFIED = "今年以来，市里的改革工作有了新的进展，企业和群众都说办事比从前方便。"
TRADITIONAL = "今年以來，市裡的改革工作有了新的進展，企業和民眾都說辦事比從前方便。"


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body><p>{text * 8}</p></body></html>"


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize("header", ["", "utf-8", "gbk"])
@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("utf-8", SIMPLIFIED),
        ("utf-8", TRADITIONAL),
        ("gb18030", SIMPLIFIED),
        ("gbk", SIMPLIFIED),
        ("big5", TRADITIONAL),
    ],
)
def test_the_bytes_win_over_what_is_declared(real: str, text: str, declared: str, header: str) -> None:
    headers = {"content-type": f"text/html; charset={header}"} if header else {}
    assert decode(page(text, declared).encode(real), headers).text == page(text, declared)


@pytest.mark.parametrize("real", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_wide_encodings_with_and_without_a_mark(real: str) -> None:
    assert decode(page(SIMPLIFIED).encode(real), {}).text == page(SIMPLIFIED)


@pytest.mark.parametrize("real", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16", "gbk"])
def test_a_wide_page_with_much_chinese_at_its_head(real: str, declared: str) -> None:
    text = f"<title>{TRADITIONAL * 3}</title>{page(SIMPLIFIED * 20)}"
    found = decode(text.encode(real), {"content-type": f"text/html; charset={declared}"})
    assert (found.text, found.encoding) == (text, real)


def test_bytes_that_are_no_text_are_not_wide() -> None:
    samples = (
        b"", b"<p>", b"\0" * 4096, bytes(range(256)) * 16, b"\0\x01" * 2048, page(SIMPLIFIED).encode("gbk"),
        b"".join(round(9000 * math.sin(n / 7)).to_bytes(2, "little", signed=True) for n in range(2048)),
        b"".join(n.to_bytes(4, "little") for n in range(1024)),
    )  # fmt: skip
    assert [wide_encoding(sample) for sample in samples] == [None] * len(samples)


@pytest.mark.parametrize("real", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_document_cut_within_a_character(real: str, cut: int) -> None:
    text = (TRADITIONAL if real == "big5" else SIMPLIFIED) * 8
    found = decode(text.encode(real)[:-cut], {}).text
    assert found.startswith(text[:-4])


def test_characters_beyond_gbk() -> None:
    text = SIMPLIFIED * 4 + "㐂䶮𠮷"
    assert decode(text.encode("gb18030"), {"content-type": "text/html; charset=gb2312"}).text == text


def test_a_utf8_page_with_a_few_bytes_of_something_else_stays_utf8() -> None:
    body = page(SIMPLIFIED * 20).encode() + "新闻".encode("gbk")
    found = decode(body, {"content-type": "text/html; charset=gbk"})
    assert (found.encoding, SIMPLIFIED in found.text) == ("utf-8", True)


@pytest.mark.parametrize(
    "header", ["undefined", "idna", "punycode", "rot13", "hex", "unicode_escape", "raw_unicode_escape", "cp037"]
)
def test_what_python_knows_and_cannot_read_a_page_with_is_no_encoding(header: str) -> None:
    for body in (b"\x80", SIMPLIFIED.encode("gbk")):
        found = decode(body, {"content-type": f"text/html; charset={header}"})
        assert found.encoding in ("gb18030", "utf-8", "big5hkscs")


@given(st.binary(max_size=400), st.text(max_size=30))
def test_any_bytes_under_any_header_give_text(body: bytes, header: str) -> None:
    text = decode(body, {"content-type": f"text/html; charset={header}"}).text
    assert "\0" not in text


def test_what_terminals_obey_and_what_turns_words_around_is_no_text() -> None:
    told = "改革\x1b\x9b2J\u202e巡\u2066礼\u2069\x85今天"
    assert decode(told.encode(), {}).text == "改革2J巡礼\x85今天"
    assert legible(told) == "改革2J巡礼\x85今天"
