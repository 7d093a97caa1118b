"""Whether words belong to a series: the words of its `match`, less those of its `exclude`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from storage.config import SeriesConfig
from storage.identity.fingerprint import fold
from storage.language import say
from storage.values import Extract, Link

_DOT = "·"
"""What all middle dots fold to: one paper prints 某地·改革, 某地•改革 and 某地改革 of one series."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Why words belong to the series, or why words that seem to do not (`excluded`).

    aside  they stand in a hot or related list, which mentions and proves nothing: what they lead to must say it itself
    """

    pattern: str
    excluded: bool = False
    aside: bool = False

    @property
    def refusal(self) -> str:
        """Why the words do not count, "" where they do."""
        return say(f"标题含排除词 {self.pattern}", f"excluded by {self.pattern}") if self.excluded else ""


def match_link(series: SeriesConfig, link: Link) -> Matched | None:
    """Return how a list's link matches the series (design decision 11), None when it does not."""
    return match_words(series, link.text, link.title)


def match_extract(series: SeriesConfig, extract: Extract) -> Matched | None:
    """Return how a document that no list vouches for matches: by its headlines, never by its paragraphs."""
    return match_words(series, extract.title, extract.kicker or "", extract.subtitle or "", *_lead_lines(extract.body))


def match_words(series: SeriesConfig, *texts: str) -> Matched | None:
    """Return how any of the texts matches the series; `exclude` wins."""
    pattern = _first(series.match, texts)
    if pattern is None:
        return None
    unwanted = _first(series.exclude, texts)
    return Matched(pattern) if unwanted is None else Matched(unwanted, excluded=True)


def carries(series: SeriesConfig, *texts: str) -> bool:
    """Tell whether any of the texts carries the words of the series."""
    matched = match_words(series, *texts)
    return matched is not None and not matched.excluded


def plain_words(series: SeriesConfig) -> tuple[str, ...]:
    """Return the words of the series that a search can be asked for; its title where all of them are patterns."""
    return tuple(pattern for pattern in series.match if not pattern.startswith("re:")) or (series.title,)


def _first(patterns: tuple[str, ...], texts: tuple[str, ...]) -> str | None:
    return next((pattern for pattern in patterns if any(_hits(pattern, text) for text in texts)), None)


def _hits(pattern: str, text: str) -> bool:
    if pattern.startswith("re:"):
        return re.search(pattern[3:], _unbroken(text)) is not None
    return _bare(pattern) in _bare(text)


@lru_cache(maxsize=64)  # each pattern is looked for in the same few texts, and each list asks for the same patterns
def _bare(text: str) -> str:
    """Fold what editors set now so, now so in one name: widths, quotation marks, dashes; blanks and middle dots go."""
    folded = fold(text)
    return folded.replace(_DOT, "") or folded


def _unbroken(text: str) -> str:
    """Fold widths and leave white space out: highlight tags and line breaks split a title's words."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _lead_lines(body: str) -> tuple[str, ...]:
    """Return the headline lines that stand in the text before its first sentence: 引题, 肩题, 专题 lines."""
    lines = []
    for line in body.split("\n")[:6]:
        if len(line) > 60 or "。" in line:
            break
        lines.append(line)
    return tuple(lines)
