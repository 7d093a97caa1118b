"""The templates that the website can wear, one after another: `paper.redesign(name)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from demo.markup import minute
from demo.model import Piece


@dataclass(frozen=True, slots=True)
class Parts:
    """What every article template is given; `player` is null unless the page has one, `last` marks the last part."""

    piece: Piece
    title: str
    text: str
    player: str | None
    bar: str
    last: bool


@dataclass(frozen=True, slots=True)
class Design:
    """An article template and the markup of the lists: flow, moved, none, or home (that page at every address)."""

    article: Callable[[Parts], str]
    lists: str = "flow"


def editor_line(parts: Parts) -> str:
    return f'<p class="editor">责任编辑：{escape(parts.piece.text.editor)}</p>' if parts.last else ""


def keywords(parts: Parts) -> str:
    return '<div class="keywords">关键词：<a href="/tag/青岛">青岛</a> <a href="/tag/改革">改革</a></div>'


def kicker(parts: Parts) -> str:
    return f'<p class="article-kicker">{escape(parts.piece.text.kicker)}</p>' if parts.piece.text.kicker else ""


def box(parts: Parts, name: str) -> str:
    """The body's box; every second article keeps its editor and keywords inside it."""
    if parts.player is not None:
        return parts.player + editor_line(parts)
    trailer = editor_line(parts) + keywords(parts)
    if parts.piece.id % 2:
        return f'<div class="{name}">\n{parts.text}\n{trailer}</div>{parts.bar}'
    return f'<div class="{name}">\n{parts.text}\n</div>{trailer}{parts.bar}'


def infos(parts: Parts, dated: bool = True) -> str:
    date = f'<span class="date">{minute(parts.piece)}</span>' if dated else ""
    return f'<div class="article-infos">{date}<span class="source">{escape(parts.piece.text.source)}</span></div>'


def classic(parts: Parts, name: str, dated: bool = True) -> str:
    heading = f"{kicker(parts)}<h1>{escape(parts.title)}</h1>{infos(parts, dated)}"
    return f'<div class="article">{heading}{box(parts, name)}</div>'


def cmstop(parts: Parts) -> str:
    return classic(parts, "article-content")


def renamed(parts: Parts) -> str:
    return classic(parts, "gh-rich-text")


def dateless(parts: Parts) -> str:
    return classic(parts, "article-content", dated=False)


def nmgnews(parts: Parts) -> str:
    when = f"{parts.piece.published_at:%Y年%m月%d日 %H:%M}"
    return (
        f'<div class="main-l">{kicker(parts)}<div class="article-title">{escape(parts.title)}</div>'
        f'<div class="article-infos"><span class="date">{when}</span>'
        f"<span>来源：{escape(parts.piece.text.source)}</span></div>"
        f"{box(parts, 'article-content')}</div>"
    )


def yili(parts: Parts) -> str:
    return (
        '<div class="curNews domPC">当前位置：<a href="/">首页</a> &gt; 新闻</div>'
        f'{kicker(parts)}<div class="article-content-title">{escape(parts.title)}</div>'
        f'<div class="cf"><div class="date fl-l">{minute(parts.piece)}</div>'
        f'<div class="source fl-l">来源：{escape(parts.piece.text.source)}</div></div>'
        f"{box(parts, 'article-detail-inner article-relevance w660 ov')}"
    )


def flat(parts: Parts) -> str:
    """Nothing but one box without names: lines set apart by breaks, editor and keywords among them."""
    text = (
        parts.text.replace("</p>", "<br><br>")
        .replace('<p style="text-indent: 2em;">', "　　")
        .replace('<p style="text-align: center;">', "")
    )
    text = text.replace('<p style="text-align: center; font-size: 14px;">', "")
    when = f"{minute(parts.piece)} 来源：{escape(parts.piece.text.source)}"
    inner = f"{kicker(parts)}{text}{editor_line(parts)}"
    return f"<div><h1>{escape(parts.title)}</h1>{when}<div>{inner}</div>{parts.bar}</div>"


NAMED = {
    "cmstop": Design(cmstop),
    "renamed": Design(renamed),
    "dateless": Design(dateless),
    "list-moved": Design(cmstop, lists="moved"),
    "list-empty": Design(cmstop, lists="none"),
    "home-everywhere": Design(cmstop, lists="home"),
    "nmgnews": Design(nmgnews, lists="focus"),
    "yili": Design(yili),
    "flat": Design(flat),
}
