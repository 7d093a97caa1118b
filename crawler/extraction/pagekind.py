"""Telling an article from what a server sends in its place with status 200."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.filekind import kind_of_bytes, kind_of_text, no_page_but
from crawler.extraction.refusals import NotAnArticle
from crawler.extraction.titles import page_title
from crawler.extraction.tree import text_of
from storage.encoding import wide_encoding
from storage.findings import MEANING
from storage.language import say
from storage.values import Document

MOST_TEXT = 1_000_000
"""Characters of a page beyond which it is no article: the longest reports of newspapers have a twentieth of that."""
_TEXTS = etree.XPath("//text()[not(parent::script or parent::style or parent::textarea)]", smart_strings=False)

SHORT_PAGE = 600
"""Characters up to which a page may be a notice instead of an article."""

_CONTROLS = bytes((*range(9), *range(14, 32)))
_CHALLENGE = re.compile(
    r"人机验证|请完成.{0,10}验证|滑动.{0,6}验证|拖动滑块|正在验证|访问过于频繁|访问频繁|不是机器人|"
    r"请开启javascript|enable javascript and cookies|just a moment|checking your browser|ddos protection|"
    r"attention required|verify (?:that )?you are (?:human|not a robot)|(?:请求|访问)被(?:拦截|阻断)|网站防火墙",
    re.I,
)
_MAYBE_CHALLENGE = re.compile(r"安全验证|访问验证|验证码|异常访问|captcha|安全检查|安全防护|\bWAF\b", re.I)
"""Words of a check for robots that stand in news as well: 节前安全检查."""
_SCRIPTED_CHECK = re.compile(r"acw_sc__v\d|__jsl_clearance|_cf_chl|challenge-platform|geetest|turnstile", re.I)
_BARE = 60
"""Characters up to which a page says nothing: whatever it is there for, its scripts do."""
_WITHDRAWN = re.compile(
    r"(?:内容|文章|页面|网页|稿件|新闻|信息|资源|文件)(?:已经?|暂时|可能|被|不|未|无法|，|,|您|要|访问|查看|的|或|"
    r"已被|作者|发布者)*(?:不存在|删除|撤回|撤销|下线|下架|找到|失效|移除)|"
    r"404\s*(?:not\s*found|错误|页面|error)|not\s*found|找不到.{0,8}(?:页面|网页|内容|文章)|页面没有找到|"
    r"无法找到.{0,6}(?:页面|网页|内容)|該(?:頁|文章).{0,6}不存在|没有找到(?:您|你)",
    re.I,
)
_ERROR = re.compile(
    r"50[0-4]\s*(?:bad|gateway|service|internal|错误|error)|bad gateway|gateway time-?out|"
    r"service (?:temporarily )?unavailable|internal server error|服务器(?:内部)?(?:错误|繁忙|开小差|出错)|"
    r"系统(?:错误|繁忙)|数据库(?:错误|连接失败)|fatal error|access denied|forbidden|403\s*(?:错误|error|禁止)",
    re.I,
)
_MAYBE_ERROR = re.compile(r"系统(?:维护|升级)|网站(?:维护|升级|建设)中|(?<!\d)403(?!\d)")
_NEVER = re.compile(r"(?!)")
_CHECKED = ("网站要求验证访问者，没有给出文章", "the site checks its visitor and gives no article")
_NOTICES = (
    (
        "challenge",
        _CHECKED,
        _CHALLENGE,
        _MAYBE_CHALLENGE,
    ),
    (
        "withdrawn",
        ("页面说明内容不存在或已删除", "the page says that it was deleted"),
        _NEVER,
        _WITHDRAWN,
    ),
    ("error_page", ("服务器返回了错误页面", "the server sent an error page"), _ERROR, _MAYBE_ERROR),
)
"""Kind, what is to be said of it, words that only a notice has, words that a short article may have as well."""
LONGEST_NOTICE = 80
"""Weight of prose beyond which lines are no notice, whatever words stand in them, if dated or not said to a visitor."""
_SAID_TO_VISITOR = re.compile(r"[您妳你]|\bIP\b|浏览器|刷新|站长|管理员|抱歉|对不起|\byou(?:r|rs)?\b|browser", re.I)
_PLAYERS = "|".join(
    (".//video", *(f".//*[contains(@class,'{name}')]" for name in ("video-content", "video-player", "prism-player")))
)


def refuse_unreadable(document: Document) -> None:
    """Raises `NotAnArticle` where the bytes are no page at all."""
    head = document.body[:1024]
    if not document.body.strip():
        raise NotAnArticle(document.url, say("页面是空的，没有任何内容", "the page is empty"), "empty")
    if kind := kind_of_bytes(head):
        raise NotAnArticle(document.url, no_page_but(kind), "binary")
    declared = document.headers.get("content-type", "").lower()
    if declared.startswith(("image/", "video/", "audio/", "application/pdf", "application/zip")):
        raise NotAnArticle(document.url, say("这是二进制文件，不是网页", "this is a binary file, no page"), "binary")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 0.1 * len(head) and not _is_wide(document.body):
        raise NotAnArticle(document.url, say("这是二进制数据，不是网页", "this is binary data, no page"), "binary")


def refuse_data(document: Document, text: str) -> None:
    """Raises `NotAnArticle` where a text is a table, data or a feed: read as a page, all of it would be prose."""
    if kind := kind_of_text(text):
        raise NotAnArticle(document.url, no_page_but(kind), "data")


def _is_wide(body: bytes) -> bool:
    """UTF-16 holds many zero bytes and is text all the same."""
    return body[:2] in (b"\xff\xfe", b"\xfe\xff") or wide_encoding(body) is not None


def refuse_endless(document: Document, root: _Element) -> None:
    """Raises `NotAnArticle` where a page has more text than any article: a dump, or a page that never ends."""
    if len(document.body) <= MOST_TEXT:
        return
    characters = sum(len(text) for text in _TEXTS(root))
    if characters > MOST_TEXT:
        told = say(f"网页上有 {characters} 个字，不会是一篇文章", f"{characters} characters on the page: no article")
        raise NotAnArticle(document.url, told, "endless")


def refuse_unless_article(
    document: Document,
    root: _Element,
    weight: float,
    layout: str | None = None,
    is_dated: Callable[[], bool] = lambda: False,
) -> None:
    """Raises `NotAnArticle` where the page is a notice, a check or a player. `weight` is the prose found on it.

    `layout` is that of the article that was found, None where there is none; `is_dated` tells whether it has a date.
    """
    if weight > SHORT_PAGE:
        return
    text = text_of(root)
    if len(text) <= SHORT_PAGE:
        _refuse_notice(document, f"{page_title(root)} {text[:SHORT_PAGE]}", weight, layout, is_dated)
    if len(text) <= _BARE and _is_scripted_check(document, root):
        raise NotAnArticle(
            document.url,
            say(*_CHECKED),
            "challenge",
        )
    if not text:
        raise NotAnArticle(document.url, say("页面里没有文字", "no text on the page"), "empty")
    if weight < 30 and root.xpath(_PLAYERS):
        raise NotAnArticle(document.url, say("页面只有视频，没有文字", "the page has a film and no text"), "video")


def _refuse_notice(
    document: Document, text: str, weight: float, layout: str | None, is_dated: Callable[[], bool]
) -> None:
    """Raises `NotAnArticle` where the few words of a page are those of a notice.

    Short news has such words, too (节前安全检查): where a date stands with them in the site's own layout they
    are news, and without a known layout where there is more of them than notices have. Without a date they are news
    where they are as long and the page speaks to nobody, or they stand in the box of a known layout: what else speaks
    to a visitor on the page is the site's, and no check is put there. That something is gone may be said in there.
    """
    for kind, sentence, only, maybe in _NOTICES:
        if not (only.search(text) or maybe.search(text)):
            continue
        known, dated = layout not in (None, MEANING) and kind != "withdrawn", is_dated()
        is_news = known or dated or not _SAID_TO_VISITOR.search(text)
        long = is_news and weight > LONGEST_NOTICE and not only.search(text)
        if not (known and dated) and not long:
            raise NotAnArticle(document.url, say(*sentence), kind)


def _is_scripted_check(document: Document, root: _Element) -> bool:
    """Tell whether a page without words is there for a script that sets a cookie and comes again."""
    scripts = [element.text or "" for element in root.iter("script")]
    sources = [element.get("src") or "" for element in root.iter("script")]
    code = "\n".join((*scripts, *sources))
    returns = "document.cookie" in code and "location" in code
    return returns or bool(_SCRIPTED_CHECK.search(code)) or (bool(scripts) and document.status in (202, 412, 521))
