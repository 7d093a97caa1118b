"""What every page of a Founder digital paper shares: its values, its addresses, its labels, its date.

    paperindex → issue (first board) → Board of each directory entry → Story of each chosen link → one text

Two skins are known (site-facts 5.1 and 5.2) and a newer one; most keep boards in `node_N.htm` and stories in
`content_N.htm`, some in `nbs.PAPER_N.htm` and `nw.PAPER_DAY_N-BOARD.htm` or each board in `001/node.htm`, in folders of
the issue's date, and that is what they are recognised by. What differs between skins (lists, tables, choices; which
mark says what) is mixed freely by papers: a rule asks for a part, never for a skin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.blocks import blocks
from crawler.extraction.fields import issue_date
from crawler.extraction.tree import parse, squeeze
from crawler.sources.base import ReadError
from storage.encoding import decode
from storage.language import say
from storage.outline.folding import fold
from storage.outline.markers import read_marker
from storage.values import Document

BOARD_PATH = re.compile(r"/(?:node_|nbs\.)\w+\.html?$|/\d{3}/node\.html?$", re.I)
_STORIES = r"con(?:tent)?"
STORY_PATH = re.compile(
    rf"/(?:content_|nw\.)[\w-]+\.html?$|/{_STORIES}/(?:19|20)\d\d-?\d\d/\d\d/(?!node_)[\w-]+\.html?$", re.I
)
"""A story's address: by its name, or whatever its name (`c7.html`) in the folder that holds nothing but stories."""
ISSUE_FOLDER = re.compile(r"/((?:19|20)\d\d)-?(\d{1,2})/(\d{1,2})/((?:\d{3}/)?[^/]*)$")
"""The folder of an issue's date, `/2021-10/26/`, and the file in it; some keep each board in one of its own: `001/`."""
_OWN_FOLDER = re.compile(r"(?<=/\d\d)/\d{3}$")

_PARTED = re.compile(rf"/(?:(?P<boards>layout|col(?:umn)?)|{_STORIES})/(?P<day>(?:19|20)\d\d-?\d\d/\d\d)$")
"""The folders of the newer skin, of boards or of stories; papers pair their names as they like."""

_NUMBER = r"(?:\d{1,3}|[〇零一二三四五六七八九十]{1,4})"
_TO = r"(?:\s*版?\s*[-—–~、至]\s*(?:第\s*)?[A-Za-z特]{0,2}\d{1,3})?"
"""A double page bears two numbers: 第04-05版, A04、A05版."""
_LABELLED = re.compile(
    rf"^[^\w]*(?:当前版[面次]?\W*)?(?P<board>(?:第\s*)?[A-Za-z特增专副号刊]{{0,4}}\s*{_NUMBER}{_TO}\s*版|(?:头版|号外)(?!\w))(?P<name>.*)$"
)
_BARE = re.compile(
    rf"^[^\w]*(?:第\s*)?(?P<board>[A-Za-z特增专副]{{0,2}}\d{{1,3}}{_TO})(?:\s*[:|·、-]\s*|\s+)(?P<name>\S.*)$"
)
_TOOLS = re.compile(r"\s*(?:上一版|下一版|上一期|下一期|PDF|查看|下载|放大|缩小|\d+\s*/\s*\d+).*$", re.I | re.S)
_NAME_EDGE = " :：·|-—–_、,，[(（【"
_BRACKETS = {")": "(", "）": "（", "]": "[", "】": "【"}
_PAPER = re.compile(r"[一-鿿]{2,11}?报(?![道告名考刊料业警销答到])")
_NO_PAPER = re.compile(r"(?:数字|电子|多媒体|手机|数码|全媒体|海|简|情|预|快|捷|喜|汇|通|申|举|公|回|本)报$")
_WELCOME = re.compile(r"欢迎(?:您|你)?(?:来到|访问|阅读|光临|浏览|进入)?|今日")
_SENTENCE = re.compile(r"[。；！？…]")
_BEFORE_DATE = re.compile(r"(?:^|[^\w，、]|[报版期])$")
_TODAY = re.compile(r"今[天日]\s*(?:是|为)?\W*\d{4}年\d{1,2}月\d{1,2}日")
_WITH_ID: Final = etree.XPath("descendant-or-self::*[@id]")


@dataclass(frozen=True, slots=True)
class BoardLink:
    """An entry of an issue's directory: address, normalised label ("" where none is printed), name, the board's PDF."""

    url: str
    label: str
    name: str
    pdf: str | None = None


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story as its board lists it; pre- and sub-title are the hidden ones beside the link, "" without any.

    `tooltip` is the link's title attribute. A story that only a hot area leads to has no title.
    """

    url: str
    title: str
    pretitle: str = ""
    subtitle: str = ""
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A hot area of the board's picture: the story it leads to, and what it says of that."""

    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """One board (版) of an issue, as its page says.

    on             printed date: the page's date line, else the address; None where neither says it
    label, name    `1版` and 要闻; "" where the page does not say
    boards         the whole directory of the issue, in printed order; empty where the page has none
    stories        the board's own stories in printed order, each once
    paper          the paper's name as the page's title has it, None without
    """

    url: str
    on: date | None
    label: str
    name: str
    boards: tuple[BoardLink, ...] = ()
    stories: tuple[StoryLink, ...] = ()
    pdf: str | None = None
    page_image: str | None = None
    next_board: str | None = None
    paper: str | None = None

    @property
    def others(self) -> tuple[BoardLink, ...]:
        """The directory without this board itself, also where the page stands at a second address (`node_1.htm`)."""
        if any(link.url == self.url for link in self.boards):
            return tuple(link for link in self.boards if link.url != self.url)
        itself = next((link for link in self.boards if (link.label, link.name) == (self.label, self.name)), None)
        return tuple(link for link in self.boards if link is not itself)


@dataclass(frozen=True, slots=True)
class Story:
    """One story as its page says: headline stack line by line, author as printed, text, captions, pictures."""

    url: str
    headline: tuple[str, ...]
    pretitle: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    author: str = ""
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    on: date | None = None
    board_label: str = ""

    @property
    def title(self) -> str:
        """The headline whole, the lines of a stacked one joined by a space."""
        return " ".join(self.headline)


def open_page(document: Document) -> tuple[str, _Element]:
    """Return a page's text and tree. Raises ReadError for an empty document."""
    text = decode(document.body, document.headers).text
    root = parse(text)
    if root is None:
        raise ReadError(document.url, say("电子报页面是空的，请稍后再试", "the e-paper page is empty; try again later"))
    return text, root


def address(base: str, href: str | None) -> str:
    """Return the absolute http(s) address without query and fragment, "" for anything else (script, mail, broken).

    A digital paper is static files: `?v=1` and `?div=-1` name the same one.
    """
    target = (href or "").strip()
    try:
        parts = urlsplit(urljoin(base, target))
    except ValueError:
        return ""
    usable = target and not target.startswith("#") and parts.scheme in ("http", "https") and parts.netloc
    return parts._replace(query="", fragment="").geturl() if usable else ""


def declared_base(root: _Element, url: str) -> str:
    """Return the address that a page's relative links start from."""
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    return (declared and address(url, declared)) or url


def folder(url: str) -> str:
    """Return the folder of an address, with host; of a board that has one of its own, the issue's."""
    parts = urlsplit(url)
    return parts.netloc.lower() + _OWN_FOLDER.sub("", parts.path.rsplit("/", 1)[0])


def is_of_issue(url: str, board: str) -> bool:
    """Tell whether an address is of a board's own issue: in its folder, or of its day in the one for stories.

    The newer skin keeps boards and stories apart: `/pc/layout/202110/26/` and `/pc/content/202110/26/`.
    """
    if folder(url) == folder(board):
        return True
    mine, its = _PARTED.search(folder(board)), _PARTED.search(folder(url))
    same = mine and its and folder(board)[: mine.start()] == folder(url)[: its.start()] and mine["day"] == its["day"]
    return bool(same and mine and its and mine["boards"] and not its["boards"])


def is_board(url: str) -> bool:
    """Tell whether an address has the shape of a board's."""
    return bool(BOARD_PATH.search(urlsplit(url).path))


def is_story_address(url: str) -> bool:
    """Tell whether an address has the shape of a story's."""
    return bool(STORY_PATH.search(urlsplit(url).path))


def by_id(root: _Element, *names: str) -> Iterator[_Element]:
    """Yield every element that bears one of these ids, in any case: Founder repeats ids."""
    wanted = {name.lower() for name in names}
    return (element for element in _WITH_ID(root) if element.get("id", "").lower() in wanted)


def read_label(text: str, *, loose: bool = False) -> tuple[str, str]:
    """Return label and name of a board's text: 第01版：要闻 gives `1版` and 要闻; ("", text) where it has no label.

    `loose` reads `A07：教育`, `特1：巡礼` and `01 要闻` too, which elsewhere than in a directory say nothing. A name
    that is itself a special board's label (第05版：特1版) is the one that the paper prints.
    """
    line = fold(squeeze(text))
    match = _LABELLED.match(line) or (_BARE.match(line) if loose else None)
    if match is None:
        return "", squeeze(text)
    board = match["board"] if match["board"][-1] in "版外" else match["board"] + "版"
    # Folding goes character for character, so the name keeps the widths that it was printed in.
    name = _without_bracket(_TOOLS.sub("", squeeze(text)[match.start("name") :]).strip(_NAME_EDGE))
    inner, inner_name = read_label(name) if name else ("", "")
    if inner and not inner[0].isdigit() and inner != "头版":
        return inner, inner_name
    return _normal(board), name


def issue_day(url: str) -> date | None:
    """Return the date of the folder that an address stands in, None where it has no such folder."""
    match = ISSUE_FOLDER.search(urlsplit(url).path)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def printed_day(root: _Element, url: str) -> date | None:
    """Return the issue's date: what the date line says, else the address; a line about today is no date line."""
    claimed = issue_day(url)
    lines = (_TODAY.sub("", block.text) for block in blocks(root) if "年" in block.text)
    printed = [day for line in lines for piece in _dated(line) if (day := issue_date(piece))]
    return claimed if claimed in printed or not printed else printed[0]


def paper_name(*texts: str) -> str | None:
    """Return the first newspaper's name in the texts, None without one."""
    for text in texts:
        for match in _PAPER.finditer(_WELCOME.sub(" ", text)):
            if not _NO_PAPER.search(match[0]):
                return match[0]
    return None


def _without_bracket(name: str) -> str:
    """Return a board's name without the bracket that closed behind it and was opened before its label's end."""
    opening = _BRACKETS.get(name[-1:])
    return name[:-1] if opening and name.count(name[-1]) > name.count(opening) else name


def _dated(text: str) -> Iterator[str]:
    """Yield what follows each year of a line, none of a sentence's: what a story announces is no date line."""
    years = () if _SENTENCE.search(text) else re.finditer(r"(?:19|20)\d\d\s*年", text)
    for match in (year for year in years if _BEFORE_DATE.search(text[: year.start()])):
        yield text[match.start() : match.start() + 40]


def _normal(board: str) -> str:
    # With 第 before it, 02-03版 is a double page and not the third page of a day in February.
    marker = read_marker(board) if board.startswith("第") or not board[0].isdigit() else read_marker(f"第{board}")
    if marker:
        return marker.label
    return re.sub(r"^第|\s+", "", re.sub(r"(?<!\d)0+(?=\d)", "", board))
