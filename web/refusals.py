"""What the API says where it does not answer: one form for all of it, one sentence for whoever reads it.

`message` is that sentence. `detail` is FastAPI's, which scripts may hold on to: the same sentence, or of values that
cannot be a list that tells where each stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.responses import Response
from pydantic import BaseModel

from storage.language import listed, say
from web.api_words import answer


class Wrong(BaseModel):
    """One value that cannot be: where it stands, and what is wrong with it."""

    loc: list[str | int]
    msg: str
    type: str


class Refusal(BaseModel):
    """Why there is no answer."""

    message: str
    detail: str | list[Wrong]


def refusal(zh: str, en: str) -> dict[str, Any]:
    """Return the description of an answer that is none, by its status."""
    return answer(zh, en) | {"model": Refusal}


NO_SERIES: Final = refusal("没有这个系列", "No such series")
NO_ARTICLE: Final = refusal("没有这一篇", "No such article")
ALWAYS: Final[dict[int | str, dict[str, Any]]] = {
    422: refusal("参数不对，哪一个、怎么不对在 message 里", "A value cannot be; message says which, and why"),
    503: refusal("存档现在读不了，或者查得太久", "The archive cannot be read now, or the question took too long"),
}
"""What whatever asks the archive may answer."""

_PREFIX: Final = "Value error, "
_MEANT: Final = {
    "missing": ("要写", "is needed"),
    "json_invalid": ("不是 JSON", "is no JSON"),
    "extra_forbidden": ("这里没有这一项", "is not known here"),
    "int_parsing": ("应当是整数", "has to be a whole number"),
    "int_parsing_size": ("太大", "is too large"),
    "bool_parsing": ("应当是 true 或 false", "has to be true or false"),
    "enum": ("应当是 {expected}", "has to be {expected}"),
    "greater_than_equal": ("至少是 {ge}", "has to be at least {ge}"),
    "less_than_equal": ("最多是 {le}", "has to be at most {le}"),
    "less_than": ("太大", "is too large"),
    "string_too_long": ("最多 {max_length} 个字", "has at most {max_length} characters"),
    "date_from_datetime_parsing": ("应当像 2021-10-26", "is written like 2021-10-26"),
    "date_parsing": ("应当像 2021-10-26", "is written like 2021-10-26"),
}
"""What pydantic's kinds of mistakes mean for people."""


def sentence(errors: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with values as one sentence: the first mistake of which more can be said than its name."""
    for one in errors:
        name, said = one["loc"][-1], one["msg"]
        if one["type"] == "value_error":
            own = said.removeprefix(_PREFIX).rstrip("。.")
            return say(f"{name}：{own}。", f"{name}: {own}.") if said.startswith(_PREFIX) else own + say("。", ".")
        if one["type"] in _MEANT:
            zh, en = (each.format(**one.get("ctx", {})) for each in _MEANT[one["type"]])
            return say(f"{name} {zh.replace(' or ', ' 或 ')}。", f"{name} {en}.")
    names = listed(str(one["loc"][-1]) for one in errors)
    return say(f"{names} 不对。", f"Something is wrong with {names}.")


def refused(status: int, message: str, detail: Any = None, headers: Mapping[str, str] | None = None) -> Response:
    """Return a refusal. What it repeats of what was sent may hold half of a character, or NaN."""
    plain = json.loads(json.dumps(message if detail is None else detail), parse_constant=str)
    told = json.dumps({"message": message, "detail": plain}, ensure_ascii=False, separators=(",", ":"))
    return Response(told.encode("utf-8", "replace"), status, headers, "application/json")
