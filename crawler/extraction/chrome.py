"""What a site puts around a text: the lines and the elements that were never printed.

Everything here goes by meaning: the words that Chinese news sites use for their own furniture, and the names that
they give to the elements that hold it. Nothing is keyed on one site.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element

from crawler.extraction.blocks import Block
from crawler.extraction.declared import is_declared
from crawler.extraction.words import BESIDE, HEADING, INTERFACE, LABEL, LONG, MOOD, OWN, PLEA, TOOLBAR
from storage.identity.fingerprint import nfkc
from storage.scripts import simplified

_SPACES = re.compile(r"\s+")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_WIDE_LABEL = re.compile(r"(?<=[编編作来來审審校记責责])[ \u3000\xa0]{1,6}(?=[辑輯者源核对對编編]\s?[:：])")
_NUMBERED = re.compile(r"^\W*\d{1,2}\s*[|.、)]\s*(?=[^\d\s].{30})")
"""The number of a long line. A short one with a number may be a step that was printed: 1、登录."""

_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|pptx?|zip|rar)(?:[?#].*)?$", re.I)
_FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|pptx?|zip|rar)[】\])）]?$", re.I)
_LONGEST_HEADING = 24
_LONGEST_MOOD = 8
_LEAST_REPORT = 16
_NAME_SPLIT = re.compile(r"[^a-zA-Z0-9]+|(?<=[a-z])(?=[A-Z])")
# Names of elements that hold furniture. Matched on whole parts of a class or id: `hot-list` is one, `hotel` is none.
_NAMES = frozenset(
    [
        "comment",
        "comments",
        "cmt",
        "reply",
        "replies",
        "relate",
        "related",
        "relation",
        "relevant",
        "relates",
        "recommend",
        "recommends",
        "recommendation",
        "rec",
        "share",
        "shares",
        "sharing",
        "bdshare",
        "bdsharebuttonbox",
        "jiathis",
        "addthis",
        "sidebar",
        "aside",
        "footer",
        "foot",
        "copyright",
        "breadcrumb",
        "crumb",
        "crumbs",
        "nav",
        "navi",
        "navigation",
        "menu",
        "toolbar",
        "tools",
        "tool",
        "hot",
        "rank",
        "ranking",
        "tag",
        "tags",
        "keyword",
        "keywords",
        "advert",
        "advertisement",
        "ad",
        "ads",
        "adv",
        "guess",
        "subscribe",
        "further",
        "qrcode",
        "qr",
        "kaihu",
        "erweima",
        "ewm",
        "weixin",
        "login",
        "statement",
        "declare",
        "declaration",
        "disclaimer",
        "zebian",
        "pagination",
        "pager",
        "pages",
        "pagenum",
        "sabrosus",
        "social",
        "like",
        "likes",
        "vote",
        "survey",
        "download",
        "openapp",
        "appdown",
        "wake",
        "copylink",
        "feedback",
        "jubao",
        "report",
        "print",
        "banner",
        "popup",
        "modal",
        "dialog",
        "toast",
        "tip",
        "tips",
        "mask",
        "overlay",
        "xgxw",
        "xgyd",
        "relnews",
        "xiangguan",
        "pinglun",
        "hotnews",
        "morenews",
        "newslist",
        "sns",
        "fenxiang",
        "bshare",
        "widget",
        "promo",
        "promotion",
        "slogan",
        "shengming",
        "ft",
        "side",
        "right",
        "rightbar",
        "mood",
        "xinqing",
        "digg",
        "newdigg",
        "diggbox",
        "reaction",
        "reactions",
        "emoji",
        "paywall",
        "adblock",
        "newsletter",
    ]
)
_SHARED_NAMES = re.compile(
    r"^(?:hotnews|relate\w*|recommend\w*|comment\w*|share\w*|bdshare\w*|sharebox|copyright\w*|footer\w*|sidebar\w*|adsby\w*|"
    r"guanggao\w*)$",
    re.I,
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as rules compare it: full-width forms made half-width, spaces at the ends off."""
    plain = nfkc(text.replace("︰", ":")).strip()  # a colon in Taiwan and Hong Kong, two full stops to Unicode
    return closed_up(plain) if ":" in plain else plain


def closed_up(text: str) -> str:
    """The text with its labels of two characters closed up that print sets wide: 编　辑：."""
    return _WIDE_LABEL.sub("", text)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text as the words of sites are compared with: folded, in simplified characters, without a list's number."""
    return _NUMBERED.sub("", simplified(folded(text)))


def is_chrome_line(text: str) -> bool:
    """Whether a whole line is furniture by its words alone."""
    if len(text) > 90 and (len(text) > 400 or not LONG.search(plain(text))):
        return False
    return _is_furniture(text)


@lru_cache(maxsize=4096)  # finding the box asks about each line of the page, reading it asks again
def _is_furniture(text: str) -> bool:
    line = plain(text)
    if INTERFACE.match(line) or TOOLBAR.match(line):
        return True
    return (bool(PLEA.match(line)) and not _reports(line)) or is_declared(line)


def _reports(line: str) -> bool:
    """Whether a line that asks for something is a whole sentence of the news, and not of the site about itself."""
    return len(line) >= _LEAST_REPORT and line.endswith(("。", ";")) and not OWN.search(line)


def is_label_line(text: str) -> bool:
    """Whether a line is furniture at the edges of a text, and between its paragraphs a heading that was printed."""
    return len(text) <= 90 and bool(LABEL.match(plain(text)))


def is_mood(text: str) -> bool:
    """Whether a line is a button of readers' moods (路过, 鲜花), where it stands among others."""
    return len(text) <= _LONGEST_MOOD and bool(MOOD.match(plain(text)))


def is_tail_heading(text: str) -> bool:
    """Whether the line may head a list of other things: 相关阅读, 热门评论, 延伸閱讀 …"""
    return len(text) <= _LONGEST_HEADING and bool(HEADING.match(_SPACES.sub("", plain(text))))


def may_head_links(text: str) -> bool:
    """Whether the line may head a list of links, in words that may head prose as well: 今日看点, 本地新闻, 热文排行."""
    return len(text) <= _LONGEST_HEADING and bool(BESIDE.match(_SPACES.sub("", plain(text))))


_VAGUE = frozenset(("tip", "tips", "report", "mask", "print"))
"""Names of furniture that a newspaper's own box may have as well: 办事提示, a part of the report."""


@lru_cache(maxsize=4096)
def is_vague_name(names: str) -> bool:
    """Whether a class or id attribute calls its element furniture in words that may mean something printed."""
    parts = {part.lower() for part in _NAME_SPLIT.split(names) if part}
    return not parts.isdisjoint(_VAGUE) and not is_chrome_name(" ".join(parts - _VAGUE))


@lru_cache(maxsize=4096)
def is_chrome_name(names: str) -> bool:
    """Whether a class or id attribute calls its element furniture."""
    return any(
        part in _NAMES or bool(_SHARED_NAMES.match(part)) for part in map(str.lower, _NAME_SPLIT.split(names)) if part
    )


def is_chrome_element(element: _Element) -> bool:
    """Whether an element is named, or is by its kind, furniture."""
    if element.tag in ("nav", "footer", "aside", "form", "menu"):
        return True
    return any(is_chrome_name(names) for names in (element.get("class"), element.get("id")) if names)


_CREDIT = re.compile(r"^[^，。！？\s]{2,16}[/／╱][^，。！？\s/／╱]{0,6}(?:报道|報導|報道|电|電)$")
"""The reporters' line above a text, which leads to what else they wrote: 岛城新闻中心／综合报道."""


def is_credit(text: str) -> bool:
    """Whether a line names those who reported, and is printed whether or not it is a link."""
    return bool(_CREDIT.match(text))


def is_link_line(block: Block) -> bool:
    """Whether a line is little but links, a day or counter aside, and no sentence: an entry of a list, not printed."""
    if not block.linked or block.linked <= 0.6 * len(_EDGES.sub("", block.text)):
        return False
    return not re.search(r"[。！？]$", block.text) and not is_attached(block) and not is_credit(block.text)


def is_attached(block: Block) -> bool:
    """Whether a line names a file that belongs to a notice: 附件：申请表.docx."""
    links = (link for link in block.node.iter("a") if is_file(link))
    return block.linked > 0 and any(text in block.text for link in links if (text := "".join(link.itertext()).strip()))


def is_file(link: _Element) -> bool:
    """Whether a link leads to a document and to no page, by its address or, where a script gives it out, its words."""
    return bool(_FILE.search(link.get("href") or "") or _FILE_NAME.search("".join(link.itertext()).strip()))
