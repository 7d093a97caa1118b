"""Which instalment of its series a text says it is."""

from __future__ import annotations

import re

from storage.outline.folding import CHINESE_NUMERAL, fold, numeral
from storage.patterns import pattern

_NUMERALS = f"{CHINESE_NUMERAL}廿卅"
_N = rf"(?P<n>[0-9]{{1,4}}|[{_NUMERALS}]{{1,8}})"
_CIRCLED = {
    chr(code): code - first + number
    for first, last, number in ((0x2460, 0x2473, 1), (0x3251, 0x325F, 21), (0x32B1, 0x32BF, 36), (0x2776, 0x277F, 1),
                                (0x24EB, 0x24F4, 11), (0x24F5, 0x24FE, 1), (0x2474, 0x2487, 1), (0x2488, 0x249B, 1),
                                (0x3220, 0x3229, 1), (0x3280, 0x3289, 1))
    for code in range(first, last + 1)
}  # fmt: skip
_SERIES = "(?:系列|报道|巡礼|观察|述评|访谈|专栏|专题|聚焦|调查|纪实|特稿|评论|解读|手记|笔记|故事|一线)"
_END = r"(?=$|[\s)\]】》”\"』」:|丨·,。—-])"
_NOT_ISSUES = "工程|项目|培训|国债|债券|学员|募|建设|班|叛|集中|团|中|合|体|章|幅|话"
_ROUNDED = "".join(_CIRCLED)
_YEAR = r"(?:(?:19|20)[0-9]{2}年?)"
_CLOSED = r"[”\"』」》)\]】]"
_ISSUE = pattern(rf"第\s*(?:{_N}|(?P<c>[{_ROUNDED}]))\s*[期篇辑集讲站回](?!{_NOT_ISSUES})")
_OF = pattern(rf"(?:(?<={_CLOSED})|{_SERIES})\s*[(\[【·—|丨-]*\s*之\s*{_N}{_END}")
_BRACKETED_OF = pattern(rf"[(\[【]\s*之\s*{_N}\s*[)\]】]")
_LAST_OF = pattern(rf"(?<!分)之\s*(?P<n>[0-9]{{1,4}}|(?!一$)[{CHINESE_NUMERAL}]{{1,8}})$|^之\s*(?P<m>[{_NUMERALS}])$")
_BRACKETED = pattern(
    rf"(?:{_SERIES}|[”\"』」》])\s*{_YEAR}?\s*[(\[【]\s*(?!{_YEAR}){_N}\s*[)\]】]|"
    rf"[^)\]】]\([ ]*(?P<m>[{_NUMERALS}]{{1,6}})[ ]*\)$"
)
_BARE = pattern(
    rf"{_SERIES}\s*[·|丨/#-]?\s*(?:(?P<n>[0-9]{{1,3}})(?=$|[\s:)\]】|丨])|(?<=[·|丨/#-])(?P<m>[{_NUMERALS}]{{1,5}})(?=$|[\s:)\]】|丨]))"
)
_LATIN = pattern(r"\b(?:No|NO|Vol|VOL)\.?\s*(?P<n>[0-9]{1,4})\b|(?<=[一-鿿])(?:No|NO|Vol|VOL)\.?\s*(?P<m>[0-9]{1,4})\b")
_ROUND = pattern(rf"(?:{_SERIES}|[”\"』」》])\s*[·|丨/—-]?\s*之?\s*(?P<c>[{_ROUNDED}])")
_LAST_ROUND = pattern(rf"(?P<c>[{_ROUNDED}])$")
_PRINTED = pattern(
    r"(?:刊出|刊发|刊登|推出|播出|发布|本期(?:是|为)|今[天日](?:是|为)|这是)[^。;!?,]{0,16}?"
    rf"第\s*{_N}\s*[期篇辑](?!{_NOT_ISSUES})"
)
_HEADS = (_ISSUE, _OF, _BRACKETED_OF, _ROUND, _LAST_ROUND, _BRACKETED, _LATIN, _BARE, _LAST_OF)
_HINTS = frozenset("第之([【oO0123456789·|丨/#-") | frozenset(_CIRCLED)
_LONGEST_HEAD = 50


def series_number(title: str, kicker: str | None, body: str) -> int | None:
    """The number that title, kicker or body give this instalment, None where they give none.

    Title and kicker come first; of the body its short lines, then a sentence that says what is being printed
    (今天刊出第一期). 第3版 and 第一批 count other things, and 之一 in a sentence is no number.
    """
    lines = [line for line in body.split("\n") if line.strip()]
    heads = [
        title,
        kicker or "",
        *(line for line in lines if len(line) <= _LONGEST_HEAD and not line.strip().endswith("。")),
    ]
    for head in heads:
        found = _of_head(fold(head))
        if found is not None:
            return found
    return next(
        (number for line in lines if "第" in line and (number := _value(_PRINTED.search(fold(line)))) is not None), None
    )


def names_number(line: str) -> bool:
    """Whether a short line gives an instalment's number, as a kicker does."""
    return _of_head(fold(line)) is not None


def _of_head(text: str) -> int | None:
    if _HINTS.isdisjoint(text):
        return None
    return next((number for each in _HEADS if (number := _value(each.search(text))) is not None), None)


def _value(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    parts = found.groupdict()
    if parts.get("c"):
        return _CIRCLED[parts["c"]]
    return numeral((parts.get("n") or parts.get("m") or "").replace("廿", "二十").replace("卅", "三十")) or None
