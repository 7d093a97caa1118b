"""Articles as the editors of a CMS put them together: paragraphs split over elements, with what stands between them.

Everything is drawn by a seed: how a paragraph is marked up, which of them share an element, what a site puts between,
behind and beside them. What was printed is known line by line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from demo.prose import news

PARAGRAPHS: Final[tuple[str, ...]] = (
    "<p>{}</p>",
    '<p style="text-indent:2em">　　{}</p>',
    "<div>{}</div>",
    "<section><span>{}</span></section>",
    '<p><font size="3">{}</font></p>',
    "　　{}<br><br>\n",
)
HEADINGS: Final = (
    "<p><strong>{}</strong></p>",
    "<h3>{}</h3>",
    '<p style="text-align:center"><b>{}</b></p>',
    '<div class="subtitle">{}</div>',
)
CAPTIONED: Final = (
    "<figure><img src=1.jpg><figcaption>{}</figcaption></figure>",
    '<p style="text-align:center"><img src=1.jpg><br>{}</p>',
    '<div class="pic"><img src=1.jpg><p>{}</p></div>',
)
BETWEEN: Final = (
    '<div class="ad"><a href="http://ad.example.cn"><img src="a.jpg"></a></div>',
    '<div class="advert"><span>广告</span></div>',
    '<p style="text-align:center"><img src="1.jpg" alt="图片"></p>',
    '<script>var a = "<p>不是正文。</p>";</script>',
    "<p>&nbsp;</p>",
    '<p><a href="/x.html">点击查看更多&gt;&gt;</a></p>',
    '<div class="video-box"><video src="a.mp4"></video><div class="tip">您的浏览器不支持视频播放</div></div>',
    '<div class="audio"><span>语音播报</span><span>00:00 / 03:21</span></div>',
    '<div class="related"><p>相关报道：<a href="/p/5.html">崂山区老旧小区改造完工</a></p></div>',
    '<div class="open-app">打开观海新闻APP，阅读体验更佳</div>',
)
BEHIND: Final = (
    '<p class="editor">责任编辑：王小二</p>',
    '<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>',
    '<div class="copyright">版权声明：本网所有内容未经授权不得转载。</div>',
    '<div class="qr"><img src=x.png><p>扫一扫，打开观海新闻客户端</p></div>',
    '<div class="tags">标签：<a href=/t/1>改革</a><a href=/t/2>巡礼</a></div>',
    '<div class="pn"><p>上一篇：<a href="/1.html">崂山区发布暴雨预警</a></p></div>',
    '<div class="zan"><span>点赞</span><em>128</em></div>',
)
HEADS: Final = ("<h1>{}</h1>", "<h2>{}</h2>", '<div class="tit">{}</div>', '<h1><img src="title.png"></h1>', "")
"""Some sites show the headline as a picture, or not at all."""
AROUND: Final = (
    '<div class="wrap">{}{}{}</div>',
    '<div class="hd">{}</div><div class="bd">{}{}</div>',
    "<table><tr><td width=700>{}{}{}</td><td width=300></td></tr></table>",
    "{}{}{}",
)
INFO: Final = (
    '<div class="info"><span>2024-03-04 08:00</span> <span>来源：青岛日报</span></div>',
    '<p class="meta">青岛日报 2024年03月04日 08:00</p>',
    '<div><em>2024-03-04 08:00:12</em><a href="/">青岛日报</a></div>',
)
BOXES: Final = ("content", "article-content", "TRS_Editor", "detail", "con", "a1", "rich_media_content", "")
SUBHEADS: Final = ("办法来自居民", "先试后改", "一张图贴到门口", "还有哪些难处")
CAPTIONS: Final = ("图为施工现场。", "居民在新建的步道上散步。于海 摄", "改造后的街口")
OTHERS: Final = tuple(
    f"{place}{what}" for place in ("崂山区", "胶州市", "城阳区") for what in ("发布暴雨预警", "新增三处停车场")
)
ABSTRACT: Final = "去年以来，这座城市的旅游市场持续升温，不少游客专程赶来，本地的民宿一房难求，店主们笑得合不拢嘴。"
COMMENT: Final = "希望早点开通，这样上班就不用绕路了，每天能省下半个小时。"


@dataclass(frozen=True)
class Made:
    """A page, and what was printed on it: the headline and each line of the text."""

    html: str
    title: str
    lines: tuple[str, ...]


def made(seed: int) -> Made:
    """Put an article together."""
    dice = Random(seed)
    text = news(dice.randrange(5000))
    paragraphs = [line.text for line in text.lines(date(2024, 3, 4)) if line.text != text.title]
    elements, lines = _elements(dice, paragraphs[: dice.choice((2, 3, 4, 6, 10, 20))])
    inner = dice.choice(SPLITS)(dice, elements)
    behind = "".join(each for each in BEHIND if dice.random() < 0.3)
    inside = dice.random() < 0.4
    box = f'<div class="{dice.choice(BOXES)}">{inner}{behind if inside else ""}</div>'
    rest = ("" if inside else behind) + _others(dice)
    top = dice.choice(HEADS).format(text.title) + dice.choice(INFO)
    around = dice.choice(AROUND)
    page = (
        f"<html><head><meta charset=utf-8><title>{text.title}_观海新闻</title></head><body>"
        '<div class="nav"><a href="/">首页</a> &gt; <a href="/n">新闻</a> &gt; 正文</div>'
        f'{around.format(top, box, rest)}<div class="footer"><p>青岛日报社版权所有 鲁ICP备00000000号</p>'
        "<p>地址：市南区某路1号 电话：0532-00000000</p></div>"
        "</body></html>"
    )
    return Made(page, text.title, tuple(lines))


def _elements(dice: Random, paragraphs: list[str]) -> tuple[list[str], list[str]]:
    mark = dice.choice(PARAGRAPHS)
    elements: list[str] = []
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number and dice.random() < 0.12:
            lines.append(dice.choice(SUBHEADS))
            elements.append((dice.choice(HEADINGS)).format(lines[-1]))
        elif number and dice.random() < 0.05:
            lines.append(dice.choice(CAPTIONS))
            elements.append(dice.choice(CAPTIONED).format(lines[-1]))
        if number and dice.random() < 0.15:
            elements.append(dice.choice(BETWEEN))
        lines.append(paragraph)
        elements.append(mark.format(paragraph))
    return elements, lines


def _others(dice: Random) -> str:
    """Lists of other articles, bare ones and such with abstracts, and what readers wrote."""
    found = ""
    for _ in range(dice.randrange(3)):
        entries = "".join(
            f'<li><a href="/p/{dice.randrange(9999)}.html">{dice.choice(OTHERS)}</a></li>' for _ in "12345"
        )
        found += f'<div class="{dice.choice(("related", "list", "mod"))}"><h3>相关阅读</h3><ul>{entries}</ul></div>'
    if dice.random() < 0.25:
        entry = f'<div class="item"><h4><a href="/p/7.html">{dice.choice(OTHERS)}</a></h4><p>{ABSTRACT}</p></div>'
        found += f'<div class="m1">{dice.choice(("<h3>热点推荐</h3>", "<img src=hot.png>", ""))}{3 * entry}</div>'
    if dice.random() < 0.25:
        entry = f"<div><span>网友7</span><p>{COMMENT}</p><span>3小时前</span><a href=#>回复</a></div>"
        found += f'<div class="{dice.choice(("comment", "pl"))}"><h3>网友评论</h3>{2 * entry}</div>'
    return found


# --- how the elements of a text share others -------------------------------------------------------------------------


def _wrapped(dice: Random, inner: str) -> str:
    tag = dice.choice(("div", "section", "article"))
    named = dice.choice(("", ' class="inner"', ' class="p1"', ' style="margin:0"', ' id="zoom"'))
    return f"<{tag}{named}>{inner}</{tag}>"


def _flat(dice: Random, elements: list[str]) -> str:
    return "".join(elements)


def _tail(dice: Random, elements: list[str]) -> str:
    at = dice.randrange(len(elements) + 1)
    return "".join(elements[:at]) + _wrapped(dice, "".join(elements[at:]))


def _head(dice: Random, elements: list[str]) -> str:
    at = dice.randrange(len(elements) + 1)
    return _wrapped(dice, "".join(elements[:at])) + "".join(elements[at:])


def _halves(dice: Random, elements: list[str]) -> str:
    at = dice.randrange(len(elements) + 1)
    between = dice.choice(("", '<div class="ad"><a href=x><img></a></div>', '<div class="gg">广告</div>'))
    return _wrapped(dice, "".join(elements[:at])) + between + _wrapped(dice, "".join(elements[at:]))


def _each(dice: Random, elements: list[str]) -> str:
    return "".join(_wrapped(dice, each) for each in elements)


def _table(dice: Random, elements: list[str]) -> str:
    return f"<table><tr><td>{''.join(elements)}</td></tr></table>"


def _deep(dice: Random, elements: list[str]) -> str:
    inner = "".join(elements)
    for _ in range(dice.randrange(1, 6)):
        inner = _wrapped(dice, inner)
    return inner


SPLITS: Final[tuple[Callable[[Random, list[str]], str], ...]] = (_flat, _tail, _head, _halves, _each, _table, _deep)
