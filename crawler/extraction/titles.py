"""The headline: whole and verbatim, without the site's tail or a part number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.blocks import Block, blocks
from crawler.extraction.chrome import folded
from crawler.extraction.lines import fold_line
from crawler.extraction.tails import is_site, without_tail
from crawler.extraction.tree import Page, squeeze

_HEADING_NAMES = re.compile(r"(?:^|[-_ ])(?:title|headline|bt|biaoti|tit|wztitle|newstitle|arttitle)|title$", re.I)
_BARS = re.compile(r"[_|｜»>：]+|\s[-–—]+\s|--+|(?<=[网報报])[-–—]")
_BAR = re.compile(r"\s*[_|｜»>–—-]")
_DATE_LINE = re.compile(r"(?:19|20)\d\d\s*[-—/.年]\s*\d|(?:来源|來源|作者|编辑|編輯)\s*[:：]")
_PAPER = re.compile(
    r"^.{0,14}(?:数字报刊?|数字版|电子报|电子版|电子报纸|数字报纸|多媒体版|数字报刊平台|多媒体数字报)$|^.{1,4}[网報报台].{0,4}频道$"
)
"""What a digital newspaper, or a portal's channel, calls all of its pages."""
_TEMPLATE = re.compile(
    r"(?:新闻|文章|资讯|信息|内容)?(?:正文|详情|详细|详情页|内容页|内容|正文页|详细页面?|浏览|阅读)|新闻|文章|首页|无标题(?:文档)?|"
    r".{1,10}(?:新闻网|日报网|门户网站|政府网站?|信息网|网站|官网|网|在线|热线|客户端|频道)"
)
"""What a template writes into the title of all pages; a headline that ends so stands in a heading of its own."""
_CUT = ("...", "…")
_PARAGRAPH = 60.0
_LINES_ABOVE = 300
_LEAST_TOLD = 8
_LEAST_PART = 6
"""Characters of a headline's second part at least: a shorter one is what kind of text it is, （组图）."""
_CREDITED = re.compile(r"记者|記者|通讯员|\d{1,2}:\d\d|\d{1,2}月\d{1,2}日")
"""What stands behind a headline in a line of everything: who reported, and when."""
_LONGEST_LINE = 60
"""Characters of a line that may be a headline though nothing says so."""
_DATED = 80
"""Characters of a line that may be the date line."""
_NEAR = 8
"""Lines above the date line among which a headline is that the page's title does not tell."""
_LEAST_SHARES = {True: 0.1, False: 0.35}
"""How much of such a headline must come again in its text: of a heading, of a plain line."""
_FIRST_LINES = 60
"""Lines of a page among which its headline is looked for: an app's overlay and a site's menu may stand above it."""
_PART = re.compile(r"\s*[（(]\s*(\d{1,2})\s*[）)]\s*$")


_HEADINGS = etree.XPath(
    "//h1 | //h2 | //h3 | //h4 |"
    " //*[@class or @id][self::div or self::p or self::span or self::td or self::font or self::strong]"
)


def text_line(element: _Element) -> str:
    """An element's text on one line; the lines of a stacked headline joined by a space."""
    if len(element) == 0:
        return fold_line(element.text or "")
    return " ".join(block.text for block in blocks(element, limit=8))


def headline(page: Page, metas: dict[str, str], css: str = "") -> str:
    """The article's headline; empty where the page shows none."""
    claim, social = page_title(page.root), metas.get("og:title") or metas.get("articletitle", "")
    named = next((text for element in page.select(css) if (text := text_line(element))), "") if css else ""
    if named and (not claim or _agrees(named, claim) or _agrees(named, social)):
        return named
    claims = [one for one in (claim, social) if one and not _names_no_article(one)]
    claims += [whole for one in claims if (whole := without_tail(one)) != one and whole.endswith(_CUT)]
    shown = _best_heading(page.root, claims) or named
    if not shown and not claims:
        shown = _first_heading(page.root) or next(filter(None, map(text_line, page.root.iter("h1"))), "")
    told = without_tail(social or claim, metas.get("og:site_name", ""))
    shown = shown or _told_line(page.root, told) or _beside_bar(page.root, social or claim)
    shown = shown or _uncut(page.root, told) or _gone_on(page.root, told) or _above_date(page.root, told) or told
    if not shown and not claim:
        return _first_line(page.root)
    return _whole_line(page.root, shown, social or claim) or shown


def page_title(root: _Element) -> str:
    element = root.find(".//title")
    return squeeze(element.text or "") if element is not None else ""


def _best_heading(root: _Element, claims: list[str]) -> str:
    """The shown heading that the page's own title holds, the longest; else the only h1."""
    texts = [(element, text) for element in headings(root) if 4 <= len(text := text_line(element)) <= 200]
    agreeing = {element: text for element, text in texts if any(_agrees(text, claim) for claim in claims)}
    if agreeing:
        return max(_headlines(agreeing, claims), key=len, default="")
    plain = [text_line(element) for element in root.iter("h1") if element.find(".//a") is None]
    mains = [text for text in plain if text and not _names_no_article(text)]
    # The short one of several is a site's or a channel's name.
    long = [text for text in mains if len(text) >= 6] or mains
    return long[0] if len(long) == 1 and not any(claims) else ""


def _headlines(agreeing: dict[_Element, str], claims: list[str]) -> Iterator[str]:
    """The headings but for boxes: what says more than any title of the page and holds a heading, or the date line."""
    around = {outer for element in agreeing for outer in element.iterancestors()}
    told = [wording(claim) for claim in claims]
    for element, text in agreeing.items():
        held = any(wording(text) in claim for claim in told)
        if held or (element not in around and not _DATE_LINE.search(text)):
            yield text


def _first_heading(root: _Element) -> str:
    """The first heading that leads nowhere, above any text, for a page whose title does not tell its article."""
    lines = blocks(root, limit=_LINES_ABOVE)
    above = {block.node for block in _above_text(lines)}
    if not page_title(root) and not any(block.prose >= _PARAGRAPH for block in lines):
        return ""  # a heading alone is no article, and not said to be the headline of one
    plain = (element for element in headings(root) if element.find(".//a") is None)
    texts = (text_line(element) for element in plain if not above.isdisjoint(element.iter()))
    return next((text for text in texts if 6 <= len(text) <= 200 and not _names_no_article(text)), "")


def _above_text(lines: list[Block]) -> Iterator[Block]:
    """The lines of a page before its first paragraph."""
    return takewhile(lambda block: block.prose < _PARAGRAPH, lines)


def _names_no_article(title: str) -> bool:
    """Whether a page's title is that of all pages: a digital newspaper's, the site's name, a template's word."""
    return bool(_PAPER.match(title) or _TEMPLATE.fullmatch(title))


def _told_line(root: _Element, claim: str) -> str:
    """The line above the text that makes up most of the page's title, where names without a bar stand beside it."""
    whole = wording(claim)
    lines = [block.text for block in _above_text(blocks(root, limit=_LINES_ABOVE)) if not block.linked]
    for before, line, following in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        above, told, after = map(wording, (before, line, following))
        if _LEAST_TOLD <= len(told) < len(whole) <= 2 * len(told) and (whole.startswith(told) or whole.endswith(told)):
            rest = whole.removeprefix(told) if whole.startswith(told) else whole.removesuffix(told)
            goes_on = (len(after) > 1 and rest.startswith(after)) or (len(above) > 1 and rest.endswith(above))
            return "" if goes_on else line
    return ""


def _above_date(root: _Element, told: str) -> str:
    """The line above the date line, where the page's title is that of all pages: a channel's, a site's, a motto.

    Nothing in such a title says so. But a headline's words come again in its text, a site's name and motto do not;
    some words of a heading, many of a plain line, and more than of the title.
    """
    lines = blocks(root)
    above = list(_above_text(lines))
    if any(same_words(line.text, told) for line in above if not line.linked):
        return ""
    text = wording("".join(line.text for line in lines if line.prose >= _PARAGRAPH))
    dated = [index for index, line in enumerate(above) if len(line.text) <= _DATED and _DATE_LINE.search(line.text)]
    near = reversed(above[: dated[-1] if dated else len(above)][-_NEAR:])
    plain = [line for line in near if not line.linked and 6 <= len(line.text) <= _LONGEST_LINE]
    # Neither one of a headline's two lines nor the deck below it.
    plain = [line for line in plain if wording(line.text) not in wording(told) and not line.text.startswith("——")]
    said = _share(told, text)
    found = (line.text for line in plain if _share(line.text, text) > max(said, _LEAST_SHARES[_is_titled(line)]))
    return next((line for line in found if not _DATE_LINE.search(line)), "")


def _is_titled(line: Block) -> bool:
    """Whether a line is a heading of any rank, or called one by its page."""
    return line.kind == "heading" or is_heading(line.node)


def _share(line: str, text: str) -> float:
    """How much of a line comes again in a text, by pairs of characters."""
    words = wording(line)
    pairs = [words[at : at + 2] for at in range(len(words) - 1)]
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def _first_line(root: _Element) -> str:
    """The first line of a page without any title (a text, part of a page) where it is no sentence and no date."""
    line = next((block.text for block in blocks(root, limit=_FIRST_LINES) if not block.linked), "")
    return line if 4 <= len(line) <= _LONGEST_LINE and "。" not in line and not _DATE_LINE.search(line) else ""


def _beside_bar(root: _Element, claim: str) -> str:
    return _behind_site(root, claim) or _before_bar(root, claim)


def _behind_site(root: _Element, claim: str) -> str:
    """What stands behind the site's name in a page's title (某某网 - 标题), where a line of the page is just that.

    A headline may have a bar of its own: 某某网 - 某某巡礼 | 标题.
    """
    pieces = [piece.strip() for piece in _BARS.split(claim)]
    if len(pieces) < 2:
        return ""
    lines = [block.text for block in blocks(root, limit=_FIRST_LINES) if not block.linked]
    if any(same_words(line, piece) for line in lines for piece in (claim, pieces[0])):
        return ""
    behind = (*(claim[bar.end() :].strip() for bar in _BARS.finditer(claim)), *pieces[1:])
    return next((each for each in behind if len(each) >= 6 for line in lines if same_words(line, each)), "")


def _before_bar(root: _Element, claim: str) -> str:
    """The line of the page with which its title begins, where a bar and the site's name follow: 讣告_某某网."""
    lines = [block.text for block in blocks(root, limit=_FIRST_LINES) if not block.linked]
    begun = [line for line in lines if len(line) > 1 and claim.startswith(line) and _BAR.match(claim, len(line))]
    return max(begun, key=len, default="")


def _whole_line(root: _Element, begun: str, claim: str) -> str:
    """The line that holds more of the page's own title than `begun`, "" where none does.

    What stands behind a bar may be the site's name or most of the headline (青岛改革巡礼｜…): the page shows which.
    """
    start, whole = wording(begun), wording(claim)
    if not whole.startswith(start) or len(whole) - len(start) < 4 or is_site(claim, begun):
        return ""
    lines = (block.text for block in blocks(root, limit=_FIRST_LINES))
    longer = [line for line in lines if len(wording(line)) > len(start) and whole.startswith(wording(line))]
    return max(longer, key=len, default="")


def _gone_on(root: _Element, begun: str) -> str:
    """The line above the text that says `begun` and more behind a blank: of a headline in parts a title has the first.

    Not where the page shows `begun` alone, and no sentence: a text may begin with its headline.
    """
    lines = [block.text for block in _above_sentences(blocks(root, limit=_LINES_ABOVE)) if not block.linked]
    if len(wording(begun)) < _LEAST_TOLD or any(same_words(line, begun) for line in lines):
        return ""
    return next((line for line in lines if len(line) <= 2 * len(begun) and _begins_with(line, begun)), "")


def _uncut(root: _Element, told: str) -> str:
    """The line above the text that says whole what the page's title cuts short."""
    begun = wording(told) if told.endswith(_CUT) else ""
    lines = (block.text for block in _above_sentences(blocks(root, limit=_LINES_ABOVE)) if not block.linked)
    return next((line for line in lines if len(begun) >= _LEAST_TOLD and wording(line).startswith(begun)), "")


def _above_sentences(lines: list[Block]) -> Iterator[Block]:
    """The lines of a page before its first sentence; a long headline weighs as much as a paragraph, and is none."""
    return takewhile(lambda block: block.linked or not block.text.endswith("。"), lines)


def _begins_with(line: str, begun: str) -> bool:
    """Whether the first of a line's parts, which blanks divide, say what `begun` says, and words of a headline follow.

    A date line, a reporter and the name of the site may follow a headline as well.
    """
    parts = line.split(" ")
    at = next((count for count in range(1, len(parts)) if same_words(" ".join(parts[:count]), begun)), len(parts))
    rest = " ".join(parts[at:])
    if len(wording(rest)) < _LEAST_PART or _DATE_LINE.search(rest) or _CREDITED.search(rest):
        return False
    return not is_site(line, " ".join(parts[:at]))


def headings(root: _Element) -> Iterator[_Element]:
    """Every element that may hold the headline: a heading, or one that the page calls so."""
    return (element for element in _HEADINGS(root) if is_heading(element))


def is_heading(element: _Element) -> bool:
    """Whether an element is a heading, or is called one by its page."""
    if element.tag in ("h1", "h2", "h3", "h4"):
        return True
    return any(_HEADING_NAMES.search(element.get(name) or "") for name in ("class", "id"))


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same but for spaces, width and punctuation."""
    return wording(one) == wording(other)


def wording(text: str) -> str:
    """Return the characters of a line that say something, in one width: no spaces, no punctuation."""
    return re.sub(r"[\s\W_]+", "", folded(text))


def _agrees(text: str, claim: str) -> bool:
    """Whether a shown heading is what the page's title begins with, or most of it."""
    one, other = wording(text), wording(claim)
    return (
        bool(one)
        and len(one) >= 4
        and (
            other.startswith(one)
            or (one in other and 2 * len(one) >= len(other))
            or (one.startswith(other) and len(other) >= 8)
        )
    )


def without_part(title: str, part: int | None) -> str:
    """The headline without the number of this part in brackets; another number is the headline's own."""
    match = _PART.search(title)
    return title[: match.start()] if match and part is not None and int(match[1]) == part else title
