"""The e-paper in Qingdao's present skin: entry page, board directory, boards with hot areas, stories."""

from __future__ import annotations

from datetime import date
from html import escape

from demo.boards import ISSUE_PATH, Board, Story, day_of, issue, latest
from demo.markup import table
from demo.model import Line
from demo.server import Reply
from demo.state import State

BASE = "/conpaper/qdrb"
WEEKDAYS = "一二三四五六日"
HTML_TYPE = (("Content-Type", "text/html"),)
PDF = Reply(
    200,
    (("Content-Type", "application/pdf"),),
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
)


def document(title: str, body: str, head: str = "") -> Reply:
    told = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'
        f"{head}<title>{escape(title)}</title></head>\n<body>\n{body}\n</body></html>\n"
    )
    return Reply(200, HTML_TYPE, told.encode())


def story_name(board: Board, story: Story) -> str:
    return f"content_{board.key}_{story.key}.htm"


def pdf_name(on: date, board: Board) -> str:
    folder = board.label.replace("特", "T")
    return f"../../../resfile/{on}/{folder}/qdrb{on:%Y%m%d}{folder}.pdf"


def directory(on: date, boards: tuple[Board, ...]) -> str:
    rows = "".join(
        f'<tr><td class="default" align="left">'
        f'<a id=pageLink href="node_{one.node}.htm">{one.printed}：{escape(one.name)}</a></td>'
        f'<td nowrap align="middle"><a href="{pdf_name(on, one)}"><img src="../../../tplimg/pdf.gif" border="0">'
        f"</a></td></tr>"
        for one in boards
    )
    return f'<table id="bmdhTable" cellspacing="0" width="100%"><tbody>{rows}</tbody></table>'


def hidden(story: Story) -> str:
    told = "~~~".join(part for part in (story.pretitle, story.subtitle) if part)
    return f'<span style="display:none">{escape(told)}</span>' if told else ""


def listing(board: Board) -> str:
    rows = "".join(
        f'<tr class="wzlb_tr"><td class="default" valign="top"><img src="../../../tplimg/checkbox.gif"></td>'
        f'<td class="default" valign="top">'
        f'<div style="display:inline" id="{story_name(board, one)[:-4]}">'
        f'<a href="{story_name(board, one)}">{escape(" ".join(one.title))}</a></div>'
        f"{hidden(one)}</td></tr>"
        for one in board.stories
    )
    return (
        f'<div id="main-ed-articlenav-list" style="height:200px;overflow-y:scroll"><table><tbody>{rows}</tbody>'
        f"</table></div>"
    )


def hot_areas(on: date, board: Board) -> str:
    areas = "".join(
        f'<area shape="polygon" coords="2,{20 * place},340,{20 * place},340,{20 * place + 18},2,{20 * place + 18}" '
        f'href="{story_name(board, one)}" btid="BT{one.key}">'
        for place, one in enumerate(board.stories)
    )
    folder = board.label.replace("特", "T")
    picture = f'<img src="../../../resfile/{on}/{folder}/Page_b.jpg" usemap="#PagePicMap" border="0">'
    return f'<div id="main-ed-map"><map name="PagePicMap">{areas}</map>{picture}</div>'


def steps(boards: tuple[Board, ...], board: Board) -> str:
    first, last = board.node == 1, board.node == len(boards)
    back = "javascript:alert('已经是第一版了')" if first else f"node_{board.node - 1}.htm"
    forth = "javascript:alert('已经是最后一版了')" if last else f"node_{board.node + 1}.htm"
    return f'<a class="preart" id="ed_pre" href="{back}">上一版</a> <a id="ed_next" href="{forth}">下一版</a>'


def column(on: date, boards: tuple[Board, ...], board: Board) -> str:
    name = f'<td id="currentBM" align="left">{board.printed}：<strong>{escape(board.name)}</strong></td>'
    pdf = f'<a href="{pdf_name(on, board)}">PDF版</a>'
    return f"<table><tr>{name}<td>{steps(boards, board)} {pdf}</td></tr></table>{hot_areas(on, board)}{listing(board)}"


def top_bar(on: date) -> str:
    printed = f"{on.year}年{on.month:02d}月{on.day:02d}日 星期{WEEKDAYS[on.weekday()]} 出版"
    menus = '<span id="goIndexSpan">今日头版</span><span id="goTilePageSpan">版面标题导航</span><span id="upqi"></span>'
    return (
        f'<div class="head"><span class="default">{printed}</span>{menus}<span id="searchQY"></span>'
        f'<span id="readTxtQY"></span></div>'
    )


def board_page(on: date, boards: tuple[Board, ...], board: Board) -> Reply:
    body = f"{top_bar(on)}{column(on, boards, board)}{directory(on, boards)}" + '<div id="copyLK"></div>'
    return document("青岛日报", body)


def paragraph(line: Line) -> str:
    return table([line]) if line.role == "table" else f"<P>　　{escape(line.text)}</P>"


def row(cell: str, comment: str, told: str) -> str:
    inner = f"<!--<npm:article-{comment}>-->{told}<!--</npm:article-{comment}>-->"
    return f'<tr valign="top"><td class="{cell}" align="center">{inner}</td></tr>' if told else ""


def pictures(story: Story) -> str:
    rows = "".join(
        f'<tr><td align="center"><!--<npm:article-pic>--><img src="../../../resfile/pic/{story.key}_{number}.jpg">'
        f"<!--</npm:article-pic>--></td></tr>"
        f"<tr><td><!--<npm:article-pic-text>-->{escape(caption)}<!--</npm:article-pic-text>--></td></tr>"
        for number, caption in enumerate(story.captions)
    )
    return f'<table id="newspic">{rows}</table>'


def neighbours(board: Board, story: Story) -> str:
    place = board.stories.index(story)
    back = board.stories[place - 1 : place] if place else ()
    forth = board.stories[place + 1 : place + 2]
    links = [f'<a href="{story_name(board, one)}" title="转到本版的上一篇报道">上一篇</a>' for one in back]
    links += [f'<a href="{story_name(board, one)}" title="转到本版的下一篇报道">下一篇</a>' for one in forth]
    return " ".join(links) + " 放大 缩小 默认 朗读"


def told_story(story: Story) -> str:
    title = "<br>".join(escape(line) for line in story.title)
    author = f"<founder-author>{escape(story.author)}</founder-author>" if story.author else ""
    heads = (
        row("font02", "pretitle", escape(story.pretitle))
        + row("font01", "title", f"<founder-title>{title}</founder-title>")
        + row("font02", "subtitle", escape(story.subtitle))
        + row("font02", "author", author)
    )
    text = "".join(paragraph(line) for line in story.lines)
    content = (
        f'<div id="ozoom" class="content"><!--<npm:article-content>--><founder-content>{text}</founder-content><!--'
        f"</npm:article-content>--></div>"
    )
    return (
        f'<table class="wz"><tr><td><table>{heads}</table></td></tr><tr><td>{pictures(story)}</td></tr><tr>'
        f"<td>{content}</td></tr></table>"
    )


def story_page(on: date, boards: tuple[Board, ...], board: Board, story: Story) -> Reply:
    around = neighbours(board, story)
    body = f"{top_bar(on)}{column(on, boards, board)}<div>{around}</div>{told_story(story)}<div>{around}</div>"
    return document(f"{' '.join(story.title)}-青岛日报", body)


def entry(state: State) -> Reply | None:
    """`paperindex.htm`: sends the reader to the newest issue."""
    on = latest(state)
    address = f"html/{on:%Y-%m/%d}/node_1.htm" if on else ""
    return document("青岛日报", "", f'<meta http-equiv="refresh" content="0;URL={address}">') if on else None


def answer(state: State, path: str) -> Reply | None:
    if path in (BASE + "/paperindex.htm", BASE + "/", "/"):
        return entry(state)
    if path.startswith(BASE + "/resfile/") and path.endswith(".pdf"):
        return PDF
    found = ISSUE_PATH.fullmatch(path.removeprefix(BASE))
    on = day_of(found) if found else None
    boards = issue(state, on) if on else None
    if found is None or on is None or boards is None:
        return None
    key = int(found[5])
    if found[4] == "node":
        return next((board_page(on, boards, one) for one in boards if one.node == key), None)
    stories = (
        (board, story) for board in boards if board.key == key for story in board.stories if str(story.key) == found[6]
    )
    return next((story_page(on, boards, board, story) for board, story in stories), None)
