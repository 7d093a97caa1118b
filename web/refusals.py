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
from storage.mistakes import meaning, own_words
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


def sentence(errors: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with values as one sentence: the first mistake of which more can be said than its name."""
    for one in errors:
        name = one["loc"][-1]
        if one["type"] == "value_error":
            return _ours(name, one)
        if (meant := meaning(one)) is not None:
            return say(f"{name} {meant}。", f"{name} {meant}.")
    names = listed(str(one["loc"][-1]) for one in errors)
    return say(f"{names} 不对。", f"Something is wrong with {names}.")


def _ours(name: str | int, mistake: Mapping[str, Any]) -> str:
    """Return what a check of ours says; pydantic puts words of its own before what is no sentence by itself."""
    told = own_words(mistake)
    if mistake["msg"].startswith(told):
        return told + say("。", ".")
    return say(f"{name}：{told}。", f"{name}: {told}.")


def refused(status: int, message: str, detail: Any = None, headers: Mapping[str, str] | None = None) -> Response:
    """Return a refusal. What it repeats of what was sent may hold half of a character, or NaN."""
    plain = json.loads(json.dumps(message if detail is None else detail), parse_constant=str)
    told = json.dumps({"message": message, "detail": plain}, ensure_ascii=False, separators=(",", ":"))
    return Response(told.encode("utf-8", "replace"), status, headers, "application/json")
