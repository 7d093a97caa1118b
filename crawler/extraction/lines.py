"""The lines of running text that no element divides: laid out by hand, not wrapped by an editor. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")
_WIDE = r"[\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAPPED_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*\n\s*(?={_WIDE})")
_BLANK_LINE = re.compile(r"\n[ \t\r\u3000\xa0]*\n\s*")
_INDENT = re.compile(r"(?<=[。！？!?…”」』）)：:；;])[ \t\r\n]*(?:[\u3000]{2,}|\xa0{4,}|(?:\xa0 |\u3000\xa0){2,})\s*")
_STRAY_CODE = re.compile(r"[\w\s.#:,>*@()\-]{0,120}\{[^{}]{0,2000}?[:;=][^{}]{0,2000}?\}")
_FINAL = re.compile(r"[。！？!?…”」』）)：:；;]$")
SHORT_MOMENT = re.compile(
    r"\d{1,2}\s?(?:分钟|小时|天)前|刚刚|(?<![\d./-])\d{1,2}[-/]\d{1,2}\s\d{1,2}:\d\d(?::\d\d)?(?![\d:])"
)
"""How an app dates what is new: 2小时前, 05-12 10:20."""
MOMENT_ALONE = re.compile(
    rf"\s*(?:(?:20\d\d[-/.年])?\d{{1,2}}[-/.月]\d{{1,2}}日?\s*\d{{1,2}}:\d\d(?::\d\d)?|{SHORT_MOMENT.pattern})\s*"
)
"""A moment that fills an element of its own, as a page shows it beside the outlet."""

_MONTH_NAMED = re.compile(
    r"(?P<month>[一二三四五六七八九]|十[一二]?)月\s+(?P<day>\d{1,2})\s*,\s*(?P<year>20\d\d)(?!\d)"
)
"""As blogs' software translates its English order: 星期二, 五月 6, 2014."""
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def printed_lines(raw: str, *, preformatted: bool = False) -> Iterator[str]:
    """The lines of a stretch of text that no element divides; style rules that lost their tag are no text."""
    if "{" in raw:
        raw = _STRAY_CODE.sub(" ", raw)
    for chunk in _BLANK_LINE.split(raw) if "\n" in raw.strip() else (raw,):
        for piece in _INDENT.split(chunk):
            for line in _typed_lines(piece, preformatted):
                if folded := fold_line(line):
                    yield folded


def _typed_lines(text: str, preformatted: bool) -> list[str]:
    """Lines divided by bare newlines where those end paragraphs, not where the source is merely wrapped."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return [text]
    if preformatted or (len(lines) > 2 and not _is_hard_wrapped(lines)):
        return lines
    if len(lines) == 2 and _FINAL.search(lines[0].rstrip()) and len(lines[0].strip()) > 10:
        return lines
    return [text]


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Whether newlines stand at a fixed width or within sentences, as an editor wraps source text."""
    inner = [line.strip() for line in lines[:-1]]
    ended = sum(bool(_FINAL.search(line)) for line in inner)
    return ended < 0.5 * len(inner)


def fold_line(text: str) -> str:
    """One line of text: invisible characters out, spaces folded, source line wraps between wide characters undone."""
    text = _INVISIBLE.sub("", text)
    if "\n" in text:
        text = _WRAPPED_WIDE.sub("", text)
    return " ".join(text.split())


def with_month_numbers(text: str) -> str:
    """The text with the dates that name their month in figures."""
    return _MONTH_NAMED.sub(_by_number, text) if "月" in text else text


def _by_number(named: re.Match[str]) -> str:
    return f"{named['year']}-{_MONTHS.index(named['month']) + 1}-{named['day']}"
