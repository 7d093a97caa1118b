"""Width: the same line as an editor types it and as an extractor folds it must read alike."""

from __future__ import annotations

import re
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys((0x09, 0x0D, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000, 0xFEFF), 0x20)
_MARKS = {ord(mark): ord(plain) for mark, plain in zip("﹕∶〔〕‧•・丨│︱", "::[]···|||", strict=True)}
_SHAPES = {chr(code): chr(plain) for code, plain in {**_WIDE, **_SPACES, **_MARKS}.items()}
_SHAPED = re.compile(f"[{re.escape(''.join(_SHAPES))}]")

_DIGITS = {mark: number for number, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMERAL = "零〇一二三四五六七八九十百千两"


# Several readers look at one line in turn; the last few lines are kept so that it is folded once.
@lru_cache(maxsize=16)
def fold(line: str) -> str:
    """The line in half-width punctuation, digits and letters, every kind of space a plain one, none at the ends.

    For comparing only: character for character, so that a pattern sees one spelling. Never stored.
    """
    # A pattern that skips the ideographs is twice as fast as str.translate, which looks every one of them up.
    return _SHAPED.sub(lambda mark: _SHAPES[mark.group()], line).strip()


def numeral(text: str) -> int | None:
    """The number that Arabic digits or Chinese numerals below ten thousand say (12, 十二, 二〇); None if neither."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(mark not in CHINESE_NUMERAL for mark in text):
        return None
    if not any(mark in _UNITS for mark in text):
        return int("".join(str(_DIGITS[mark]) for mark in text))
    total, digit = 0, 0
    for mark in text:
        if mark in _UNITS:
            total += (digit or 1) * _UNITS[mark]
            digit = 0
        else:
            digit = _DIGITS[mark]
    return total + digit
