"""The words that stand for a list's entry: what its links say as headlines, without buttons, days and abstracts. Pure.

An entry is linked up to four times (picture, headline, abstract, 详细), and one link may be wrapped around all of it. A
paragraph proves nothing of a series (design decision 11), whether it is a link or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree
from lxml.etree import _Element

from crawler.extraction.blocks import HEADINGS
from crawler.extraction.chrome import is_chrome_line
from crawler.extraction.lines import fold_line
from crawler.extraction.titles import is_heading
from crawler.extraction.tree import squeeze
from crawler.sources.days import is_day
from storage.values import Link

_BLOCKS = HEADINGS | frozenset(("p", "div", "li", "dt", "dd", "td", "section", "ul", "dl"))
_UNSEEN = frozenset(("script", "style"))
_BUTTON = re.compile(
    r"\W*(?:(?:阅读|查看|点击|浏览|展开)?(?:全文|详情|详细|更多|原文|进入|大图|继续阅读)(?:内容|阅读)?|(?:评论|跟帖|留言|点赞|分享|阅读|浏览)"
    r"\W*\d*|\d+\W*(?:评论|跟帖|条|次|人)?\S{0,2}|图片?|图文|无标题|more|detail\w*|read more|image|img|logo)\W*",
    re.I,
)
_FILE = re.compile(r"[\w.-]+\.(?:jpe?g|png|gif|webp|bmp)", re.I)
_NAMED = re.compile(
    r"(?:文章|新闻)?标题\s*[:：]\s*(.+?)\s*(?:(?:文章|新闻)?(?:作者|来源|发布|发表|更新|录入|点击|浏览|日期|时间)\S{0,4}[:：].*)?"
)
"""Some systems put all that they know of an article into its link's title attribute."""
_CUT = re.compile(r"(?:\.{2,}|…+)\W*$")
_BREAK = "\v"
_TIMED = re.compile(r"time|date|(?:^|[\s_-])(?:rq|sj|day)(?:$|[\s_-])", re.I)
_LONGEST_LINE = 30
"""Characters from which a line beside a headline, with a full stop or cut off, is an abstract."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one anchor says: in words, as a picture, in its title attribute."""

    text: str
    picture: str
    title: str
    heads: bool


def said_by(anchor: _Element) -> Said:
    """Return what an anchor says for its entry."""
    pictures = (squeeze(image.get("alt") or "") for image in anchor.iter("img"))
    picture = " ".join(alt for alt in pictures if alt and not _BUTTON.fullmatch(alt) and not _FILE.fullmatch(alt))
    lines = [line for line in _lines(anchor) if line]
    heads = any(each.tag in HEADINGS for each in anchor.iterancestors())
    return Said(" ".join(_headlines(anchor, lines)), picture, squeeze(anchor.get("title") or ""), heads)


def link_of(url: str, anchors: Iterable[_Element], day: date | None) -> Link:
    """Return an entry's link with all words that stand for it."""
    said = [said_by(anchor) for anchor in anchors]
    main = _main(said)
    texts = [main.text] if main else []
    for each in said:
        if each is not main and each.text and not _is_beside(each.text, main):
            texts.append(each.text)
    text = _joined(texts) or _joined(each.picture for each in said) or _joined(each.text for each in said)
    return Link(url, text, _title(said, text), day)


def _main(said: list[Said]) -> Said | None:
    """Return the anchor that is the headline: the one in a heading, else the first that is no button."""
    spoken = [each for each in said if each.text and not _is_button(each.text)]
    return next((each for each in spoken if each.heads), next(iter(spoken), None))


def _is_beside(text: str, main: Said | None) -> bool:
    if main is None or _is_button(text):
        return _is_button(text)
    # 继续阅读 names the headline again, for those who hear the page.
    return _is_abstract(text) or (main.text in text and _is_button(text.replace(main.text, "", 1)))


def _title(said: list[Said], text: str) -> str:
    """Return the title attribute that names the entry whole; where its words are cut off, its picture may."""
    titles = [each.title for each in said if each.title and not _is_button(each.title)]
    if titles:
        named = _NAMED.fullmatch(titles[0])
        return named[1] if named else titles[0]
    begun = _CUT.sub("", text)
    whole = (each.picture for each in said if begun != text and each.picture.startswith(begun))
    return next(whole, "")


def _is_button(text: str) -> bool:
    return bool(_BUTTON.fullmatch(text)) or is_chrome_line(text)


def _is_abstract(text: str) -> bool:
    return len(text) > _LONGEST_LINE or "。" in text


def _joined(texts: Iterable[str]) -> str:
    """Join texts, each once and none that another holds."""
    joined: list[str] = []
    for text in texts:
        if text and not any(text in each for each in joined):
            joined.append(text)
    return " ".join(joined)


def _headlines(anchor: _Element, lines: list[str]) -> list[str]:
    """Return the lines of an anchor that are headlines: its heading's, or the first, and short ones beside them."""
    if len(lines) < 2:
        return lines
    named = next((fold_line("".join(each.itertext())) for each in anchor.iterdescendants() if is_heading(each)), "")
    main = named if named in lines else lines[0]
    return [line for line in lines if line == main or not (_is_abstract(line) or _is_button(line))]


def _lines(anchor: _Element) -> Iterator[str]:
    """Yield the lines of an anchor, divided by its blocks; days that stand alone are no words."""
    run = ""
    for text in _pieces(anchor):
        if text is None:
            yield _unbroken(run)
            run = ""
        else:
            run += text
    yield _unbroken(run)


def _unbroken(run: str) -> str:
    """Return the headline of a line: what a line break divides belongs together unless it is an abstract."""
    first, *others = run.split(_BREAK)
    return fold_line("\n".join((first, *(each for each in others if "。" not in each))))


def _pieces(anchor: _Element) -> Iterator[str | None]:
    """Yield the texts below an anchor that are no days, and None where a block begins or ends."""
    unseen = 0
    for event, element in etree.iterwalk(anchor, events=("start", "end", "comment")):
        if event == "start":
            unseen += element.tag in _UNSEEN
            yield from _opening(element, seen=not unseen)
            continue
        if event == "end":
            unseen -= element.tag in _UNSEEN
            if element.tag in _BLOCKS:
                yield None
        if element is not anchor and element.tail and not unseen and not is_day(element.tail):
            yield element.tail


def _opening(element: _Element, *, seen: bool) -> Iterator[str | None]:
    if element.tag in _BLOCKS:
        yield None
    if element.tag == "br":
        yield _BREAK
    timed = bool(_TIMED.search(element.get("class") or ""))
    if seen and element.text and not is_day(element.text, named=timed):
        yield element.text
