"""Which terms a passage stands under in the index, and which ones a search asks for. Pure.

The terms of a text are its characters and its overlapping pairs of characters, line by line, and triples of common
characters: of these every pair is frequent, so that pairs alone would find a long word in too many texts. So that a
search for frequent words need not look at every match, there are further terms for what ranks a passage: a gram that
occurs n times also stands under `n2…n6`, one of the title under `tt`, one of title or headline under `hh`. Filters have
terms, too. A passage that matches always stands under all terms that are asked for; the other way round it need not be
so (改革 and 革命 are in 改革，革命), which is why the text has the last word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import Final

from storage.fulltext.folding import fold
from storage.fulltext.passages import Passage

Indexed = tuple[int, list[str]]
"""A passage's id and its terms."""

MOST_HITS: Final = 6
"""More hits than this count as this many. Bounds the terms of a passage and the steps of a search."""

TITLE, HEADLINE, TEXT = 3, 2, 1
"""Where a word stands; the highest place counts."""

ASKED: Final = 24
"""Terms of one word that a search asks for; of a longer one an even choice, because the text has the last word."""

_OFTEN: Final = tuple(range(2, MOST_HITS + 1))
_COUNTED: Final = {1: (2, 4, 6), 2: _OFTEN, 3: _OFTEN}

COMMON: Final = (
    "的在一中大和为有是人不年了发国个日时上以行对者出能市家这月新部会全作来网公要到经其本用业下自现于成前将进动生最关等分天实表加地"
    "工提过方产通内与多同后主报我记可及点定度机力务也相面开长高合体北目道电重还区次据外量期京法消民元并示布保场们性理所建数之展就比"
    "计间站司设得品应位门事明已说至文格利物心或都无运此好持员价政三他息因代管今从第而名商称美意信制但各专入省更被路平去证总未小安该"
    "万受社情局系起果费任台题质完问化指统资标由服基原车二级评程近式达告当责交子创项向水调收续仅节认金看两种选企强降很超单参常特线些"
    "海接查件再正容济微讯售供如况张让活施议少预取支较增然源周推共亿样低营回博改革放技术障城乡农村教育医疗环境层组织领导青岛"
)
"""The commonest characters of Chinese news, two of three in a text (counted in saved pages of sixty outlets), and the
paper's city. Another choice is another index."""
_RUNS: Final = re.compile(f"[{COMMON}0-9]{{3,}}")
LINE_END: Final = "\uff6b"
"""What a line's end is encoded as."""


def _stand_in(code: int) -> str:
    if code == 0x20:
        return "\u3000"
    return chr(code + (0xFEE0 if 0x20 < code < 0x7F else 0xFF61))


_STAND_INS: Final = {mark: _stand_in(ord(mark)) for mark in map(chr, range(0x80)) if not mark.isalnum()}


def encode(text: str) -> str:
    """Return folded text without ASCII marks, which the tokenizer of FTS5 would take for gaps between terms.

    They take the place of characters that no folded text holds: of their full-width forms, and of half-width katakana.
    """
    for mark in _STAND_INS.keys() & set(text):
        text = text.replace(mark, _STAND_INS[mark])
    return text


def grams(word: str) -> list[str]:
    """Return the terms that every line with this folded word in it stands under."""
    coded = encode(word)
    if len(coded) < 2:
        return [coded]
    asked = list(dict.fromkeys(_cover(coded)))
    step = max(1.0, len(asked) / ASKED)
    return [asked[int(number * step)] for number in range(min(len(asked), ASKED))]


def terms_of(passage: Passage) -> list[str]:
    """Return all terms of a passage, each once."""
    found: list[str] = []
    for length, counts in _counts(passage.text):
        found += counts
        often = list(counts.items())
        for n in _COUNTED[length]:
            often = [each for each in often if each[1] >= n]
            mark = f"n{n}"
            found += [mark + gram for gram, _ in often]
    heads = _grams(passage.headline)
    if passage.leads:
        heads |= _grams(passage.title)
        found += _under("tt", passage.title)
    found += map("hh".__add__, heads)
    found += _under("aa", passage.title)
    found += _under("oo", passage.organisation)
    found += _under("by", passage.people)
    found.append(of_series(passage.series))
    if passage.page:
        found.append(of_page(passage.page))
    return found


def of_series(name: str) -> str:
    """Return the term of a series' passages."""
    return "ss" + encode(fold(name))


def of_page(label: str) -> str:
    """Return the term of a newspaper page's passages."""
    return "pp" + encode(fold(label))


def of_class(word: str, level: int, hits: int) -> list[str]:
    """Return the terms of passages that hold a word at least so high and so often."""
    own = grams(word)
    asked = [f"tt{gram}" for gram in own] if level == TITLE else [f"hh{gram}" for gram in own] if level > TEXT else []
    often = max((n for n in _COUNTED[len(own[0])] if n <= hits), default=1)
    return asked + [f"n{often}{gram}" for gram in own] if often > 1 else asked or own


def of_field(prefix: str, word: str) -> list[str]:
    """Return the terms of a word in a field: `aa` the article's title, `oo` organisations, `by` people."""
    return [prefix + gram for gram in grams(word)]


def _counts(text: str) -> tuple[tuple[int, Counter[str]], ...]:
    coded = encode(text)
    singles, pairs = Counter(coded), Counter(_pairs(coded))
    for gram in _across(coded):
        pairs.pop(gram, None)
    singles.pop(LINE_END, None)
    return (1, singles), (2, pairs), (3, Counter(_triples(coded)))


@lru_cache(maxsize=64)  # an article's title, people and organisations stand with each of its passages
def _under(prefix: str, text: str) -> tuple[str, ...]:
    return tuple(map(prefix.__add__, _grams(text)))


def _grams(text: str) -> set[str]:
    coded = encode(text)
    return {*coded, *_pairs(coded), *_triples(coded)} - _across(coded)


def _pairs(coded: str) -> Iterator[str]:
    return map(add, coded, coded[1:])


def _triples(coded: str) -> list[str]:
    """Return the overlapping triples of common characters."""
    return [run[at : at + 3] for run in _RUNS.findall(coded) for at in range(len(run) - 2)]


def _cover(word: str) -> Iterator[str]:
    """Yield the triples of a word, and the pairs that stand in none of them."""
    at = 0
    for run in _RUNS.finditer(word):
        yield from _pairs(word[at : run.start() + 1])
        yield from _triples(run[0])
        at = run.end() - 1
    yield from _pairs(word[at:])


def _across(coded: str) -> set[str]:
    """Return the grams that hold a line's end."""
    found = {LINE_END, 2 * LINE_END}
    for before, after in pairwise(coded.split(LINE_END)):
        found |= {before[-1:] + LINE_END, LINE_END + after[:1]}
    return found
