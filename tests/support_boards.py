"""Whole issues as digital papers show them: boards in the parts of many skins, mixed by a seed.

What was printed is drawn first and is known piece by piece (`support_printed`); how a page shows it is drawn after,
once for the issue, as a newspaper has one skin at a time (`support_skins`). Story pages are in `support_stories`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from support_printed import PAPER, Printed, Sheet, sheets_of
from support_skins import DIRECTORIES, ENTRIES, HIDDEN, KNOWN, LISTINGS, LOOSE, Skin, away, label_text, pdf_path

HOST: Final = "http://paper.example"


@dataclass
class Issue:
    """An issue: its boards, and every page of it by address."""

    skin: Skin
    sheets: tuple[Sheet, ...]
    previous: str | None
    following: str | None
    pages: dict[str, bytes] = field(default_factory=dict)
    home: bytes = b""

    def url(self, file: str) -> str:
        """The address of a board, or of a story: the newer skin keeps those in a folder of their own."""
        folder = self.skin.folder if file.startswith("node_") else self.skin.folder.replace("/layout/", "/content/")
        return f"{folder}/{file}"


# --- the rest of a board's page --------------------------------------------------------------------------------------

CURRENT: Final = (
    '<td id="currentBM" align="left">{label}：<strong>{name}</strong></td>',
    '<td align="left">{label}：<strong>{name}</strong></td>',
    '<span id="NewsEditionNumber">{number}</span><span id="NewsEditionName">{name}</span>',
    '<div id="NewsEditionNumber" style="display:none">{number}</div>'
    '<div id="NewsEditionName" style="display:none">{name}</div>',
    "<div>当前版：{label} {name}</div>",
    '<td class="bm01">{label}　　　　　　<span>{name}</span></td>',
    '<h3><span id="layout">{label}：{name}</span></h3>',
    "<div><span>{number}</span><span style='font-weight:bold'>：{name}</span></div>",
)
TITLES: Final = (
    "{paper}",
    "{paper}数字报",
    "{label}：{name}-{paper}",
    "{paper}多媒体数字版",
    "数字报-{paper}",
    "《{paper}》电子报",
)
DATES: Final = (
    "{y}年{m:02}月{d:02}日 星期{w} 出版",
    "{y}年{m}月{d}日　星期<font class=weekday>{w}</font>",
    "{y}年{m}月{d}日　星期{w}",
    "{y}年{m:02}月{d:02}日 &nbsp;星期{w}",
    "<b>{y}</b>年<b>{m}</b>月<b>{d}</b>日 <span>星期{w}</span>",
    "{y}-{m:02}-{d:02} 星期{w}",
)


def areas(skin: Skin, dice: Random, sheet: Sheet) -> str:
    """Hot areas; a story whose area is split is linked twice."""

    def said(one: Printed) -> str:
        return f' title="{one.pretitle} {one.title}"' if skin.tells_areas else ""

    told = "".join(
        f'<area shape="polygon" coords="2,{20 * at},225,{20 * at + 18}" href="{away(skin)}{one.file}{query}" '
        f'btid="BT{at}"{said(one)}>'
        for at, one in enumerate(sheet.stories)
        for query in (("?div=-1", "?div=0") if dice.random() < 0.2 else (skin.query,))
    )
    image = f'<img src="{page_image(skin, sheet)}" border=0 usemap="#PagePicMap">'
    return f'<div id="main-ed-map"><map name="PagePicMap">{told}</map>{image}</div>'


def page_image(skin: Skin, sheet: Sheet) -> str:
    return pdf_path(skin, sheet).rsplit("/", 1)[0] + "/Page_b.jpg"


def steps(dice: Random, sheets: tuple[Sheet, ...], at: int) -> str:
    form = dice.choice(
        (
            '<a class="preart" id="{id}" href="{href}">{words}</a>',
            '<a class=preart href="{href}"><span style="font-family:webdings">3</span>{words}</a>',
            '<a href="{href}" title="转到{words}"><img src="arrow.gif"></a>',
            '<a href="{href}"><img src="arrow.gif" alt="{words}"></a>',
            '<a href="{href}">&lt; {short}</a>',
        )
    )
    back = sheets[at - 1].file if at else "javascript:alert('已经是第一版')"
    forth = sheets[at + 1].file if at + 1 < len(sheets) else "javascript:alert('已经是最后一版')"
    return form.format(id="ed_pre", href=back, words="上一版", short="前一版") + form.format(
        id="ed_next", href=forth, words="下一版", short="后一版"
    )


def issue_steps(issue: Issue, dice: Random) -> str:
    scripted = '<span id="upqi"></span><script>showQi("../25/node_1.htm","上一期");</script>'
    if issue.previous is None and issue.following is None:
        return dice.choice(("", scripted))
    back = f'<a href="{issue.previous}">上一期</a>' if issue.previous else ""
    forth = f'<a href="{issue.following}">下一期</a>' if issue.following else '<a href="#">下一期</a>'
    return f'<span id="upqi">{back}{forth}</span>'


def calendar(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    days = "".join(
        f'<td><a href="../{day:02}/{sheets[0].file}">{day}</a></td>' for day in range(1, 6) if day != skin.on.day
    )
    return f"<table class=cal><tr><td>日</td><td>一</td></tr><tr>{days}</tr></table>"


def hot_list(skin: Skin, dice: Random, sheets: tuple[Sheet, ...]) -> str:
    """今日关注: stories of all boards."""
    stories = [one for sheet in sheets for one in sheet.stories]
    told = "".join(
        f"<tr><td class=px12><a href={away(skin)}{one.file}><div>{one.title}</div></a></td></tr>"
        for one in dice.sample(stories, min(4, len(stories)))
    )
    return f"<table><tr><td>今日关注</td></tr><tr><td><table>{told}</table></td></tr></table>"


MENU: Final = (
    '<span id="goIndexSpan"><a href="../../../paperindex.htm">今日头版</a> |</span> <span id="goTilePageSpan">'
    '<a href="node_1741.htm">版面概览</a> |</span>'
    '<span id="bmdhSpan" onmouseover="show()"><a href="javascript:;">版面导航</a></span>'
    '<span id="btdhSpan">标题导航</span>'
)
SISTERS: Final = (
    '<div class="links"><a href="/conpaper/hwwb/html/2021-10/26/node_1.htm">海湾晚报</a>'
    '<a href="/conpaper/hwzb/html/2021-10/26/node_1.htm">海湾早报</a></div>'
)
FOOT: Final = "<div id=copyLK>版权所有 海湾日报社 技术支持：某某公司 备案号：00000000号-1</div>"


def current(skin: Skin, sheet: Sheet) -> str:
    label = label_text(sheet, "第{n}版")
    return skin.current.format(label=label, number=label[1:-1], name=sheet.name)


def column(issue: Issue, dice: Random, at: int) -> str:
    """The board's column: picture, its name, the steps, its list. A story's page shows it again."""
    skin, sheet = issue.skin, issue.sheets[at]
    pdf = f'<a id="bigbmshowpdf" href="{pdf_path(skin, sheet)}">PDF版</a>' if skin.pdf else ""
    parts = [f"<table><tr>{current(skin, sheet)}<td>{steps(dice, issue.sheets, at)} {pdf}</td></tr></table>"]
    parts += [areas(skin, dice, sheet), skin.listing(skin, dice, sheet)]
    return "".join(parts)


def date_line(skin: Skin, dice: Random) -> str:
    form = dice.choice(DATES)
    on = skin.on
    return (
        f'<span class="default">{form.format(y=on.year, m=on.month, d=on.day, w="一二三四五六日"[on.weekday()])}</span>'
    )


def board_page(issue: Issue, dice: Random, at: int) -> str:
    skin, sheet = issue.skin, issue.sheets[at]
    parts = [date_line(skin, dice), issue_steps(issue, dice), MENU if dice.random() < 0.5 else ""]
    beside = [skin.directory(skin, issue.sheets)]
    if dice.random() < 0.4:
        beside.append(calendar(skin, issue.sheets))
    if dice.random() < 0.3:
        beside.append(hot_list(skin, dice, issue.sheets))
    if dice.random() < 0.3:
        beside.append(SISTERS)
    dice.shuffle(beside)
    middle = [column(issue, dice, at), "".join(beside)]
    if dice.random() < 0.3:
        middle.reverse()
    label = label_text(sheet, "第{n}版")
    title = dice.choice(TITLES).format(paper=PAPER, label=label, name=sheet.name)
    return page(skin, title, "".join((*parts, *middle, FOOT)))


def page(skin: Skin, title: str, body: str) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={skin.charset}">'
    html = f"<html><head>{meta}<title>{title}</title></head><body>\n{body}</body></html>"
    html = _upper(html) if skin.upper else html
    return _bare(html) if skin.bare else html


def _upper(html: str) -> str:
    return re.sub(r"(?<=<)(/?)([a-z][a-z0-9]*)(?=[\s>])", lambda tag: tag[1] + tag[2].upper(), html)


def _bare(html: str) -> str:
    """Attributes without their quotes where nothing in them needs any."""
    return re.sub(r'="([\w./#?=-]+)"', r"=\1", html)


# --- an issue --------------------------------------------------------------------------------------------------------


def skin_of(dice: Random) -> Skin:
    directory = dice.choice(DIRECTORIES)
    forms = (*ENTRIES, *LOOSE) if directory in KNOWN else ENTRIES
    on = date(2021, 10, 26) - timedelta(days=dice.randrange(900))
    kind, day = dice.choice((("html", "%Y-%m/%d"), ("html", "%Y-%m/%d"), ("html", "%Y%m/%d"), ("layout", "%Y%m/%d")))
    folder = f"{HOST}/conpaper/hwrb/{kind}/{on:{day}}"
    return Skin(
        entry=dice.choice(forms),
        directory=directory,
        listing=dice.choice(LISTINGS),
        current=dice.choice(CURRENT),
        hint=dice.choice(HIDDEN),
        shows_hints=dice.random() < 0.6,
        tells_areas=dice.random() < 0.2,
        pdf=dice.choice(("entry", "entry", "page", "")),
        query=dice.choice(("", "", "?div=-1")),
        upper=dice.random() < 0.15,
        bare=dice.random() < 0.15,
        charset=dice.choice(("utf-8", "utf-8", "utf-8", "gb2312", "gbk")),
        on=on,
        folder=folder,
    )


HOMES: Final = (
    '<meta http-equiv="refresh" content="0;URL={}">',
    "<META HTTP-EQUIV='REFRESH' CONTENT='0; url={}'>",
    '<meta content="1;url=\'{}\'" http-equiv="Refresh">',
    '<meta http-equiv="refresh" content="0;{}">',
    '<meta http-equiv="refresh" content="0; URL = {}">',
    "<script>location.href='{}';</script>",
    '<script>window.location.replace("{}")</script>',
    "<script>top.location='{}'</script>",
    '<script language="javascript">window.location.assign("{}");</script>',
    '<script>window.open("{}","_self")</script>',
    '<frameset><frame src="{}"></frameset>',
    '<a href="{}">进入</a>',
    '<script>self.location = "{}"</script>',
    "<script>window.navigate('{}')</script>",
    "<script>var url = '{}'; window.location.href = url;</script>",
)


def issue_of(dice: Random, sheets: tuple[Sheet, ...] | None = None) -> Issue:
    """An issue without its story pages."""
    skin = skin_of(dice)
    sheets = sheets or sheets_of(dice)
    linked = dice.random() < 0.6
    issue = Issue(
        skin,
        sheets,
        f"../{'24' if skin.on.day != 24 else '23'}/{sheets[0].file}" if linked else None,
        f"../{'27' if skin.on.day != 27 else '28'}/{sheets[0].file}" if linked and dice.random() < 0.5 else None,
    )
    for at, sheet in enumerate(sheets):
        issue.pages[issue.url(sheet.file)] = encoded(skin, board_page(issue, dice, at))
    path = skin.folder.removeprefix(f"{HOST}/conpaper/hwrb/") + f"/{sheets[0].file}"
    issue.home = f"<html><head>{dice.choice(HOMES).format(dice.choice(('', './')) + path)}</head></html>".encode()
    return issue


def encoded(skin: Skin, html: str) -> bytes:
    return html.encode(skin.charset, "xmlcharrefreplace")


def made(seed: int) -> Issue:
    """Put an issue's boards together."""
    return issue_of(Random(seed))
