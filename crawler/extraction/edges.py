"""The lines at the edges of a text that are none of it: headline and date line above, colophon and promotions below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from crawler.extraction.blocks import Block
from crawler.extraction.cards import without_offer
from crawler.extraction.chrome import folded, is_attached, is_chrome_line
from crawler.extraction.fields import moments
from crawler.extraction.headings import ends_sentence, is_sentence
from crawler.extraction.lines import SHORT_MOMENT
from crawler.extraction.outlets import bare_source, labelled_source
from crawler.extraction.titles import wording

SUMMARY_LENGTH = 40
"""Characters from which a first line that the text repeats is a summary; shorter ones are kickers, and printed."""
_LEAST_SUMMARY = 16
"""The same for one with a label, and for one that is the beginning of the first paragraph."""

_DATELINE = 40
"""Characters with which a report opens that its summary leaves out: 本报讯（记者 甲）, 某社某地电."""

_SUMMARY_LABEL = re.compile(r"^[\W_]*(?:本文摘要|摘要|核心提示|内容提要|导读|導讀|导语|提要|内容摘要|简介|原标题)\W*")
_HEADED = re.compile(r"^【[^】]{4,60}】(?=.{16})")
"""A portal's summary says the headline first."""
_OUTLET = re.compile(
    r"^[(\[【]?\s*(?:(?:本文|稿件|文章|新闻|信息|文字|图文|素材|消息)?(?:来源|來源|转自|稿源)|综合)"
    r"(?:[\]】]|\s*[:|丨/]|(?<=来源)[于自]).{0,40}$"
)
_FACT = re.compile(r"(?:(?:文章|稿件|新闻|信息|本文)?(?:来源|來源)|稿源|作者|时间|发布时间|日期|记者)\s*:")
_AUTHORS_FACT = re.compile(r"作者\s*:\s*\S{2,8}$")
"""The author in a line of his own behind those of date and outlet: a fact of them, and no signature."""
_RECORD = re.compile(
    r"(?:索\s?引\s?号|发文字号|发布机构|发文机关|制发机关|成文日期|生成日期|主题分类|公开方式|公开范围|有效性|信息分类|"
    r"体裁分类|组配分类)\s*:"
)
"""What an authority's CMS files a document under."""
_CONTACT = re.compile(
    r"(?:投稿|来稿|采编|编辑部|广告|发行|订报|本报|本网|本刊|新闻|爆料|报料|读者|商务合作).{0,16}(?:@|电话|電話|热线|邮箱|传真|QQ)"
)
"""How to reach the paper itself; whom else a notice names was printed."""
_PROMOTION = re.compile(
    r"(?:facebook|脸书|臉書|微博|微信|line|twitter).{0,8}(?:專頁|专页|粉絲|粉丝|公众号|帳號|账号)|"
    r"用手机.{0,8}看新闻|(?:上|下载|安装).{0,10}客户端",
    re.I,
)
_OWN_PAGE = re.compile(r"我[们們]的?.{0,8}(?:專頁|专页|主页|公众号|粉[丝絲])")
_READERS_TIP = re.compile(
    r"(?=.*(?:报料|爆料|新闻线索))(?=[\W_]*(?:爆料|报料)|.*(?:您|请|歡迎|欢迎|想|[?]))"
    r"(?=.*(?:电话|热线|微信|QQ|登录|邮箱|公众号|客户端|app|http|\d{7}))",
    re.I,
)
"""A newspaper asks its readers to tell what they know, and how."""
_TO_USERS = re.compile(
    r"亲爱的.{0,4}(?:用户|读者|网友|粉丝)(?=.*(?:下载|客户端|app|二维码))|(?:用|開|打开)\s?app看新[闻聞]", re.I
)
_LONGEST_REQUEST = 240
_LONGEST_CRY = 40
_ABOVE = 8
"""Lines of the site in whose midst a headline may stand."""
_STACKED = 4
"""Lines in which an authority's document sets its headline at most."""
_SIGNED = re.compile(
    r"[(\[【]?\s*[\u4e00-\u9fff/]{0,8}(?:来源|來源|稿源|作者|记者|記者|通讯员|撰文|撰稿|摄影|攝影|图片|供图|文字|文|图)"
    r"(?:[\]】]\s*[:丨|/]?|\s*[:丨|/\s]).{0,40}$"
)
"""A line of those who made the text: 作者：…, 图/…, 【通讯员】…"""
_REPORTED_BY = re.compile(
    r"\W{0,2}(?:本[报報刊社台网網]|[\u4e00-\u9fff]{2,8}[报報社])[\u4e00-\u9fff]{0,6}?(?:记者|記者)\s[\u4e00-\u9fff·、\s]{2,30}"
)
_NUMBER = re.compile(r"^[\W_]*\d{1,6}[\W_]*$")
_SHORT_DATELINE = re.compile(rf"\D{{0,20}}(?:{SHORT_MOMENT.pattern})\D{{0,12}}")
"""The date line of an app above its text: 某报 05-12 10:20."""
_PRINTED_DATE = re.compile(r"^\D{0,30}(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:于\S{1,8})?$")
"""As letters and notices are dated; a CMS gives the time of day, or hyphens."""


def trimmed_edges(kept: list[Block], title: str, aside: list[str]) -> list[Block]:
    """Without what stands above and below the text in its box: headline, date line, counters."""
    begin = _behind_headline(kept, title)
    aside += [block.text for block in kept[:begin]]
    kept = kept[begin:]
    kept = kept[1:] if _is_summary(kept) else kept
    head, beside_date = True, False
    trimmed: list[Block] = []
    for index, block in enumerate(kept):
        signed = _PRINTED_DATE.match(folded(block.text)) and any(map(_is_said, trimmed))
        dated = _is_dateline(block.text) or _SHORT_DATELINE.fullmatch(block.text) is not None
        dated = dated or (beside_date and _AUTHORS_FACT.match(folded(block.text)) is not None)
        if head and not signed and (dated or _is_outlet_above_date(kept, index)):
            aside.append(block.text)
            beside_date = True
            continue
        head = head and len(block.text) < 40
        trimmed.append(block)
    trimmed = without_offer(_without_opening(trimmed))
    while trimmed and (_is_colophon(trimmed[-1].text) or _is_half_link(trimmed[-1])):
        aside.append(trimmed.pop().text)
    signers = list(takewhile(lambda block: bool(_SIGNED.match(folded(block.text))), reversed(trimmed)))
    outlets = [block for block in signers if _OUTLET.match(folded(block.text))]
    aside += [block.text for block in outlets]
    trimmed = [block for block in trimmed if block not in outlets]
    aside += [block.text for block in trimmed[-1:] if _PRINTED_DATE.match(block.text)]
    if len(trimmed) > 1 and _names_author(trimmed[0].text, trimmed[1:]):
        aside.append(trimmed.pop(0).text)
    return trimmed


def _behind_headline(kept: Sequence[Block], title: str) -> int:
    """The place behind the headline, 0 where it is not said: above any prose, or right above a date line."""
    start = next((index for index, block in enumerate(kept) if block.prose >= 60), 0)
    for index in reversed(list(headline_ends(kept[: start + _ABOVE], title))):
        if index <= start + 1 or any(_is_dateline(block.text) for block in kept[index : index + 2]):
            return index
    return 0


def headline_ends(lines: Sequence[Block], title: str) -> Iterator[int]:
    """The places right behind lines that say the headline, or the last part of one that is set in several lines."""
    whole, told = wording(title), [wording(line.text) for line in lines]
    for index, last in enumerate(told):
        parts = told[max(0, index + 1 - _STACKED) : index + 1] if last and whole.endswith(last) else []
        if any("".join(parts[at:]) == whole for at in range(len(parts))):
            yield index + 1


def is_signature(text: str) -> bool:
    """Whether a line says who made the text, and nothing else."""
    line = folded(text)
    return bool(_SIGNED.match(line)) and not _is_colophon(text) and not is_chrome_line(text) and not ends_sentence(line)


def _is_outlet_above_date(kept: Sequence[Block], index: int) -> bool:
    """Whether a line is only an outlet's name, and the line with the time comes next: a portal's account."""
    named = bare_source(kept[index].text)
    return named is not None and any(_is_dateline(block.text) for block in kept[index + 1 : index + 3])


def _is_said(block: Block) -> bool:
    """Whether a line is of the text of a notice, which its date closes."""
    return ends_sentence(block.text) or folded(block.text).endswith(":")


def _is_half_link(block: Block) -> bool:
    """Whether a last line is half a link and no sentence, or all of it a link and short: a cry to buy."""
    cry = block.linked >= len(wording(block.text)) and len(block.text) <= _LONGEST_CRY
    return block.link_share >= 0.3 and (cry or not is_sentence(block.text)) and not is_attached(block)


def _names_author(text: str, rest: Sequence[Block]) -> bool:
    """Whether a line is only the name of a reporter whom the text names again: the site's author card."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text):
        return False
    named = re.compile(rf"(?:记者|記者|作者|撰文|文)\W{{0,2}}{text}")
    return any(named.search(block.text) for block in rest)


_ENACTED = re.compile(r"[(\[【][^()]*\d日[^()]*(?:通过|公布|发布|施行|实施|修订|修正|批准|印发)[^()]{0,8}[)\]】]$")
"""Below the headline of a law or a resolution: （2024年6月29日第三次会议通过）."""
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d{1,4}号")


def is_document_number(text: str) -> bool:
    """Whether a line is the number under which an authority issued a document: 市应急〔2021〕12号."""
    return bool(_DOCUMENT_NUMBER.fullmatch(folded(text)))


def is_lead(block: Block) -> bool:
    return is_sentence(block.text) and block.link_share < 0.2 and not is_chrome_line(block.text)


def is_reported_by(block: Block) -> bool:
    """Whether a line names the paper's reporter as the paper prints it above a story: 本报记者 甲 通讯员 乙."""
    return not block.linked and _REPORTED_BY.fullmatch(folded(block.text)) is not None


def repeats(lead: str, text: str) -> bool:
    """Whether most of a lead stands in the text, word for word or nearly."""
    pieces = [lead[at : at + 6] for at in range(0, max(1, len(lead) - 5), 3)]
    return sum(piece in text for piece in pieces) >= 0.5 * len(pieces)


def _is_summary(kept: list[Block]) -> bool:
    """Whether the first line is a box that repeats what the text begins with: whole, shortened, or with a label."""
    if len(kept) < 2:
        return False
    labelled = _SUMMARY_LABEL.match(kept[0].text) or _HEADED.match(kept[0].text)
    summary = told(kept[0].text)
    opening = wording("".join(block.text for block in kept[1:6]))
    return len(summary) >= (_LEAST_SUMMARY if labelled else SUMMARY_LENGTH) and summary in opening


def _without_opening(kept: list[Block]) -> list[Block]:
    if not _is_opening(kept):
        return kept
    return kept[2:] if _SUMMARY_LABEL.fullmatch(kept[0].text) else kept[1:]


def _is_opening(kept: list[Block]) -> bool:
    """Whether the first line, below the date line, is a summary that a CMS cut from the next one's beginning."""
    if len(kept) > 2 and _SUMMARY_LABEL.fullmatch(kept[0].text):
        return repeats(told(kept[1].text), wording("".join(block.text for block in kept[2:5])))
    if _is_summary(kept) and _SUMMARY_LABEL.match(kept[0].text):
        return True
    summary, opening = (told(block.text) for block in kept[:2]) if len(kept) > 1 else ("", "")
    whole = bool(summary) and _HEADED.match(kept[0].text) is not None and summary == opening
    return whole or (_LEAST_SUMMARY <= len(summary) < len(opening) and opening.startswith(summary))


def is_cut_from(opening: str, line: str) -> bool:
    """Whether a line is a summary that a CMS cut from the beginning of a text's first paragraph, behind 本报讯."""
    return len(summary := told(line)) >= _LEAST_SUMMARY and 0 <= wording(opening).find(summary) <= _DATELINE


def is_summary_of(opening: str, line: str) -> bool:
    """Whether a line, by its label or for being cut short, is a summary of the text with that first paragraph.

    A whole sentence without a label may have been printed twice.
    """
    return is_cut_from(opening, line) and (
        bool(_SUMMARY_LABEL.match(line)) or not line.endswith(("。", "！", "？", "”"))
    )


def told(text: str) -> str:
    """What a summary says, without its label."""
    return wording(_HEADED.sub("", _SUMMARY_LABEL.sub("", text)))


def _is_colophon(text: str) -> bool:
    """A last line that is none of the text: a counter, date line, outlet in brackets, address, promotion."""
    line = folded(text)
    short = len(line) <= 60 and not ends_sentence(line)
    if short and (line.endswith(":") or _CONTACT.search(line)):
        return True
    if _PROMOTION.search(line) and (short or _OWN_PAGE.search(line)):
        return True
    if len(line) <= _LONGEST_REQUEST and (_READERS_TIP.search(line) or _TO_USERS.search(line)):
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
    dated = "版" not in line and any(True for _ in moments(line))
    if _RECORD.match(line) or ((dated or _FACT.match(line)) and labelled_source(line)):
        return True
    if _ENACTED.match(line):
        return False
    return bool(list(moments(line))) and len(re.sub(r"[\d年月日\W]+", "", line)) <= 8 and "版" not in line
