"""When two texts are the same to a reader: folding, and the versioned hash of what is left.

Left out, because a site changes them without anybody changing the text: white space and line breaks, zero-width and
control characters, full and half width, letter case, the shape of quotation marks, dashes and ellipses. Everything
else counts: every character, every figure, every mark. The title does not count, because reprints put their own,
except for texts so short that they say too little by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

VERSION: Final = "1"
"""Raised whenever folding or hashing changes, so that old fingerprints are never compared with new ones."""

SHORT: Final = 100
"""Folded characters below which the title counts: 「视频」 or a caption is the whole text of many pages."""

OFTEN: Final = 12
"""Characters up to which what marks, figures and letters fold to is remembered: the same ones come again and again."""

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
_BETWEEN: Final = re.compile("([^\u4e00-\u9fa5]+)")

_RUNS: Final = re.compile(r"-{2,}|\.{2,}")


def fold(text: str | None) -> str:
    """Return what a reader sees of a text, in one shape; "" for None. Folding twice changes nothing."""
    return _apart(text, _folded) if text else ""


def nfkc(text: str) -> str:
    """Return a text in Unicode's form NFKC, in a fraction of the time where it is Chinese."""
    return _apart(text, _normalized)


def _apart(text: str, change: Callable[[str], str]) -> str:
    """Change what stands between ideographs: these are folded already, and join with nothing beside them."""
    pieces = _BETWEEN.split(text)
    pieces[1::2] = map(change, pieces[1::2])
    return "".join(pieces)


def _folded(run: str) -> str:
    return _remembered(run) if len(run) <= OFTEN else _fold(run)


def _normalized(run: str) -> str:
    return _known(run) if len(run) <= OFTEN else _normalize(run)


def _fold(run: str) -> str:
    seen = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", run).casefold())
    # Without the blanks between them letters and accents may have become one character.
    joined = unicodedata.normalize("NFKC", _UNSEEN.sub("", seen))
    shaped = _SHAPED.sub(lambda mark: _SHAPES[mark.group()], joined)
    return _RUNS.sub(lambda same: same.group()[0], shaped)


def _normalize(run: str) -> str:
    return unicodedata.normalize("NFKC", run)


_remembered, _known = lru_cache(4096)(_fold), lru_cache(4096)(_normalize)


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
