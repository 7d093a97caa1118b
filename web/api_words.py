"""How the API's description says things in both languages: in English, as it always did, the Chinese beside it.

An `x-zh` beside a `summary` or a `description` is the same in Chinese; OpenAPI lets such extensions stand anywhere.
`/docs` shows what the reader's language wants; whoever reads `/openapi.json` has both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from storage.language import say

CHINESE: Final = "x-zh"

_STANDARD: Final = {"Successful Response": "成功"}
"""FastAPI's own words."""


class Operation(TypedDict):
    """What an endpoint is told of itself; its docstring is the description in English."""

    summary: str
    openapi_extra: dict[str, Any]


class Value(TypedDict):
    """What a parameter is told of itself."""

    description: str
    json_schema_extra: dict[str, Any]


def operation(zh: str, en: str, more: str = "") -> Operation:
    """Return an endpoint's summary; `more` is its docstring in Chinese."""
    return {"summary": en, "openapi_extra": {CHINESE: {"summary": zh, "description": more}}}


def value(zh: str, en: str) -> Value:
    """Return a parameter's description."""
    return {"description": en, "json_schema_extra": {CHINESE: zh}}


def answer(zh: str, en: str) -> dict[str, Any]:
    """Return the description of an answer by its status."""
    return {"description": en, CHINESE: zh}


def told(described: Mapping[str, Any], name: str = "description") -> str:
    """Return what an operation, a schema or an answer says of itself in the reader's language, "" for nothing."""
    english = described.get(name, "")
    chinese = described.get(CHINESE, _STANDARD.get(english, ""))
    return say(chinese.get(name, "") if isinstance(chinese, Mapping) else chinese, english)
