"""The desktop site's articles: the template in use, long articles in parts, players, related and hot lists."""

from __future__ import annotations

import json
import re
from html import escape

from demo import designs
from demo.markup import blocks, link, page, part_name, part_of
from demo.model import Piece
from demo.server import Reply
from demo.state import State

ARTICLE = re.compile(r"/p/(\d+)(?:_(\d+))?\.html")
FOOTER = (
    '<div class="footer"><p><a href="/about.html">关于我们</a> | <a href="/contact.html">联系我们</a> | '
    '<a href="/law.html">法律声明</a></p>'
    "<p>互联网新闻信息服务许可证编号：37120180024</p><p>版权所有 观海新闻 未经授权不得转载</p></div>"
)
NAVIGATION = (
    '<div class="top-nav"><a href="/">首页</a><a href="/channel/news/index.html">新闻</a>'
    '<a href="/channel/live/index.html">直播</a>'
    '<a href="javascript:void(0)" class="app-down">下载客户端</a></div>'
)


def head(state: State, piece: Piece) -> str:
    facts = json.dumps({"contentid": str(piece.id), "title": piece.title}, ensure_ascii=False)
    counter = f"{state.urls['search']}/?app=system&controller=content&action=stat&jsoncallback=?&contentid={piece.id}"
    return (
        f'<meta name="description" content="{escape(piece.lines[0].text[:60])}">\n'
        f'<meta property="og:title" content="{escape(piece.title)}">\n'
        f'<script>var article = {facts.replace("<", chr(92) + "u003c")}; var counter = "{escape(counter)}";</script>'
    )


def page_bar(state: State, piece: Piece, part: int) -> str:
    """Bar of a broken article, with the call that brings the whole text at once."""
    if piece.parts == 1:
        return ""
    numbers = [
        f'<td class="now">{number}</td>'
        if number == part
        else f"<td>{link(part_name(piece, number), str(number))}</td>"
        for number in range(1, piece.parts + 1)
    ]
    onward = f"<td>{link(part_name(piece, part + 1), '下一页')}</td>" if part < piece.parts else ""
    call = f"{state.urls['search']}/?app=article&controller=article&action=fulltext&jsoncallback=?&contentid={piece.id}"
    return (
        f'<div class="article-page page"><table><tr>{"".join(numbers)}{onward}</tr></table>'
        f'<a id="show-all-cont" href="javascript:;" data-url="{escape(call)}">阅读全文</a></div>'
    )


def related(state: State, piece: Piece) -> str:
    """相关阅读: earlier instalments, whether the piece belongs to the series or not, and neighbours."""
    chosen = state.earlier_instalments(piece, 3)
    neighbours = [state.pieces[number] for number in range(piece.id - 4, piece.id) if number in state.pieces]
    shown = [*chosen, *(one for one in neighbours if one.gone is None and "website" in one.surfaces)]
    entries = "".join(f"<li>{link(state.url(one), one.title)}</li>" for one in shown)
    return f'<div class="ar_about"><h4>相关阅读</h4><ul>{entries}</ul></div>' if entries else ""


def hot(state: State) -> str:
    hottest = [one for one in (*state.instalments()[-2:], *state.newest()[:4]) if "website" in one.surfaces]
    entries = "".join(f"<li>{link(state.url(one), one.title)}</li>" for one in hottest)
    return f'<div class="ar_wyrp"><h4>24小时热榜</h4><ol>{entries}</ol></div>'


def before(state: State, piece: Piece) -> str:
    """上一篇 of the series, where the piece belongs to it."""
    earlier = state.earlier_instalments(piece, 1) if piece.kind == "instalment" else []
    return f'<p class="pre-next">上一篇：{link(state.url(earlier[0]), earlier[0].title)}</p>' if earlier else ""


def article(state: State, piece: Piece, part: int) -> Reply:
    design = designs.NAMED[state.design]
    player = f'<div class="video-content"><video controls src="/video/{piece.id}.mp4"></video></div>'
    parts = designs.Parts(
        piece=piece,
        title=piece.title if part == 1 else f"{piece.title}（{part}）",
        text=blocks(piece, part_of(piece, part)),
        player=player if piece.video else None,
        bar=page_bar(state, piece, part),
        last=part == piece.parts,
    )
    inner = design.article(parts) + before(state, piece) + related(state, piece) + hot(state)
    return page(f"{parts.title}_观海新闻", head(state, piece), NAVIGATION + inner + FOOTER)


def gone(state: State, piece: Piece, surface: str) -> Reply:
    if piece.gone == "home":
        return Reply(302, (("Location", state.urls[surface] + "/"),))
    if piece.gone == "notice":
        return page(
            "提示信息",
            "",
            f'{NAVIGATION}<div class="tips"><p>内容不存在</p><p>您访问的内容不存在或已被删除</p></div>{FOOTER}',
        )
    return page("页面不存在", "", f"<h1>{piece.gone}</h1><p>您访问的页面不存在</p>", int(piece.gone or 404))


def answer(state: State, path: str) -> Reply | None:
    """An article's page; null where nothing stands at the path."""
    found = ARTICLE.fullmatch(path)
    piece = state.at(int(found[1]), "website") if found else None
    if found is None or piece is None:
        return None
    part = int(found[2] or 1)
    if piece.gone is not None:
        return gone(state, piece, "website")
    return article(state, piece, part) if 1 <= part <= piece.parts else None


def full_text(state: State, number: int, callback: str) -> Reply | None:
    """The JSONP answer `callback({"content": …})` with the whole body of an article in parts."""
    piece = state.at(number, "website")
    if piece is None or piece.gone is not None:
        return None
    told = json.dumps({"content": blocks(piece, piece.lines)}, ensure_ascii=False)
    return Reply(200, (("Content-Type", "application/javascript; charset=utf-8"),), f"{callback}({told})".encode())
