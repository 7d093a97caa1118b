"""From the article's box to its printed lines: furniture inside the box off, everything printed kept in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element

from crawler.blocks import BLOCKS, Block, blocks, is_hidden
from crawler.box import is_furniture
from crawler.cards import cards, without_offer
from crawler.chrome import (
    folded,
    is_chrome_line,
    is_label_line,
    is_link_line,
    is_tail_heading,
    is_vague_name,
)
from crawler.fields import editor_of, first_editor, labelled_source, moments, without_editor
from crawler.headings import ends_sentence, heads_comments, heads_list, is_sentence
from crawler.pictures import without_echoes
from crawler.titles import same_words
from crawler.tree import text_of

INNER_FURNITURE_SHARE = 0.3
"""An element inside the box that is named as furniture stays when it holds more of the box's prose than this."""

SUMMARY_LENGTH = 40
"""Characters from which a first line that the text repeats is a summary; shorter ones are kickers, and printed."""

ARTICLE = 60.0
"""Prose from which something may have been the article already."""

_FLOWING = frozenset(
    ("p", "span", "strong", "b", "font", "em", "h1", "h2", "h3", "h4", "td", "tr", "tbody", "table", "a", "i", "center")
)
# Without such an element no other line changes; without another, what stands beside it is one line.
_LINES_OF_THEIR_OWN = BLOCKS - {"tr"}
_SUMMARY_LABEL = re.compile(r"^[\W_]*(?:摘要|核心提示|内容提要|导读|導讀|导语|提要|内容摘要|简介|原标题)\W*")
_OUTLET = re.compile(r"^[(\[【]?\s*(?:本文|稿件|文章|新闻|信息)?(?:来源|來源|转自|稿源)\s*[:|丨/].{0,40}$")
_FACT = re.compile(r"(?:(?:文章|稿件|新闻|信息|本文)?(?:来源|來源)|稿源|作者|时间|发布时间|日期|记者)\s*:")
_CONTACT = re.compile(
    r"(?:投稿|来稿|采编|编辑部|广告|发行|订报|本报|本网|本刊|新闻|爆料|报料).{0,16}(?:@|电话|電話|热线|邮箱|传真|QQ)"
)
"""How to reach the paper itself; whom else a notice names was printed."""
_PROMOTION = re.compile(
    r"(?:facebook|脸书|臉書|微博|微信|line|twitter).{0,8}(?:專頁|专页|粉絲|粉丝|公众号|帳號|账号)|"
    r"用手机.{0,8}看新闻|(?:上|下载|安装).{0,10}客户端",
    re.I,
)
_OWN_PAGE = re.compile(r"我[们們]的?.{0,8}(?:專頁|专页|主页|公众号|粉[丝絲])")
_NUMBER = re.compile(r"^[\W_]*\d{1,6}[\W_]*$")
_PRINTED_DATE = re.compile(r"^\D{0,30}(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:于\S{1,8})?$")
"""As letters and notices are dated; a CMS gives the time of day, or hyphens."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The printed lines of a box; `aside` are lines left out that may name the editor, the source or the time."""

    lines: tuple[Block, ...]
    aside: tuple[str, ...]
    editor: str | None


def read_box(box: _Element, title: str, remove: Sequence[_Element] = ()) -> Reading:
    """The printed lines of `box`, the headline not repeated."""
    whole = blocks(box)
    pruned = frozenset(remove) | _furniture(box, whole)
    found = _without(box, whole, pruned)
    aside = [block.text for element in pruned if not is_hidden(element) for block in blocks(element)][:40]
    editor = first_editor(aside)
    body = _cut_lists(found)
    taken = set(map(id, body))
    aside += [block.text for block in found if id(block) not in taken][:40]
    inner = _inner(body)
    kept: list[Block] = []
    for index, block in enumerate(body):
        if name := editor_of(block.text):
            editor = editor or name
            block.text = without_editor(block.text)
        if not block.text or is_link_line(block) or _is_furniture(block.text, index in inner):
            aside.append(block.text)
        else:
            kept.append(block)
    lines = without_echoes(_trimmed(kept, title, aside), title)
    return Reading(tuple(lines), tuple(aside), editor or first_editor(aside))


def _inner(body: Sequence[Block]) -> range:
    """The places between the first and the last paragraph, where a label is a heading."""
    prose = [index for index, block in enumerate(body) if block.prose >= ARTICLE]
    return range(prose[0], prose[-1]) if prose else range(0)


def _is_furniture(text: str, between: bool) -> bool:
    return is_chrome_line(text) or (not between and is_label_line(text))


def _without(box: _Element, whole: list[Block], pruned: frozenset[_Element]) -> list[Block]:
    """The lines of a box but for those of some elements inside."""
    inner = pruned - {box}
    if any(element.tag not in _LINES_OF_THEIR_OWN for element in inner):
        return blocks(box, inner)
    inside = {part for element in inner for part in element.iter()}
    return [block for block in whole if block.node not in inside] if inside else whole


def _furniture(box: _Element, lines: Sequence[Block]) -> frozenset[_Element]:
    """Elements inside the box that are furniture by name or by being a list of teasers."""
    suspects = [
        element
        for element in box.iterdescendants()
        if isinstance(element.tag, str) and element.tag not in _FLOWING and is_furniture(element)
    ]
    suspects += cards(box)
    if not suspects:
        return frozenset()
    most = INNER_FURNITURE_SHARE * _weight(lines)
    taken = [element for element in suspects if _weight(blocks(element)) <= most and not _is_printed_box(element)]
    return frozenset((*taken, *(heading for element in taken if (heading := _heading_of(element)) is not None)))


def _is_printed_box(element: _Element) -> bool:
    """Whether an element of a vague name holds prose and nothing else: no link, no control, no words of the site."""
    if not is_vague_name(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    lines = blocks(element)
    plain = not any(line.linked or is_chrome_line(line.text) or is_tail_heading(line.text) for line in lines)
    return plain and any(is_sentence(line.text) for line in lines) and next(element.iter("input", "form"), None) is None


def _heading_of(element: _Element) -> _Element | None:
    """The heading right above a list of teasers, which goes with it."""
    before = element.getprevious()
    if before is None or not isinstance(before.tag, str) or (before.tail or "").strip():
        return None
    return before if is_tail_heading(text_of(before)) else None


def _weight(lines: Sequence[Block]) -> float:
    return sum(block.prose for block in lines)


def _cut_lists(found: list[Block]) -> list[Block]:
    """The blocks without lists of other things: from such a heading to the end, or to the next prose."""
    kept: list[Block] = []
    before, left = 0.0, _weight(found)
    inside = False
    for index, block in enumerate(found):
        left -= block.prose
        ends = before >= ARTICLE and _ends_article(found, index, left <= 0.35 * before)
        inside = not _resumes(block, found[index - 1]) if inside else before > 0 and heads_list(found, index)
        if ends or (inside and left <= 0.5 * before):
            return [*kept, block] if editor_of(block.text) else kept
        if not inside:
            kept.append(block)
            before += block.prose
    return kept


def _ends_article(found: Sequence[Block], index: int, mostly_over: bool) -> bool:
    """Whether a line closes the article: readers' words begin, or the editor signs and furniture or little follows."""
    text = found[index].text
    if heads_comments(found, index):
        return True
    if len(text) > 40 or not editor_of(text):
        return False
    following = (block.text for block in found[index + 1 : index + 6])
    return mostly_over or any(is_tail_heading(line) or is_chrome_line(line) for line in following)


def _resumes(block: Block, previous: Block) -> bool:
    """Whether a line is prose again after a list of links, and not the teaser below one."""
    return len(block.text) >= 40 and block.link_share < 0.3 and is_sentence(block.text) and not is_link_line(previous)


def _trimmed(kept: list[Block], title: str, aside: list[str]) -> list[Block]:
    """Without what stands above and below the text in its box: headline, date line, counters."""
    start = next((index for index, block in enumerate(kept) if block.prose >= 60), 0)
    for index in range(min(start, len(kept) - 1), -1, -1):
        if same_words(kept[index].text, title):
            aside += [block.text for block in kept[: index + 1]]
            kept = kept[index + 1 :]
            break
    kept = kept[1:] if _is_summary(kept) else kept
    head = True
    trimmed = []
    for block in kept:
        if head and _is_dateline(block.text):
            aside.append(block.text)
            continue
        head = head and len(block.text) < 40
        trimmed.append(block)
    trimmed = without_offer(trimmed)
    while trimmed and (_is_colophon(trimmed[-1].text) or _is_half_link(trimmed[-1])):
        aside.append(trimmed.pop().text)
    aside += [block.text for block in trimmed[-1:] if _PRINTED_DATE.match(block.text)]
    if len(trimmed) > 1 and _names_author(trimmed[0].text, trimmed[1:]):
        aside.append(trimmed.pop(0).text)
    return trimmed


def _is_half_link(block: Block) -> bool:
    return block.link_share >= 0.3 and not is_sentence(block.text)


def _names_author(text: str, rest: Sequence[Block]) -> bool:
    """Whether a line is only the name of a reporter whom the text names again: the site's author card."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text):
        return False
    named = re.compile(rf"(?:记者|記者|作者|撰文|文)\W{{0,2}}{text}")
    return any(named.search(block.text) for block in rest)


def with_lead(reading: Reading, above: Sequence[Block]) -> Reading:
    """The reading with a lead that stands between headline and box, unless it repeats the text.

    `above` are the lines above the box, nearest first, headline included.
    """
    leads = [block for block in above if _is_lead(block)]
    if not leads:
        return reading
    text = _bare("".join(block.text for block in reading.lines))
    leads = [block for block in leads if not _repeats(_bare(_SUMMARY_LABEL.sub("", block.text)), text)]
    return replace(reading, lines=(*reversed(leads), *reading.lines)) if leads else reading


def _is_lead(block: Block) -> bool:
    return (
        is_sentence(block.text) and len(block.text) >= 30 and block.link_share < 0.2 and not is_chrome_line(block.text)
    )


def _repeats(lead: str, text: str) -> bool:
    """Whether most of a lead stands in the text, word for word or nearly."""
    pieces = [lead[at : at + 6] for at in range(0, max(1, len(lead) - 5), 3)]
    return sum(piece in text for piece in pieces) >= 0.5 * len(pieces)


def _is_summary(kept: list[Block]) -> bool:
    """Whether the first line is a box that repeats what the text begins with: whole, shortened, or with a label."""
    if len(kept) < 2:
        return False
    labelled = _SUMMARY_LABEL.match(kept[0].text)
    summary = _bare(_SUMMARY_LABEL.sub("", kept[0].text))
    opening = _bare("".join(block.text for block in kept[1:6]))
    return len(summary) >= (16 if labelled else SUMMARY_LENGTH) and summary in opening


def _bare(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", folded(text))


def _is_colophon(text: str) -> bool:
    """A last line that is none of the text: a counter, date line, outlet in brackets, address, promotion."""
    line = folded(text)
    short = len(line) <= 60 and not ends_sentence(line)
    if short and (line.endswith(":") or _CONTACT.search(line)):
        return True
    if _PROMOTION.search(line) and (short or _OWN_PAGE.search(line)):
        return True
    if _PRINTED_DATE.match(line):
        return False
    return bool(_NUMBER.match(line)) or bool(_OUTLET.match(line)) or _is_dateline(text)


def _is_dateline(text: str) -> bool:
    """A line that gives time, outlet or counters and no text."""
    if len(text) > 80 or ends_sentence(text):
        return False
    line = folded(text)
    if any(moment.at for moment in moments(line)):
        return True
    if _FACT.match(line) and labelled_source(line):
        return True
    return bool(list(moments(line))) and len(re.sub(r"[\d年月日\W]+", "", line)) <= 8 and "版" not in line
