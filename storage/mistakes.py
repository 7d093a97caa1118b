"""What is wrong with a value that pydantic refuses, for people: its own words are for programmers, and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from storage.language import say

_DATE: Final = ("应当是日期，像 2021-10-26", "has to be a date like 2021-10-26")
_ADDRESS: Final = ("不是完整的网址，要以 http:// 或 https:// 开头", "is no http(s) address")
_NUMBER: Final = ("应当是数", "has to be a number")
_WHOLE: Final = ("应当是整数", "has to be a whole number")
_TRUTH: Final = ("应当是 true 或 false", "has to be true or false")
_TABLE: Final = ("应当是一节", "has to be a table")
_MEANT: Final = {
    "missing": ("要写", "is needed"),
    "extra_forbidden": ("不认得，请检查拼写", "is not known: check its spelling"),
    "string_type": ("应当是文字，请加引号", "has to be a text in quotes"),
    "string_too_short": ("不能是空的", "must not be empty"),
    "string_too_long": ("最多 {max_length} 个字", "has at most {max_length} characters"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": ("太大", "is too large"),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": ("应当是有限的数", "has to be a finite number"),
    "greater_than": ("应当大于 {gt}", "has to be more than {gt}"),
    "greater_than_equal": ("至少是 {ge}", "has to be at least {ge}"),
    "less_than": ("太大", "is too large"),
    "less_than_equal": ("最多是 {le}", "has to be at most {le}"),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "tuple_type": ("应当是列表，请用方括号", "has to be a list in brackets"),
    "too_short": ("至少要有一项", "needs at least one"),
    "url_parsing": _ADDRESS,
    "url_scheme": _ADDRESS,
    "enum": ("应当是 {expected}", "has to be {expected}"),
    "literal_error": ("应当是 {expected}", "has to be {expected}"),
    "union_tag_invalid": ("的 kind 应当是 {expected_tags} 之一", "has no kind among {expected_tags}"),
    "union_tag_not_found": ("没有写 kind", "has no kind"),
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "json_invalid": ("不是 JSON", "is no JSON"),
}
"""By pydantic's name of the mistake; it stands behind the name of the value."""


def meaning(mistake: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a value, as it stands behind the value's name; None where only the name can be told."""
    if mistake["type"] not in _MEANT:
        return None
    zh, en = (each.format(**mistake.get("ctx", {})) for each in _MEANT[mistake["type"]])
    return say(zh.replace(" or ", " 或 "), en)


def own_words(mistake: Mapping[str, Any]) -> str:
    """Return what a check of ours says of a value, without a full stop."""
    words: str = mistake["msg"]
    return words.removeprefix("Value error, ").rstrip("。.")
