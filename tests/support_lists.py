"""List pages as a CMS's templates and its editors put them together, with what stands on them known.

Everything is drawn by a seed: the shape of addresses, how an entry is marked up, where and how its day is printed, what
stands in and beside it, and how the list goes on (`support_lists_paging`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from support_lists_paging import Turn, turn

from demo.prose import news
from storage.values import Document

HOST: Final = "https://www.wanbao.example.cn"
NOW: Final = datetime(2021, 10, 28, 4, 30, tzinfo=UTC)
TODAY: Final = date(2021, 10, 28)
MENTION: Final = "改革巡礼"
"""Words that stand in abstracts only: a paragraph proves nothing (design decision 11)."""


@dataclass(frozen=True)
class Entry:
    """An entry of a list: where it leads, its title as printed in full, its day where the page tells it."""

    url: str
    title: str
    day: date | None


@dataclass(frozen=True)
class ListPage:
    """A page of a list, and what stands on it.

    beside  addresses of its hot list, which may be read as such
    css     a selector that finds its entries' links
    """

    document: Document
    entries: tuple[Entry, ...]
    beside: frozenset[str]
    turn: Turn
    css: str


@dataclass(frozen=True)
class Row:
    """What a template is given of an entry: its link's address and title, its printed day, its abstract and extras."""

    href: str
    title: str
    shown: str
    attribute: str
    printed: str
    abstract: str
    extras: str

    def link(self, inner: str = "") -> str:
        return f'<a href="{self.href}"{self.attribute}>{inner or self.shown}</a>'


# --- addresses -------------------------------------------------------------------------------------------------------

ADDRESSES: Final[tuple[tuple[Callable[[int, date], str], bool], ...]] = (
    (lambda number, day: f"/p/{number}.html", False),
    (lambda number, day: f"/xw/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", True),
    (lambda number, day: f"/xw/{day:%Y-%m}/{day:%d}/content_{number}.htm", True),
    (lambda number, day: f"/art/{day:%Y}/{day.month}/{day.day}/art_77_{number}.html", True),
    (lambda number, day: f"/n1/{day:%Y}/{day:%m%d}/c77-{number}.html", True),
    (lambda number, day: f"/xw/{day:%Y}/{day:%m%d}/{number % 900 + 7}.shtml", True),
    (lambda number, day: f"/show-77-{number}-1.html", False),
    (lambda number, day: f"/content/{day:%Y%m}/{day:%d}/{number}.html", True),
    (lambda number, day: f"/index.php?m=content&amp;c=index&amp;a=show&amp;catid=7&amp;id={number}", False),
)
"""Shapes of articles' addresses, and whether the day can be told from them."""


def _href(dice: Random, address: str, base: str) -> str:
    """Write an address as templates do: whole, without its scheme, from the root, or from the list's folder."""
    folder = re.match(r".*/", base.removeprefix(HOST) or "/")
    ways = [HOST + address, HOST.removeprefix("https:") + address, address, address, f" {address} ", f"{address}#top"]
    ways += [f"{HOST}:443{address}", HOST.removeprefix("https://") + address, HOST.upper() + address]
    if folder and address.startswith(folder[0]):
        ways += ["./" + address.removeprefix(folder[0]), address.removeprefix(folder[0])] * 2
    return dice.choice(ways)


# --- days ------------------------------------------------------------------------------------------------------------


def _ago(day: date) -> str:
    return (
        ("3小时前", "昨天 20:11", "前天")[(TODAY - day).days] if (TODAY - day).days < 3 else f"{(TODAY - day).days}天前"
    )


WHOLE_DAYS: Final[tuple[Callable[[date], str], ...]] = (
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y-%m-%d} 08:30",
    lambda day: f"{day:%Y-%m-%d} 08:30:12",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y年%m月%d日} 08:30",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y.%m.%d}",
    lambda day: f"[{day:%Y-%m-%d}]",
    lambda day: f"（{day:%Y-%m-%d}）",
    lambda day: f"发布时间：{day:%Y-%m-%d}",
    lambda day: f"来源：青岛日报 {day:%Y-%m-%d} 08:30",
    lambda day: f"{day:%Y-%m-%d} 来源：青岛日报",
    lambda day: f"{day:%Y-%m-%d}　阅读：1203",
)
SHORT_DAYS: Final[tuple[Callable[[date], str], ...]] = (
    lambda day: f"{day:%m-%d}",
    lambda day: f"[{day:%m/%d}]",
    lambda day: f"({day:%m-%d})",
    lambda day: f"{day.month}月{day.day}日 08:30",
    lambda day: f"{day:%m-%d} 08:30",
)


# --- titles ----------------------------------------------------------------------------------------------------------


def _plain(dice: Random, title: str) -> tuple[str, str]:
    return title, dice.choice(("", f' title="{title}"', ' target="_blank"'))


def _cut(dice: Random, title: str) -> tuple[str, str]:
    return title[: max(4, len(title) // 2)] + dice.choice(("...", "…", "……", "")), f' title="{title}"'


def _highlit(dice: Random, title: str) -> tuple[str, str]:
    at = dice.randrange(len(title) - 2)
    tag = dice.choice(("<em>{}</em>", '<span class="keyword">{}</span>', "<b>{}</b>", '<font color="red">{}</font>'))
    return title[:at] + tag.format(title[at : at + 2]) + title[at + 2 :], ""


def _wrapped(dice: Random, title: str) -> tuple[str, str]:
    at = dice.randrange(1, len(title) - 1)
    return f"\n      {title[:at]}\n      {title[at:]}\n   ", ""


def _coloured(dice: Random, title: str) -> tuple[str, str]:
    return f'<font color="#000000"><strong>{title}</strong></font>', ""


def _broken(dice: Random, title: str) -> tuple[str, str]:
    at = dice.randrange(1, len(title) - 1)
    return f"{title[:at]}<br>{title[at:]}", ""


def _labelled(dice: Random, title: str) -> tuple[str, str]:
    """Some systems put what they know of an article in its link's title attribute."""
    return f"{title[:6]}…", f' title="文章标题：{title}&#10;作者：佚名&#10;更新时间：2021-10-28 08:00:00"'


SHOWN: Final = (_plain, _plain, _cut, _highlit, _wrapped, _coloured, _broken, _labelled)

# --- entries ---------------------------------------------------------------------------------------------------------

ABSTRACTS: Final = (
    "自2019年3月1日起，这里试行新的办法，居民说办事快了许多，青岛改革巡礼专栏日前报道过此事。",
    "据介绍，2018-05-06启动的这项工程惠及三个街道，改革巡礼记者走访了其中两个……",
    "记者了解到，改革巡礼报道的几个社区都装上了电梯，楼上的老人下楼方便多了，邻里之间走动也多了起来。",
    "2020年12月31日，改革巡礼记者在现场看到，工人正在铺设最后一段管线。",
)
EXTRAS: Final = (
    '<a href="/comment/{n}.html">12</a>',
    '<a href="{href}#comment">评论(3)</a>',
    '<span class="tags"><a href="/tag/31.html">优化营商环境</a> <a href="/tag/8.html">民生</a></span>',
    "<em>阅读 1203</em>",
    '<a href="https://weibo.example.com/share?u={n}">分享</a>',
    '<a href="{href}">[详细]</a>',
    '<a href="{href}" class="more">阅读全文&gt;&gt;</a>',
    '<a href="/author/77.html">青岛日报/观海新闻</a>',
    '<i class="fa"></i>',
)


def _li(dice: Random, row: Row) -> str:
    mark = dice.choice(("", "<b>·</b>", "·", '<img src="dot.gif">'))
    tag = dice.choice(("<span>{}</span>", '<span class="time">{}</span>', " {}", "<em>{}</em>", '<i class="fr">{}</i>'))
    return f"<li>{mark}{row.link()}{tag.format(row.printed)}{row.extras}</li>"


def _li_date_first(dice: Random, row: Row) -> str:
    return f'<li><span class="date">{row.printed}</span>{row.link()}</li>'


def _li_channel(dice: Random, row: Row) -> str:
    return f'<li>[<a href="/channel/21/">市内要闻频道</a>] {row.link()}<span>{row.printed}</span></li>'


def _li_bare(dice: Random, row: Row) -> str:
    """Nothing is closed, nothing is quoted: pages of another time."""
    day = f"<FONT COLOR=#999999>{row.printed}</FONT>"
    return f"<LI><A HREF={row.href.strip()} TARGET=_blank{row.attribute}>{row.shown}</A> {day}\n"


def _picture(dice: Random, row: Row) -> str:
    alt = dice.choice((row.title, "", "图片", "20211026083012.jpg"))
    inner = f'<img src="t.jpg" alt="{alt}">'
    return f'<a href="{row.href}">{inner}</a>' if dice.random() < 0.8 else f"<div>{inner}</div>"


def _article_item(dice: Random, row: Row) -> str:
    abstract = f"<p>{row.abstract}</p>" if row.abstract else ""
    if row.abstract and dice.random() < 0.4:
        abstract = f'<p><a href="{row.href}">{row.abstract}</a></p>'
    info = f'<div class="info"><span>{row.printed}</span>{row.extras}</div>'
    return f'<li class="item">{_picture(dice, row)}<div><h3>{row.link()}</h3>{abstract}{info}</div></li>'


def _item(dice: Random, row: Row) -> str:
    abstract = f'<div class="summary">{row.abstract}</div>' if row.abstract else ""
    return (
        f'<div class="item">{_picture(dice, row)}<div class="tt">{row.link()}</div>{abstract}'
        f'<div class="info">{row.extras}<span>{row.printed}</span></div></div>'
    )


def _card(dice: Random, row: Row) -> str:
    head = dice.choice(("<h3>{}</h3>", '<div class="title">{}</div>', "<p>{}</p>", '<span class="tit">{}</span>'))
    abstract = f"<p>{row.abstract}</p>" if row.abstract else ""
    inner = f'<img src="t.jpg">{head.format(row.shown)}{abstract}<span class="time">{row.printed}</span>'
    return f'<div class="card">{row.link(inner)}</div>'


def _li_inside(dice: Random, row: Row) -> str:
    day = f"<span>{row.printed}</span>"
    inner = day + f"<em>{row.shown}</em>" if dice.random() < 0.5 else f"{row.shown}{day}"
    return f"<li>{row.link(inner)}</li>"


def _tr(dice: Random, row: Row) -> str:
    return f"<tr><td>·</td><td>{row.link()}</td><td width=90>{row.printed}</td></tr>"


def _tr_upper(dice: Random, row: Row) -> str:
    return f"<TR><TD align=left>{row.link()}</TD><TD>{row.extras}</TD><TD>{row.printed}</TD></TR>"


def _two_rows(dice: Random, row: Row) -> str:
    return f"<tr><td>{row.link()}</td></tr><tr><td><font>{row.abstract}</font> <i>{row.printed}</i></td></tr>"


def _dt_dd(dice: Random, row: Row) -> str:
    abstract = f"<dd>{row.abstract}</dd>" if row.abstract else ""
    return f"<dt>{row.link()}</dt>{abstract}<dd>{row.printed}</dd>"


def _figure(dice: Random, row: Row) -> str:
    """The day as a large figure, where it is printed plainly."""
    day = re.fullmatch(r"(\d{4}-\d\d)-(\d\d)", row.printed)
    parts = f"<b>{day[2]}</b><span>{day[1]}</span>" if day else row.printed
    return f'<li><div class="rq">{parts}</div><div class="bt">{row.link()}<p>{row.abstract}</p></div></li>'


def _dl(dice: Random, row: Row) -> str:
    return f"<dl>{_dt_dd(dice, row)}</dl>"


def _flat(dice: Random, row: Row) -> str:
    return f"<h3>{row.link()}</h3><p>{row.abstract}</p><span>{row.printed}</span>"


def _line(dice: Random, row: Row) -> str:
    return f"·{row.link()} {row.printed}<br>"


def _line_date_first(dice: Random, row: Row) -> str:
    return f"<span>{row.printed}</span> {row.link()}<br/>"


def _paragraph(dice: Random, row: Row) -> str:
    return f"<p>{row.link()} <span>{row.printed}</span></p>"


Make = Callable[[Random, Row], str]
TEMPLATES: Final[tuple[tuple[Make, str, str], ...]] = (
    (_li, '<ul class="list">{}</ul>', "ul.list > li > a"),
    (_li, '<ul class="newsList" data-cid="7">{}</ul>', "ul.newsList a"),
    (_li_date_first, '<div class="lb"><ul>{}</ul></div>', ".lb li a"),
    (_li_channel, '<ul class="list">{}</ul>', "ul.list > li > a + a"),
    (_li_bare, "<UL ID=lb>{}</UL>", "#lb a"),
    (_article_item, '<div class="article-list"><ul>{}</ul></div>', ".article-list h3 a"),
    (_article_item, '<ul class="pics">{}</ul>', ".pics h3"),
    (_item, '<div class="con">{}</div>', ".con .tt a"),
    (_card, '<div class="cards">{}</div>', ".cards a"),
    (_li_inside, '<ul class="m-list">{}</ul>', ".m-list a"),
    (_figure, '<ul class="figures">{}</ul>', ".figures .bt > a"),
    (_tr, '<table class="tb" width="100%">{}</table>', ".tb a"),
    (_tr_upper, "<TABLE ID=tb><TBODY>{}</TBODY></TABLE>", "#tb td:first-child a"),
    (_two_rows, '<table class="tb">{}</table>', ".tb a"),
    (_dt_dd, '<dl class="dl">{}</dl>', ".dl dt a"),
    (_dl, '<div class="dls">{}</div>', ".dls dt a"),
    (_flat, '<div class="flat">{}</div>', ".flat h3 a"),
    (_line, '<div class="lines">{}</div>', ".lines a"),
    (_line_date_first, '<td class="lines">{}</td>', ".lines a"),
    (_paragraph, '<div class="ps">{}</div>', ".ps a"),
)
"""An entry's markup, what stands around all of them, and a selector that finds their links."""
GROUPED: Final = (
    ("<h4>{}</h4>", "<li>{}</li>", "<ul>{}</ul>"),
    ("<dt>{}</dt>", "<dd>{}</dd>", "{}"),
    ('<div class="day">{}</div>', '<div class="one">{}</div>', "{}"),
    ("<p><strong>{}</strong></p>", "<p>{}</p>", "{}"),
)
"""A day's heading, an entry, and what stands around a day's entries."""


# --- pages -----------------------------------------------------------------------------------------------------------

HEADS: Final = (
    "",
    '<p><a href="/files/202110/26/P020211026.pdf">改革巡礼特刊（PDF）</a></p>',
    '<div><a href="/channel/21/">查看更多</a></div>',
    '<div class="top">今天是2021年10月28日 星期四</div>',
    '<div class="date">2021年10月28日 星期四</div>',
    "<p>2021-10-28</p>",
)
NAV: Final = (
    '<div class="nav"><a href="/">首页</a><a href="/channel/21/">要闻</a><a href="/channel/22/">改革巡礼专题</a></div>',
    '<ul id="menu"><li><a href="/node_3118.htm">新闻中心频道</a></li><li><a href="/list-12.html">改革</a></li></ul>',
    '<div>您的位置：<a href="/">首页</a> &gt; <a href="/xw/">新闻</a> &gt; 列表</div>',
)
ADS: Final = (
    "",
    '<p><a href="/files/202110/26/P020211026.pdf">改革巡礼特刊（PDF）</a></p>',
    '<div><a href="/channel/21/">查看更多</a></div>',
    '<div class="ad"><a href="https://ad.example.com/click/12345.html"><img src="ad.gif" alt="广告"></a></div>',
    '<a href="javascript:void(0)" onclick="addFavorite()">加入收藏</a>',
)
FOOT: Final = (
    '<div class="footer">Copyright 2003-2021 版权所有 鲁ICP备00000000号 <a href="/about.html">关于我们</a></div>',
    '<div id="foot"><p>青岛日报社 2002年1月1日创办</p><a href="https://beian.example.gov.cn/1.html">备案</a></div>',
)


def made(seed: int) -> ListPage:
    """Put a page of a list together."""
    dice = Random(seed)
    based = dice.random() < 0.1
    turned = turn(dice, HOST, plain=based)
    shape, tells = dice.choice(ADDRESSES)
    number = dice.randrange(20000, 900000)
    count = dice.choice((1, 3, 5, 10, 20)) if turned.page == 1 else dice.choice((3, 10, 20))
    ways = ("whole", "whole", "whole", "short", "ago", "none", "grouped")
    way = dice.choice(ways if turned.page == 1 else ("whole", "none", "grouped"))
    days = _days(dice, count, turned.page, newest=2 if way == "short" else 9)
    if way == "grouped":  # one group's day alone may as well be the page's
        days = [days[0] + timedelta(days=1), days[0] + timedelta(days=1), *days]
    base = HOST + dice.choice(("/", "/xw/")) if based else ""
    entries, rows = [], []
    printing = dice.choice(SHORT_DAYS if way == "short" else WHOLE_DAYS)
    printing = _ago if way == "ago" else (lambda day: "") if way == "none" else printing
    for place, day in enumerate(days):
        address = shape(number - 7 * place, day)
        row = _row(dice, _href(dice, address, base or turned.url), printing(day))
        rows.append(row)
        told = day if way != "none" or tells else None
        entries.append(Entry(HOST + address.replace("&amp;", "&"), row.title, told))
    main, css = _grouped(dice, rows, days) if way == "grouped" else _listed(dice, rows)
    beside, hot = _hot(dice, shape, number)
    html = _page(dice, main, hot, turned, base)
    charset = dice.choice(("utf-8", "gb2312"))
    html = html.replace("CHARSET", charset)
    body = html.encode("gb18030" if charset == "gb2312" else charset)
    headers = {"content-type": "text/html"}
    return ListPage(Document(turned.url, 200, headers, body, NOW, turned.url), tuple(entries), beside, turned, css)


def _days(dice: Random, count: int, page: int, newest: int) -> list[date]:
    day = TODAY - timedelta(days=dice.randrange(newest) + 40 * (page - 1))
    days = []
    for _ in range(count):
        days.append(day)
        day -= timedelta(days=dice.choice((0, 0, 1, 1, 2)))
    return days


def _row(dice: Random, href: str, printed: str) -> Row:
    title = news(dice.randrange(5000)).title + dice.choice(("", "", "", "（图）", "——2019年1月1日起施行"))
    shown, attribute = dice.choice(SHOWN)(dice, title)
    number = dice.randrange(10000, 99999)
    extras = " ".join(each.format(n=number, href=href) for each in EXTRAS if dice.random() < 0.2)
    abstract = dice.choice(ABSTRACTS) if dice.random() < 0.6 else ""
    return Row(href, title, shown, attribute, printed, abstract, extras)


def _listed(dice: Random, rows: list[Row]) -> tuple[str, str]:
    make, around, css = dice.choice(TEMPLATES)
    made_rows = [make(dice, row) for row in rows]
    if dice.random() < 0.2 and len(rows) > 3:
        elsewhere = Row(
            "https://www.xinhua.example.com/2021/7/99999.html", "", "外地的一条重要消息", "", rows[0].printed, "", ""
        )
        made_rows.insert(3, dice.choice(("<!-- <a href='/p/99999.html'>改革巡礼旧稿</a> -->", make(dice, elsewhere))))
    joined = around.format("\n".join(made_rows))
    return (f"<table><tr>{joined}</tr></table>" if joined.startswith("<td") else joined), css


def _grouped(dice: Random, rows: list[Row], days: list[date]) -> tuple[str, str]:
    heading, entry, around = dice.choice(GROUPED)
    printing = dice.choice(WHOLE_DAYS[:5:3])
    inner = ""
    for day in dict.fromkeys(days):
        links = "".join(entry.format(row.link()) for row, on in zip(rows, days, strict=True) if on == day)
        inner += heading.format(printing(day)) + around.format(links)
    tag = "dl" if heading.startswith("<dt") else "div"
    return f'<{tag} class="grouped">{inner}</{tag}>', ".grouped a"


def _hot(dice: Random, shape: Callable[[int, date], str], number: int) -> tuple[frozenset[str], str]:
    """A list of what others read, most of which stands nowhere else on the page."""
    if dice.random() < 0.5:
        return frozenset(), ""
    addresses = [shape(number + 10000 + place, TODAY - timedelta(days=3)) for place in range(5)]
    ranked = dice.random() < 0.3
    rank = "<a href={0}>{1}</a>" if ranked else "<i>{1}</i>"
    rows = "".join(
        f'<li>{rank.format(each, place)} <a href="{each}">改革巡礼热帖{place}号</a></li>'
        for place, each in enumerate(addresses, 1)
    )
    heading = dice.choice(("热门排行", "24小时热榜", "点击排行", "热点新闻"))
    box = dice.choice(('<div class="side"><h3>{}</h3><ul>{}</ul></div>', '<div class="hot"><p>{}</p><ol>{}</ol></div>'))
    return frozenset(HOST + each.replace("&amp;", "&") for each in addresses), box.format(heading, rows)


def _page(dice: Random, main: str, hot: str, turned: Turn, base: str) -> str:
    heading = dice.choice(("", "<h2>要闻</h2>", '<div class="tit"><h2>新闻列表</h2><a href="/xw/more/">更多</a></div>'))
    columns = [
        f'<div class="left">{heading}{main}{turned.html}</div>',
        f'<div class="right">{hot}</div>' if hot else "",
    ]
    if dice.random() < 0.15:
        columns = columns[::-1]
    top = dice.choice(HEADS) + dice.choice(NAV) + dice.choice(ADS)
    declared = f'<base href="{base}">' if base else ""
    return (
        f"<html><head><meta charset=CHARSET><title>要闻_晚报网</title>{declared}{turned.head}</head><body>"
        f"{top}{''.join(columns)}{dice.choice(ADS)}{dice.choice(FOOT)}</body></html>"
    )
