"""How extraction fares on pages that nobody saved: the text of one saved page in the page of another.

    python bench/transplant.py [--pairs N] [--seed N] [--first LINES] [--renamed] [--worst N] [--keep FOLDER]

A page whose text we read rightly gives its headline and its lines, another one everything else: the latter's own lines
are cut out of the smallest element that holds them, and the former's stand in their place, in one of seven kinds of
markup. --first N keeps only so many lines, since on a short text all else on a page weighs as much. --renamed gives
each class and id another name. Right is what has all those lines in their order and nothing else. A page may also go
wrong by the transplanter's fault: where a summary of the other text was not found, or a text says its lead twice.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

from bench.frames import transplanted
from bench.score import SHARED, pages_of, renamed
from crawler.extract import ExtractionError, extract
from storage.encoding import decode
from storage.values import Document, Extract

PAGES: Final = SHARED / "fixtures" / "real-pages"
SCORER: Final = SHARED / "tools" / "score_pages.py"
URL: Final = "https://saved.invalid/a/1.html"
RIGHT: Final = 0.95
"""F1 from which a page is read rightly enough to give its text, or its frame."""
LEAST: Final = 60
"""Characters of a text below which there is no article."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page and what it says."""

    key: str
    page: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one transplanted text was read; `page` is what was read."""

    text: str
    frame: str
    precision: float
    recall: float
    f1: float
    page: bytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, help="keep so many lines of each text")
    parser.add_argument("--renamed", action="store_true", help="give every class and id of the pages another name")
    parser.add_argument("--worst", type=int, default=10, help="print the N lowest")
    parser.add_argument("--keep", type=Path, help="keep the pages that went wrong here")
    arguments = parser.parse_args()
    if not (PAGES.is_dir() and SCORER.is_file()):
        print("transplant: skipped, the saved pages are not here (expected in ../shared beside the checkout)")
        return 0
    found = list(outcomes(arguments.pairs, arguments.seed, arguments.first, hide_names=arguments.renamed))
    _show(found, arguments.worst)
    for each in found if arguments.keep else ():
        if each.f1 < 1:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            (arguments.keep / f"{each.text}--{each.frame}.html").write_bytes(each.page)
    return 0


def _show(found: Sequence[Outcome], worst: int) -> None:
    for each in sorted(found, key=lambda each: each.f1)[:worst]:
        print(
            f"  {each.text} in {each.frame}: F1 {each.f1:.3f} precision {each.precision:.3f} recall {each.recall:.3f}"
        )
    print(
        f"{len(found)} pages: mean F1 {sum(each.f1 for each in found) / len(found):.4f}, "
        f"right {share(found, lambda each: each.f1 == 1):.1f}%, "
        f"lost {share(found, lambda each: each.recall < 0.9):.1f}%, "
        f"chrome {share(found, lambda each: each.precision < 0.9):.1f}%"
    )


def share(found: Sequence[Outcome], wanted: Callable[[Outcome], bool]) -> float:
    """Return how many of a hundred are as wanted."""
    return 100 * sum(map(wanted, found)) / len(found)


def outcomes(pairs: int, seed: int, first: int | None, *, hide_names: bool = False) -> Iterator[Outcome]:
    """Yield how transplanted texts are read: of `pairs` drawn those where text and frame went together."""
    scorer, saved, dice = _scorer(), _read_rightly(), random.Random(seed)
    for _ in range(pairs):
        text, frame = dice.choice(saved), dice.choice(saved)
        lines = text.lines if first is None else _up_to_a_sentence(text.lines[:first])
        if sum(map(len, lines)) < LEAST or not any(map(_is_sentence, lines)):
            continue
        page = transplanted(frame.page, (frame.title, frame.lines), (text.title, lines), dice)
        if page is None:
            continue
        page = renamed(page) if hide_names else page
        got = _read(page)
        if got is not None and scorer.folded(got.title) != scorer.folded(text.title):
            continue  # the frame's own headline stands somewhere yet, and which text is meant is anybody's guess
        wanted, told = scorer.folded("".join(lines)), scorer.folded(got.body if got else "")
        yield Outcome(text.key, frame.key, *((1, 1, 1) if wanted == told else scorer.score(wanted, told)), page)


def _scorer() -> ModuleType:
    spec = spec_from_file_location("score_pages", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _read_rightly() -> tuple[Saved, ...]:
    scorer, found = _scorer(), []
    for page in pages_of(PAGES):
        body = (PAGES / "html" / f"{page['key']}.html").read_bytes()
        got = _read(body)
        if got is None:
            continue
        wanted = scorer.folded((PAGES / "expected" / f"{page['key']}.txt").read_text(encoding="utf-8"))
        best = max(scorer.score(wanted, scorer.folded(text))[2] for text in (got.body, got.title + got.body))
        if best >= RIGHT:
            lines = tuple(got.body.split("\n"))
            found.append(Saved(page["key"], decode(body, {}).text, got.title, lines))
    return tuple(found)


def _read(page: bytes) -> Extract | None:
    try:
        return extract(Document(URL, 200, {"content-type": "text/html"}, page, datetime(2000, 1, 1, tzinfo=UTC)))
    except ExtractionError:
        return None


def _up_to_a_sentence(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Leave a heading off that nothing follows: whatever it is, it is not of this text any more."""
    return lines if not lines or _is_sentence(lines[-1]) else _up_to_a_sentence(lines[:-1])


def _is_sentence(line: str) -> bool:
    return len(line) > 30 and line.rstrip("”』」）)】").endswith(("。", "！", "？"))


if __name__ == "__main__":
    sys.exit(main())
