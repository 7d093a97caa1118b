"""The mobile site: an article between the blocks that its app puts around it, in their known order."""

from __future__ import annotations

import re
from html import escape

from demo.markup import blocks, link, minute, page
from demo.model import Piece
from demo.pages_desktop import gone
from demo.server import Reply
from demo.state import State

ARTICLE = re.compile(r"/p/(\d+)\.html")
OVERLAY = (
    '<div class="wake-mask"><a class="wake-btn">打开APP</a><div class="tip-box"><h5>小贴士</h5>'
    "<p>2步打开 观海新闻客户端</p>"
    "<ul><li>• 点击右上角“…” 按钮</li><li>• 使用浏览器/Safari打开</li></ul></div></div>"
)


def comments() -> str:
    return (
        '<div class="m-comment"><span class="num">0</span><h4>最热评论</h4><h4>热门评论</h4>'
        '<div class="say">来说两句吧...</div>'
        '<span class="face">表情</span></div>'
    )


def related(state: State, piece: Piece) -> str:
    entries = "".join(
        f"<li>{link(state.url(one, 'mobile'), one.title)}</li>" for one in state.earlier_instalments(piece, 3, "mobile")
    )
    return f'<div class="m-related"><h4>相关阅读</h4><ul>{entries}</ul></div>'


def kicker(piece: Piece) -> str:
    return f'<p class="m-kicker">{escape(piece.text.kicker)}</p>' if piece.text.kicker else ""


def head(state: State, piece: Piece) -> str:
    """What stands above the text. The one saved page shows neither time nor source, and no name of any box."""
    if state.bare_mobile:
        return f'{kicker(piece)}<div class="m-a">{escape(piece.title)}</div>'
    return (
        f'{kicker(piece)}<h1 class="m-title">{escape(piece.title)}</h1>'
        f'<div class="m-info"><span>{escape(piece.text.source)}</span><span>{minute(piece)}</span></div>'
    )


def article(state: State, piece: Piece) -> Reply:
    inner = (
        f'{OVERLAY}<div class="m-detail">{head(state, piece)}'
        f'<div class="m-text">\n{blocks(piece, piece.lines)}\n</div>'
        f'<p class="m-editor">责任编辑：{escape(piece.text.editor)}</p></div>'
        f"{comments()}{related(state, piece)}template 'mobile_v5/common/wake'"
    )
    return page(piece.title, '<meta name="viewport" content="width=device-width">', inner)


def home(state: State) -> Reply:
    items = "".join(
        f"<li>{link(state.url(one, 'mobile'), one.title)}<i>{minute(one)}</i></li>"
        for one in state.listed()[: state.page_size]
    )
    return page("观海新闻", "", f'{OVERLAY}<ul class="m-list">{items}</ul>')


def answer(state: State, path: str) -> Reply | None:
    if path in ("/", "/index.html"):
        return home(state)
    found = ARTICLE.fullmatch(path)
    piece = state.at(int(found[1]), "mobile") if found else None
    if piece is None:
        return None
    return gone(state, piece, "mobile") if piece.gone else article(state, piece)
