"""The seed instalment, read from the shared fixtures and rebuilt as HTML in the ways that real sites build pages.

Every builder returns a page that prints the same paragraphs; what surrounds them differs. Nothing of the seed's text
stands here: it is read at test time, and the tests skip where it is absent.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.values import Document

SHARED = Path(os.environ.get("XUNLI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
SEED = SHARED / "fixtures" / "seed" / "guanhai-mobile-2021-10-26.txt"
URL = "https://www.guanhai.com.cn/p/155123.html"

WIDE = str.maketrans({",": "，", "!": "！", "(": "（", ")": "）", ":": "：", "?": "？", ";": "；"})


@dataclass(frozen=True)
class Seed:
    """The seed taken apart: what was printed, who edited it, and the furniture above and below."""

    title: str
    paragraphs: tuple[str, ...]
    editor: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def markers(self) -> tuple[str, ...]:
        return tuple(line for line in self.paragraphs if line.endswith("版") and len(line) < 24 and "年" in line)

    def cut(self, paragraphs: tuple[str, ...]) -> Seed:
        return Seed(self.title, paragraphs, self.editor, self.above, self.below)


def load() -> Seed:
    """The seed as its file has it."""
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    filled = [" ".join(line.split()) for line in lines if line]
    ending = next(index for index, line in enumerate(filled) if line.startswith("责任编辑"))
    return Seed(filled[5], tuple(filled[6:ending]), filled[ending], tuple(filled[:5]), tuple(filled[ending + 1 :]))


def document(page: str, encoding: str = "utf-8", content_type: str = "text/html", url: str = URL) -> Document:
    body = page.encode(encoding, "replace")
    return Document(url, 200, {"content-type": content_type}, body, datetime(2021, 10, 27, tzinfo=UTC))


def shell(seed: Seed, inner: str, *, tail: str = "_观海新闻", head: str = "", heading: str = "h1") -> str:
    """A whole page with navigation, headline and footer around `inner`."""
    navigation = "".join(
        f'<li><a href="/c/{n}">{name}</a></li>'
        for n, name in enumerate(("首页", "新闻", "直播", "财经", "文体", "视频"))
    )
    title = html.escape(seed.title)
    shown = f"<{heading}>{title}</{heading}>" if heading else ""
    return (
        f"<!DOCTYPE html><html><head><title>{title}{tail}</title>{head}<style>p {{ margin: 0 }}</style></head><body>"
        f'<div class="nav"><ul>{navigation}</ul></div>{shown}'
        f'{inner}<div class="footer"><p>版权所有 青岛日报社 鲁ICP备05000000号</p><a href="/about">关于我们</a></div>'
        "<script>var hot = ['改革巡礼'];</script></body></html>"
    )


def tagged(lines: tuple[str, ...], tag: str = "p", attributes: str = "") -> str:
    return "".join(f"<{tag}{attributes}>{html.escape(line)}</{tag}>" for line in lines)


def clean_boxes(seed: Seed) -> Document:
    info = (
        '<div class="article-infos"><span class="date">2021-10-26 07:12</span>'
        '<span class="source">青岛日报/观海新闻</span></div>'
    )
    box = f'<div class="article-content">{tagged(seed.paragraphs)}</div><div class="editor">{seed.editor}</div>'
    return document(shell(seed, info + box))


def chrome_paragraphs_inside(seed: Seed) -> Document:
    inside = tagged((*seed.above, *seed.paragraphs, seed.editor, *seed.below))
    return document(shell(seed, f'<div class="article-content">{inside}</div>'))


def chrome_around_title_inside(seed: Seed) -> Document:
    inside = tagged((*seed.above, seed.title, *seed.paragraphs, seed.editor, *seed.below))
    return document(shell(seed, f'<div class="x1"><div class="x2">{inside}</div></div>', heading=""))


def line_breaks(seed: Seed) -> Document:
    text = "<br><br>".join(html.escape(line) for line in (*seed.paragraphs, seed.editor))
    return document(shell(seed, f'<div class="content">{text}</div>'))


def wechat_sections(seed: Seed) -> Document:
    style = ' style="margin: 0; padding: 0; box-sizing: border-box; visibility: visible;"'
    pieces = []
    for number, line in enumerate((*seed.paragraphs, seed.editor)):
        half = len(line) // 2
        spans = (
            f"<span{style}>{html.escape(line[:half])}</span><span><strong>{html.escape(line[half:])}</strong></span>"
        )
        wrapped = f"<section{style}><section{style}><p{style}>{spans}</p></section></section>"
        pieces.append(
            f"<section{style}><section>{wrapped}</section></section>" if number % 3 else f"<section>{spans}</section>"
        )
    return document(
        shell(
            seed, f'<div class="rich_media_content" id="js_content" style="visibility: hidden;">{"".join(pieces)}</div>'
        )
    )


def related_longer_than_article(seed: Seed) -> Document:
    short = seed.cut(
        seed.paragraphs[:3] + tuple(line for line in seed.paragraphs if "记者" in line and "刘佳旎" in line)
    )
    teasers = "".join(
        f'<li><a href="/p/{150000 + n}.html">{html.escape(line[:28])}</a><p>{html.escape(line[28:110])}</p></li>'
        for n, line in enumerate(p for p in seed.paragraphs[40:120] if len(p) > 110)
    )
    body = f'<div class="article">{tagged(short.paragraphs)}</div><p class="zrbj">{seed.editor}</p>'
    return document(
        shell(seed, f'<div class="wrap">{body}<div class="list"><h3>相关阅读</h3><ul>{teasers}</ul></div></div>')
    )


def tables(seed: Seed) -> Document:
    rows = "".join(f"<tr><td>{html.escape(line)}</td></tr>" for line in (*seed.paragraphs, seed.editor))
    left = '<td class="left"><a href="/">首页</a></td>'
    layout = f'<table width="900"><tr>{left}<td class="text"><table>{rows}</table></td></tr></table>'
    return document(shell(seed, layout, heading="h2"))


def captions(seed: Seed) -> Document:
    pieces = []
    for line in seed.paragraphs:
        if line in seed.markers or (len(line) < 30 and line.endswith("。")):
            caption = html.escape(line)
            pieces.append(
                f'<figure><img src="/a/10001/202110/0.jpeg" alt=""><figcaption>{caption}</figcaption></figure>'
            )
        else:
            pieces.append(f"<p>{html.escape(line)}</p>")
    return document(shell(seed, f"<article>{''.join(pieces)}<p>（{seed.editor}）</p></article>"))


def gbk(seed: Seed) -> Document:
    page = shell(
        seed, f'<div id="content">{tagged((*seed.paragraphs, seed.editor))}</div>', head='<meta charset="gbk">'
    )
    return document(page, "gbk", "text/html")


def gbk_declared_as_utf8(seed: Seed) -> Document:
    page = shell(
        seed, f'<div id="content">{tagged((*seed.paragraphs, seed.editor))}</div>', head='<meta charset="utf-8">'
    )
    return document(page, "gb18030", "text/html; charset=utf-8")


def three_sentences(seed: Seed) -> Document:
    byline = tuple(line for line in seed.paragraphs if "刘佳旎" in line)
    last = byline[0][byline[0].rfind("。", 0, -30) - 40 :].lstrip("，,。")
    short = ("全市改革工作会议今天召开。", "会议通报了前三季度的改革考核结果。", last)
    return document(
        shell(
            seed.cut(short),
            f'<div class="main"><div class="article-content">{tagged((*short, seed.editor))}</div></div>',
        )
    )


def summary_box(seed: Seed) -> Document:
    lead = next(line for line in seed.paragraphs if len(line) > 100)
    summary = f'<div class="summary"><b>摘要：</b>{html.escape(lead[:90])}…</div>'
    box = f'<div class="article-content">{tagged(seed.paragraphs)}</div>'
    inner = f'<div class="article-detail">{summary}{box}<div>{seed.editor}</div></div>'
    return document(shell(seed, inner))


def summary_inside(seed: Seed) -> Document:
    lead = next(line for line in seed.paragraphs if len(line) > 100)
    summary = f'<div class="abstract">{html.escape(lead)}</div>'
    inner = f'<div class="text">{summary}{tagged((*seed.paragraphs, seed.editor))}</div>'
    return document(shell(seed, inner))


def flat_text(seed: Seed) -> Document:
    lines = (*seed.above, seed.title, *seed.paragraphs, seed.editor, *seed.below)
    text = "<br>\n".join(html.escape(line) for line in lines)
    return document(f"<html><head><title>{html.escape(seed.title)}</title></head><body><div>{text}</div></body></html>")


def flat_newlines(seed: Seed) -> Document:
    text = "\n\n".join(html.escape(line) for line in (*seed.paragraphs, seed.editor))
    return document(shell(seed, f'<div class="txt">{text}</div>'))


def chrome_as_divs(seed: Seed) -> Document:
    """A mobile page whose class names say nothing."""
    body = tagged(seed.paragraphs, "div")
    page = (
        f'<div class="a1">{tagged(seed.above, "div")}</div>'
        f'<div class="b7"><div class="t">{html.escape(seed.title)}</div>'
        f'<div class="q"><div class="q1">{body}</div></div>'
        f'<div class="e">{seed.editor}</div></div>'
        f'<div class="z">{tagged(seed.below, "div")}</div>'
    )
    return document(shell(seed, page, heading=""))


def wide_punctuation(seed: Seed) -> Document:
    wide = Seed(
        seed.title.translate(WIDE),
        tuple(line.translate(WIDE) for line in seed.paragraphs),
        seed.editor.translate(WIDE),
        seed.above,
        seed.below,
    )
    lines = "".join(f"<P>\u3000\u3000{html.escape(line)}</P>" for line in wide.paragraphs)
    body = f"<div id=ozoom class=content><founder-content>{lines}</founder-content></div><p>{wide.editor}</p>"
    return document(shell(wide, f"<table class=wz><tr valign=top><td>{body}</td></tr></table>"))


def share_bars_inside(seed: Seed) -> Document:
    bar = '<div class="bdsharebuttonbox"><span>分享到：</span><a href="#">微信</a><a href="#">微博</a></div>'
    half = len(seed.paragraphs) // 2
    advert = '<div class="ad"><a href="/ad">广告</a></div>'
    inner = (
        tagged(seed.paragraphs[:half])
        + advert
        + tagged(seed.paragraphs[half:])
        + f'<p class="ed">{seed.editor}</p>'
        + bar
    )
    furniture = (
        "关注观海新闻微信公众号，了解更多资讯",
        "【版权声明】本网站所有内容未经授权不得转载",
        "关键词：改革 青岛",
    )
    promotion = tagged(furniture)
    return document(shell(seed, f'<div class="detail">{inner}{promotion}</div>'))


def hot_comments_follow(seed: Seed) -> Document:
    comments = "".join(
        f"<p>网友{n}：{html.escape(line[:120])}</p>" for n, line in enumerate(seed.paragraphs[20:40]) if len(line) > 120
    )
    text = f'<div class="c1">{tagged(seed.paragraphs)}<p>{seed.editor}</p></div>'
    inner = f'{text}<div class="c2"><h4>热门评论</h4>{comments}</div>'
    return document(shell(seed, f'<div class="c0">{inner}</div>'))


def nested_divisions(seed: Seed) -> Document:
    groups = [seed.paragraphs[n : n + 25] for n in range(0, len(seed.paragraphs), 25)]
    parts = "".join(f'<div class="part"><div>{tagged(group)}</div></div>' for group in groups)
    return document(shell(seed, f'<main><div class="story">{parts}<p align="right">[{seed.editor}]</p></div></main>'))


def preformatted(seed: Seed) -> Document:
    text = "\n".join(html.escape(line) for line in (*seed.paragraphs, seed.editor))
    return document(shell(seed, f"<pre>{text}</pre>"))


def one_paragraph_with_breaks(seed: Seed) -> Document:
    text = "<br/>\u3000\u3000".join(html.escape(line) for line in (*seed.paragraphs, seed.editor))
    return document(shell(seed, f'<div id="content"><p>{text}</p></div>'))


def table_with_a_narrow_column(seed: Seed) -> Document:
    lines = (*seed.paragraphs, seed.editor)
    rows = (f"<tr><td width=10>&nbsp;</td><td>{html.escape(line)}</td></tr>" for line in lines)
    return document(shell(seed, f"<table>{''.join(rows)}</table>"))


def application_links_inside(seed: Seed) -> Document:
    opening = '<div class="open"><a href="app://x">打开APP</a></div><p><a href="app">打开观海新闻APP查看更多</a></p>'
    closing = tagged((seed.editor, "点赞 12", "分享到：微信 微博", "阅读 1024", "本文来源：青岛日报"))
    text = tagged(seed.paragraphs[:20]) + opening + tagged(seed.paragraphs[20:])
    return document(shell(seed, f'<div class="c">{opening}{text}{closing}</div>'))


def mobile_with_date_line(seed: Seed) -> Document:
    line = '<div class="m"><span>青岛日报/观海新闻</span><span>2021-10-26 07:12</span></div>'
    text = f'<div class="_b"><h2>{html.escape(seed.title)}</h2>{line}<div class="_c">{tagged(seed.paragraphs)}</div>'
    below = f"<p>{seed.editor}</p></div><div>{tagged(seed.below, 'span')}</div>"
    page = f'<div class="_a">{tagged(seed.above)}</div>{text}{below}'
    return document(f"<html><head><title>{html.escape(seed.title)}</title></head><body>{page}</body></html>")


def teasers_in_the_same_box(seed: Seed) -> Document:
    """A short article; the teasers below its editor line are longer."""
    teasers = "".join(
        f'<p><a href="/p/{n}.html">{html.escape(line[:24])}</a></p><p>{html.escape(line[24:100])}。</p>'
        for n, line in enumerate(p for p in seed.paragraphs[40:140] if len(p) > 110)
    )
    short = (*seed.paragraphs[:3], *(line for line in seed.paragraphs if "刘佳旎" in line))
    return document(shell(seed, f'<div class="c">{tagged((*short, seed.editor, "相关阅读"))}{teasers}</div>'))


VARIANTS: dict[str, Callable[[Seed], Document]] = {
    builder.__name__: builder
    for builder in (
        clean_boxes,
        chrome_paragraphs_inside,
        chrome_around_title_inside,
        line_breaks,
        wechat_sections,
        tables,
        captions,
        gbk,
        gbk_declared_as_utf8,
        summary_box,
        summary_inside,
        flat_text,
        flat_newlines,
        chrome_as_divs,
        wide_punctuation,
        share_bars_inside,
        hot_comments_follow,
        nested_divisions,
        preformatted,
        one_paragraph_with_breaks,
        table_with_a_narrow_column,
        application_links_inside,
        mobile_with_date_line,
    )
}
