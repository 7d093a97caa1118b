"""The CMS's search: ten results a page, no more than a hundred pages, hits marked inside titles, two layouts."""

from __future__ import annotations

import re
from html import escape

from demo.markup import minute, page
from demo.model import Piece
from demo.server import Reply
from demo.state import State

RESULTS_A_PAGE, LAST_PAGE, SUMMARY = 10, 100, 90


def hits(state: State, words: str, title_only: bool) -> list[Piece]:
    """Pieces that hold every word, in the title or anywhere, newest first."""
    wanted = words.split()

    def holds(piece: Piece) -> bool:
        text = (
            piece.title
            if title_only
            else "\n".join((piece.title, piece.text.kicker or "", *(line.text for line in piece.lines)))
        )
        return bool(wanted) and all(word in text for word in wanted)

    return [piece for piece in state.newest() if "search" in piece.surfaces and holds(piece)]


def marked(text: str, words: str) -> str:
    """Hits wrapped in spans, two characters at a time, as the engine's segmenter leaves them."""
    pieces = [word[at : at + 2] for word in words.split() for at in range(0, len(word), 2)]
    pattern = "|".join(re.escape(escape(part)) for part in pieces if part)
    return (
        re.sub(pattern, lambda found: f'<span class="keyword">{found[0]}</span>', escape(text))
        if pattern
        else escape(text)
    )


def address(state: State, piece: Piece) -> str:
    """Where a result leads: the website, or the sister host where only that has the piece."""
    sister = "dailyqd" in piece.surfaces and not piece.surfaces & {"website", "mobile"}
    return state.url(piece, "dailyqd" if sister else "website")


def result(state: State, piece: Piece, words: str) -> str:
    link = f'<a href="{address(state, piece)}" target="_blank">{marked(piece.title, words)}</a>'
    summary = marked("".join(line.text for line in piece.lines)[:SUMMARY], words) + "…"
    if state.search_layout == "variant":
        return (
            f'<dd><div class="article title">{link}</div><div class="description"><div class="h-pic">'
            f'<div class="texts">'
            f'<p class="summary">{summary}</p></div></div></div><p class="result"><var>{minute(piece)}</var></p></dd>'
        )
    inner = f'<div class="m-imagetext"><div><p>{summary}</p><span>{minute(piece)}</span></div></div>'
    return f'<li class="article-picture-item"><h3 class="title">{link}</h3>{inner}</li>'


def bar(words: str, number: int, count: int) -> str:
    last = min(LAST_PAGE, -(-count // RESULTS_A_PAGE))
    base = f"?app=search&controller=index&action=search&wd={escape(words)}&page="
    onward = f'<a class="next" href="{escape(base)}{number + 1}">下一页</a>' if number < last else ""
    return f'<div class="pagination"><span class="current">{number}</span>{onward}</div>'


def frame(state: State, items: str, count: int, onward: str) -> str:
    if state.search_layout == "variant":
        total = f'<div class="search-time"><p class="f-l">约有<span>{count}</span>项结果</p></div>'
        return (
            f'{total}<section class="column"><section class="column-main"><dl class="search-list">{items}</dl>'
            f"</section></section>{onward}"
        )
    total = f'<div class="column info">为您找到相关文章约<b>{count}</b>篇</div>'
    return f'{total}<div class="column search-result-list"><ul>{items}</ul></div>{onward}'


def answer(state: State, query: dict[str, str]) -> Reply | None:
    """A result page; beyond the hundredth the engine shows none, whatever it counts."""
    words, number = query.get("wd", ""), query.get("page", "1")
    if not number.isdigit():
        return None
    found = hits(state, words, query.get("title") == "1" or query.get("field") == "title")
    first = (int(number) - 1) * RESULTS_A_PAGE
    shown = found[first : first + RESULTS_A_PAGE] if 1 <= int(number) <= LAST_PAGE else []
    items = "".join(result(state, piece, words) for piece in shown)
    told = (
        frame(state, items, len(found), bar(words, int(number), len(found)))
        if items
        else '<div class="no-result">抱歉，没有找到相关内容</div>'
    )
    return page(f"{words} 搜索结果_观海新闻", "", f'<form><input name="wd" value="{escape(words)}"></form>{told}')
