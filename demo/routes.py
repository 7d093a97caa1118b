"""Which pages stand on which surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qs

from demo import (
    pages_classic,
    pages_desktop,
    pages_epaper,
    pages_lists,
    pages_mobile,
    pages_reprints,
    pages_search,
)
from demo.server import Reply
from demo.state import State

Route = Callable[[State, SplitResult], Reply | None]


def website(state: State, target: SplitResult) -> Reply | None:
    return pages_desktop.answer(state, target.path) or pages_lists.answer(state, target.path)


def app(state: State, target: SplitResult) -> Reply | None:
    """The application host: the full-text call and the search."""
    query = {name: values[0] for name, values in parse_qs(target.query).items()}
    if query.get("app") == "article" and query.get("contentid", "").isdigit():
        return pages_desktop.full_text(state, int(query["contentid"]), query.get("jsoncallback", "callback"))
    if query.get("app") == "search" and "search" not in state.closed:
        return pages_search.answer(state, query)
    return None


def by_path(answer: Callable[[State, str], Reply | None]) -> Route:
    return lambda state, target: answer(state, target.path)


def nothing(state: State, target: SplitResult) -> Reply | None:
    return None


ROUTES: Mapping[str, Route] = {
    "website": website,
    "mobile": by_path(pages_mobile.answer),
    "epaper": by_path(pages_epaper.answer),
    "search": app,
    "dailyqd": by_path(pages_reprints.dailyqd),
    "qingdaonews": by_path(pages_reprints.qingdaonews),
    "portal": by_path(pages_reprints.portal),
    "classic": by_path(pages_classic.answer),
    "elsewhere": nothing,
}
