"""Story pages of the issues of `support_boards`, and what a series' stories of an issue say when they are one text.

A page is put together from parts: how the headline stack is marked, in what the body stands, how its paragraphs are
divided, where the pictures are, and what the skin puts around all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from support_boards import FOOT, MENU, Issue, board_page, column, date_line, encoded, issue_of, page
from support_printed import NUMERALS, PAPER, Printed, Sheet, sheets_of

# --- headline stacks -------------------------------------------------------------------------------------------------


def _row(cell: str, part: str, html: str, marked: bool, always: bool = False) -> str:
    told = f"<!--<npm:article-{part}>-->{html}<!--</npm:article-{part}>-->" if marked else html
    return f'<tr valign="top"><td class="{cell}" align="center">{told}</td></tr>' if html or always else ""


def _table(story: Printed, marked: bool, tagged: bool, always: bool = False) -> str:
    title = "<br>".join(story.headline)
    title = f"<founder-title>{title}</founder-title>" if tagged else title
    author = f"<founder-author>{story.author}</founder-author>" if story.author and tagged else story.author
    rows = _row("font02", "pretitle", story.pretitle, marked, always) + _row("font01", "title", title, marked)
    rows += _row("font02", "subtitle", story.subtitle, marked) + _row("font02", "author", author, marked)
    return f'<table class="wz"><tr><td><table>{rows}</table></td></tr><tr><td>{{}}</td></tr></table>'


def full_table(story: Printed) -> str:
    return _table(story, marked=True, tagged=True)


def tagged_table(story: Printed) -> str:
    return _table(story, marked=False, tagged=True)


def commented_table(story: Printed) -> str:
    return _table(story, marked=True, tagged=False, always=True)


def masthead_first(story: Printed) -> str:
    return f"<founder-title>{PAPER}</founder-title>" + _table(story, marked=False, tagged=True)


def facts(story: Printed) -> str:
    """The older pages' comment, and the same again in headings."""
    told = (
        f"<!--enpproperty <articleid>5</articleid><date>2021-10-26 03:00:00.0</date><author>{story.author}</author>"
        f"<title>{story.title}</title><keyword></keyword><subtitle>{story.subtitle}</subtitle>"
        f"<introtitle>{story.pretitle}</introtitle><siteid>1</siteid><nodeid>9</nodeid>/enpproperty-->"
    )
    return f"{told}<h3>{story.pretitle}</h3><h1>{story.title}</h1><h2>{story.subtitle}</h2>{{}}"


def shared_ids(story: Printed) -> str:
    hidden = f'<div id="NewsArticleTitle" style="display:none">{story.title}</div>'
    hidden += f'<div id="NewsArticleAuthor" style="display:none">{story.author}</div>'
    return f'{hidden}<p class="BSHARE_TEXT">{story.title}</p>{{}}'


def _headings(story: Printed, above: str, title: str, below: str, author: str) -> str:
    lines = [
        f"<{above}>{story.pretitle}</{above}>" if story.pretitle else "",
        f"<{title}>{'<br>'.join(story.headline)}</{title}>",
        f"<{below}>{story.subtitle}</{below}>" if story.subtitle else "",
        author.format(story.author) if story.author else "",
    ]
    return f'<div class="article"><div>{"".join(lines)}</div>{{}}</div>'


def headings_132(story: Printed) -> str:
    return _headings(story, "h3", "h1", "h2", "<founder-author>{}</founder-author>")


def headings_324(story: Printed) -> str:
    return _headings(story, "h3", "h2", "h4", "<founder-author>{}</founder-author>")


def named_ids(story: Printed) -> str:
    author = f'<p id="Author"><founder-author>{story.author}</founder-author></p>' if story.author else ""
    return (
        f'<p id="PreTitle">{story.pretitle}</p><h2 id="Title">{story.title}</h2>'
        f'<p id="SubTitle">{story.subtitle}</p>{author}{{}}'
    )


STACKS: Final = (
    full_table,
    full_table,
    tagged_table,
    commented_table,
    masthead_first,
    facts,
    shared_ids,
    headings_132,
    headings_324,
    named_ids,
)
WITHOUT_SIDES: Final = frozenset((shared_ids,))
"""Stacks that show neither pre- nor sub-title."""
ONE_LINE: Final = frozenset((facts, shared_ids, named_ids))
"""Stacks that show a stacked headline on one line."""

# --- bodies ----------------------------------------------------------------------------------------------------------

PARAGRAPHS: Final = (
    "<P>　　{}</P>\n",
    "<p>{}</p>",
    "<P>&nbsp;&nbsp;&nbsp;&nbsp;{}\n",
    "　　{}<br>",
    "　　{}<BR><BR>\n",
    "<div>　　{}</div>",
    "<p><span>　　{}</span></p>",
    "　　{}",
    "&nbsp;&nbsp;&nbsp;&nbsp;{}<br/>",
    "<p style='text-indent:2em'><font>{}</font></p>",
    "<p>　　{}<br></p>",
)
BOXES: Final = (
    '<div id="ozoom" class="content"><!--<npm:article-content>--><founder-content>{}</founder-content>'
    "<!--</npm:article-content>--></div>",
    '<div id="ozoom" style="zoom:100%;float:left"><founder-content><!--<npm:article-content>-->{}　　'
    "<!--</npm:article-content>--></founder-content></div>",
    "<div id=ozoom><founder-content>{}</div>",
    "<DIV ID=ozoom>{}</DIV>",
    '<div id="ozoom"><!--enpcontent-->{}<!--/enpcontent--></div>',
    "<td><founder-content>{}</founder-content></td>",
    "<div id=articleContent><!--enpcontent--><founder-content>{}</founder-content><!--/enpcontent--></div>",
    '<div class="dzb_dy_box"><span class="px12">{}</span></div>',
)
PICTURES: Final = (
    '<tr><td><!--<npm:article-pic>--><IMG src="../../../resfile/p{n}.jpg"><!--</npm:article-pic>--></td></tr>'
    "<tr><td><!--<npm:article-pic-text>-->{caption}<!--</npm:article-pic-text>--></td></tr>",
    '<tr><td><img src="../../../resfile/p{n}.jpg"></td></tr><tr><td>{caption}</td></tr>',
    '<tr><td><!--<npm:article-pic>--><img alt="" src="../../../resfile/p{n}.jpg"><!--</npm:article-pic>--></td></tr>'
    "<tr><td><!--<npm:article-pic-text>-->作者：(王一)&nbsp;&nbsp;{caption}<!--</npm:article-pic-text>--></td></tr>",
)
TABLE: Final = {
    "项目 | 数量": "<table border=1><tr><td>项目</td><td>数量</td></tr>",
    "停车泊位 | 三百个": "<tr><td>停车泊位</td><td>三百个</td></tr></table>",
}
"""Rows of a table in a text, by their lines."""
NO_PICTURES: Final = (
    "",
    '<table id="newspic" style="display:none"></table>',
    '<table id="newspic"><tr><td></td></tr></table>',
)
NEIGHBOURS: Final = (
    '<a href="content_1.htm" title="转到本版的上一篇报道">上一篇</a> <a href="content_2.htm" '
    'title="转到本版的下一篇报道">下一篇</a> <a href="javascript:;">放大</a> <a href="javascript:;">缩小</a> 默认 朗读'
)


def pictures(dice: Random, story: Printed) -> str:
    form = dice.choice(PICTURES)
    rows = "".join(form.format(n=n, caption=caption) for n, caption in enumerate(story.captions))
    empty = dice.choice(
        ("", '<table id="newspic" style="display:none"></table>', '<table id="newspic"><tr><td></td></tr></table>')
    )
    return (
        f'<table id="newspic" bgcolor="#efefef"><tr><td><table><tbody>{rows}</tbody></table></td></tr></table>'
        if rows
        else empty
    )


def story_page(issue: Issue, dice: Random, at: int, story: Printed, stack: Callable[[Printed], str]) -> str:
    skin = issue.skin
    mark = dice.choice(PARAGRAPHS)
    again = f"<p align=center><strong>{story.title}</strong></p>" if dice.random() < 0.1 else ""
    lines = [mark.format(line) if line not in TABLE else TABLE[line] for line in story.paragraphs]
    body = dice.choice(BOXES).format(again + "".join(lines))
    told = stack(story).format(pictures(dice, story) + body)
    around = NEIGHBOURS if dice.random() < 0.7 else ""
    left = column(issue, dice, at) if dice.random() < 0.7 else ""
    title = dice.choice((PAPER, f"{story.title}-{PAPER}", f"{PAPER}数字报", story.title))
    top = date_line(skin, dice) + (MENU if dice.random() < 0.5 else "")
    return page(skin, title, f"{top}{left}{around}{told}{around}{FOOT}")


# --- a series in an issue --------------------------------------------------------------------------------------------

WORDS: Final = "改革巡礼"
ADVERT: Final = Printed("content_7.htm", ("广告",), ("买一送一，欢迎选购。",))
EDITORS: Final = ("本版编辑：赵四　美编：钱五", "责编 赵四 美编 钱五 审读 孙六", "责任编辑/赵四 版式/钱五")
ONWARDS: Final = (
    "（下转第{n}版）",
    "下转第{n}版",
    "▶下转{n}版",
    "（下转第{c}版）",
    "【下转第{n}版】",
    "（下转{n}版·专题）",
)
BACK: Final = ("（上接第{n}版）", "上接第{c}版", "▲（上接第{n}版）", "（紧接第{n}版）", "【上接{n}版】")


@dataclass(frozen=True)
class Piece:
    """A story of the series, whole, and the place of the board that it begins on."""

    at: int
    story: Printed


@dataclass(frozen=True)
class Text:
    """What the series' stories of an issue make: the instalment's title, its lines, how many addresses it has."""

    title: str
    lines: tuple[str, ...]
    addresses: int


@dataclass(frozen=True)
class Made:
    """An issue with its story pages; by address the board's place and the story as its page shows it, and the text."""

    issue: Issue
    stories: dict[str, tuple[int, Printed]]
    text: Text | None


def made(seed: int) -> Made:
    """Put an issue together with its stories."""
    dice = Random(seed)
    sheets = sheets_of(dice)
    sheets, pieces = _with_series(dice, sheets)
    issue = issue_of(dice, sheets)
    if any(WORDS not in f"{one.story.title}{sheets[one.at].name}" for one in pieces) and not (
        issue.skin.shows_hints or issue.skin.tells_areas
    ):
        issue.skin = replace(issue.skin, shows_hints=True)  # else nothing on the board tells that they belong
        issue = _again(dice, issue)
    stack = dice.choice(STACKS)
    stories: dict[str, tuple[int, Printed]] = {}
    for at, sheet in enumerate(sheets):
        for story in sheet.stories:
            url = issue.url(story.file)
            issue.pages[url] = encoded(issue.skin, story_page(issue, dice, at, story, stack))
            stories[url] = at, shown(story, stack)
    text = _text(issue, [replace(one, story=shown(one.story, stack)) for one in pieces]) if pieces else None
    return Made(issue, stories, replace(text, addresses=_addresses(sheets, pieces)) if text else None)


def _again(dice: Random, issue: Issue) -> Issue:
    for at, sheet in enumerate(issue.sheets):
        issue.pages[issue.url(sheet.file)] = encoded(issue.skin, board_page(issue, dice, at))
    return issue


def shown(story: Printed, stack: Callable[[Printed], str]) -> Printed:
    """What a stack shows of a story."""
    story = replace(story, paragraphs=tuple(line.replace("　", " ") for line in story.paragraphs))
    if stack in ONE_LINE:
        story = replace(story, headline=(story.title,))
    return replace(story, pretitle="", subtitle="") if stack in WITHOUT_SIDES else story


def _with_series(dice: Random, sheets: tuple[Sheet, ...]) -> tuple[tuple[Sheet, ...], list[Piece]]:
    """Let stories of an issue be of the series: by headline or pre-title, one of them going on on another board."""
    pieces: list[Piece] = []
    made = list(sheets)
    if dice.random() < 0.6:
        first = made[0].stories[0]
        if dice.random() < 0.6:
            first = replace(first, headline=(f"{WORDS}｜{first.headline[0]}", *first.headline[1:]))
        else:
            first = replace(first, pretitle=dice.choice((WORDS, f"“海湾{WORDS}”专题报道")))
        parts, onto = [first], _target(dice, made)
        if onto and dice.random() < 0.6 and len(first.paragraphs) > 1 and not TABLE.keys() & {*first.paragraphs}:
            parts = list(_split(dice, first, made[0], made[onto]))
            made[onto] = replace(made[onto], stories=(*made[onto].stories, parts[1]))
        made[0] = replace(made[0], stories=(parts[0], *made[0].stories[1:]))
        pieces.append(Piece(0, first))
    for at, sheet in enumerate(made):
        if WORDS in sheet.name:
            own = [one for one in sheet.stories if not one.file.endswith("_9999.htm")]
            pieces += [Piece(at, one) for one in own]
            made[at] = _dressed(dice, sheet)
    return tuple(made), pieces


def _target(dice: Random, made: list[Sheet]) -> int:
    """The place of the board on which a story of the first one goes on; 0 for none."""
    later = [at for at in range(1, len(made)) if made[at].letter != "特" and not made[at].until]
    return dice.choice(later) if later else 0


def _dressed(dice: Random, sheet: Sheet) -> Sheet:
    """A board with an advertisement among its stories, and its editors' line below the last one."""
    *others, last = sheet.stories
    if dice.random() < 0.5:
        last = replace(last, paragraphs=(*last.paragraphs, dice.choice(EDITORS)))
    stories = [*others, last]
    if dice.random() < 0.4:
        stories.insert(dice.randrange(len(stories) + 1), replace(ADVERT, file=f"content_{sheet.number}7.htm"))
    return replace(sheet, stories=tuple(stories))


def _split(dice: Random, story: Printed, sheet: Sheet, onto: Sheet) -> tuple[Printed, Printed]:
    """A story's beginning and its rest, as the boards print them; cut between two paragraphs, or within one."""
    here, there = _numbers(sheet), _numbers(onto)
    at = dice.randrange(1, len(story.paragraphs))
    begun, rest = list(story.paragraphs[:at]), list(story.paragraphs[at:])
    note, cut = dice.choice(ONWARDS).format(**there), 0
    if dice.random() < 0.5:
        # Where a colon or a full stop ends a line, nobody can tell whether a paragraph does.
        cut = next(at for at in range(dice.randrange(6, 12), 99) if rest[0][at - 1].isalnum())
        begun, rest = [*begun, rest[0][:cut]], [rest[0][cut:], *rest[1:]]
    begun = [*begun[:-1], begun[-1] + note] if cut or dice.random() < 0.6 else [*begun, note]
    back = dice.choice(BACK).format(**here)
    title = dice.choice(("{b}", "{t}", "{b}{t}", "{t}（续）", "{t}{b}")).format(t=story.title, b=back)
    if back not in title:
        # Without a bracket's end, blanks alone do not make the note a line of its own.
        own_line = back.endswith("）") and dice.random() < 0.5
        rest = [back, *rest] if own_line else [back + rest[0], *rest[1:]]
    file = story.file.replace(".htm", "_9999.htm")
    first = replace(story, paragraphs=tuple(begun))
    return first, Printed(file, (title,), tuple(rest))


def _numbers(sheet: Sheet) -> dict[str, str]:
    code = f"{sheet.letter}{sheet.number:02}" if sheet.letter else str(sheet.number)
    return {"n": code, "c": code if sheet.letter else NUMERALS[sheet.number - 1]}


def _addresses(sheets: tuple[Sheet, ...], pieces: list[Piece]) -> int:
    rests = sum(one.file.endswith("_9999.htm") for sheet in sheets for one in sheet.stories)
    return len(pieces) + rests


def _text(issue: Issue, pieces: list[Piece]) -> Text:
    on, first = issue.skin.on, pieces[0].at
    begun = [one.story for one in pieces if one.at == first]
    lead = next((one for one in begun if WORDS in f"{one.pretitle}{one.title}"), begun[0])
    lines: list[str] = []
    for at in dict.fromkeys(one.at for one in pieces):
        lines.append(f"{PAPER}{on.year}年{on.month}月{on.day}日{issue.sheets[at].label}")
        for story in (one.story for one in pieces if one.at == at):
            heads = () if story is lead else (story.pretitle, *story.headline, story.subtitle)
            author = story.author if "记者" in story.author else ""
            lines += [line for line in (*heads, author, *story.paragraphs, *story.captions) if line]
    return Text(lead.title, tuple(lines), 0)
