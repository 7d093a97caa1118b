"""Who prints it again: 青岛日报网 under the same number, 青岛新闻网 and a portal under their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from demo.markup import blocks, link, minute, page
from demo.model import Piece
from demo.server import Reply
from demo.state import State

DAILY = re.compile(r"/guanhai/(\d+)_1\.html")
DAILY_LIST = re.compile(r"/news/node_3118(?:_(\d+))?\.htm")
CITY = re.compile(r"/qingdao/\d{4}-\d\d/\d\d/content_(\d+)\.htm")
PORTAL = re.compile(r"/a/(\d+)_120809")
CITY_NUMBERS, PORTAL_NUMBERS, LIST_PAGE, BLOCK = 22_000_000, 497_000_000, 20, 5


def carried(state: State, surface: str) -> list[Piece]:
    """What a surface carries, newest first."""
    return [piece.as_printed for piece in state.everything() if surface in piece.surfaces]


def standing(state: State, found: re.Match[str], surface: str, offset: int = 0) -> Piece | None:
    piece = state.at(int(found[1]) - offset, surface)
    return piece.as_printed if piece is not None else None


def daily(piece: Piece) -> Reply:
    source = f'<span>来源：<a href="/">{escape(piece.text.source)}</a></span>'
    body = (
        f'<div class="articlebox"><h1>{escape(piece.title)}</h1><h2><span>{minute(piece)}</span>{source}</h2>'
        f"{blocks(piece, piece.lines)}<p>编辑：{escape(piece.text.editor)}</p></div>"
        f'<div class="copyright">青岛日报社版权所有</div>'
    )
    return page(f"{piece.title}-青岛日报网", "", body)


def daily_items(shown: Sequence[Piece]) -> str:
    """Four blocks of five."""
    blocks_of_five = [shown[at : at + BLOCK] for at in range(0, len(shown), BLOCK)]
    return "".join(
        "<div><ul>"
        + "".join(
            f"<li><div>{link(f'../guanhai/{one.id}_1.html', one.title)}</div><span>{one.printed_on}</span></li>"
            for one in block
        )
        + "</ul></div>"
        for block in blocks_of_five
    )


def daily_list(state: State, number: int | None) -> Reply | None:
    """Page files count from the oldest: the newest page has no number and leads to the highest one."""
    oldest_first = list(reversed(carried(state, "dailyqd")))
    full = max(0, (len(oldest_first) - 1) // LIST_PAGE)
    if number is not None and not 1 <= number <= full:
        return None
    at = full if number is None else number - 1
    shown = list(reversed(oldest_first[at * LIST_PAGE : (at + 1) * LIST_PAGE]))
    older = full if number is None else number - 1
    onward = f'<a href="node_3118_{older}.htm">下一页</a>' if older else ""
    bar = f'<div id="displaypagenum"><center><a href="node_3118.htm">首页</a>{onward}</center></div>'
    return page("青岛新闻-青岛日报网", "", f'<div class="maincon_left_top">{daily_items(shown)}</div>{bar}')


def dailyqd(state: State, path: str) -> Reply | None:
    found, in_list = DAILY.fullmatch(path), DAILY_LIST.fullmatch(path)
    piece = standing(state, found, "dailyqd") if found else None
    if in_list:
        return daily_list(state, int(in_list[1]) if in_list[1] else None)
    return daily(piece) if piece else None


def city(piece: Piece) -> Reply:
    head = '<meta name="keywords" content="青岛,改革">'
    body = (
        '<div class="m-crm"><a href="/">青岛新闻网</a> &gt; <a href="/qingdao/">青岛</a></div>'
        f'<h1>{escape(piece.title)}</h1><div class="info"><span id="pubtime_baidu">{minute(piece)}:00</span>'
        f'<span id="source_baidu">来源：青岛日报社/观海新闻</span><span id="author_baidu">作者：</span></div>'
        f'<div class="m-ct mb80">{blocks(piece, piece.lines)}</div><p class="zrbj">[编辑：新闻中心]</p>'
        '<div class="hot"><h3>热点推荐</h3><ul><li><a href="/qingdao/node_93394.htm">更多青岛新闻</a></li></ul></div>'
    )
    return page(f"{piece.title}_青岛新闻网", head, body)


def city_list(state: State) -> Reply:
    items = "".join(
        f"<li>{link(f'/qingdao/{one.printed_on:%Y-%m/%d}/content_{CITY_NUMBERS + one.id}.htm', one.title)}</li>"
        for one in carried(state, "qingdaonews")
    )
    return page("青岛_青岛新闻网", "", f'<ul class="newsList">{items}</ul>')


def qingdaonews(state: State, path: str) -> Reply | None:
    if path in ("/", "/qingdao/", "/qingdao/node_93394.htm"):
        return city_list(state)
    found = CITY.fullmatch(path)
    piece = standing(state, found, "qingdaonews", CITY_NUMBERS) if found else None
    return city(piece) if piece else None


def portal_article(piece: Piece) -> Reply:
    """Title with a tail of tags, another source string, an 原标题 line and the portal's own last line."""
    head = (
        f'<meta property="og:title" content="{escape(piece.title)}_青岛_企业_改革">'
        f'<meta property="og:release_date" content="{minute(piece)}">'
    )
    printed = [line for line in piece.lines if line.role != "marker"]
    body = (
        f'<div class="article-head"><h1>{escape(piece.title)}</h1><div class="article-info">'
        f'<span class="time">{minute(piece)}</span>'
        f'<span>来源：青岛日报社 / 观海新闻</span></div></div><article class="article" id="mp-editor">'
        f"<p>原标题：{escape(piece.title)}</p>"
        f'{blocks(piece, printed)}<p>返回首页，查看更多</p></article><p>责任编辑：</p><div class="read">阅读 (1024)'
        f"</div>"
    )
    return page(f"{piece.title}_青岛_企业_改革", head, body)


def portal_list(state: State) -> Reply:
    items = "".join(
        f'<li>{link(f"/a/{PORTAL_NUMBERS + one.id}_120809", one.title)}<span class="when">{one.printed_on}</span></li>'
        for one in carried(state, "portal")
    )
    return page("地方新闻_门户", "", f'<div class="list"><ul class="news">{items}</ul></div>')


def portal(state: State, path: str) -> Reply | None:
    if path in ("/", "/gaige/"):
        return portal_list(state)
    found = PORTAL.fullmatch(path)
    piece = standing(state, found, "portal", PORTAL_NUMBERS) if found else None
    return portal_article(piece) if piece else None
