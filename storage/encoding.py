"""From a document's bytes to its text.

What a page declares is a hint and no more: pages declare gb2312 and are UTF-8, or the reverse, and the header may
contradict the meta tag. The bytes decide wherever they can, and the declarations only break a tie.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

SAMPLE_BYTES = 200_000
"""How much of a document is looked at to tell double-byte encodings apart."""

TOLERATED_FAULTS = 0.02
"""Share of broken characters up to which a text still counts as UTF-8: a page glued together from two encodings."""

WIDE_BYTES = 4096
LEAST_WIDE = 4
LEGIBLE = 0.25
"""How much is looked at to tell text of two bytes a character, how many characters that takes at least, and the share
of them that must be markup or frequent ones: read from the wrong half, or of a picture, hardly one is."""

_MARKUP = rb'<p class="a">A-Z 0.9 \u0041 \x41</p>'
"""What every encoding of pages reads as it stands; two bytes a character are told by their bytes."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_\-]{2,20})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_\-]{2,20})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_\-]{2,20})", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What is no text: terminals obey U+009B as they obey Escape, and the others turn the order of what stands beside them
around. U+0085 is a line's end, which all take for a space."""
_HALF = re.compile("[\ud800-\udfff]")

# The characters that fill Chinese text, simplified and traditional: text decoded wrongly hardly holds any of them.
_COMMON = frozenset(
    "，。、：；！？“”（）《》的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成"
    "会會可主发發年动動"
    "同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小"
    "物现現实實加量都两兩"
    "体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关"
    "關各重新线線内內数數"
    "正心反你明看原又么麼利比或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無系軍军很情者最立代想已通并並"
    "提直题題党黨程展五果"
    "市报報记記闻聞网網新京港台臺海青岛島北东東南西州区區县縣责責编編"
)
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode": "utf-8",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text without control characters, and the name of the encoding that read it."""

    text: str
    encoding: str


def decode(body: bytes, headers: Mapping[str, str]) -> Decoded:
    """The text of `body`. Never fails: what no encoding explains becomes U+FFFD."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _decoded(body[len(bom) :], name)
    return _decoded(body, _by_evidence(body, list(_declared(body, headers))))


def legible(text: str) -> str:
    """Return text that came by escapes of its own (JSON's) as a document's is: no control character, no half of one."""
    return _CONTROL.sub("", _HALF.sub("\ufffd", text))


def _decoded(body: bytes, encoding: str) -> Decoded:
    return Decoded(_CONTROL.sub("", body.decode(encoding, "replace")), encoding)


def _declared(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    """The encodings that the document claims to have, header first, as Python knows them."""
    head = body[:4096]
    header = _HEADER.search(headers.get("content-type", ""))
    claims = [header[1]] if header else []
    claims += [match[1].decode("ascii") for match in (_XML.search(head), _META.search(head)) if match]
    for claim in claims:
        if name := _codec(claim):
            yield name


@lru_cache(maxsize=64)
def _codec(claim: str) -> str | None:
    """Return Python's name of an encoding; None for what reads no text: `undefined`, as a script prints it, is one."""
    name = _ALIASES.get(claim.lower())
    if name:
        return name
    try:
        known = codecs.lookup(claim)
        if not known._is_text_encoding or _MARKUP.decode(known.name) != _MARKUP.decode("ascii"):
            return None
        bytes(range(256)).decode(known.name, "replace")
    except (LookupError, ValueError):
        return None
    return known.name


def _by_evidence(body: bytes, declared: list[str]) -> str:
    if (wide := wide_encoding(body)) is not None:
        return wide
    if body.isascii() or _is_utf8(body):
        return "utf-8"
    sample = body[:SAMPLE_BYTES]
    candidates = dict.fromkeys([*declared, "gb18030", "big5hkscs", "utf-8"])
    return max(candidates, key=lambda name: (round(_plausibility(sample, name), 2), name in declared))


def wide_encoding(body: bytes) -> str | None:
    """Return the encoding of a text of two bytes a character without a byte order mark; None for anything else.

    No other encoding of text has zero bytes; which half of a character they are is told by what can be read.
    """
    head = body[: WIDE_BYTES & ~1]
    if len(head) < 2 * LEAST_WIDE or head.count(0) * 200 < len(head):
        return None
    legible = {name: _legible(head.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be")}
    name = max(legible, key=lambda each: legible[each])
    return name if legible[name] > LEGIBLE else None


def _legible(text: str) -> float:
    """Return the share of a text that is markup or frequent Chinese characters."""
    plain = sum(" " <= each <= "~" or each in "\t\r\n" or each in _COMMON for each in text)
    return plain / max(1, len(text))


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8, allowing for a cut end and a few faults in much text."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        sample = body[:SAMPLE_BYTES].decode("utf-8", "replace")
        wide = sum(character > "\x7f" for character in sample)
        return sample.count("\ufffd") <= TOLERATED_FAULTS * wide
    return True


def _plausibility(sample: bytes, encoding: str) -> float:
    """How much the sample reads like Chinese in this encoding: share of frequent characters less faults."""
    try:
        text = sample.decode(encoding, "replace")
    except (LookupError, ValueError):
        return -1.0
    wide = [character for character in text if character > "\x7f"]
    frequent = sum(character in _COMMON for character in wide)
    return (frequent - 2 * text.count("\ufffd")) / max(1, len(wide))
