"""When two texts are the same to a reader: folding, and the versioned hash of what is left.

Left out, because a site changes them without anybody changing the text: white space and line breaks, zero-width and
control characters, full and half width, letter case, the shape of quotation marks, dashes and ellipses. Everything
else counts: every character, every figure, every mark. The title does not count, because reprints put their own,
except for texts so short that they say too little by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Final

VERSION: Final = "1"
"""Raised whenever folding or hashing changes, so that old fingerprints are never compared with new ones."""

SHORT: Final = 100
"""Folded characters below which the title counts: 「视频」 or a caption is the whole text of many pages."""

_UNSEEN: Final = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffd\ue000-\uf8ff]+"
)
_SHAPES: Final = {
    **dict.fromkeys('“”„‟〝〞「」『』"', '"'),
    **dict.fromkeys("‘’‚‛′`'", "'"),
    **dict.fromkeys("‐‑‒–—―─━−-", "-"),
    **dict.fromkeys("·•‧∙・⋅", "·"),
    **dict.fromkeys("~〜", "~"),
    "。": ".",
}
_SHAPED: Final = re.compile(f"[{re.escape(''.join(_SHAPES))}]")
_BETWEEN: Final = re.compile("[^\u4e00-\u9fa5]+")
_RUNS: Final = re.compile(r"-{2,}|\.{2,}")


def fold(text: str | None) -> str:
    """Return what a reader sees of a text, in one shape; "" for None. Folding twice changes nothing."""
    if not text:
        return ""
    seen = unicodedata.normalize("NFKC", nfkc(text).casefold())
    # Without the blanks between them letters and accents may have become one character.
    joined = unicodedata.normalize("NFKC", _UNSEEN.sub("", seen))
    shaped = _SHAPED.sub(lambda mark: _SHAPES[mark.group()], joined)
    return _RUNS.sub(lambda run: run.group()[0], shaped)


def nfkc(text: str) -> str:
    """Return a text in Unicode's form NFKC, in a fraction of the time where it is Chinese."""
    # Ideographs are in that form and join with nothing, so that only what stands between them is looked at.
    return _BETWEEN.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)


def same_reading(one: str | None, other: str | None) -> bool:
    """Say whether a reader sees the same in both."""
    return one == other or fold(one) == fold(other)


def fingerprint(title: str, body: str) -> str:
    """Return `version:hash` of a text."""
    return of_folded(title, fold(body))


def of_folded(title: str, folded: str) -> str:
    """Return the same of a text whose body is folded already."""
    if len(folded) < SHORT:
        folded = f"{fold(title)}\n{folded}"
    return f"{VERSION}:{blake2b(folded.encode(), digest_size=16).hexdigest()}"
