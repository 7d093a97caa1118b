"""Short forms of printed things: a span of pages, a first sentence, a text that must fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from scheduler.notify.values import Piece
from storage.outline.values import Outline, Role

LONGEST_CLAUSE = 120
CUT = "……"

_LABEL = re.compile(r"(?P<prefix>\D*)(?P<number>\d+)版")
_SENTENCE = re.compile(r".*?(?:[。！？!?]|…{2})[”’」』）)]*")


def piece_of(id: int, title: str, outline: Outline) -> Piece:
    """Return how a message introduces the instalment whose body reads as `outline`."""
    sections = [section for page in outline.pages for section in page.sections]
    return Piece(
        id=id,
        title=title,
        printed_on=outline.printed_on,
        pages=_once(page.label for page in outline.pages),
        departments=_once(section.organisation for section in sections),
        first=first_sentence([line.text for line in outline.lines if line.role is Role.BODY]),
    )


def first_sentence(paragraphs: Sequence[str]) -> str:
    """Return the first sentence of the first paragraph that has words, closing quotes included; cut where long."""
    text = next((line.strip() for line in paragraphs if line.strip()), "")
    found = _SENTENCE.match(text)
    return clause(found.group() if found else text)


def clause(text: str) -> str:
    """Return the text, cut to the length of a long sentence."""
    return text if len(text) <= LONGEST_CLAUSE else f"{text[:LONGEST_CLAUSE]}{CUT}"


def page_span(labels: Sequence[str]) -> str:
    """Return labels in short: 特1版, 特2版, 特3版 → 特1版–特3版; what does not follow on stays apart."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and _follows(runs[-1][-1], label):
            runs[-1].append(label)
        else:
            runs.append([label])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def clip(text: str, limit: int, size: Callable[[str], int]) -> str:
    """Return the text cut at the end of a paragraph so that `size` of it is at most `limit`.

    A link in the last line survives the cut, because it leads to the rest. A first paragraph that alone is too long
    is cut within.
    """
    if size(text) <= limit:
        return text
    paragraphs = text.split("\n")
    linked = "://" in paragraphs[-1] and size(paragraphs[-1]) < limit // 2
    tail = [CUT, paragraphs.pop()] if linked else [CUT]
    kept: list[str] = []
    while paragraphs and size("\n".join([*kept, paragraphs[0], *tail])) <= limit:
        kept.append(paragraphs.pop(0))
    if not kept:
        kept = [_shortened(paragraphs[0], lambda start: size("\n".join([start, *tail])) <= limit)]
    return "\n".join([*kept, *tail])


def _shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest start of the text that fits."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    return text[:low]


def _follows(before: str, label: str) -> bool:
    one, two = _LABEL.fullmatch(before), _LABEL.fullmatch(label)
    return bool(one and two and one["prefix"] == two["prefix"] and int(two["number"]) == int(one["number"]) + 1)


def _once(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
