"""Which pages stand on which surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qs

from demo import pages_desktop, pages_lists, pages_mobile
from demo.server import Reply
from demo.state import State

Route = Callable[[State, SplitResult], Reply | None]


def website(state: State, target: SplitResult) -> Reply | None:
    return pages_desktop.answer(state, target.path) or pages_lists.answer(state, target.path)


def mobile(state: State, target: SplitResult) -> Reply | None:
    return pages_mobile.answer(state, target.path)


def app(state: State, target: SplitResult) -> Reply | None:
    """The application host: the full-text call and the search."""
    query = {name: values[0] for name, values in parse_qs(target.query).items()}
    if query.get("app") == "article" and query.get("contentid", "").isdigit():
        return pages_desktop.full_text(state, int(query["contentid"]), query.get("jsoncallback", "callback"))
    return None


def nothing(state: State, target: SplitResult) -> Reply | None:
    return None


ROUTES: Mapping[str, Route] = {
    "website": website, "mobile": mobile, "epaper": nothing, "search": app, "dailyqd": nothing, "qingdaonews": nothing,
    "portal": nothing, "classic": nothing, "elsewhere": nothing,
}  # fmt: skip
