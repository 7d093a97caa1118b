"""The same issues in the classic Founder skin: unquoted attributes, node numbers of the whole site, enp comments."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from demo.boards import ISSUE_PATH, Board, Story, day_of, has_issue, issue, latest
from demo.pages_epaper import PDF, WEEKDAYS, document, paragraph
from demo.server import Reply
from demo.state import State

BASE, FIRST_NODE = "/paper", 2


def node_name(board: Board) -> str:
    return f"node_{board.node + FIRST_NODE - 1}.htm"


def folder(on: date, board: Board) -> str:
    number = board.label.lstrip("0").replace("特", "T")
    return f"../../1/{on:%Y-%m/%d}/{number}/{on:%Y%m%d}{number}"


def directory(on: date, boards: tuple[Board, ...]) -> str:
    rows = "".join(
        f"<tr> <td class=default2 align=left>&nbsp;"
        f"<a id=pageLink href={'./' if board.node == 1 else ''}{node_name(board)}>"
        f"{board.printed}：{escape(board.name)}</a></td> <td nowrap align=middle width=55>"
        f"<a href={folder(on, board)}_pdf.pdf>"
        '<img height=16 src="../../../tplimg/pdf.gif" width=16 border=0></a></td></tr> '
        for board in boards
    )
    return (
        f'<table class="mulu03"><tr><td class="mulu02">版面目录</td></tr><tr><td><table cellspacing=0><tbody>{rows}'
        f"</tbody></table></td></tr></table>"
    )


def areas(on: date, board: Board) -> str:
    """The hot areas; a story whose area is split is linked twice."""
    told = "".join(
        f'<Area coords="2,{20 * place},225,{20 * place},225,{20 * place + 18}" shape="polygon" '
        f'href="content_{one.key}.htm?div={part}">'
        for place, one in enumerate(board.stories)
        for part in ((-1,) if place else (-1, 0))
    )
    return f'<MAP NAME="pagepicmap">{told}</MAP><img src={folder(on, board)}_brief.jpg border=0 USEMAP=#pagepicmap>'


def listing(board: Board) -> str:
    items = " ".join(
        f"<li><a href=content_{one.key}.htm><div id=mp{one.key}>{escape(' '.join(one.title))}</div></a> </li>"
        for one in board.stories
    )
    return f'<ul class="list01"> {items} </ul>'


def issue_step(state: State, on: date) -> str:
    before = next(
        (on - timedelta(days=back) for back in range(1, 10) if has_issue(state, on - timedelta(days=back))), None
    )
    if before is None:
        return ""
    up = f"../{before:%d}/" if before.month == on.month else f"../../{before:%Y-%m/%d}/"
    return f'<a class=preart href="{up}node_{FIRST_NODE}.htm"><FONT face=Webdings>3</FONT>上一期</a>'


def dated(on: date) -> str:
    return (
        f'<p class="rq">{on.year}年{on.month}月{on.day}日　星期<font class=weekday>{WEEKDAYS[on.weekday()]}</font></p>'
    )


def board_page(state: State, on: date, boards: tuple[Board, ...], board: Board) -> Reply:
    following = [one for one in boards if one.node == board.node + 1]
    step = f'<a class=preart href="{node_name(following[0])}"><span>4</span>下一版</a>' if following else ""
    pdf = f'<a href={folder(on, board)}_pdf.pdf><IMG height=16 src="../../../tplimg/pdf.gif"></a>'
    name = (
        f'<table class="bm00"><tr><td class="bm01">{board.printed}　　　　<span>{escape(board.name)}</span></td>'
        f"</tr></table>"
    )
    body = (
        f'<div class="bm">{areas(on, board)}'
        f"</div>{step}{pdf}{dated(on)}{name}{listing(board)}{issue_step(state, on)}{directory(on, boards)}"
    )
    return document("青岛日报", body)


def properties(on: date, board: Board, story: Story) -> str:
    title = escape(" ".join(story.title))
    return (
        f"<!--enpproperty <articleid>{story.key}</articleid><date>{on} 00:00:00.0</date>"
        f"<author>{escape(story.author)}</author>"
        f"<title>{title}</title><keyword></keyword><subtitle>{escape(story.subtitle)}</subtitle>"
        f"<introtitle>{escape(story.pretitle)}</introtitle>"
        f"<siteid>1</siteid><nodeid>{board.node}</nodeid><nodename>{escape(board.name)}</nodename>"
        f"<nodesearchname>{board.printed}</nodesearchname>"
        "/enpproperty-->"
    )


def story_page(on: date, board: Board, story: Story) -> Reply:
    text = "".join(paragraph(line) for line in story.lines)
    captions = "".join(f"<p class=pictext>{escape(caption)}</p>" for caption in story.captions)
    heads = (
        f"<p class=yt>{escape(story.pretitle)}</p><h1>{'<br>'.join(map(escape, story.title))}</h1>"
        f"<p class=ft>{escape(story.subtitle)}</p>"
    )
    author = f"<p class=zz>{escape(story.author)}</p>" if story.author else ""
    where = f"{board.printed}：{escape(board.name)}"
    content = f'<div id="ozoom"><!--enpcontent--><founder-content>{text}</founder-content><!--/enpcontent--></div>'
    return document(
        "青岛日报", f"{properties(on, board, story)}{dated(on)}<p>{where}</p>{heads}{author}{captions}{content}"
    )


def entry(state: State) -> Reply | None:
    on = latest(state)
    head = f'<meta http-equiv="refresh" content="0;URL=html/{on:%Y-%m/%d}/node_{FIRST_NODE}.htm">' if on else ""
    return document("青岛日报", "", head) if on else None


def answer(state: State, path: str) -> Reply | None:
    if path in (BASE + "/paperindex.htm", BASE + "/", "/"):
        return entry(state)
    if path.startswith(BASE + "/html/1/") and path.endswith(".pdf"):
        return PDF
    found = ISSUE_PATH.fullmatch(path.removeprefix(BASE))
    on = day_of(found) if found else None
    boards = issue(state, on) if on else None
    if found is None or on is None or boards is None or found[6]:
        return None
    key = int(found[5])
    if found[4] == "node":
        return next((board_page(state, on, boards, one) for one in boards if one.node + FIRST_NODE - 1 == key), None)
    return next((story_page(on, board, one) for board in boards for one in board.stories if one.key == key), None)
